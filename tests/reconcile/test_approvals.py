"""Whose approval a decision waits for, what the states of the bodies come to, and what is told of it."""

from typing import Any

import pytest

from hub.reconcile.kinds.programme.decisions import Standing
from hub.reconcile.matter_kinds import MatterKind
from tests.reconcile.test_fates import FOLLOWED, NORTH, SOUTH
from tests.reconcile.told import CCG, COUNCIL, Said, programme

BOTH = ({"id": COUNCIL}, {"id": CCG})


def state(organisation: str, state: str, *, body: str = "Executive", **more: Any) -> Said:
    said = {"decision": "d", "title": "D", "body": body, "state": state, "required": BOTH, **more}
    return organisation, "decision-recorded", said


def met(organisation: str, condition: str, *, decision: str = "d") -> Said:
    return organisation, "condition-met", {"decision": decision, "condition": condition, "met_on": "2015-03-02"}


CASES: list[tuple[str, list[Said], Standing, list[str]]] = [
    ("nobody else's approval", [state(COUNCIL, "approved")], Standing.WAITING, [CCG]),
    ("nor the other's", [state(CCG, "approved")], Standing.WAITING, [COUNCIL]),
    ("both", [state(COUNCIL, "approved"), state(CCG, "approved")], Standing.STANDS, []),
    (
        "each of a body's own statements",
        [state(COUNCIL, "approved"), state(COUNCIL, "pending", body="Cabinet"), state(CCG, "approved")],
        Standing.WAITING,
        [COUNCIL],
    ),
    (
        "all who are named by anybody",
        [state(COUNCIL, "approved", required=[{"id": COUNCIL}]), state(CCG, "pending", required=[{"id": CCG}])],
        Standing.WAITING,
        [CCG],
    ),
    (
        "also who is named by the last alone",
        [state(COUNCIL, "approved", required=[]), state(COUNCIL, "approved", body="Forum", required=[{"id": CCG}])],
        Standing.WAITING,
        [CCG],
    ),
    (
        "a state with conditions",
        [state(COUNCIL, "approved_conditional"), state(CCG, "approved")],
        Standing.CONDITIONAL,
        [],
    ),
    (
        "conditions of which some are met",
        [
            state(COUNCIL, "approved_conditional", conditions=["Costs", "A second signature"]),
            met(COUNCIL, "costs"),
            state(CCG, "approved"),
        ],
        Standing.CONDITIONAL,
        [],
    ),
    (
        "conditions that another body says are met",
        [state(COUNCIL, "approved_conditional", conditions=["costs"]), met(CCG, "costs"), state(CCG, "approved")],
        Standing.CONDITIONAL,
        [],
    ),
    (
        "conditions of another decision that are met",
        [
            state(COUNCIL, "approved_conditional", conditions=["costs"]),
            met(COUNCIL, "costs", decision="e"),
            state(CCG, "approved"),
        ],
        Standing.CONDITIONAL,
        [],
    ),
    (
        "conditions that are all met",
        [
            state(COUNCIL, "approved_conditional", conditions=["costs", "Terms"]),
            met(COUNCIL, "Costs"),
            met(COUNCIL, "terms"),
            state(CCG, "approved", conditions=["terms"]),
            met(CCG, "Terms"),
        ],
        Standing.STANDS,
        [],
    ),
    (
        "conditions beside an approval",
        [state(COUNCIL, "approved", conditions=["costs"]), state(CCG, "approved")],
        Standing.CONDITIONAL,
        [],
    ),
    ("one rejection", [state(COUNCIL, "approved"), state(CCG, "rejected")], Standing.REJECTED, [CCG]),
    ("one that was taken back", [state(COUNCIL, "approved"), state(CCG, "withdrawn")], Standing.REJECTED, [CCG]),
    (
        "who was consulted only",
        [state(COUNCIL, "rejected", role="consulted"), state(CCG, "approved")],
        Standing.WAITING,
        [COUNCIL],
    ),
    ("nobody is needed", [state(COUNCIL, "approved", role="consulted", required=[])], Standing.ADVISORY, []),
]


@pytest.mark.parametrize(("said", "standing", "waiting"), [each[1:] for each in CASES], ids=[each[0] for each in CASES])
def test_a_decision_stands_when_all_who_are_required_have_approved(
    said: list[Said], standing: Standing, waiting: list[str]
) -> None:
    for order in (said, said[::-1]):
        (found,) = programme(*order)["decisions"]
        assert (found["standing"], found["waiting_on"]) == (standing, waiting)


def test_every_standing_has_its_case() -> None:
    assert {each[2] for each in CASES} == set(Standing)


