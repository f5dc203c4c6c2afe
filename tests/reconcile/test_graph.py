"""A graph of values: whatever is asked, and in whatever order, the answer is what its rules give with nothing held."""

import weakref
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.reconcile.days import Day
from hub.reconcile.graph import Graph, Run
from tests.support.seeds import any_seed

INPUTS, CELLS, DAYS = 5, 9, 12
BROKEN = -1


class World:
    """Inputs, each with a day from which it has another value; and of each cell what it reads, in which order."""

    def __init__(self, random: Random) -> None:
        self.inputs = {key: self.step(random) for key in range(INPUTS)}
        self.reads = {
            cell: (
                random.sample(range(INPUTS), random.randrange(3)),
                random.sample(range(cell), min(cell, random.randrange(4))),
                random.choice((0, 1, 2, 3)),
            )
            for cell in range(CELLS)
        }

    @staticmethod
    def step(random: Random) -> tuple[int, int, int]:
        return random.randrange(3), random.randrange(DAYS), random.choice((0, 1, 2, 2, 2, BROKEN))


class Broken(Exception):
    """What a rule raises."""


def take(run: Run, key: int) -> int:
    run.input(key)
    return step(run, key)


def step(run: Run, key: int) -> int:
    before, day, after = run.world.inputs[key]
    if run.day < day:
        run.until(Day(day))
    found: int = before if run.day < day else after
    if found == BROKEN:
        raise Broken(key)
    return found


def cell(run: Run, number: int) -> tuple[int, ...]:
    """What it reads depends on what it has read; and several answers come to one, so that there is what to cut off."""
    inputs, cells, most = run.world.reads[number]
    found = [take(run, each) for each in inputs]
    for each in cells:
        if sum(found) % 5 != 4:
            found += run(cell, each)
    return tuple(sorted(found)[:most])


def picture(run: Run, number: int) -> tuple[int, ...]:
    return (number, *run(cell, number))


def forgetful(run: Run, number: int) -> tuple[int, ...]:
    """As `cell`, but for what it does not say that it reads."""
    inputs, cells, most = run.world.reads[number]
    found = [step(run, each) for each in inputs]
    for each in cells:
        found += run(forgetful, each)
    return tuple(sorted(found)[:most])


def answer(graph: Graph[World], rule: Any, number: int, day: Day) -> Any:
    try:
        return graph.value(rule, number, day=day)
    except Broken as broken:
        return broken.args


def still_holds(graph: Graph[World], rule: Any, number: int, day: Day) -> bool:
    try:
        return graph.still_holds(rule, number, day=day)
    except Broken:
        return False


def agrees(random: Random, rule: Any, steps: int = 60) -> int:
    """How often an answer was given without running its rule. Raises AssertionError where one is not the right one."""
    world = World(random)
    graph = Graph(world, unheld=[picture])
    given: dict[int, Any] = {}
    held = 0
    for _ in range(steps):
        if random.random() < 0.5:
            key = random.randrange(INPUTS)
            world.inputs[key] = World.step(random)
            graph.changed([key, INPUTS])  # one that nobody reads among them
        number, day = random.randrange(CELLS), Day(random.randrange(DAYS + 1))
        right = answer(Graph(world), rule, number, day)
        if random.random() < 0.5:
            if still_holds(graph, rule, number, day):
                held += 1
                assert right == given[number]
        else:
            found = answer(graph, rule, number, day)
            assert found == right
            if len(found) == 2:
                given[number] = found
    return held


@any_seed(150)
@pytest.mark.parametrize("rule", [cell, picture])
def test_every_answer_is_the_one_with_nothing_held(seed: int, rule: Any) -> None:
    agrees(Random(seed), rule)


def test_answers_are_held() -> None:
    assert sum(agrees(Random(seed), rule) for seed in range(20) for rule in (cell, picture)) > 50


def test_a_read_that_is_not_told_is_noticed_by_the_law() -> None:
    def law() -> None:
        for seed in range(50):
            agrees(Random(seed), forgetful)

    with pytest.raises(AssertionError):
        law()


class Numbers(list[int]):
    """ran: how often a rule was run over them."""

    ran = 0


def double(run: Run, number: int) -> int:
    run.world.ran += 1
    run.input(number)
    doubled: int = run.world[number] // 10 * 2
    return doubled


def total(run: Run) -> int:
    run.world.ran += 1
    return sum(run(double, each) for each in range(len(run.world)))


