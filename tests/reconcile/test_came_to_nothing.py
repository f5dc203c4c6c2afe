"""What comes to nothing takes with it what would have come of it, until its body goes on with it."""

from datetime import date
from typing import Any

import pytest

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from tests.reconcile.process_log import Log, asked, stage
from tests.reconcile.summary import added, ready
from tests.reconcile.test_awards import COUNCIL, OCID, PARTNER

VOID = ["unsuccessful", "cancelled", "withdrawn"]
BOTH_WAYS = pytest.mark.parametrize(("body", "other"), [(COUNCIL, PARTNER), (PARTNER, COUNCIL)])


def not_signed(log: Log, body: str = COUNCIL) -> int:
    return sum(each["not_signed"] for each in asked(log).body["totals"] if each["organisation"] == body)


@pytest.mark.parametrize("status", VOID)
@pytest.mark.parametrize("tender", [None, "complete", "unsuccessful", "active"])
def test_a_procurement_ends_with_its_last_award(status: str, tender: str | None) -> None:
    log = Log()
    log.process(stage="tender", **({"status": tender} if tender else {}))
    over = [log.award("1", status=status), log.award("2", status="unsuccessful")]
    assert stage(log) == "ended"
    assert asked(log).events == {COUNCIL: over}


@pytest.mark.parametrize("first", ["active", "pending"])
def test_an_award_that_stands_keeps_it_open(first: str) -> None:
    log = Log()
    log.process(stage="tender")
    log.award("1", status=first)
    log.award("2", status="unsuccessful")
    assert stage(log) == "award"
    log.award("1", status="cancelled")
    assert stage(log) == "ended"


@pytest.mark.parametrize(
    "since",
    [
        {"stage": "tender"},
        {"status": "active"},
        {"lots": [{"id": "2", "status": "active"}]},
        {"awards": [{"id": "2"}]},
    ],
)
def test_whoever_goes_on_with_it_has_not_ended_it(since: dict[str, Any]) -> None:
    log = Log()
    log.process(stage="tender", lots=[{"id": "1", "status": "active"}])
    log.award("1", status="unsuccessful", lots=["1"])
    assert stage(log) == "ended"
    log.process(**since)
    assert stage(log) == "tender"


def test_one_statement_that_bids_are_taken_and_that_nothing_came_of_them_leaves_it_open() -> None:
    log = Log()
    log.process(stage="tender", status="active", awards=[{"id": "1", "status": "unsuccessful"}])
    assert stage(log) == "tender"


@pytest.mark.parametrize("early", ["award", "untold"])
@pytest.mark.parametrize(
    "over",
    [{"awards": [{"id": "1", "status": each}]} for each in VOID]
    + [{"status": each} for each in VOID]
    + [{"stage": "ended"}],
)
def test_a_contract_that_nobody_signed_has_come_to_nothing(early: str, over: dict[str, Any]) -> None:
    log = Log()
    log.award("1")
    if early == "untold":
        log.say("varied", f"{OCID}/1", procurement=OCID, award="1")
    else:
        log.contract("1", early, status="pending")
    counted = asked(log).total
    assert (counted["contracts"], counted["not_signed"] + counted["untold"]) == (0, 1)
    log.process(**over)
    assert asked(log).total == {}
    log.contract("1", "award")
    assert asked(log).total["not_signed"] == 1, "it goes on with it"


def test_a_contract_that_was_signed_stays() -> None:
    log = Log()
    log.award("1")
    log.contract("1")
    log.award("1", status="cancelled")
    assert (stage(log), asked(log).total["contracts"]) == ("contract", 1)


@pytest.mark.parametrize(("own", "other"), [("1", "2"), ("2", "1")])
def test_an_award_of_another_contract_takes_nothing_with_it(own: str, other: str) -> None:
    log = Log()
    log.award("1", "2")
    log.contract(own, "award")
    log.award(other, status="cancelled")
    assert not_signed(log) == 1


@BOTH_WAYS
def test_what_another_body_calls_over_takes_nothing_with_it(body: str, other: str) -> None:
    log = Log()
    for each in (body, other):
        log.award("1", body=each)
        log.contract("1", "award", body=each)
    log.process(other, status="cancelled", awards=[{"id": "1", "status": "cancelled"}])
    assert (not_signed(log, body), not_signed(log, other)) == (1, 0)


@BOTH_WAYS
def test_a_contract_came_of_the_award_that_its_own_body_names(body: str, other: str) -> None:
    log = Log()
    log.award("1", "2", body=body)
    log.contract("1", "award", body=body)
    log.contract("1", "award", body=other, award="2")
    log.award("2", body=body, status="cancelled")
    assert not_signed(log, body) == 1
    log.award("1", body=body, status="cancelled")
    assert not_signed(log, body) == 0


