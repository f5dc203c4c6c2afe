"""A contract that a body tells ahead will be signed is signed from that day, if it says nothing else until then."""

from datetime import date
from typing import Any

import pytest

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.explaining import explained
from hub.reconcile.fates import Fate
from tests.reconcile.process_log import Log, asked
from tests.reconcile.summary import added, ready
from tests.reconcile.test_awards import COUNCIL, OCID, PARTNER

CONTRACT = Subject("contract", f"{OCID}/1")
EVE, DAY = date(2015, 5, 31), date(2015, 6, 1)
VALUE = {"amount": "100.00", "currency": "GBP", "basis": "net"}


def stage(log: Log, on: date) -> Any:
    picture = added(ready(log.told)).picture(CONTRACT, Day.of(on))
    assert picture is not None
    sides = picture.body["fields"].get("stage", {"sides": []})["sides"]
    return next((side["value"] for side in sides if side["organisation"] == COUNCIL), None)


def totals(log: Log, on: date) -> dict[str, Any]:
    picture = added(ready(log.told)).picture(Subject("procurement", OCID), Day.of(on))
    assert picture is not None
    (found,) = picture.body["totals"]
    return {name: found[name] for name in ("contracts", "not_signed")}


def to_be_signed(stage: str | None = "award", **more: Any) -> Log:
    """Said on 1 April: it is to be signed on 1 June."""
    log = Log()
    said = {"stage": stage} if stage else {}
    log.say(
        "declared" if stage else "varied",
        CONTRACT.id,
        day="2015-04-01",
        procurement=OCID,
        signed_on="2015-06-01",
        value=VALUE,
        **said,
        **more,
    )
    return log


@pytest.mark.parametrize("stated", ["planning", "tender", "award", "unknown", None])
@pytest.mark.parametrize("status", [None, "pending", "active"])
def test_it_is_signed_from_its_day(stated: str | None, status: str | None) -> None:
    log = to_be_signed(stated, **({"status": status} if status else {}))
    assert (stage(log, EVE), stage(log, DAY)) == (stated, "contract")
    assert totals(log, DAY)["not_signed"] == 0
    if stated in ("planning", "tender", "award"):
        assert totals(log, EVE)["not_signed"] == 1


@pytest.mark.parametrize("status", ["terminated", "cancelled", "unsuccessful", "withdrawn"])
def test_nobody_signs_what_is_over(status: str) -> None:
    assert stage(to_be_signed(status=status), DAY) == "award"


@pytest.mark.parametrize("stated", ["contract", "ended"])
def test_a_stage_that_goes_as_far_stays(stated: str) -> None:
    assert stage(to_be_signed(stated), DAY) == stated


BOTH_WAYS = pytest.mark.parametrize(("body", "other"), [(COUNCIL, PARTNER), (PARTNER, COUNCIL)])


@BOTH_WAYS
@pytest.mark.parametrize("early", [{"stage": "award"}, {}])
def test_each_body_signs_by_its_own_words(body: str, other: str, early: dict[str, str]) -> None:
    """And is shown in its place, whether or not it states a stage itself."""
    log = Log()
    log.say("varied", CONTRACT.id, body, signed_on="2015-06-01")
    if early:
        log.say("declared", CONTRACT.id, body, day="2014-12-01", **early)
    log.say("declared", CONTRACT.id, other, day="2015-05-01", stage="tender", status="cancelled")
    views = added(ready(log.told))
    picture = views.picture(CONTRACT, Day.of(DAY))
    assert picture is not None
    sides = [(side["organisation"], side["value"]) for side in picture.body["fields"]["stage"]["sides"]]
    assert sides == sorted([(body, "contract"), (other, "tender")])
    stages = [each.told for each in explained(views, CONTRACT, Day.of(DAY)) if each.told.claim.field.name == "stage"]
    fates = {each.body: each.fate for each in stages}
    assert fates == {other: Fate.STANDS} | ({body: Fate.SUPERSEDED} if early else {})


@BOTH_WAYS
def test_a_signature_explains_the_stage_of_its_own_body_alone(body: str, other: str) -> None:
    log = Log()
    log.say("varied", CONTRACT.id, body, signed_on="2015-06-01")
    log.say("declared", CONTRACT.id, other, stage="award", signed_on="2014-12-01")
    told = explained(added(ready(log.told)), CONTRACT, Day.of(DAY))
    cited = {each.told.body: each.cited_in for each in told if each.told.claim.field.name == "signed_on"}
    names = {each: {field.name for _, field in words} for each, words in cited.items()}
    assert names == {body: {"signed_on", "stage"}, other: {"signed_on"}}


def test_a_contract_that_is_signed_anew_has_no_day_on_which_it_ended() -> None:
    log = Log()
    log.say("terminated", CONTRACT.id, day="2015-03-01", ended_on="2015-03-01", reason="expired")
    log.say("varied", CONTRACT.id, day="2015-04-01", signed_on="2015-06-01", clears=["status"])
    log.say("declared", CONTRACT.id, day="2015-03-15", stage="unknown")
    views = added(ready(log.told))
    shown = {}
    for on in (EVE, DAY):
        picture = views.picture(CONTRACT, Day.of(on))
        assert picture is not None
        shown[on] = picture.body["fields"].keys() & {"ended_on", "termination_reason"}
    assert (shown[EVE], shown[DAY]) == ({"ended_on", "termination_reason"}, set())