@given(st.lists(st.integers(0, 99), min_size=1, max_size=8), st.data())
def test_nobody_is_run_again_for_what_came_out_equal(drawn: list[int], data: st.DataObject) -> None:
    numbers = Numbers(drawn)
    graph = Graph(numbers)
    graph.value(total, day=Day(0))
    assert numbers.ran == len(numbers) + 1
    at = data.draw(st.integers(0, len(numbers) - 1))
    before, numbers[at] = numbers[at], data.draw(st.integers(0, 99))
    graph.changed([at])
    assert graph.value(total, day=Day(0))[0] == sum(each // 10 * 2 for each in numbers)
    assert numbers.ran == len(numbers) + 2 + (before // 10 != numbers[at] // 10)


def test_what_is_not_asked_for_is_not_run() -> None:
    graph = Graph(Numbers([10, 20, 30]))
    graph.value(double, 1, day=Day(0))
    graph.changed([0, 1, 2])
    assert graph.world.ran == len(graph) == 1


def test_forgotten_all_is_worked_out_anew() -> None:
    graph = Graph(Numbers([10]))
    graph.value(total, day=Day(0))
    graph.world[0] = 50  # nobody is told
    graph.clear()
    assert len(graph) == 0
    assert not graph.still_holds(total, day=Day(0))
    assert graph.value(total, day=Day(0)) == (10, None)


class Large:
    """A value that somebody would miss the room of."""


def large(run: Run) -> Large:
    run.input(0)
    return Large()


def test_what_is_forgotten_is_let_go() -> None:
    graph = Graph(None)
    held = weakref.ref(graph.value(large, day=Day(0))[0])
    assert held() is not None
    graph.clear()
    assert held() is None


def around(run: Run, number: int) -> int:
    return run(around, 1 - number)


def test_a_circle_is_told_by_the_name_of_its_rule() -> None:
    with pytest.raises(RuntimeError, match="around"):
        Graph(None).value(around, 0, day=Day(0))


def in_season(run: Run) -> str:
    run.until(Day(5) if run.day < 5 else None)
    return "now" if run.day >= 5 else "soon"


def season(run: Run) -> str:
    return run(in_season).upper()


def test_a_day_that_comes_is_followed_forwards_and_back() -> None:
    graph = Graph(None)
    asked = [graph.value(season, day=Day(day)) for day in (0, 4, 5, 9, 4)]
    assert asked == [("SOON", 5), ("SOON", 5), ("NOW", None), ("NOW", None), ("SOON", 5)]


def test_an_input_that_is_read_no_more_runs_nothing_again() -> None:
    world, ran = {"which": "a", "a": 1, "b": 2}, list[str]()

    def chosen(run: Run) -> int:
        run.input("which")
        name = run.world["which"]
        run.input(name)
        ran.append(name)
        found: int = run.world[name]
        return found

    graph: Graph[dict[str, Any]] = Graph(world)
    assert graph.value(chosen, day=Day(0)) == (1, None)
    world["which"] = "b"
    graph.changed(["which"])
    assert graph.value(chosen, day=Day(0)) == (2, None)
    world["a"] = 9
    graph.changed(["a"])
    assert graph.value(chosen, day=Day(0)) == (2, None)
    assert ran == ["a", "b"]
    assert set(graph._input_readers) == {"which", "b"}, "nobody is kept for what nobody reads"
    world["b"] = 3
    graph.changed(["b"])
    assert graph.value(chosen, day=Day(0)) == (3, None)
    assert ran == ["a", "b", "b"]


def test_what_stands_on_one_that_was_asked_for_another_day_follows_its_inputs_of_both() -> None:
    """One that reads another input on another day comes out equal there: whoever stands on it was told of the first."""
    world = {"before": 1, "after": 1}

    def dated(run: Run) -> int:
        name = "before" if run.day < 5 else "after"
        run.until(Day(5) if run.day < 5 else None)
        run.input(name)
        found: int = run.world[name]
        return found

    def upon(run: Run) -> int:
        return 10 * run(dated)

    graph: Graph[dict[str, int]] = Graph(world)
    assert graph.value(upon, day=Day(0)) == (10, 5)
    assert graph.value(dated, day=Day(7)) == (1, None)
    world["before"] = 2
    graph.changed(["before"])
    assert graph.value(upon, day=Day(0)) == (20, 5)


def test_what_was_given_still_holds_until_it_comes_out_different_and_is_given_again() -> None:
    graph = Graph(Numbers([10, 20]))

    def holds() -> bool:
        return graph.still_holds(total, day=Day(0))

    assert not holds(), "nothing was given"
    graph.value(total, day=Day(0))
    assert holds()
    graph.world[0] = 15  # which comes to the same
    graph.changed([0])
    assert holds()
    graph.world[0] = 50
    graph.changed([0])
    assert not holds()
    graph.world[0] = 10
    graph.changed([0])
    assert not holds(), "it has been another in between"
    graph.value(total, day=Day(0))
    assert holds()
