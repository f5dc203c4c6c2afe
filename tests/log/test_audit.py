"""The chain of the audit log: whole, and broken wherever somebody touched it."""

from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.log.audit import FIRST, AuditEntry, Chain, ChainBreak, hash_of


def entry(number: int, previous: str) -> bytes:
    said = (
        "2026-01-05T03:00:00.000+00:00",
        "operator:jo",
        "quarantine.discarded",
        f"record-{number}",
        "a test",
        None,
        {"n": 1},
    )
    return AuditEntry(str(UUID(int=number)), *said, previous).encode()


def written(count: int) -> list[bytes]:
    records, previous = [], FIRST
    for number in range(count):
        records.append(entry(number, previous))
        previous = hash_of(records[-1])
    return records


def chain_of(records: list[bytes | None], start: int = 0) -> Chain:
    chain = Chain()
    for offset, raw in enumerate(records, start):
        chain.take(offset, raw)
    return chain


def test_a_whole_chain_holds() -> None:
    records = written(5)
    chain = chain_of([*records])
    assert (len(chain.entries), chain.void, chain.broken, chain.head) == (5, 0, [], hash_of(records[-1]))
    assert all(chain.holds(each) for each in records)


def test_reading_again_changes_nothing() -> None:
    records = written(3)
    chain = chain_of([*records])
    for offset, raw in enumerate(records):
        chain.take(offset, raw)
    assert (len(chain.entries), chain.broken) == (3, [])


def test_who_loses_a_race_is_void_and_breaks_nothing() -> None:
    first, second = written(2)
    late = entry(7, hash_of(first))
    chain = chain_of([first, second, late, entry(8, hash_of(second))])
    assert [each.subject for each in chain.entries] == ["record-0", "record-1", "record-8"]
    assert (chain.void, chain.broken) == (1, [])
    assert not chain.holds(late)


@given(st.integers(1, 6), st.data())
def test_whatever_is_changed_is_seen(count: int, data: st.DataObject) -> None:
    records: list[bytes | None] = [*written(count + 1)]
    at = data.draw(st.integers(0, count - 1))  # the last one has no successor that would tell
    said = orjson.loads(records[at] or b"")
    field = data.draw(st.sampled_from(["who", "why", "subject", "at", "previous"]))
    said[field] = said[field] + "x"
    records[at] = orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    assert chain_of(records).broken


@given(st.integers(1, 6), st.data())
def test_whatever_is_taken_out_is_seen(count: int, data: st.DataObject) -> None:
    records: list[bytes | None] = [*written(count + 1)]
    del records[data.draw(st.integers(0, count - 1))]
    assert chain_of(records).broken


def test_a_log_whose_beginning_is_gone_is_broken() -> None:
    second = written(3)[1]
    assert chain_of([*written(3)[1:]], start=1).broken == [
        ChainBreak(1, hash_of(second), "records 0 to 0 are not there"),
        ChainBreak(1, hash_of(second), "record 1 does not follow the one before it"),
    ]


@pytest.mark.parametrize("raw", [None, b"", b"{}", b"[1]", b'"x"'])
def test_what_is_no_entry_is_named(raw: bytes | None) -> None:
    assert chain_of([raw]).broken[0].problem.startswith("record 0 cannot be read")
