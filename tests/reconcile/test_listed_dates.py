"""Who waits for the day of a thing that a subject holds, and what ends the waiting."""

import pytest

from hub.reconcile.matter_kinds import MatterKind
from tests.reconcile.test_dates_watched import BY_DAY, IN_FORCE, INTENDED, RECOMMENDED, RISK
from tests.reconcile.told import CCG, COUNCIL, PROGRAMME_IS_THERE, Said, contract, matters, programme


@pytest.mark.parametrize(("state", "waits"), [("open", True), ("occurred", False), ("closed", False)])
def test_a_risk_that_is_open_no_more_waits_for_no_review(state: str, waits: bool) -> None:
    risk = {**RISK, "review_on": "2015-03-31"}
    body = programme(
        (COUNCIL, "programme-declared", {"title": "P", "mode": "separate"}),
        (COUNCIL, "risk-recorded", {**risk, "risk_state": state}),
        (CCG, "risk-recorded", {**risk, "risk_state": "open"}),
    )
    (overdue,) = (each for each in body["differences"] if each["kind"] is MatterKind.REVIEW_OVERDUE)
    waiting = [side["organisation"] for side in overdue["sides"]]
    assert waiting == ([COUNCIL, CCG] if waits else [CCG]), "each body's own"


@pytest.mark.parametrize(
    ("state", "waiting"), [("proposed", [0, 1]), ("agreed", [0, 1]), ("dropped", [1]), ("done", [])]
)
def test_an_intention_waits_for_those_who_have_not_dropped_it_until_anybody_says_that_it_is_done(
    state: str, waiting: list[int]
) -> None:
    said = {**INTENDED, "due": {**BY_DAY, "latest": "2015-03-31", "earliest": "2015-03-01"}}
    body = programme(
        PROGRAMME_IS_THERE,
        (COUNCIL, "intention-recorded", {**said, "intention_state": state}),
        (CCG, "intention-recorded", {**said, "intention_state": "agreed"}),
    )
    overdue = [each for each in body["differences"] if each["kind"] is MatterKind.ACTION_OVERDUE]
    told = [side["organisation"] for each in overdue for side in each["sides"]]
    assert told == [(COUNCIL, CCG)[each] for each in waiting]


@pytest.mark.parametrize(("state", "waits"), [("planned", 1), ("under_way", 1), ("ended", 0), ("stopped", 0)])
def test_a_phase_that_has_ended_or_was_stopped_is_late_no_more(state: str, waits: int) -> None:
    due = {**BY_DAY, "latest": "2015-03-31", "earliest": "2015-03-01"}
    phase = {"phase": "p-1", "title": "P", "due": due, "phase_state": state}
    body = programme(PROGRAMME_IS_THERE, (COUNCIL, "phase-planned", phase))
    assert [each["kind"] for each in body["differences"]].count(MatterKind.ACTION_OVERDUE) == waits


@pytest.mark.parametrize("answer", [{"answer": "rejected"}, {"answered_on": "2015-05-01"}], ids=str)
def test_a_recommendation_waits_until_anybody_says_that_it_was_answered(answer: dict[str, str]) -> None:
    due = {**RECOMMENDED, "answer_due": "2015-03-31"}
    asked: Said = (COUNCIL, "recommendation-made", due)
    (overdue,) = programme(PROGRAMME_IS_THERE, asked)["differences"]
    assert overdue["text"] == "S: this was to be answered by 2015-03-31, and nobody says that it was"
    answered = programme(PROGRAMME_IS_THERE, asked, (CCG, "recommendation-made", {**due, **answer}))
    assert MatterKind.ACTION_OVERDUE not in [each["kind"] for each in answered["differences"]]


def test_a_remedy_waits_until_anybody_says_that_it_was_done() -> None:
    remedy = {"remedy": "y-1", "title": "Y", "remedy_kind": "action_plan", "act_by": "2015-03-31"}
    planned: Said = (COUNCIL, "remedy-recorded", remedy)
    assert matters(contract(IN_FORCE, planned)) == {("action_overdue", "remedy:y-1")}
    done: Said = (CCG, "remedy-recorded", {**remedy, "done_on": "2015-04-02"})
    assert ("action_overdue", "remedy:y-1") not in matters(contract(IN_FORCE, planned, done))


@pytest.mark.parametrize(
    ("told", "waits"),
    [
        ({}, True),
        ({"reviewed_on": "2015-02-28"}, True),
        ({"reviewed_on": "2015-03-01"}, False),
        ({"reviewed_on": "2015-04-30"}, False),
        ({"reviewed_on": "2015-04-30", "review_on": "2016-03-31"}, False),
    ],
    ids=["not yet", "another one, long before", "while it was near", "late", "held, and the next is told"],
)
def test_an_effect_is_waited_for_until_anybody_says_that_it_was_looked_at_again(
    told: dict[str, str], waits: bool
) -> None:
    assessment = {"assessment": "e-1", "title": "E", "screening": "full", "assessed_on": "2014-06-30"}
    due = {**assessment, "review_on": "2015-03-31"}
    body = programme(
        PROGRAMME_IS_THERE,
        (COUNCIL, "eia-recorded", due),
        *([(CCG, "eia-recorded", {**due, **told})] if told else []),
    )
    kinds = {each["kind"] for each in body["differences"]}
    assert (MatterKind.REVIEW_OVERDUE in kinds) is waits
