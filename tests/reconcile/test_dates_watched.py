"""Every date of every event is watched or tells why not; what it opens opens on its day, and `until` knows that day."""

import typing
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel

from hub.events.catalogue import CATALOGUE
from hub.reconcile.days import Day
from hub.reconcile.kinds.contract.fields import (
    CHECK,
    DATA_REQUEST,
    END,
    FOLLOW_UP,
    IMPROVEMENT_REVIEW,
    REMEDY,
    REVIEW,
)
from hub.reconcile.kinds.programme.fields import (
    ANSWER,
    IMPACT_REVIEW,
    INTENTION,
    MILESTONE,
    PHASE,
    RISK_REVIEW,
)
from hub.reconcile.kinds.tables import DATES
from hub.reconcile.matter_kinds import CLASS_OF, MatterClass, MatterKind
from hub.reconcile.measures.fields import RETURN, RETURN_GRACE
from hub.reconcile.measures.periods import Period
from hub.reconcile.measures.returns import following
from hub.reconcile.watched import Nothing, Watch
from tests.reconcile.summary import whole
from tests.reconcile.told import (
    CCG,
    CONTRACT,
    COUNCIL,
    DECLARED,
    KNOWN,
    PROGRAMME,
    PROGRAMME_IS_THERE,
    Said,
    contract,
    events,
    matters,
    programme,
)


