"""What is set aside while restoring reads afterwards as if it had been added at once."""

from datetime import date

from aiokafka import ConsumerRecord

from bench.loading import encoded
from bench.workload import Shape
from hub.configuration.model import Configuration
from hub.engine.fold import ReconcileFold
from hub.engine.ports import AddOutcome, Output
from hub.events.catalogue import CATALOGUE
from hub.log.decode import RecordDecoder
from hub.log.raw_reader import RawRecord, input_record

DAY = date(2026, 1, 1)


def raw_records(count: int) -> list[RawRecord]:
    made = encoded(5, count, Shape(20, 3), 1, dict.fromkeys(CATALOGUE, 1))
    return [
        ConsumerRecord(
            each.topic, 0, offset, 7, 0, each.record.key, each.record.value, None, 0, 0, tuple(each.record.headers)
        )
        for offset, each in enumerate(made)
    ]


def changed(raw: RawRecord, name: str, value: bytes) -> RawRecord:
    headers = tuple((each, value if each == name else held) for each, held in raw.headers)
    return ConsumerRecord(raw.topic, 0, raw.offset, 7, 0, raw.key, raw.value, None, 0, 0, headers)


def fold() -> ReconcileFold:
    return ReconcileFold(RecordDecoder(1), Configuration())


def everything(of: ReconcileFold) -> list[Output]:
    of.mark(list(of.keys()))
    return list(of.evaluate(DAY))


def added(records: list[RawRecord]) -> ReconcileFold:
    made = fold()
    for raw in records:
        made.add(input_record(raw), mark=False)
    return made


def test_all_of_it_is_there_when_everything_is_asked_for() -> None:
    records = raw_records(400)
    later = fold()
    assert later.set_aside(records, 0) == len(records)
    assert later.set_aside_count() == len(records)
    assert everything(later) == everything(added(records))
    assert later.set_aside_count() == 0


def test_a_picture_that_is_evaluated_includes_what_was_set_aside_and_nothing_else_is_looked_at() -> None:
    records = raw_records(400)
    key = next(iter(added(records).keys()))
    later, straight = fold(), added(records)
    later.set_aside(records, 0)
    for each in (later, straight):
        each.mark([key])
    assert later.evaluate(DAY) == straight.evaluate(DAY)
    assert 0 < later.set_aside_count() < len(records)


def test_a_record_that_comes_again_is_a_duplicate_of_one_that_was_set_aside() -> None:
    records = raw_records(50)
    later = fold()
    later.set_aside(records, 0)
    assert later.add(input_record(records[3])) is AddOutcome.DUPLICATE


def test_in_slices_it_is_the_same() -> None:
    records = raw_records(300)
    later, straight = fold(), added(records)
    later.set_aside(records, 0)
    keys = list(straight.keys())
    later.mark(keys[:1])
    while later.take_in(7):
        pass
    left = later.set_aside_count()
    assert 0 < left < len(records)
    while later.set_aside_count():
        later.take_in_any(11)
    assert sorted(later.keys()) == sorted(keys)
    assert everything(later) == everything(straight)


def test_what_only_a_registry_can_read_is_not_set_aside() -> None:
    records = raw_records(10)
    records[4] = changed(records[4], "ce_dataschema", b"contract/declared/v1.999")
    later = fold()
    assert later.set_aside(records, 0) == 4
    assert later.set_aside(records, 5) == 10
    assert later.set_aside_count() == 9


def test_poison_that_was_set_aside_is_in_no_picture() -> None:
    records = raw_records(60)
    broken = [changed(each, "ce_id", b"another") if each.offset % 5 == 0 else each for each in records]
    later = fold()
    assert later.set_aside(broken, 0) == len(broken)
    assert everything(later) == everything(added([each for each in records if each.offset % 5]))
