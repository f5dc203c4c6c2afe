"""What a standard of practice asks for in a programme: training, and decisions within what is delegated to posts."""

from typing import Any

import pytest

from hub.configuration.model import Configuration
from hub.configuration.practice import Practice
from hub.reconcile.matter_kinds import MatterKind
from tests.reconcile.test_fates import FOLLOWED
from tests.reconcile.test_practice import JOINT, assessed, decided, money, open_by_practice, practising, texts
from tests.reconcile.told import CCG, COUNCIL, programme


@pytest.mark.parametrize(
    ("trained", "is_open"),
    [(None, True), ("2013-03-01", True), ("2013-03-02", False), ("2015-03-02", False), ("2015-03-03", True)],
)
def test_whoever_assesses_the_effect_was_trained(trained: str | None, is_open: bool) -> None:
    word = assessed("2015-03-02", **({"author_trained_on": trained} if trained else {}))
    found = open_by_practice(programme(JOINT, word, configuration=practising(training_within_days=730)))
    text = "E: nobody says that its author was trained in the 730 days before it"
    assert found == [(MatterKind.TRAINING, "assessment:e-1", text)] * is_open


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"signed_by": ["Director"], "value": money("100000.00")}, None),
        (
            {"signed_by": ["Director"], "value": money("100000.01")},
            "£100,000.01 decided by Director, who may decide on up to £100,000.00",
        ),
        ({"signed_by": ["director", "Officer"], "value": money("90000.00")}, None),
        (
            {"signed_by": ["Director"], "value": money("-100000.01")},
            "£100,000.01 decided by Director, who may decide on up to £100,000.00",
        ),
        (
            {"signed_by": ["Officer"], "value": money("1.00")},
            "signed by Officer, to whom nothing is delegated",
        ),
        (
            {"signed_by": ["Director"], "value": money("1.00", "EUR")},
            "decided in EUR, and what is delegated to posts is in pounds",
        ),
        ({"signed_by": ["Officer"]}, None),
        ({"value": money("900000.00")}, None),
        ({"signed_by": ["Director"], "value": money("900000.00"), "state": "pending"}, None),
    ],
    ids=["at", "over", "any letters", "a saving", "no limit", "currency", "no value", "a board", "not decided yet"],
)
def test_posts_decide_within_what_is_delegated_to_them(said: dict[str, Any], why: str | None) -> None:
    asked = practising(limits=[{"organisation": COUNCIL, "post": "Director", "amount": "100000.00"}])
    found = open_by_practice(programme(JOINT, decided(**said), configuration=asked))
    assert found == ([(MatterKind.AUTHORITY, "decision:d-1", f"D: {why}")] if why else [])


def test_a_limit_is_that_of_the_posts_own_organisation() -> None:
    asked = practising(limits=[{"organisation": COUNCIL, "post": "Director", "amount": "100000.00"}])
    signed: dict[str, Any] = {"signed_by": ["Director"], "value": money("1.00")}
    assert texts(programme(JOINT, decided(**signed), configuration=asked)) == []
    assert texts(programme(JOINT, decided(by=CCG, **signed), configuration=asked)) != []


def test_every_reason_is_told() -> None:
    asked = practising(signatories=2, limits=[{"organisation": COUNCIL, "post": "Director", "amount": "100000.00"}])
    found = programme(JOINT, decided(signed_by=["Director"], value=money("240000.00")), configuration=asked)
    assert texts(found) == [
        "D: signed by Director, where 2 posts sign; "
        "£240,000.00 decided by Director, who may decide on up to £100,000.00"
    ]


def test_two_posts_sign_where_two_are_asked_for() -> None:
    asked = practising(signatories=2)
    alone = programme(JOINT, decided(signed_by=["Executive Member"]), configuration=asked)
    assert texts(alone) == ["D: signed by Executive Member, where 2 posts sign"]
    both = ["Executive Member", "Monitoring Officer"]
    assert texts(programme(JOINT, decided(signed_by=both), configuration=asked)) == []


def test_advice_is_held_to_no_limit() -> None:
    asked = practising(limits=[{"organisation": COUNCIL, "post": "Director", "amount": "100.00"}])
    advice = decided(role="consulted", signed_by=["Director"], value=money("900.00"))
    assert texts(programme(JOINT, advice, configuration=asked)) == []


def test_a_limit_is_that_of_who_decided_also_when_another_followed() -> None:
    limits = [{"organisation": CCG, "post": "Chief Officer", "amount": "100000.00"}]
    asked = Configuration(1, {**FOLLOWED.documents, "practice/wandsworth": Practice(id="wandsworth", limits=limits)})
    signed = decided(by=CCG, signed_by=["Chief Officer"], value=money("1.00"))
    assert texts(programme(JOINT, signed, on="2016-01-01", configuration=asked)) == []