def dates_of(annotation: Any, path: str) -> Iterator[str]:
    """Paths of all dates inside an annotation; a moment is a date too."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, info in annotation.model_fields.items():
            yield from dates_of(info.annotation, f"{path}.{name}" if path else name)
    elif isinstance(annotation, type):
        if issubclass(annotation, date) or annotation.__name__ == "AwareDatetime":
            yield path
    else:
        for each in typing.get_args(annotation):
            yield from dates_of(each, path)


def all_dates() -> set[tuple[str, str]]:
    return {
        ("*" if path.startswith("meta.") else each.name, path)
        for each in CATALOGUE
        for path in dates_of(each.model, "")
    }


def test_every_date_of_every_event_is_watched_or_tells_why_not() -> None:
    found = all_dates()
    assert ("declared", "period_end") in found
    assert ("milestone-scheduled", "due.latest") in found
    assert set(DATES) == found
    assert all(len(each.because) > 20 for each in DATES.values() if isinstance(each, Nothing))


def test_what_passes_is_overdue_and_what_is_near_is_due_soon() -> None:
    for each in DATES.values():
        if isinstance(each, Watch):
            assert CLASS_OF[each.passed] is MatterClass.OVERDUE
            assert each.near is None or CLASS_OF[each.near] is MatterClass.DUE_SOON


DAY = "2016-03-31"
IN_FORCE: Said = (COUNCIL, "declared", {"stage": "contract"})
AGREED = {"measure": "m", "title": "M", "direction": "higher", "target": "9"}
BY_DAY = {"text": "March", "earliest": "2016-03-01", "latest": DAY, "precision": "month"}
RISK: dict[str, Any] = {"risk": "r-1", "title": "R", "likelihood": "likely", "impact": "major"}
INTENDED: dict[str, Any] = {"intention": "i-1", "title": "I"}
RECOMMENDED: dict[str, Any] = {"recommendation": "s-1", "title": "S", "made_by": "Scrutiny"}
WATCHED: list[tuple[Watch, str, list[Said]]] = [
    (END, "period_end", [(COUNCIL, "declared", {"stage": "contract", "period_end": DAY})]),
    (END, "period_end", [IN_FORCE, (COUNCIL, "varied", {"period_end": DAY})]),
    (END, "period_end", [IN_FORCE, (COUNCIL, "extended", {"period_end": DAY})]),
    (REVIEW, "review_on", [(COUNCIL, "declared", {"stage": "award", "review_on": DAY})]),
    (REVIEW, "review_on", [(COUNCIL, "varied", {"review_on": DAY})]),
    (
        CHECK,
        "clause:dbs",
        [
            (
                COUNCIL,
                "clause-checked",
                {"clause": "dbs", "outcome": "met", "checked_on": "2015-03-31", "next_check_by": DAY},
            )
        ],
    ),
    (
        IMPROVEMENT_REVIEW,
        "improvement:i-1",
        [(COUNCIL, "improvement-measure-placed", {"improvement": "i-1", "reason": "late", "review_on": DAY})],
    ),
    (
        REMEDY,
        "remedy:y-1",
        [(COUNCIL, "remedy-recorded", {"remedy": "y-1", "title": "Y", "remedy_kind": "action_plan", "act_by": DAY})],
    ),
    (
        FOLLOW_UP,
        "visit:v-1",
        [
            (
                COUNCIL,
                "monitoring-visit-recorded",
                {"visit": "v-1", "visited_on": "2015-03-31", "visit_kind": "papers", "follow_up_by": DAY},
            )
        ],
    ),
    (
        DATA_REQUEST,
        "request:q-1",
        [(COUNCIL, "data-requested", {"request": "q-1", "title": "Q", "questions": ["staff"], "answer_due": DAY})],
    ),
    (
        RETURN,
        "measure:m",
        [
            (COUNCIL, "measure-agreed", AGREED),
            (
                COUNCIL,
                "observed",
                {"measure": "m", "period_start": "2015-10-01", "period_end": "2015-12-31", "value": "9"},
            ),
        ],
    ),
]
MILESTONES: list[tuple[Watch, str, list[Said]]] = [
    (RISK_REVIEW, "risk:r-1", [PROGRAMME_IS_THERE, (COUNCIL, "risk-recorded", {**RISK, "review_on": DAY})]),
    (INTENTION, "intention:i-1", [PROGRAMME_IS_THERE, (COUNCIL, "intention-recorded", {**INTENDED, "due": BY_DAY})]),
    (
        PHASE,
        "phase:p-1",
        [PROGRAMME_IS_THERE, (COUNCIL, "phase-planned", {"phase": "p-1", "title": "P", "due": BY_DAY})],
    ),
    (
        IMPACT_REVIEW,
        "assessment:e-1",
        [
            PROGRAMME_IS_THERE,
            (
                COUNCIL,
                "eia-recorded",
                {"assessment": "e-1", "title": "E", "screening": "full", "assessed_on": "2015-03-31", "review_on": DAY},
            ),
        ],
    ),
    (
        ANSWER,
        "recommendation:s-1",
        [PROGRAMME_IS_THERE, (COUNCIL, "recommendation-made", {**RECOMMENDED, "answer_due": DAY})],
    ),
    (
        MILESTONE,
        "milestone:m-1",
        [
            PROGRAMME_IS_THERE,
            (COUNCIL, "milestone-scheduled", {"milestone": "m-1", "title": "M", "due": BY_DAY}),
        ],
    ),
]


def test_every_watch_has_a_case() -> None:
    assert {watch.rule for watch, _, _ in WATCHED + MILESTONES} == {
        each.rule for each in DATES.values() if isinstance(each, Watch)
    }


def test_how_bad_it_is_and_how_many_days_are_near_stand_as_they_were_agreed() -> None:
    told = {
        each.rule: (str(each.severity), each.days) for each in DATES.values() if isinstance(each, Watch) and each.near
    }
    assert told == {
        "contract_end": ("red", 90),
        "review": ("amber", 30),
        "improvement_review": ("amber", 30),
        "clause_check": ("red", 30),
        "risk_review": ("amber", 30),
        "intention": ("amber", 60),
        "phase": ("amber", 30),
        "impact_review": ("amber", 30),
        "answer": ("red", 30),
        "remedy": ("red", 14),
        "follow_up": ("amber", 14),
        "data_request": ("amber", 14),
        "milestone": ("red", 30),
    }
    assert (str(RETURN.severity), RETURN_GRACE) == ("amber", 30)


@pytest.mark.parametrize(("watch", "field", "said"), WATCHED + MILESTONES, ids=lambda each: getattr(each, "rule", ""))
def test_a_matter_opens_on_its_day_and_until_knows_it(watch: Watch, field: str, said: list[Said]) -> None:
    is_contracts = watch.rule in {each.rule for each, _, _ in WATCHED}
    subject = ("contract", CONTRACT) if is_contracts else ("programme", PROGRAMME)
    due = date.fromisoformat(DAY) + timedelta(days=RETURN_GRACE if watch is RETURN else 0)
    dated = [kind for kind in (watch.passed, watch.near) if kind is not None]

    def at(day: date) -> tuple[list[MatterKind], Day | None]:
        picture = whole(events(said), Day.of(day), KNOWN)[subject]
        found = [each for each in picture.body["differences"] if each["kind"] in dated]
        for each in found:
            assert (each["field"], each["rule"], each["date"]) == (field, watch.rule, due.isoformat())
            assert each["sides"][0]["event"]
            begins = due + timedelta(days=1) if each["kind"] is watch.passed else due - timedelta(days=watch.days)
            assert each["since"] == begins.isoformat()
            assert watch.near is None or each["kind"] is watch.passed or f"{watch.days} days" in each["text"]
        assert picture.until is None or picture.until > Day.of(day), "until is a later day"
        return [each["kind"] for each in found], picture.until

    expected: list[tuple[date, list[MatterKind]]] = [(due, []), (due + timedelta(days=1), [watch.passed])]
    if watch.near is not None:
        opens = due - timedelta(days=watch.days)
        expected = [(opens - timedelta(days=1), []), (opens, [watch.near]), (due, [watch.near]), *expected[1:]]
    for (day, kinds), after in zip(expected, [*expected[1:], None], strict=True):
        found, until = at(day)
        assert found == kinds, day
        if after is not None and after[1] != kinds:
            assert until == Day.of(after[0]), day


def test_a_contract_that_all_say_has_ended_has_nothing_due() -> None:
    said = [each for _, _, one in WATCHED for each in one]
    ended: list[Said] = [
        (COUNCIL, "terminated", {"ended_on": "2015-12-31", "reason": "expired", "occurred_at": "2015-12-31"})
    ]
    open_ones = matters(contract(*said, IN_FORCE, on="2020-01-01"))
    assert open_ones == {(str(watch.passed), field) for watch, field, _ in WATCHED}
    assert matters(contract(*said, *ended, on="2020-01-01")) == set()


def test_the_end_is_watched_while_some_body_says_that_the_contract_is_in_force() -> None:
    terms = {"stage": "contract", "period_end": DAY}
    over: Said = (CCG, "terminated", {"ended_on": DAY, "reason": "expired", "occurred_at": DAY})
    body = contract((COUNCIL, "declared", terms), (CCG, "declared", terms), over, on="2016-04-01")
    (passed,) = [each for each in body["differences"] if each["kind"] == "end_passed"]
    assert [side["organisation"] for side in passed["sides"]] == [COUNCIL]
    assert matters(contract((COUNCIL, "declared", {**terms, "stage": "award"}), on="2016-04-01")) == set()


def test_of_the_days_of_several_bodies_the_first_is_told_and_since_when_somebody_could_know() -> None:
    def ends(organisation: str, day: str, said_on: str) -> Said:
        return organisation, "declared", {"stage": "contract", "period_end": day, "occurred_at": said_on}

    def passed(*said: Said) -> tuple[str, str, list[str]]:
        found = [
            each for each in contract(*said, on="2016-01-01")["differences"] if each["kind"] == MatterKind.END_PASSED
        ]
        assert len(found) == 1
        return found[0]["date"], found[0]["since"], [side["value"] for side in found[0]["sides"]]

    said = [ends(COUNCIL, "2015-06-30", "2014-04-01"), ends(CCG, "2015-09-30", "2014-04-01")]
    for order in (said, said[::-1]):
        assert passed(*order) == ("2015-06-30", "2015-07-01", ["2015-06-30", "2015-09-30"])
    later = [ends(COUNCIL, "2015-09-30", "2014-04-01"), ends(CCG, "2015-06-30", "2014-04-01")]
    assert passed(*later) == ("2015-06-30", "2015-07-01", ["2015-09-30", "2015-06-30"])
    # what a body says after its day has passed is open since it says so
    assert passed(ends(COUNCIL, "2015-06-30", "2015-11-01"))[:2] == ("2015-06-30", "2015-11-01")
    assert passed(ends(COUNCIL, "2015-06-30", "2015-11-01"), said[1])[:2] == ("2015-06-30", "2015-10-01")


def checked(organisation: str, day: str, until: str | None) -> Said:
    fields = {"clause": "dbs", "outcome": "met", "checked_on": day, "next_check_by": until}
    return (organisation, "clause-checked", {name: each for name, each in fields.items() if each})


def test_an_expired_check_is_expired_until_somebody_checks_later() -> None:
    first = checked(COUNCIL, "2014-06-22", "2015-06-22")
    body = contract(DECLARED, first, on="2015-06-23")
    assert matters(body) == {("check_expired", "clause:dbs")}
    assert [each["expired"] for each in body["clauses"]] == [True]
    for later in (checked(CCG, "2015-06-20", "2016-06-20"), checked(CCG, "2015-06-20", None)):
        body = contract(DECLARED, first, later, on="2015-06-23")
        assert matters(body) == set()
        assert [each["expired"] for each in body["clauses"]] == [False]


def test_no_return_is_expected_of_a_time_behind_the_contract() -> None:
    said: list[Said] = [
        DECLARED,
        (COUNCIL, "measure-agreed", AGREED),
        (COUNCIL, "observed", {"measure": "m", "period_start": "2015-10-01", "period_end": "2015-12-31", "value": "9"}),
    ]
    assert ("return_missing", "measure:m") in matters(contract(*said, on="2016-05-01"))
    ended: Said = (COUNCIL, "varied", {"period_end": "2015-12-31"})
    assert matters(contract(*said, ended, on="2016-05-01")) == set()
    last_day: Said = (COUNCIL, "varied", {"period_end": "2016-01-01"})
    assert ("return_missing", "measure:m") in matters(contract(*said, last_day, on="2016-05-01"))
    # as long as any body says that it goes on
    longer: Said = (CCG, "varied", {"period_end": "2017-12-31"})
    for order in ([*said, ended, longer], [*said, longer, ended]):
        assert ("return_missing", "measure:m") in matters(contract(*order, on="2016-05-01"))


def period(start: str, end: str) -> Period:
    return Period(date.fromisoformat(end), date.fromisoformat(start))


@pytest.mark.parametrize(
    ("last", "before", "expected"),
    [
        (period("2015-01-01", "2015-01-31"), None, period("2015-02-01", "2015-02-28")),
        (period("2015-07-01", "2015-09-30"), period("2015-04-01", "2015-06-30"), period("2015-10-01", "2015-12-31")),
        (period("2014-04-01", "2015-03-31"), None, period("2015-04-01", "2016-03-31")),
        # a rolling year that is reported each quarter, and a quarter that was left out
        (period("2014-07-01", "2015-06-30"), period("2014-04-01", "2015-03-31"), period("2015-07-01", "2015-09-30")),
        (period("2015-07-01", "2015-09-30"), period("2015-01-01", "2015-03-31"), period("2015-10-01", "2015-12-31")),
        # one of the two is of whole months: the shorter goes on, be it that one or the other
        (period("2015-07-15", "2015-09-30"), period("2015-08-01", "2015-08-31"), period("2015-10-01", "2015-10-31")),
        (period("2015-07-01", "2015-09-30"), period("2015-09-01", "2015-09-15"), period("2015-10-01", "2015-10-15")),
        (period("2015-09-01", "2015-09-30"), period("2015-07-01", "2015-07-15"), period("2015-10-01", "2015-10-31")),
        (period("2015-06-01", "2015-06-07"), None, period("2015-06-08", "2015-06-14")),
        (period("2015-06-01", "2015-06-28"), period("2015-05-25", "2015-06-21"), period("2015-06-29", "2015-07-05")),
        (period("9999-10-01", "9999-12-31"), None, None),
        (period("9999-01-01", "9999-09-30"), None, None),
    ],
)
def test_the_next_period_follows_the_last(last: Period, before: Period | None, expected: Period | None) -> None:
    assert following(last, before) == expected


def test_of_rolling_years_that_are_reported_each_quarter_the_next_quarter_is_missed() -> None:
    years = [("2014-01-01", "2014-12-31"), ("2014-04-01", "2015-03-31"), ("2014-07-01", "2015-06-30")]
    results: list[Said] = [
        (COUNCIL, "observed", {"measure": "m", "period_start": start, "period_end": end, "value": "9"})
        for start, end in years
    ]
    for order in (results, results[::-1]):
        body = contract((COUNCIL, "measure-agreed", AGREED), *order, on="2015-11-01")
        (missing,) = [each for each in body["differences"] if each["kind"] is MatterKind.RETURN_MISSING]
        assert missing["text"].startswith("no result for 2015-07-01 to 2015-09-30 has come within 30 days")


DATE = st.dates()


@given(DATE, DATE, DATE, DATE)
@example(date.max, date.max, date.max, date.max)
@example(date.min, date.min, date.min, date.min)
def test_a_following_period_begins_behind_the_last_and_is_no_longer(a: date, b: date, c: date, d: date) -> None:
    (start, end), (first, before) = sorted((a, b)), sorted((c, d))
    found = following(Period(end, start), Period(before, first) if before < end else None)
    if found is not None:
        assert found.start == end + timedelta(days=1)
        assert found.start <= found.end
        # whole months go on in whole months, which are of up to three days more
        assert (found.end - found.start).days <= (end - start).days + 3


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar_stop_nothing(day: str) -> None:
    due = {"text": "for ever", "earliest": day, "latest": day, "precision": "day"}
    terms = {"stage": "contract", "period_end": day, "review_on": day}
    assert contract((COUNCIL, "declared", terms))
    assert programme((COUNCIL, "milestone-scheduled", {"milestone": "m", "title": "M", "due": due}))
    observed = {"measure": "m", "period_start": day, "period_end": day, "value": "1"}
    body = contract((COUNCIL, "observed", observed), on=max(day, "2015-10-01"))
    assert body["measures"]


def test_what_passes_on_the_last_but_one_day_of_the_calendar_has_passed_on_the_last() -> None:
    """And on no day behind it, which there is none to evaluate for."""
    last, before = Day.of(date.max), Day.of(date.max - timedelta(days=1))
    for ends, on, until in ((before, before, last), (before, last, None), (last, last, None)):
        said: list[Said] = [(COUNCIL, "declared", {"stage": "contract", "period_end": ends.text})]
        assert whole(events(said), on, KNOWN)["contract", CONTRACT].until == until