@pytest.mark.parametrize("signed_on", ["2015-03-01", "2015-04-01"])
def test_a_day_of_signature_that_has_come_leaves_the_stage_as_stated(signed_on: str) -> None:
    """The door tells of the two that do not agree."""
    log = Log()
    log.say("declared", CONTRACT.id, day="2015-04-01", stage="award", signed_on=signed_on)
    assert stage(log, DAY) == "award"


@pytest.mark.parametrize(
    ("since", "found"),
    [
        ({"stage": "award"}, "award"),
        ({"stage": "ended"}, "ended"),
        ({"status": "pending"}, "award"),
        ({"status": "cancelled"}, "award"),
        ({"clears": ["signed_on"]}, "award"),
        ({"signed_on": "2015-09-01"}, "award"),
        ({"title": "Support at home"}, "contract"),
        ({"status": "active"}, "contract"),
        ({"clears": ["stage"]}, "contract"),
    ],
)
def test_what_is_said_since_counts(since: dict[str, Any], found: str) -> None:
    log = to_be_signed()
    log.say("declared" if "stage" in since else "varied", CONTRACT.id, day="2015-05-01", **since)
    assert stage(log, DAY) == found


ONE_OVER = [{"awards": [{"id": "1", "status": each}]} for each in ("unsuccessful", "cancelled", "withdrawn")] + [
    {"status": "cancelled"},
    {"stage": "ended"},
]


@pytest.mark.parametrize("stated", ["award", "unknown", None])
@pytest.mark.parametrize("over", ONE_OVER)
def test_nobody_signs_what_came_to_nothing_before_its_day(stated: str | None, over: dict[str, Any]) -> None:
    log = to_be_signed(stated, award="1")
    log.process(day="2015-04-01", awards=[{"id": "1", "status": "active"}])
    log.process(day="2015-05-01", **over)
    assert (stage(log, DAY), asked(log).total) == (stated, {})
    log.say("varied", CONTRACT.id, day="2015-05-10", signed_on="2015-06-01")
    assert stage(log, DAY) == "contract", "it goes on with it"


@pytest.mark.parametrize("over", [*ONE_OVER[:1], {"status": "cancelled"}])
def test_an_award_that_is_cancelled_at_the_moment_in_which_a_signature_is_told_signs_nothing(over: Any) -> None:
    """Two events of one release have no order: whichever has the higher id, they come to the same."""
    for first in (True, False):
        log = Log()
        if first:
            log.process(**over)
        log.say("declared", CONTRACT.id, stage="award", award="1", procurement=OCID, signed_on="2015-06-01")
        if not first:
            log.process(**over)
        told = at_one_moment(log)
        assert (stage(told, DAY), asked(told).total) == ("award", {})


def at_one_moment(log: Log) -> Log:
    first = log.told[0][1].meta
    found = Log()
    for kind, event in log.told:
        meta = event.meta.model_copy(update={"occurred_at": first.occurred_at, "recorded_at": first.recorded_at})
        found.told.append((kind, event.model_copy(update={"meta": meta})))
    return found


def test_a_procurement_that_ended_after_the_signature_ended_with_its_contract() -> None:
    log = to_be_signed(award="1")
    log.process(day="2015-09-01", stage="ended")
    assert stage(log, date(2015, 9, 1)) == "contract"


def test_a_later_day_of_signature_takes_the_place_of_an_earlier_one_once_it_is_said() -> None:
    log = to_be_signed()
    log.say("varied", CONTRACT.id, day="2015-07-01", signed_on="2015-09-01")
    days = (DAY, date(2015, 6, 30), date(2015, 7, 1), date(2015, 8, 31), date(2015, 9, 1))
    assert [stage(log, on) for on in days] == ["contract", "contract", "award", "award", "contract"]


def test_a_picture_holds_until_the_day_of_the_signature() -> None:
    picture = added(ready(to_be_signed().told)).picture(CONTRACT, Day.of(EVE))
    assert picture is not None
    assert picture.until == Day.of(DAY)


def test_the_signature_explains_the_stage() -> None:
    views = added(ready(to_be_signed().told))
    told = {each.told.claim.field.name: each for each in explained(views, CONTRACT, Day.of(DAY))}
    assert {field.name for _, field in told["signed_on"].cited_in} == {"signed_on", "stage"}
    assert told["stage"].told.fate is Fate.SUPERSEDED
    assert told["stage"].told.by == (told["signed_on"].told.statement.event_id,)
    before = {each.told.claim.field.name: each.told.fate for each in explained(views, CONTRACT, Day.of(EVE))}
    assert (before["stage"], before["signed_on"]) == (Fate.STANDS, Fate.NOT_YET)


