"""The heads of an output partition: the winner of each key, and what must be written again."""

from dataclasses import dataclass
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hub.log.heads import Heads, body_digest
from hub.log.position import Basis, Position
from hub.log.untrue import ReaderKnowledge, Untrue, any_shape, classify

DAY = date(2026, 4, 1)


@dataclass(frozen=True)
class Record:
    offset: int
    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes]]
    partition: int = 0


def basis(contract: int, generation: int = 1) -> Basis:
    return Basis(Position.of({"contract": contract}), generation, DAY, None, "a1")


def log_of(*entries: tuple[bytes, bytes | None, Basis]) -> list[Record]:
    return [Record(offset, key, body, made.headers()) for offset, (key, body, made) in enumerate(entries)]


def heads_of(records: list[Record]) -> Heads:
    heads = Heads()
    for record in records:
        found, is_ahead = classify(record, ReaderKnowledge.of_day(DAY), any_shape)
        if isinstance(found, Untrue):
            heads.leave_out(record)
        else:
            heads.read(record, found, is_ahead=is_ahead)
    return heads


def test_the_winner_is_kept_and_a_stale_last_record_is_noticed() -> None:
    heads = heads_of(log_of((b"k", b"new", basis(5)), (b"k", b"old", basis(3))))
    head = heads.get(b"k")
    assert head is not None
    assert head.digest == body_digest(b"new")
    assert heads.stale == {b"k"}
    assert heads.end == 2


def test_a_stale_tombstone_is_noticed_and_a_newer_record_mends_it() -> None:
    heads = heads_of(log_of((b"k", b"new", basis(5)), (b"k", None, basis(3))))
    assert heads.stale == {b"k"}
    heads.wrote(b"k", basis(6), body_digest(b"new"), heads.end)
    assert heads.stale == set()


def test_a_record_with_foreign_headers_is_written_over() -> None:
    heads = heads_of([Record(0, b"k", b"?", [("g", b"1")])])
    assert heads.stale == {b"k"}
    assert heads.get(b"k") is None


def test_the_floor_covers_stale_records_too() -> None:
    heads = heads_of(log_of((b"k", b"1", basis(5, 2)), (b"k", b"2", basis(3, 7))))
    assert heads.floor == Position.of({"contract": 5})
    assert heads.generation == 7


@given(st.lists(st.tuples(st.sampled_from([b"a", b"b"]), st.integers(0, 6), st.booleans()), max_size=12))
def test_stale_are_the_keys_whose_last_record_came_late(entries: list[tuple[bytes, int, bool]]) -> None:
    records = log_of(*((key, b"%d" % at if some else None, basis(at)) for key, at, some in entries))
    heads = heads_of(records)
    for key in {key for key, _, _ in entries}:
        of_key = [at for each, at, _ in entries if each == key]
        last = max(place for place, (each, _, _) in enumerate(entries) if each == key)
        # late against any key's record: its owner would have written from more
        assert (key in heads.stale) == (of_key[-1] < max(at for _, at, _ in entries[: last + 1]))
        head = heads.get(key)
        assert head is not None
        assert head.basis == basis(max(of_key))


@given(st.lists(st.tuples(st.sampled_from([b"a", b"b"]), st.integers(0, 6)), max_size=12), st.integers(0, 12))
def test_reading_a_stretch_again_changes_nothing(entries: list[tuple[bytes, int]], again: int) -> None:
    records = log_of(*((key, b"%d" % at, basis(at)) for key, at in entries))
    once, twice = heads_of(records), heads_of(records + records[again:])
    assert dict(once.items()) == dict(twice.items())
    assert (once.stale, once.end, once.floor) == (twice.stale, twice.end, twice.floor)
