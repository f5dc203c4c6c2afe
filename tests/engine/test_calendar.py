"""The calendar: what the passing of days touches, and London's midnight."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.engine.calendar import Calendar, london_day

DAY = date(2026, 4, 1)


def test_in_summer_the_day_begins_an_hour_earlier_than_utc_says() -> None:
    assert london_day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert london_day(datetime(2026, 7, 1, 22, 59, tzinfo=UTC)) == date(2026, 7, 1)
    assert london_day(datetime(2026, 1, 1, 23, 30, tzinfo=UTC)) == date(2026, 1, 1)


puts = st.lists(st.tuples(st.sampled_from([b"a", b"b", b"c"]), st.none() | st.integers(0, 9)), max_size=20)


@given(puts, st.integers(0, 10))
def test_due_is_what_was_last_put_on_or_before_the_day(entries: list[tuple[bytes, int | None]], day: int) -> None:
    calendar, last = Calendar(), dict[bytes, int | None]()
    for key, until in entries:
        calendar.put(key, None if until is None else DAY + timedelta(until))
        last[key] = until
    due = calendar.due(DAY + timedelta(day))
    assert sorted(due) == sorted(key for key, until in last.items() if until is not None and until <= day)
    assert calendar.is_due(DAY + timedelta(day)) == bool(due)
    assert len(calendar) == sum(until is not None for until in last.values())
    assert due == sorted(due, key=lambda key: (last[key], key)), "the earliest first"