def shown(log: Log, name: str, on: date = DAY) -> list[Any]:
    picture = added(ready(log.told)).picture(CONTRACT, Day.of(on))
    assert picture is not None
    return [side["value"] for side in picture.body["fields"].get(name, {"sides": []})["sides"]]


@pytest.mark.parametrize(
    "since",
    [{"stage": "award"}, {"stage": "tender"}, {"status": "pending"}, {"status": "cancelled"}, {"status": "withdrawn"}],
)
def test_a_day_of_signature_that_was_prevented_is_none(since: dict[str, Any]) -> None:
    log = to_be_signed()
    log.say("declared" if "stage" in since else "varied", CONTRACT.id, day="2015-05-01", **since)
    assert shown(log, "signed_on") == []
    told = {each.told.claim.field.name: each for each in explained(added(ready(log.told)), CONTRACT, Day.of(DAY))}
    assert (told["signed_on"].told.fate, told["signed_on"].cited_in) == (Fate.SUPERSEDED, ())
    assert told["signed_on"].told.by == (str(log.told[-1][1].meta.event_id),)


def test_what_else_is_said_with_a_day_of_signature_to_come_counts_at_once() -> None:
    log = Log()
    log.say("declared", CONTRACT.id, day="2015-04-01", stage="award", title="Home care")
    log.say("varied", CONTRACT.id, day="2015-04-01", title="Support at home", signed_on="2015-06-01")
    assert shown(log, "title", EVE) == ["Support at home"]


@pytest.mark.parametrize("over", ONE_OVER)
def test_nor_is_one_of_an_award_or_procurement_that_came_to_nothing(over: dict[str, Any]) -> None:
    log = to_be_signed(award="1")
    log.process(day="2015-05-01", **over)
    assert shown(log, "signed_on") == []
    told = {each.told.claim.field.name: each for each in explained(added(ready(log.told)), CONTRACT, Day.of(DAY))}
    assert told["signed_on"].told.by == (str(log.told[-1][1].meta.event_id),)
    log.say("varied", CONTRACT.id, day="2015-05-10", signed_on="2015-06-01")
    assert shown(log, "signed_on") == ["2015-06-01"]


@pytest.mark.parametrize(
    "since", [{"stage": "contract"}, {"stage": "ended"}, {"status": "active"}, {"status": "terminated"}, {"title": "T"}]
)
def test_the_day_on_which_it_was_signed_stays(since: dict[str, Any]) -> None:
    log = to_be_signed()
    log.say("declared" if "stage" in since else "varied", CONTRACT.id, day="2015-07-01", **since)
    assert shown(log, "signed_on", date(2015, 7, 1)) == ["2015-06-01"]


def test_each_body_s_day_is_prevented_by_its_own_words() -> None:
    log = to_be_signed()
    log.say("varied", CONTRACT.id, PARTNER, day="2015-05-01", status="cancelled")
    assert shown(log, "signed_on") == ["2015-06-01"]


@BOTH_WAYS
def test_a_day_is_prevented_where_another_body_has_signed(body: str, other: str) -> None:
    log = Log()
    log.say("declared", CONTRACT.id, other, "2015-04-01", stage="contract", signed_on="2015-03-01")
    log.say("declared", CONTRACT.id, body, "2015-04-01", stage="award", signed_on="2015-06-01")
    log.say("varied", CONTRACT.id, body, "2015-05-01", status="cancelled")
    assert shown(log, "signed_on") == ["2015-03-01"]


@BOTH_WAYS
@pytest.mark.parametrize("over", [{"status": "cancelled"}, {"stage": "ended"}])
def test_a_procurement_that_another_body_calls_over_prevents_that_body_s_day_alone(
    body: str, other: str, over: dict[str, Any]
) -> None:
    log = Log()
    for each in (body, other):
        log.say("declared", CONTRACT.id, each, "2015-04-01", stage="award", procurement=OCID, signed_on="2015-06-01")
    log.process(other, day="2015-05-01", **over)
    views = added(ready(log.told))
    picture = views.picture(CONTRACT, Day.of(DAY))
    assert picture is not None
    sides = {name: picture.body["fields"][name]["sides"] for name in ("stage", "signed_on")}
    stages = {side["organisation"]: side["value"] for side in sides["stage"]}
    assert stages == {body: "contract", other: "award"}
    assert [side["organisation"] for side in sides["signed_on"]] == [body]
    told = {
        each.told.body: (each.told.fate, each.told.by)
        for each in explained(views, CONTRACT, Day.of(DAY))
        if each.told.claim.field.name == "signed_on"
    }
    assert told[other] == (Fate.SUPERSEDED, (str(log.told[-1][1].meta.event_id),))
    assert told[body][0] is Fate.STANDS


def test_a_procurement_that_ended_by_the_day_of_signature_ended_without_it() -> None:
    log = to_be_signed(award="1")
    log.process(day="2015-06-01", stage="ended")
    assert (stage(log, DAY), shown(log, "signed_on")) == ("award", [])
