"""What is told ahead of its day counts from that day; what is planned is known at once. Every date has its line."""

from datetime import date, timedelta
from typing import Any

import pytest

from hub.events.catalogue import CATALOGUE, EventType
from hub.events.envelope import Event
from hub.events.workplan import UNDECIDED
from hub.reconcile.days import Day
from hub.reconcile.kinds.tables import DATES, TENSES
from hub.reconcile.picture import Picture
from hub.reconcile.tense import Past, Plan
from hub.reconcile.watched import Watch
from tests.reconcile.summary import ready, whole
from tests.reconcile.test_dates_watched import all_dates
from tests.reconcile.told import CCG, CONTRACT, COUNCIL, Said, contract, pictures, programme
from tests.support.filled import filled
from tests.support.pools import EVENT_IDS

AHEAD = date(2099, 1, 1)
SHOWN_AT_ONCE = {("terminated", "ended_on")}
"""The day of an end that is agreed is known; that it has ended is not yet so."""


def test_every_date_of_every_event_tells_of_the_past_or_of_a_plan() -> None:
    assert set(TENSES) == all_dates()
    assert all(len(each.because) > 20 for each in TENSES.values() if isinstance(each, Plan))
    # what falls due is planned; a result is due again after the end of its period, which is past
    due = {place for place, each in DATES.items() if isinstance(each, Watch)}
    assert {place for place in due if isinstance(TENSES[place], Past)} == {("observed", "period_end")}


def _put(values: dict[str, Any], path: str) -> None:
    holder, _, name = path.rpartition(".")
    held = values[holder] if holder else values
    (held[0] if isinstance(held, list | tuple) else held)[name] = AHEAD


def event_of(event_type: EventType, path: str) -> Event:
    """An event of every field, one date of which lies ahead."""
    said = filled(event_type, 1, EVENT_IDS[0]).model_dump(exclude_none=True)
    _put(said, path)
    if path.endswith(("period_start", "due.earliest")):
        for later in ("period_end", "latest"):
            holder = said.get("due", said)
            if later in holder:
                holder[later] = AHEAD
            for part in (*said.get("lots", ()), *said.get("awards", ())):
                part["period_end"] = AHEAD
    if "state" in said:
        said["state"] = "approved"
    return event_type.model.model_validate(said)


def seen(event_type: EventType, event: Event, day: date) -> dict[Any, Picture]:
    return whole(ready([(event_type, event)]), Day.of(day))


def mentions(found: dict[Any, Picture]) -> bool:
    return any(AHEAD.isoformat().encode() in picture.json() for picture in found.values())


LINES = [
    pytest.param(each, path, id=f"{each.name} {path}")
    for each in CATALOGUE
    for name, path in TENSES
    if name == each.name
]


@pytest.mark.parametrize(("event_type", "path"), LINES)
def test_a_fact_is_shown_from_its_day_on_and_a_plan_at_once(event_type: EventType, path: str) -> None:
    event = event_of(event_type, path)
    before, on = (seen(event_type, event, day) for day in (AHEAD - timedelta(days=1), AHEAD))
    assert mentions(on)
    if isinstance(TENSES[event_type.name, path], Past):
        assert mentions(before) == ((event_type.name, path) in SHOWN_AT_ONCE)
        for key, picture in before.items():
            if picture.json() != on[key].json():
                assert picture.until == Day.of(AHEAD), key
        assert any(picture.json() != on[key].json() for key, picture in before.items())
    elif path != "period_start" or not isinstance(TENSES.get((event_type.name, "period_end")), Past):
        assert mentions(before)


MET: Said = (COUNCIL, "milestone-met", {"milestone": "m-1", "met_on": "2015-12-01"})
DUE = {"text": "2015", "earliest": "2015-01-01", "latest": "2015-09-30", "precision": "year"}
SCHEDULED: Said = (COUNCIL, "milestone-scheduled", {"milestone": "m-1", "title": "M", "due": DUE})


def test_a_meeting_that_is_told_ahead_leaves_the_milestone_late_until_its_day() -> None:
    for day, state in (("2015-11-30", "late"), ("2015-12-01", "met")):
        (stone,) = programme(SCHEDULED, MET, on=day)["milestones"]
        assert stone["state"] == state


def decided(state: str, **more: Any) -> Said:
    said = {"decision": "d-1", "title": "D", "body": "Executive", "state": state, "decided_on": "2015-12-01"}
    return COUNCIL, "decision-recorded", said | more


@pytest.mark.parametrize(("day", "standing"), [("2015-11-30", []), ("2015-12-01", ["stands"])])
def test_an_approval_that_is_told_ahead_decides_nothing_before_its_day(day: str, standing: list[str]) -> None:
    assert [each["standing"] for each in programme(SCHEDULED, decided("approved"), on=day)["decisions"]] == standing


@pytest.mark.parametrize("state", UNDECIDED)
def test_a_body_that_has_not_decided_may_tell_when_it_will(state: str) -> None:
    (decision,) = programme(decided(state), on="2015-11-30")["decisions"]
    assert decision["standing"] == "waiting"