def test_of_several_words_that_it_is_over_the_last_counts() -> None:
    log = Log()
    log.award("1")
    log.process(status="cancelled")
    log.contract("1", "award")
    assert not_signed(log) == 1
    log.award("1", status="cancelled")
    assert not_signed(log) == 0


@pytest.mark.parametrize("since", [{"stage": each} for each in ("unknown", "tender", "award")] + [{"status": "active"}])
def test_a_procurement_that_goes_on_takes_nothing_with_it(since: dict[str, Any]) -> None:
    log = Log()
    log.contract("1", "award")
    log.process(**since)
    assert not_signed(log) == 1


def test_contracts_that_came_to_nothing_with_it_do_not_keep_a_procurement_open() -> None:
    log = Log()
    log.award("1")
    log.contract("1", "award")
    log.award("1", status="cancelled")
    assert stage(log) == "ended"


def test_what_was_said_before_its_last_award_came_to_nothing_does_not_keep_it_open() -> None:
    log = Log()
    log.award("1", status="unsuccessful")
    log.process(stage="tender", status="active")
    assert stage(log) == "tender"
    log.award("2", status="unsuccessful")
    assert stage(log) == "ended"


@pytest.mark.parametrize("status", ["complete", "terminated", *VOID])
def test_a_tender_that_is_called_over_afterwards_does_not_open_it(status: str) -> None:
    log = Log()
    log.award("1", status="unsuccessful")
    log.process(status=status)
    assert stage(log) == "ended"


def test_one_statement_of_an_early_stage_and_that_nothing_came_of_it_ends_it() -> None:
    log = Log()
    log.process(stage="tender", awards=[{"id": "1", "status": "unsuccessful"}])
    assert stage(log) == "ended"


def test_an_award_that_somebody_left_and_that_is_told_ahead_is_there_and_keeps_it_open() -> None:
    log = Log()
    log.process(
        day="2015-04-01",
        stage="tender",
        awards=[{"id": "1", "status": "pending", "awarded_on": "2015-09-01"}, {"id": "2", "status": "cancelled"}],
        departures=[{"award": "1", "supplier": "GB-COH-00000001", "left_on": "2015-05-01"}],
    )
    log.process(day="2015-04-10", departures=[{"award": "1", "supplier": "GB-COH-00000001", "left_on": "2015-08-01"}])
    assert [stage(log, date(2015, month, 1)) for month in (6, 8, 9)] == ["tender", "tender", "award"]


def ended_by(log: Log) -> list[tuple[str, str | None, str, list[tuple[str, str]]]]:
    picture = added(ready(log.told)).picture(Subject("contract", f"{OCID}/1"), Day.of(date(2016, 1, 1)))
    assert picture is not None
    return [
        (
            each["procurement"],
            each["award"],
            each["field"],
            [(side["organisation"], side["value"]) for side in each["said_by"]],
        )
        for each in picture.body["ended_by"]
    ]


@pytest.mark.parametrize("status", VOID)
def test_a_contract_tells_that_its_award_came_to_nothing(status: str) -> None:
    """Its own words call it awarded still."""
    log = Log()
    log.contract("1", "award", award="1")
    log.award("1", status=status)
    assert ended_by(log) == [(OCID, "1", "status", [(COUNCIL, status)])]


@pytest.mark.parametrize(("name", "word"), [("status", "cancelled"), ("stage", "ended")])
def test_a_contract_tells_that_its_procurement_came_to_nothing(name: str, word: str) -> None:
    log = Log()
    log.contract("1", "award")
    log.process(**{name: word})
    assert ended_by(log) == [(OCID, None, name, [(COUNCIL, word)])]


@pytest.mark.parametrize(
    ("stage", "status", "since"),
    [
        ("contract", None, {}),  # it was signed
        ("ended", None, {}),
        ("award", "cancelled", {}),  # it says so itself
        ("award", None, {"stage": "award"}),  # it goes on with it
    ],
)
def test_no_other_contract_does(stage: str, status: str | None, since: dict[str, str]) -> None:
    log = Log()
    log.contract("1", stage, award="1", **({"status": status} if status else {}))
    log.award("1", status="cancelled")
    if since:
        log.contract("1", **since, award="1")
    assert ended_by(log) == []


@BOTH_WAYS
def test_each_body_s_word_ends_it_for_that_body_alone(body: str, other: str) -> None:
    log = Log()
    for each in (body, other):
        log.contract("1", "award", each, award="1")
    log.award("1", body=body, status="cancelled")
    assert ended_by(log) == [(OCID, "1", "status", [(body, "cancelled")])]
