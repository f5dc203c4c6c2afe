"""What contradicts itself is let in and told; every two fields that could contradict have their line."""

import itertools
import typing
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AwareDatetime, BaseModel

from hub.admission.admit import OPERATOR, Admitted, admit
from hub.admission.annotated import models_in
from hub.admission.contradictions import BASES, NEVER, REFUSED, contradictions_of, warnings
from hub.events.catalogue import CATALOGUE
from hub.events.workplan import UNDECIDED
from hub.reconcile.kinds.tables import TENSES
from hub.reconcile.tense import Past
from hub.usecases.admitting import Door
from tests.admission.contradicting import (
    RECORDED,
    asked,
    assessed,
    bought,
    checked,
    decision,
    due,
    feedback,
    lasting,
    measure,
    observed,
    other,
    procurement,
    programme,
    recommended,
    remedy,
    reviewed,
    visited,
)
from tests.connectors.releases import a_contract, a_release
from tests.connectors.test_one_fault import read
from tests.support.documents import CCG, NOW, context, declared, wandsworth


def kind_of(annotation: Any) -> type | None:
    """date for days and times, Decimal for numbers; None for all else."""
    if annotation is AwareDatetime:
        return date
    if isinstance(annotation, type):
        return date if issubclass(annotation, date | datetime) else Decimal if issubclass(annotation, Decimal) else None
    if typing.get_origin(annotation) is tuple:
        return None
    return next((kind for each in typing.get_args(annotation) if (kind := kind_of(each)) is not None), None)


def models() -> set[type[BaseModel]]:
    return {part for event_type in CATALOGUE for part in models_in(event_type.model)}


def pairs() -> Iterator[tuple[type[BaseModel], frozenset[str]]]:
    for model in models():
        kinds = {name: kind_of(info.annotation) for name, info in model.model_fields.items()}
        for one, another in itertools.combinations([name for name, kind in kinds.items() if kind], 2):
            if kinds[one] is kinds[another]:
                yield model, frozenset({one, another})


EVERY = {each.fields: each for model in models() for each in contradictions_of(model)}
TOLD = {frozenset(each) for each in EVERY}


def test_every_two_days_and_every_two_numbers_of_a_model_have_their_line() -> None:
    every = {pair for _, pair in pairs()}
    assert len(every) > 15
    assert every <= TOLD | REFUSED | set(NEVER), every - TOLD - REFUSED - set(NEVER)
    assert {*NEVER, *REFUSED} <= every, "a line for fields that no model has"
    assert not (TOLD & REFUSED or TOLD & set(NEVER) or REFUSED & set(NEVER))


def test_every_line_is_of_a_model_that_there_is_and_gives_its_reason() -> None:
    for each in EVERY.values():
        assert any(set(each.fields) <= set(model.model_fields) for model in models()), each.fields
        assert each.at in each.fields or each.at == "value"
        assert each.reason
    assert all(NEVER.values())


def told(document: Any) -> list[tuple[str, str]]:
    answer = admit(document, context())
    assert isinstance(answer, Admitted), answer
    return [(each.field, each.problem) for each in warnings(answer.event, "f:1")]


