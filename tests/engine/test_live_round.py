"""Each step of a live round is broken off in turn: no offset is ahead of what is acknowledged, and all comes right."""

import inspect
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest

from hub.engine import live_round
from hub.engine.live_round import LiveRound
from hub.engine.ports import Output
from hub.log.batch_writer import WriteFailed
from tests.engine.counting_fold import CountingFold
from tests.engine.memory_group import INPUTS
from tests.engine.memory_log import OUT
from tests.engine.test_shard_laws import KEYS, ShardOfOnePartition

STEPS = ("own", "heal", "add", "may_evaluate", "mark", "quarantine", "write", "finish", "sweep", "look_on")
OUTSIDE = WriteFailed("nobody acknowledged")
OURS = ZeroDivisionError("a fault of our own")


class Steps:
    """Notes the steps that are begun; the one that is asked for raises once. before: instead of being done."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.begun: list[str] = []
        self.breaks: tuple[str, bool, Exception] | None = None
        self.broke = False
        for name in STEPS:
            patch.setattr(LiveRound, name, self._watched(name, getattr(LiveRound, name)))

    def _watched(self, name: str, step: Any) -> Any:
        def watch(live: LiveRound, *rest: Any) -> Any:
            self._at(name, before=True)
            done = step(live, *rest)
            self._at(name, before=False)
            return done

        async def watch_async(live: LiveRound, *rest: Any) -> Any:
            self._at(name, before=True)
            done = await step(live, *rest)
            self._at(name, before=False)
            return done

        return watch_async if inspect.iscoroutinefunction(step) else watch

    def _at(self, name: str, *, before: bool) -> None:
        if before:
            self.begun.append(name)
        if self.breaks is not None and self.breaks[:2] == (name, before):
            error, self.breaks, self.broke = self.breaks[2], None, True
            raise error


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    return Steps(monkeypatch)


@pytest.fixture
def shard() -> Iterator[ShardOfOnePartition]:
    """One that is live; what is asked of it at the end is what the laws ask of any."""
    made = ShardOfOnePartition()
    made.begin(expires=False)
    made.wait(1)
    yield made
    made.teardown()


def say_all_sorts(shard: ShardOfOnePartition) -> None:
    for number, key in enumerate(KEYS):
        shard.say(INPUTS[number % 2], key, number + 1, None)
    shard.say_what_nobody_can_read(INPUTS[0], KEYS[0])
    for tp in INPUTS[:2]:
        shard.hand_over(tp, 5, 1)


def test_the_steps_are_those_that_the_protocol_numbers_in_its_order(shard: ShardOfOnePartition, steps: Steps) -> None:
    told = re.findall(r"^ +(\d+) (\w+(?: \w+)?)  ", live_round.__doc__ or "", re.MULTILINE)
    assert [(int(number), name.replace(" ", "_")) for number, name in told] == list(enumerate(STEPS, start=1))
    say_all_sorts(shard)
    shard.wait(1)
    assert tuple(steps.begun[: len(STEPS)]) == STEPS


@pytest.mark.parametrize("error", [OUTSIDE, OURS], ids=["outside", "ours"])
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_round_that_ends_there_has_finished_only_what_is_acknowledged(
    shard: ShardOfOnePartition, steps: Steps, step: str, before: bool, error: Exception
) -> None:
    ends_before_it_finishes = STEPS.index(step) + (not before) <= STEPS.index("finish")
    steps.breaks = step, before, error
    say_all_sorts(shard)
    for _ in range(200):
        shard.go_on(1)
        if steps.broke:
            break
    else:
        shard.world.wake()  # the last step waits for it
        shard.go_on(1)
    assert steps.broke
    assert any(shard.world.group.chain.values()) is not ends_before_it_finishes
    shard.commit()
    shard.look()
    shard.offsets_follow_what_is_written()
    shard.do(shard.world.settle())
    assert shard.world.group.committed == {tp: shard.world.log.ends.get(tp, 0) for tp in INPUTS}
    assert shard.world.log.ends[OUT] == len(KEYS), "and nothing was written twice that stood already"


@pytest.mark.parametrize("fault", ["not sent", "not acknowledged"])
def test_a_picture_that_was_evaluated_and_not_acknowledged_is_evaluated_again(
    shard: ShardOfOnePartition, fault: str
) -> None:
    """Its event is added already and makes nothing dirty when it comes again."""
    for number in (1, 2):
        shard.say(INPUTS[0], KEYS[0], number, None)
        if number == 2:
            shard.break_the_next_write(fault)
        shard.hand_over(INPUTS[0], 5, 1)
        shard.wait(1)
    if fault == "not sent":
        shard.late_records_are_lost()
    shard.do(shard.world.settle())
    shard.look()
    assert shard.heads[KEYS[0]].body["count"] == 2


def test_what_was_evaluated_before_a_later_one_failed_is_evaluated_again(
    shard: ShardOfOnePartition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is clean by then, and nothing of it was handed to be written."""
    evaluate, asked = CountingFold.evaluate, list[int]()

    def one_by_one(fold: CountingFold, today: date, limit: int | None = None) -> Sequence[Output]:
        asked.append(1)
        if len(asked) == 2:
            raise OUTSIDE
        return evaluate(fold, today, 1)

    for number in (1, 2):  # what has no picture yet is looked for anyway
        for key in KEYS[:2]:
            shard.say(INPUTS[0], key, number, None)
        if number == 2:
            monkeypatch.setattr(CountingFold, "evaluate", one_by_one)
        shard.hand_over(INPUTS[0], 5, 1)
        shard.wait(1)
    shard.do(shard.world.settle())
    shard.look()
    assert [shard.heads[key].body["count"] for key in KEYS[:2]] == [2, 2]


def test_what_may_be_a_late_workers_waits_until_no_shard_restores_and_new_events_do_not(
    shard: ShardOfOnePartition,
) -> None:
    world = shard.world
    say_all_sorts(shard)
    shard.wait(1)
    shard.commit()
    shard.do(world.kill())
    shard.do(world.start())
    assert world.worker is not None
    state, restoring = world.worker.shard.state, world.worker.restoring
    restoring.add(99)
    shard.wait(2)
    assert set(state.sweep) == set(KEYS)
    assert not state.is_whole
    before = world.log.ends[OUT]
    shard.say(INPUTS[0], KEYS[0], 20, None)
    shard.hand_over(INPUTS[0], 5, 1)
    shard.wait(2)
    assert world.log.ends[OUT] == before + 1
    assert set(state.sweep) == set(KEYS), "the others still wait"
    restoring.clear()
    shard.wait(2)
    assert not state.sweep
    assert state.is_whole
