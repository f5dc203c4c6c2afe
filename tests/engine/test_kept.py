"""What is put aside while restoring reads afterwards as if it had been added at once."""

from datetime import date

from aiokafka import ConsumerRecord

from bench.loading import encoded
from bench.workload import Shape
from hub.engine.fold import ReconcileFold
from hub.engine.ports import AddOutcome, Output
from hub.events.catalogue import CATALOGUE
from hub.events.configuration import Configuration
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
    return list(of.judge(DAY))


def added(records: list[RawRecord]) -> ReconcileFold:
    made = fold()
    for raw in records:
        made.add(input_record(raw), mark=False)
    return made


def test_all_of_it_is_there_when_everything_is_asked_for() -> None:
    records = raw_records(400)
    kept = fold()
    assert kept.keep(records, 0) == len(records)
    assert kept.kept_count() == len(records)
    assert everything(kept) == everything(added(records))
    assert kept.kept_count() == 0


def test_a_picture_that_is_judged_includes_what_was_kept_and_nothing_else_is_looked_at() -> None:
    records = raw_records(400)
    key = next(iter(added(records).keys()))
    kept, straight = fold(), added(records)
    kept.keep(records, 0)
    for each in (kept, straight):
        each.mark([key])
    assert kept.judge(DAY) == straight.judge(DAY)
    assert 0 < kept.kept_count() < len(records)


def test_a_record_that_comes_again_is_a_duplicate_of_a_kept_one() -> None:
    records = raw_records(50)
    kept = fold()
    kept.keep(records, 0)
    assert kept.add(input_record(records[3])) is AddOutcome.DUPLICATE


def test_in_slices_it_is_the_same() -> None:
    records = raw_records(300)
    kept, straight = fold(), added(records)
    kept.keep(records, 0)
    keys = list(straight.keys())
    kept.mark(keys[:1])
    while kept.unpack(7):
        pass
    left = kept.kept_count()
    assert 0 < left < len(records)
    while kept.kept_count():
        kept.unpack_any(11)
    assert sorted(kept.keys()) == sorted(keys)
    assert everything(kept) == everything(straight)


def test_what_only_a_registry_can_read_is_not_kept() -> None:
    records = raw_records(10)
    records[4] = changed(records[4], "ce_dataschema", b"contract/declared/v1.999")
    kept = fold()
    assert kept.keep(records, 0) == 4
    assert kept.keep(records, 5) == 10
    assert kept.kept_count() == 9


def test_poison_that_was_kept_is_in_no_picture() -> None:
    records = raw_records(60)
    broken = [changed(each, "ce_id", b"another") if each.offset % 5 == 0 else each for each in records]
    kept = fold()
    assert kept.keep(broken, 0) == len(broken)
    assert everything(kept) == everything(added([each for each in records if each.offset % 5]))