CASES: list[tuple[tuple[str, str], Any, Any, str]] = [
    (("mode", "partners"), programme(mode="joint"), programme(mode="joint", partners=[{"id": CCG}]), "data.mode"),
    (
        ("extendable_until", "period_end"),
        declared(period_end="2018-03-31", extendable_until="2018-03-30"),
        declared(period_end="2018-03-31", extendable_until="2018-03-31"),
        "data.extendable_until",
    ),
    (
        ("extendable_until", "period_start"),
        declared(period_start="2018-03-31", extendable_until="2017-03-30"),
        declared(period_start="2018-03-31", extendable_until="2018-03-31"),
        "data.extendable_until",
    ),
    (
        ("signed_on", "period_end"),
        declared(signed_on="2014-04-01", period_end="2014-03-31"),
        declared(signed_on="2014-03-31", period_end="2014-03-31"),
        "data.period_end",
    ),
    (
        ("signed_on", "extendable_until"),
        declared(signed_on="2014-04-01", extendable_until="2014-03-31"),
        declared(signed_on="2014-03-31", extendable_until="2014-03-31"),
        "data.extendable_until",
    ),
    (
        ("value", "numerator"),
        observed(value="95", numerator="1", denominator="2"),
        observed(value="0.5", numerator="1", denominator="2"),
        "data.value",
    ),
    (
        ("value", "denominator"),
        observed(value="66.6", numerator="2", denominator="3"),
        observed(value="66.7", numerator="2", denominator="3"),
        "data.value",
    ),
    (
        ("numerator", "denominator"),
        observed(value="1", numerator="1", denominator="0"),
        observed(value="12", numerator="12", denominator="700"),  # a count, and what it is of
        "data.value",
    ),
    (
        ("agreed_on", "reported_until"),
        measure(target="1", agreed_on="2015-04-01", reported_until="2015-03-31"),
        measure(target="1", agreed_on="2015-04-01", reported_until="2017-03-31"),
        "data.reported_until",
    ),
    (
        ("target", "tolerance"),
        measure(target="95", tolerance="95"),
        measure(target="95", tolerance="5"),
        "data.tolerance",
    ),
    (("duration", "period_end"), lasting("P36M", "2017-03-31"), lasting("P36M", "2018-03-31"), "data.duration"),
    (("precision", "latest"), due(precision="day"), due(), "data.due.precision"),
    (
        ("awards", "departures"),
        procurement({"award": "1", "supplier": "GB-COH-00000001", "left_on": "2014-01-01"}),
        procurement(
            {"award": "2", "supplier": "GB-COH-00000001"},
            {"award": "1", "supplier": "GB-COH-00000001", "left_on": "2027-01-01"},
            {"award": "1", "supplier": "GB-COH-00000002"},
        ),
        "data.departures",
    ),
    (
        ("state", "conditions"),
        decision(conditions=["Sign it"]),
        decision(state="approved_conditional", conditions=["Sign it"]),
        "data.conditions",
    ),
    (
        ("met_on", "met_on"),
        other("workplan.milestone-met", "carers", milestone="m", met_on="2015-05-01"),
        other("workplan.milestone-met", "carers", milestone="m", met_on=RECORDED),
        "data.met_on",
    ),
    (("checked_on", "checked_on"), checked("2015-05-01"), checked(RECORDED), "data.checked_on"),
    (("decided_on", "decided_on"), decision(decided_on="2015-05-01"), decision(), "data.decided_on"),
    (("visited_on", "visited_on"), visited(visited_on="2015-05-01"), visited(visited_on=RECORDED), "data.visited_on"),
    (
        ("visited_on", "follow_up_by"),
        visited(visited_on="2015-03-02", follow_up_by="2015-03-01"),
        visited(visited_on="2015-03-02", follow_up_by="2015-03-02"),
        "data.follow_up_by",
    ),
    (
        ("visited_on", "followed_up_on"),
        visited(visited_on="2015-03-02", followed_up_on="2015-03-01"),
        visited(visited_on="2015-03-02", followed_up_on="2015-03-02"),
        "data.followed_up_on",
    ),
    (
        ("followed_up_on", "followed_up_on"),
        visited(visited_on="2015-03-02", followed_up_on="2015-05-01"),
        visited(visited_on="2015-03-02", followed_up_on=RECORDED),
        "data.followed_up_on",
    ),
    (("received_on", "received_on"), asked(received_on="2015-05-01"), asked(received_on=RECORDED), "data.received_on"),
    (("reviewed_on", "reviewed_on"), reviewed("2015-05-01"), reviewed(RECORDED), "data.reviewed_on"),
    (("signed_on", "signed_on"), declared(signed_on="2015-05-01"), declared(signed_on=RECORDED), "data.signed_on"),
    (
        ("agreed_on", "agreed_on"),
        measure(target="95", agreed_on="2015-05-01"),
        measure(target="95", agreed_on=RECORDED),
        "data.agreed_on",
    ),
    (
        ("awarded_on", "awarded_on"),
        bought(awards=[{"id": "1", "awarded_on": "2015-05-01"}]),
        bought(awards=[{"id": "1", "awarded_on": RECORDED}]),
        "data.awards[0].awarded_on",
    ),
    (
        ("published_on", "published_on"),
        bought(notices=[{"id": "1", "published_on": "2015-05-01"}]),
        bought(notices=[{"id": "1", "published_on": RECORDED}]),
        "data.notices[0].published_on",
    ),
    (
        ("breached_on", "breached_on"),
        other("contract.breach-recorded", breach="b", description="Late", breached_on="2015-05-01"),
        other("contract.breach-recorded", breach="b", description="Late", breached_on=RECORDED),
        "data.breached_on",
    ),
    (
        ("assessed_on", "reviewed_on"),
        assessed(assessed_on="2015-03-02", reviewed_on="2015-03-01"),
        assessed(assessed_on="2015-03-02", reviewed_on="2015-03-02"),
        "data.reviewed_on",
    ),
    (
        ("assessed_on", "review_on"),
        assessed(assessed_on="2015-03-02", review_on="2015-03-01"),
        assessed(assessed_on="2015-03-02", review_on="2015-03-02"),
        "data.review_on",
    ),
    (("assessed_on", "assessed_on"), assessed(assessed_on="2015-05-01"), assessed(), "data.assessed_on"),
    (
        ("author_trained_on", "author_trained_on"),
        assessed(author_trained_on="2015-05-01"),
        assessed(author_trained_on=RECORDED),
        "data.author_trained_on",
    ),
    (
        ("answered_on", "answered_on"),
        recommended(answered_on="2015-05-01"),
        recommended(answered_on=RECORDED),
        "data.answered_on",
    ),
    (("done_on", "done_on"), remedy(done_on="2015-05-01"), remedy(done_on=RECORDED), "data.done_on"),
    (
        ("clears", "batch"),
        other("contract.varied", clears=["batch", "title"]),
        other("contract.varied", clears=["title"]),
        "data.clears",
    ),
    (
        ("complaints", "upheld"),
        feedback(complaints="12", upheld="13"),
        feedback(complaints="12", upheld="12"),
        "data.upheld",
    ),
    (("feedback", "period_end"), feedback(period_end="2015-05-01"), feedback(), "data.period_end"),
    (("measure", "period_end"), observed(period_end="2015-05-01"), observed(), "data.period_end"),
]


