"""A contract that its body calls open again after its end has no day on which it ended."""

from datetime import date
from typing import Any

import pytest

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.explaining import explained
from hub.reconcile.fates import Fate
from tests.reconcile.process_log import Log
from tests.reconcile.summary import added, ready
from tests.reconcile.test_awards import COUNCIL, OCID, PARTNER

CONTRACT = Subject("contract", f"{OCID}/1")
OF_AN_END = {"ended_on", "termination_reason"}


def words(log: Log, on: date, body: str = COUNCIL) -> dict[str, Any]:
    picture = added(ready(log.told)).picture(CONTRACT, Day.of(on))
    assert picture is not None
    sides = {name: field["sides"] for name, field in picture.body["fields"].items()}
    return {name: side["value"] for name, told in sides.items() for side in told if side["organisation"] == body}


def ended(**more: Any) -> Log:
    log = Log()
    log.contract("1")
    log.end("1", "2015-06-01", **more)
    return log


@pytest.mark.parametrize("stage", ["planning", "tender", "award", "contract"])
def test_an_open_contract_has_no_end(stage: str) -> None:
    log = ended()
    log.contract("1", stage, day="2015-09-01")
    before, after = words(log, date(2015, 8, 31)), words(log, date(2015, 9, 1))
    assert (before["stage"], before["ended_on"], before["termination_reason"]) == ("ended", "2015-06-01", "expired")
    assert after["stage"] == stage
    assert not OF_AN_END & after.keys()


@pytest.mark.parametrize("stage", ["ended", "unknown"])
def test_what_tells_of_no_open_contract_leaves_the_end(stage: str) -> None:
    log = ended()
    log.contract("1", stage, day="2015-09-01")
    assert words(log, date(2015, 9, 1)).keys() >= OF_AN_END


def test_a_change_that_says_nothing_of_the_stage_leaves_the_end() -> None:
    log = ended()
    log.say("varied", CONTRACT.id, day="2015-09-01", title="Support at home")
    assert words(log, date(2015, 9, 1)).keys() >= OF_AN_END


def test_an_end_after_that_is_the_one_that_is_told() -> None:
    log = ended()
    log.contract("1", day="2015-09-01")
    log.end("1", "2015-11-01")
    assert words(log, date(2015, 12, 1))["ended_on"] == "2015-11-01"


def test_an_end_that_is_still_to_come_is_told() -> None:
    log = Log()
    log.say("terminated", CONTRACT.id, day="2015-03-01", ended_on="2015-12-31", reason="expired")
    log.contract("1", day="2015-09-01")
    assert words(log, date(2015, 12, 30))["ended_on"] == "2015-12-31"
    assert words(log, date(2015, 12, 31))["ended_on"] == "2015-12-31"
    log.contract("1", day="2016-01-04")
    assert not OF_AN_END & words(log, date(2016, 1, 4)).keys()


def test_the_end_that_another_body_tells_of_stays() -> None:
    log = ended(body=PARTNER)
    log.contract("1", day="2015-09-01")
    assert words(log, date(2015, 10, 1), PARTNER).keys() >= OF_AN_END


def test_explaining_names_the_statement_that_opened_it() -> None:
    log = ended()
    opened = log.contract("1", day="2015-09-01")
    log.contract("1", body=PARTNER, day="2015-09-01")  # which takes back no word of the council's
    told = explained(added(ready(log.told)), CONTRACT, Day.of(date(2015, 9, 1)))
    of_the_end = [each.told for each in told if each.told.claim.field.name in OF_AN_END]
    assert [(each.fate, each.by) for each in of_the_end] == [(Fate.SUPERSEDED, (opened,))] * 2


def test_an_end_without_a_reason_takes_none_back() -> None:
    log = Log()
    log.contract("1")
    log.say("terminated", CONTRACT.id, day="2015-06-01", ended_on="2015-06-01", reason="not_stated")
    assert words(log, date(2015, 9, 1)).keys() & OF_AN_END == {"ended_on"}
    opened = Log()
    opened.told += log.told
    opened.contract("1", day="2015-08-01")
    assert words(opened, date(2015, 9, 1)).keys() & OF_AN_END == set()
    log.end("1", "2015-06-02")
    log.say("terminated", CONTRACT.id, day="2015-06-03", ended_on="2015-06-03", reason="not_stated")
    told = words(log, date(2015, 9, 1))
    assert (told["ended_on"], told["termination_reason"]) == ("2015-06-03", "expired")


def test_an_end_that_is_gone_back_on_on_its_own_day_is_gone_that_day() -> None:
    log = Log()
    log.contract("1")
    log.end("1", "2015-06-01")
    log.say("declared", CONTRACT.id, day="2015-06-01", stage="contract")
    assert words(log, date(2015, 6, 1)).keys() & OF_AN_END == set()


def test_an_end_that_gave_way_to_one_that_is_gone_back_on_names_that_one() -> None:
    log = Log()
    log.contract("1")
    first, second = log.end("1", "2015-06-01"), log.end("1", "2015-07-01")
    again = log.contract("1", day="2015-09-01")
    told = explained(added(ready(log.told)), CONTRACT, Day.of(date(2015, 9, 1)))
    ends = {each.told.statement.event_id: each.told for each in told if each.told.claim.field.name == "ended_on"}
    assert {key: (each.fate, each.by) for key, each in ends.items()} == {
        first: (Fate.SUPERSEDED, (second,)),
        second: (Fate.SUPERSEDED, (again,)),
    }
