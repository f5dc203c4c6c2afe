"""What doors kept of their warnings: read as written, bounded, whole over the events of an item."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.log.codec import Stamp
from hub.log.kept_warnings import (
    EVENTS_A_RECORD,
    MOST_WARNINGS,
    EqualWarnings,
    KeptWarnings,
    WarningsUnreadable,
    events_named,
    kept_warnings,
)

STAMP = Stamp(datetime(2026, 5, 1, 12, tzinfo=UTC), "GB-LAE-WND", "http")
TEXTS = st.text(st.characters(), max_size=700)
WARNED = st.builds(EqualWarnings, where=TEXTS, field=TEXTS, problem=TEXTS, fix=TEXTS, count=st.integers(1, 99))


def an_id(number: int) -> str:
    return f"014e1b2c-3d00-7000-8000-{number:012d}"


@given(st.lists(WARNED, min_size=1, max_size=MOST_WARNINGS + 5), st.integers(1, 2 * EVENTS_A_RECORD + 1))
def test_every_event_of_an_item_has_all_warnings_that_are_kept_and_the_rest_is_counted(
    warned: list[EqualWarnings], events: int
) -> None:
    ids = [an_id(number) for number in range(events)]
    records = [KeptWarnings.read(each.outgoing().value) for each in kept_warnings(ids, warned, STAMP)]
    assert [event for each in records for event in each.events] == ids
    for each in records:
        assert (each.at, each.principal, each.door) == (STAMP.time, STAMP.principal, STAMP.door)
        assert sum(told.count for told in each.warnings) + each.left_out == sum(told.count for told in warned)
        for told, said in zip(each.warnings, warned, strict=False):
            assert said.field.startswith(told.field) or "?" in told.field  # cut, or half a character in it


def test_a_record_fits_into_a_topic_whatever_was_warned_of() -> None:
    long = EqualWarnings(where="\U0001f600" * 9999, field="é" * 9999, problem='"' * 9999, fix="\x00" * 9999, count=1)
    records = kept_warnings([an_id(number) for number in range(5000)], [long] * 9999, STAMP)
    assert max(len(each.outgoing().value or b"") for each in records) < 1_000_000
    assert {each.left_out for each in records} == {9999 - MOST_WARNINGS}


def test_an_item_without_warnings_has_no_record() -> None:
    assert kept_warnings([an_id(1)], [], STAMP) == []


@pytest.mark.parametrize(
    "value", [None, b"", b"{", b"[]", b"{}", b'{"at": "soon"}', b"\xff", b'{"events": [], "warnings": []}'], ids=repr
)
def test_what_no_door_wrote_is_told_and_names_no_event(value: bytes | None) -> None:
    with pytest.raises(WarningsUnreadable):
        KeptWarnings.read(value)
    assert list(events_named(value)) == []


def test_fields_of_a_newer_release_are_passed_over() -> None:
    told = EqualWarnings(where="a:1", field="b", problem="c", fix="d", count=1)
    (record,) = kept_warnings([an_id(1)], [told], STAMP)
    newer = (record.outgoing().value or b"").replace(b'{"at"', b'{"colour":"red","at"', 1)
    assert KeptWarnings.read(newer) == record