@pytest.mark.parametrize(("day", "is_told"), [(RECORDED, False), ("2015-04-21", False), ("2015-04-22", True)])
def test_a_day_is_ahead_where_no_clock_on_earth_has_come_to_it(day: str, is_told: bool) -> None:
    """The day of recording is in UTC, and elsewhere it may be the next one."""
    answer = admit(declared(signed_on=day), context())
    assert isinstance(answer, Admitted), answer
    assert [each.field for each in warnings(answer.event, "")] == (["data.signed_on"] if is_told else [])


@pytest.mark.parametrize(("left_on", "is_told"), [(None, True), ("2015-04-01", True), ("2015-04-02", False)])
def test_who_is_named_in_an_award_leaves_it_later_than_that_day_or_contradicts_it(
    left_on: str | None, is_told: bool
) -> None:
    """The statement is true from 1 April 2015."""
    departure = {"award": "1", "supplier": "GB-COH-00000001"} | ({"left_on": left_on} if left_on else {})
    answer = admit(procurement(departure), context())
    assert isinstance(answer, Admitted), answer
    assert [each.field for each in warnings(answer.event, "")] == (["data.departures"] if is_told else [])


def test_every_line_has_its_case() -> None:
    assert sorted(each[0] for each in CASES) == sorted(EVERY)


@pytest.mark.parametrize(
    ("fields", "wrong", "right", "field"), CASES, ids=lambda each: "-".join(each) if isinstance(each, tuple) else ""
)
def test_what_contradicts_itself_is_told_once_and_what_agrees_is_not(
    fields: tuple[str, str], wrong: Any, right: Any, field: str
) -> None:
    assert [each for each, _ in told(wrong)] == [field]
    assert told(right) == []


def test_every_date_of_the_past_is_told_where_it_lies_ahead() -> None:
    told_ahead = {each.at for each in EVERY.values() if each.reason.endswith("has happened")} | {"period_end"}
    past = {path.rpartition(".")[2] for (_, path), line in TENSES.items() if isinstance(line, Past)}
    # an end, and that somebody leaves, are agreed ahead, and that is what is told then
    assert past - {"ended_on", "left_on"} <= told_ahead


@pytest.mark.parametrize("state", UNDECIDED)
def test_a_meeting_to_come_contradicts_nothing(state: str) -> None:
    assert told(decision(state=state, decided_on="2015-05-01")) == []


def test_it_is_told_of_the_parts_of_an_event_too_and_of_a_release_by_its_path() -> None:
    period = {"startDate": "2015-04-01T00:00:00Z", "endDate": "2018-03-31T00:00:00Z"}
    odd = a_contract(id="c-2", period=period | {"maxExtentDate": "2016-03-31T00:00:00Z"})
    (item,) = read(a_release(ocid="ocds-h6vhtk-1", tag=["contract"], contracts=[a_contract(), odd]))
    answer = Door(wandsworth(), OPERATOR, "test").admit(item, NOW)
    (found,) = (each for each in answer.warnings if "is before contracts[1].period.endDate 2018" in each.problem)
    assert found.field == "contracts[1].period.maxExtentDate"


@pytest.mark.parametrize("ahead", range(3))
def test_each_part_of_a_list_is_looked_at(ahead: int) -> None:
    awards = [{"id": str(each), "awarded_on": "2015-05-02" if each == ahead else "2015-04-01"} for each in range(3)]
    assert [field for field, _ in told(bought(awards=awards))] == [f"data.awards[{ahead}].awarded_on"]


