"""A provider that is asked the same twice is an open matter until one request is taken back or both are answered.

Source: WAN 13 (providers are not asked the same question twice).
"""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reconcile.told import CCG, COUNCIL, DECLARED, Said, contract, matters

QUARTER = {"period_start": "2015-04-01", "period_end": "2015-06-30"}


def asks(by: str, request: str, *questions: str, **more: Any) -> Said:
    return by, "data-requested", {"request": request, "title": "Staff", **more, "questions": list(questions)}


def twice(*said: Said) -> dict[str, list[str]]:
    """Field of each open matter to whose requests it tells of."""
    found = contract(DECLARED, *said)["differences"]
    return {
        each["field"]: sorted(side["organisation"] for side in each["sides"])
        for each in found
        if each["kind"] == "asked_twice"
    }


def test_two_bodies_that_ask_one_question_for_one_time_ask_twice() -> None:
    said = (asks(COUNCIL, "c-1", "vacancies", "turnover", **QUARTER), asks(CCG, "n-1", "vacancies", **QUARTER))
    for order in permutations(said):
        assert twice(*order) == {"question:vacancies": sorted([COUNCIL, CCG])}
    (matter,) = (each for each in contract(DECLARED, *said)["differences"] if each["kind"] == "asked_twice")
    assert (matter["text"], str(matter["severity"])) == ("vacancies is asked for by 2 requests: c-1, n-1", "amber")


def test_one_body_can_ask_twice_too() -> None:
    assert set(twice(asks(COUNCIL, "c-1", "staff", **QUARTER), asks(COUNCIL, "c-2", "staff", **QUARTER))) == {
        "question:staff"
    }


def test_a_request_that_two_bodies_tell_of_in_the_same_words_is_one() -> None:
    assert twice(asks(COUNCIL, "r-1", "staff", **QUARTER), asks(CCG, "r-1", "staff", **QUARTER)) == {}


def test_two_requests_that_happen_to_have_one_reference_are_two() -> None:
    said = (asks(COUNCIL, "1", "staff", **QUARTER), asks(CCG, "1", "staff", title="Vacancies", **QUARTER))
    for order in permutations(said):
        assert twice(*order) == {"question:staff": sorted([COUNCIL, CCG])}
        (matter,) = (each for each in contract(DECLARED, *order)["differences"] if each["kind"] == "asked_twice")
        assert sorted(side["value"] for side in matter["sides"]) == ["1: Staff", "1: Vacancies"]


def test_an_answer_to_one_of_them_is_none_to_the_other() -> None:
    due = {"answer_due": "2015-05-31"}
    answered = {"received_on": "2014-03-31"}

    def overdue(*said: Said) -> bool:
        return ("action_overdue", "request:1") in matters(contract(DECLARED, *said))

    waits = asks(COUNCIL, "1", "staff", **due)
    assert overdue(waits)
    assert overdue(waits, asks(CCG, "1", "falls", **answered))
    assert not overdue(waits, asks(CCG, "1", "staff", **answered))


def test_of_a_contract_that_has_ended_nothing_is_asked() -> None:
    said = (asks(COUNCIL, "c-1", "staff"), asks(CCG, "n-1", "staff"))
    ended: Said = (COUNCIL, "terminated", {"ended_on": "2015-07-01", "reason": "expired"})
    assert set(twice(*said)) == {"question:staff"}
    assert twice(*said, ended) == {}


def test_what_was_answered_before_is_not_what_is_asked_of_a_later_time() -> None:
    answered = asks(COUNCIL, "c-1", "staff", received_on="2014-04-30")
    assert twice(answered, asks(CCG, "n-1", "staff", **QUARTER)) == {}
    assert twice(answered, asks(CCG, "n-1", "staff", occurred_at="2015-09-01")) == {}
    assert set(twice(answered, asks(CCG, "n-1", "staff", occurred_at="2014-04-30"))) == {"question:staff"}


def test_a_question_that_is_named_twice_is_told_once() -> None:
    (matter,) = (
        each
        for each in contract(DECLARED, asks(COUNCIL, "c-1", "staff", "staff"), asks(CCG, "n-1", "staff"))["differences"]
        if each["kind"] == "asked_twice"
    )
    assert [side["value"] for side in matter["sides"]] == ["c-1: Staff", "n-1: Staff"]


