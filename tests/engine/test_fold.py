"""The fold that the engine drives: what raises leaves nothing forgotten."""

import gc
import tracemalloc
from collections.abc import Iterable, Iterator
from datetime import date
from random import Random

import pytest

from hub.engine.fold import BYTES_OF_A_VALUE, ReconcileFold, create
from hub.engine.ports import Output
from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.log.decode import RecordDecoder
from hub.reconcile.views import PartnershipViews
from hub.settings import Settings
from tests.reconcile.dense import history
from tests.reconcile.summary import FLAT
from tests.support.records import PARTITIONS, records
from tests.support.seeds import any_seed

DAY = date(2015, 6, 4)


def test_keys_stay_dirty_when_evaluating_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    fold = ReconcileFold(RecordDecoder(PARTITIONS), FLAT)
    for record in records(history(Random(1), 60)):
        fold.add(record)
    waiting = fold.dirty_count()
    assert waiting > 3

    def broken(*_: object) -> None:
        raise FileNotFoundError("no such schema")

    with monkeypatch.context() as patch:
        patch.setattr(PartnershipViews, "picture", broken)
        with pytest.raises(FileNotFoundError):
            fold.evaluate(DAY)
    assert fold.dirty_count() == waiting
    assert len(fold.evaluate(DAY)) == waiting
    assert fold.dirty_count() == 0


@pytest.mark.parametrize(
    "key", [b"\xff", b"never said", b"7", b'["wandsworth","contract"]', b'["wandsworth","place","x"]', b"[[],{},1]"]
)
def test_a_key_that_is_no_pictures_has_no_picture(key: bytes) -> None:
    """Somebody else's record in the output topic must be written over, and not hold its partition up for ever."""
    fold = ReconcileFold(RecordDecoder(PARTITIONS), FLAT)
    for record in records(history(Random(1), 20)):
        fold.add(record, mark=False)
    fold.mark([key])
    assert fold.evaluate(DAY) == [Output(key, None, None)]


def test_restored_records_make_nothing_dirty_and_give_the_same_pictures() -> None:
    made = records(history(Random(2), 120))
    live, restored = (ReconcileFold(RecordDecoder(PARTITIONS), FLAT) for _ in range(2))
    for record in made:
        live.add(record)
        restored.add(record, mark=False)
    assert restored.dirty_count() == 0
    restored.mark(restored.keys())
    assert list(restored.evaluate(DAY)) == [each for each in live.evaluate(DAY) if each.body is not None]


def outputs(fold: ReconcileFold, made: Iterable[tuple[EventType, Event]], batch: int = 5) -> Iterator[Output]:
    """As a shard takes them: in batches, each evaluated."""
    for number, record in enumerate(records(made), 1):
        fold.add(record)
        if number % batch == 0:
            yield from fold.evaluate(DAY)
    yield from fold.evaluate(DAY)


@any_seed(3)
def test_few_pictures_are_evaluated_that_came_out_as_they_had_been(seed: int) -> None:
    """Of all of several histories: a short one in which little changes anything may have more of them."""
    random = Random(seed)
    evaluated = same = 0
    for _ in range(10):
        last: dict[bytes, Output] = {}
        for output in outputs(ReconcileFold(RecordDecoder(PARTITIONS), FLAT), history(random, 100)):
            evaluated += 1
            same += last.get(output.key) == output
            last[output.key] = output
    assert same <= 0.25 * evaluated


@any_seed(10)
def test_a_marked_key_is_evaluated_again_though_it_stands(seed: int) -> None:
    fold = ReconcileFold(RecordDecoder(PARTITIONS), FLAT)
    last = {each.key: each for each in outputs(fold, history(Random(seed), 100))}
    fold.mark(last)
    assert {each.key: each for each in fold.evaluate(DAY)} == last


@any_seed(10)
def test_with_less_memory_it_says_the_same(seed: int) -> None:
    made = list(history(Random(seed), 100))
    few, many = (ReconcileFold(RecordDecoder(PARTITIONS), FLAT, most_bytes=held) for held in (0, 1 << 30))
    assert {each.key: each for each in outputs(few, made)} == {each.key: each for each in outputs(many, made)}
    assert sum(each.held for each in few._partnerships.values()) == 0


def test_of_many_partnerships_those_that_were_looked_at_longest_ago_are_forgotten() -> None:
    made = history(Random(1), 60)
    fold = ReconcileFold(RecordDecoder(PARTITIONS), FLAT)
    list(outputs(fold, made))
    (views,) = fold._partnerships.values()
    held = views.held
    assert held > 30
    other = PartnershipViews("elsewhere", FLAT)
    fold._partnerships = {"elsewhere": other, **fold._partnerships}
    fold._most_bytes = held * BYTES_OF_A_VALUE
    fold.mark([b'["elsewhere","contract","x"]'])
    fold.evaluate(DAY)
    assert (views.held, other.held > 0) == (0, True)


@pytest.mark.parametrize(("times", "of_each"), [(1, 300), (12, 25)])
def test_a_value_costs_about_what_it_is_taken_to(times: int, of_each: int) -> None:
    """Of large pictures and of small ones; what the events themselves take is not counted."""
    fold = ReconcileFold(RecordDecoder(PARTITIONS), FLAT)
    tracemalloc.start()
    try:
        for seed in range(times):
            list(outputs(fold, history(Random(seed), of_each)))
        (views,) = fold._partnerships.values()
        gc.collect()
        before, held = tracemalloc.get_traced_memory()[0], views.held
        views.forget()
        gc.collect()
        a_value = (before - tracemalloc.get_traced_memory()[0]) / held
    finally:
        tracemalloc.stop()
    assert BYTES_OF_A_VALUE / 2 < a_value < BYTES_OF_A_VALUE * 2


@pytest.mark.parametrize(("megabytes", "is_forgotten"), [(4, False), (1, True), (0, True)])
def test_each_partition_holds_its_share(monkeypatch: pytest.MonkeyPatch, megabytes: int, is_forgotten: bool) -> None:
    """What is held here is half a megabyte: less than one, and more than a partition's share of one."""
    monkeypatch.setattr("hub.engine.fold.BYTES_OF_A_VALUE", 5_000)
    fold = create(Settings(partitions=PARTITIONS, view_megabytes=megabytes)).new_fold(0, FLAT)
    assert isinstance(fold, ReconcileFold)
    for record in records(history(Random(1), 400)):
        fold.add(record)
    fold.evaluate(DAY)
    assert (sum(each.held for each in fold._partnerships.values()) == 0) is is_forgotten