@pytest.mark.parametrize("value", ["12", "13", "12.5", "0.12", "0.13"])
def test_a_half_is_rounded_up_or_down(value: str) -> None:
    assert told(observed(value=value, numerator="1", denominator="8")) == []


def test_a_result_that_is_written_with_a_power_of_ten_is_rounded_to_whole_numbers() -> None:
    """5E+1 is how some programs write 50, and no rougher than that."""
    assert told(observed(value="5E+1", numerator="1", denominator="2")) == []
    ((field, _),) = told(observed(value="5E+1", numerator="54", denominator="100"))
    assert field == "data.value"


@pytest.mark.parametrize("part", ["numerator", "denominator"])
@pytest.mark.parametrize("count", ["0", "7"])
def test_a_result_with_one_of_its_parts_alone_is_held_against_nothing(part: str, count: str) -> None:
    assert told(observed(**{part: count})) == []


@pytest.mark.parametrize(
    ("target", "tolerance", "is_told"),
    [("1", "1", True), ("0.5", "1", True), ("0", "1", False), ("0", "0", False), ("-5", "1", False)],
)
def test_a_tolerance_takes_away_a_target_only_where_the_target_is_above_0(
    target: str, tolerance: str, is_told: bool
) -> None:
    """A result from 0 on meets a target of 0 without any tolerance too."""
    expected = ["data.tolerance"] if is_told else []
    assert [field for field, _ in told(measure(target=target, tolerance=tolerance))] == expected


def test_a_result_is_a_share_a_percentage_or_a_rate_of_a_thousand_up_to_a_hundred_thousand() -> None:
    for value, is_told in (
        *(("0.75", False), ("7.5", True), ("75", False), ("750", False), ("7500", False), ("75000", False)),
        ("750000", True),
    ):
        said = told(observed(value=value, numerator="3", denominator="4"))
        assert [field for field, _ in said] == (["data.value"] if is_told else []), value


@given(st.integers(0, 10_000), st.integers(1, 10_000), st.sampled_from(BASES), st.integers(0, 4))
def test_a_result_that_is_rounded_from_its_parts_is_never_warned_of(
    numerator: int, denominator: int, base: int, places: int
) -> None:
    exact = Fraction(numerator, denominator) * base
    value = Decimal(round(exact * 10**places)).scaleb(-places)
    assert told(observed(value=str(value), numerator=str(numerator), denominator=str(denominator))) == []


@given(st.integers(1, 10_000), st.integers(1, 10_000), st.integers(2, 50))
def test_a_result_that_is_off_by_more_than_its_rounding_is_told(numerator: int, denominator: int, off: int) -> None:
    exact = [Fraction(numerator, denominator) * base for base in BASES]
    value = Decimal(round(exact[1] * 100) + off).scaleb(-2)
    if Fraction(value) != numerator and min(abs(Fraction(value) - each) for each in exact) > Fraction(1, 200):
        said = told(observed(value=str(value), numerator=str(numerator), denominator=str(denominator)))
        assert [field for field, _ in said] == ["data.value"]


@pytest.mark.parametrize(
    ("duration", "end", "is_told"),
    [
        ("P3Y", "2018-04-01", False),
        ("P36M", "2018-04-30", False),
        ("P36M", "2018-05-02", True),
        ("P36M", "2018-02-27", True),
        ("P1095D", "2018-03-31", False),
        ("P2Y6M", "2017-09-30", False),
        ("P120M", "2025-03-31", False),
        ("P24M", "2025-03-31", True),
        ("P40D", "2015-04-09", False),  # 9 days, 31 fewer
        ("P40D", "2015-04-08", True),
        ("P9D", "2015-05-10", False),  # 40 days, 31 more
        ("P9D", "2015-05-11", True),
        ("P0M", "2016-03-31", True),
        ("3 years", "2016-03-31", False),  # a text of which nobody promised the form
    ],
)
def test_a_duration_is_told_where_it_is_another_time_than_the_term(duration: str, end: str, is_told: bool) -> None:
    problem = f"{duration} is not the time from 2015-04-01 to period_end {end}"
    assert told(lasting(duration, end)) == ([("data.duration", problem)] if is_told else [])


@pytest.mark.parametrize("mode", ["separate", "to_be_agreed"])
def test_what_is_not_joint_needs_no_partners(mode: str) -> None:
    assert told(programme(mode=mode)) == []
    ((_, problem),) = told(programme(mode="joint", partners=[]))
    assert problem.endswith("nothing can be compared")