def test_different_questions_are_no_repetition() -> None:
    assert twice(asks(COUNCIL, "c-1", "vacancies", **QUARTER), asks(CCG, "n-1", "turnover", **QUARTER)) == {}


@pytest.mark.parametrize(
    ("first", "second", "is_twice"),
    [
        (QUARTER, {"period_start": "2015-07-01", "period_end": "2015-09-30"}, False),
        (QUARTER, {"period_start": "2015-06-30", "period_end": "2015-09-30"}, True),
        (QUARTER, {"period_start": "2015-05-01", "period_end": "2015-05-31"}, True),
        (QUARTER, {"period_end": "2015-03-31"}, False),
        (QUARTER, {"period_start": "2015-07-01"}, False),
        (QUARTER, {"period_start": "2015-06-30"}, True),
        (QUARTER, {}, True),
        ({}, {}, True),
    ],
)
def test_the_times_have_a_day_in_common(first: dict[str, str], second: dict[str, str], is_twice: bool) -> None:
    for one, another in ((first, second), (second, first)):
        assert bool(twice(asks(COUNCIL, "c-1", "staff", **one), asks(CCG, "n-1", "staff", **another))) is is_twice


def test_it_is_open_until_both_are_answered() -> None:
    first = asks(COUNCIL, "c-1", "staff", **QUARTER, received_on="2014-03-31")
    second = asks(CCG, "n-1", "staff", **QUARTER)
    assert twice(first, second)
    assert twice(first, second, asks(CCG, "n-1", "staff", **QUARTER, received_on="2014-03-31")) == {}


def test_only_requests_that_repeat_another_one_are_told() -> None:
    other = {"period_start": "2014-04-01", "period_end": "2014-06-30"}
    said = (
        asks(COUNCIL, "c-1", "staff", **QUARTER),
        asks(CCG, "n-1", "staff", **QUARTER),
        asks(CCG, "n-0", "staff", **other),
    )
    assert twice(*said) == {"question:staff": sorted([COUNCIL, CCG])}


def test_it_was_made_on_the_day_of_its_event_however_late_its_answer_came() -> None:
    """One event may tell of both: the day of the answer is not the one from which it was asked."""
    answered = asks(COUNCIL, "c-1", "staff", received_on="2014-06-30")
    assert set(twice(answered, asks(CCG, "n-1", "staff", period_end="2014-05-31"))) == {"question:staff"}
    assert twice(answered, asks(CCG, "n-1", "staff", period_end="2014-03-31")) == {}


_DAYS = st.sampled_from(["2014-03-01", "2014-04-01", "2014-05-01"])
_ASKED = st.builds(
    lambda by, request, more: asks(by, request, "staff", **more),
    st.sampled_from([COUNCIL, CCG]),
    st.sampled_from(["1", "2", "3"]),
    st.fixed_dictionaries(
        {"title": st.sampled_from(["A", "B"])},
        optional={"period_start": _DAYS, "period_end": _DAYS, "received_on": _DAYS},
    ).filter(lambda said: said.get("period_start", "") <= said.get("period_end", "~")),
)


@given(st.lists(_ASKED, max_size=6))
def test_it_is_what_each_two_requests_say_to_each_other(said: list[Said]) -> None:
    words = {(by, fields["request"]): fields for by, _, fields in said}
    requests: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for (_, request), fields in words.items():
        requests.setdefault((request, fields["title"]), []).append(fields)

    def time(fields: dict[str, Any]) -> tuple[str, str]:
        ends = fields.get("period_end", fields.get("received_on", "9999-12-31"))
        return min(fields.get("period_start", "2014-04-01"), ends), ends

    def repeats(one: list[dict[str, Any]], another: list[dict[str, Any]]) -> bool:
        times = [(time(first), time(second)) for first in one for second in another]
        answered = [any("received_on" in fields for fields in each) for each in (one, another)]
        meet = any(first[0] <= second[1] and second[0] <= first[1] for first, second in times)
        return meet and not all(answered)

    expected = sorted(
        f"{request}: {title}"
        for (request, title), sides in requests.items()
        if any(repeats(sides, others) for key, others in requests.items() if key != (request, title))
        for _ in sides
    )
    found = [each for each in contract(DECLARED, *said)["differences"] if each["kind"] == "asked_twice"]
    assert sorted(side["value"] for each in found for side in each["sides"]) == expected