def test_a_check_a_target_and_a_result_told_ahead_change_nothing_yet() -> None:
    check = {"clause": "dbs", "outcome": "met", "checked_on": "2015-12-01"}
    agreed = {"measure": "m", "title": "M", "direction": "higher", "target": "9", "agreed_on": "2015-12-01"}
    result = {"measure": "n", "period_start": "2015-10-01", "period_end": "2015-12-01", "value": "9"}
    said = [(COUNCIL, "clause-checked", check), (COUNCIL, "measure-agreed", agreed), (CCG, "observed", result)]
    before, on = (contract(*said, on=day) for day in ("2015-11-30", "2015-12-01"))
    assert (before["clauses"], before["measures"]) == ([], [])
    assert [each["clause"] for each in on["clauses"]] == ["dbs"]
    assert [each["measure"] for each in on["measures"]] == ["m", "n"]


def test_an_award_told_ahead_is_no_award_yet_and_a_lot_beside_it_is_there() -> None:
    ocid = "ocds-h6vhtk-000001"
    award = {"id": "1", "status": "active", "awarded_on": "2015-12-01", "suppliers": [{"id": "GB-COH-00000001"}]}
    said: Said = (COUNCIL, "procurement-declared", {"subject": ocid, "lots": [{"id": "L"}], "awards": [award]})
    before, on = (pictures(said, on=day)["procurement", ocid] for day in ("2015-11-30", "2015-12-01"))
    assert [each["lot"] for each in before["lots"]] == ["L"]
    assert (before["awards"], "stage" in before["fields"]) == ([], False)
    assert [each["award"] for each in on["awards"]] == ["1"]
    assert [side["value"] for side in on["fields"]["stage"]["sides"]] == ["award"]


def test_what_is_said_of_a_day_that_has_come_counts_as_before() -> None:
    said: Said = (COUNCIL, "declared", {"stage": "contract", "signed_on": "2013-01-01"})
    assert contract(said, on="2014-04-01")["fields"]["signed_on"]["sides"][0]["since"] == "2014-04-01"
    assert ("contract", CONTRACT) in pictures(said, on="2014-03-31")


def test_what_is_said_later_takes_the_place_of_what_was_told_ahead_at_once() -> None:
    """A day of signing that is put off or taken back does not come after all; nor does an approval that is deferred."""
    ahead: Said = (COUNCIL, "declared", {"stage": "award", "signed_on": "2015-06-01"})
    later = {"occurred_at": "2014-05-01"}
    put_off: Said = (COUNCIL, "varied", {"signed_on": "2015-12-01", **later})
    taken_back: Said = (COUNCIL, "varied", {"clears": ["signed_on"], **later})
    for said, days in ((put_off, {"2015-06-01": None, "2015-12-01": "2015-12-01"}), (taken_back, {"2015-12-01": None})):
        for day, shown in days.items():
            field = contract(ahead, said, on=day)["fields"].get("signed_on")
            assert (field and field["sides"][0]["value"]) == shown, day
    deferred: Said = (COUNCIL, "decision-recorded", decided("deferred")[2] | later)
    (decision,) = programme(decided("approved"), deferred, on="2016-01-01")["decisions"]
    assert decision["standing"] == "waiting"


def test_an_end_that_was_agreed_comes_on_its_day_whatever_is_said_in_between() -> None:
    ended: Said = (COUNCIL, "terminated", {"ended_on": "2015-12-01", "reason": "expired"})
    again: Said = (COUNCIL, "declared", {"stage": "contract", "occurred_at": "2014-05-01"})
    stages = [
        contract(ended, again, on=day)["fields"]["stage"]["sides"][0]["value"] for day in ("2015-11-30", "2015-12-01")
    ]
    assert stages == ["contract", "ended"]


def test_a_contract_is_not_called_terminated_before_the_day_of_its_end() -> None:
    ended: Said = (COUNCIL, "terminated", {"ended_on": "2015-12-01", "reason": "expired"})
    before, after = (contract(ended, on=day)["fields"].get("status") for day in ("2015-11-30", "2015-12-01"))
    assert before is None
    assert [side["value"] for side in after["sides"]] == ["terminated"]


def test_suppliers_that_were_taken_back_do_not_come_with_an_award_that_was_told_ahead() -> None:
    ocid = "ocds-h6vhtk-000001"
    award = {"id": "1", "awarded_on": "2015-12-01", "suppliers": [{"id": "GB-COH-00000001"}]}
    ahead: Said = (COUNCIL, "procurement-declared", {"subject": ocid, "awards": [award]})
    cleared = {"id": "1", "awarded_on": "2016-02-01", "clears": ["suppliers"]}
    later: Said = (COUNCIL, "procurement-declared", {"subject": ocid, "awards": [cleared], "occurred_at": "2014-05-01"})
    for day in ("2015-12-01", "2016-02-01"):
        awards = pictures(ahead, later, on=day)["procurement", ocid]["awards"]
        assert not any(each.get("suppliers") for each in awards), day