def test_those_who_followed_a_body_that_is_to_approve_are_waited_for_in_its_place() -> None:
    """From the day after its last one; what it said before is their word."""
    said = [state(COUNCIL, "approved")]
    for day, waited_for in (("2015-06-04", [CCG]), ("2015-06-05", [NORTH, SOUTH])):
        (found,) = programme(*said, on=day, configuration=FOLLOWED)["decisions"]
        assert (found["required"], found["waiting_on"]) == (sorted([COUNCIL, *waited_for]), waited_for)
    (found,) = programme(*said, state(CCG, "approved"), on="2015-06-05", configuration=FOLLOWED)["decisions"]
    assert (found["standing"], found["waiting_on"]) == (Standing.STANDS, [])


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("pending", "D: waits for NHS Wandsworth CCG"),
        ("rejected", "D: approved by some, and not by NHS Wandsworth CCG"),
    ],
)
def test_a_missing_approval_is_told_since_the_last_of_the_others_with_the_words_that_it_is_about(
    word: str, text: str
) -> None:
    """Whoever is asked for advice holds nothing up, and what it says is not among them."""
    said = [
        state(COUNCIL, "approved", occurred_at="2014-06-01"),
        state(CCG, word, occurred_at="2015-02-01"),
        state(NORTH, "rejected", role="consulted", occurred_at="2015-03-01"),
    ]
    for order in (said, said[::-1]):
        (found,) = [each for each in programme(*order)["differences"] if each["kind"] == MatterKind.APPROVAL]
        assert (found["text"], found["since"]) == (text, "2014-06-01")
        assert {side["organisation"] for side in found["sides"]} == {COUNCIL, CCG}


def test_bodies_stand_by_the_day_on_which_they_decided_and_those_that_have_not_first() -> None:
    said = [
        state(CCG, "approved", body="Board", decided_on="2014-03-02"),
        state(COUNCIL, "approved", body="Cabinet", decided_on="2014-03-01"),
        state(COUNCIL, "pending", body="Executive"),
    ]
    for order in (said, said[::-1]):
        (found,) = programme(*order)["decisions"]
        assert [each["value"]["body"] for each in found["bodies"]] == ["Executive", "Cabinet", "Board"]


def test_what_an_approval_is_still_subject_to_is_an_open_matter_with_the_approvals_that_it_is_about() -> None:
    said = [
        state(COUNCIL, "approved_conditional", conditions=["costs", "terms"]),
        state(CCG, "approved_conditional"),
        state(NORTH, "approved_conditional", body="Forum", role="consulted", conditions=["advice"]),
        met(COUNCIL, "costs"),
    ]
    body = programme(*said)
    (decision,) = body["decisions"]
    assert decision["open_conditions"] == [
        {"organisation": COUNCIL, "body": "Executive", "condition": "terms"},
        {"organisation": CCG, "body": "Executive", "condition": None},
    ]
    (found,) = (each for each in body["differences"] if each["kind"] is MatterKind.CONDITION)
    assert found["text"] == "D: approved subject to terms; conditions that are not named"
    assert [side["organisation"] for side in found["sides"]] == [COUNCIL, CCG]
    settled = programme(*said, met(COUNCIL, "Terms"), state(CCG, "approved"))
    assert MatterKind.CONDITION not in [each["kind"] for each in settled["differences"]]


def of_board(board: str | None, **more: Any) -> Said:
    told = {"decision": "d", "condition": "costs", "met_on": "2015-03-02", **more}
    return COUNCIL, "condition-met", {**told, **({"body": board} if board else {})}


@pytest.mark.parametrize(
    ("told", "still_open"),
    [
        ([of_board(None)], ["Cabinet", "Executive"]),
        ([of_board("Cabinet")], ["Executive"]),
        ([of_board("Cabinet"), of_board("Executive", condition="Costs.")], []),
    ],
    ids=["no board is named", "one of the two", "each of them"],
)
def test_two_boards_of_one_body_that_attach_the_same_condition_say_each_that_it_is_met(
    told: list[Said], still_open: list[str]
) -> None:
    boards = [state(COUNCIL, "approved", body=each, conditions=["costs"]) for each in ("Cabinet", "Executive")]
    (decision,) = programme(*boards, state(CCG, "approved"), *told)["decisions"]
    assert sorted(each["body"] for each in decision["open_conditions"]) == still_open


@pytest.mark.parametrize(("met_on", "is_open"), [("2015-03-01", True), ("2015-03-02", False)])
def test_what_was_met_before_an_approval_is_not_what_it_waits_for(met_on: str, is_open: bool) -> None:
    said = state(COUNCIL, "approved", conditions=["costs"], decided_on="2015-03-02")
    (decision,) = programme(said, of_board(None, met_on=met_on))["decisions"]
    assert bool(decision["open_conditions"]) is is_open
