"""How far a procurement has come: what its awards, lots and contracts add up to, in each body's words."""

from datetime import date
from uuid import UUID

import pytest

from hub.events.catalogue import BY_CE_TYPE
from hub.events.codelists import titles
from hub.events.procurement import VOID
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.kinds.procurement.came_of import BY_STAGE, BY_STATUS
from hub.reconcile.kinds.procurement.view import TAKEN_FROM_AWARD, TAKEN_FROM_PROCUREMENT
from tests.reconcile.process_log import ON, Log, asked, stage
from tests.reconcile.summary import added, ready
from tests.reconcile.test_awards import COUNCIL, OCID, PARTNER


def test_a_framework_is_signed_until_the_last_of_its_contracts_has_ended() -> None:
    log, five = Log(), ["1", "2", "3", "4", "5"]
    log.award(*five)
    signed = [log.contract(key) for key in five]
    assert asked(log).events == {COUNCIL: sorted(signed)}
    first = log.end("1")
    one_ended = asked(log)
    assert one_ended.stage == {COUNCIL: "contract"}
    assert one_ended.events == {COUNCIL: sorted(signed[1:])}
    assert (one_ended.total["contracts"], one_ended.total["ended"]) == (5, 1)
    ends = [first, *(log.end(key, f"2015-07-0{key}") for key in five[1:])]
    all_ended = asked(log)
    assert all_ended.stage == {COUNCIL: "ended"}
    assert all_ended.events == {COUNCIL: sorted(ends)}
    assert (all_ended.total["contracts"], all_ended.total["ended"]) == (5, 5)


def test_it_holds_until_the_day_on_which_the_last_one_ends() -> None:
    log = Log()
    log.award("1")
    log.contract("1")
    log.end("1", "2015-06-01")
    before = asked(log, date(2015, 5, 1))
    assert (before.stage, before.until) == ({COUNCIL: "contract"}, Day.of(date(2015, 6, 1)))
    assert [stage(log, date(2015, 5, 31)), stage(log, date(2015, 6, 1))] == ["contract", "ended"]


def test_an_end_that_is_told_ahead_has_not_come() -> None:
    log = Log()
    log.contract("1")
    told = log.say("terminated", f"{OCID}/1", day="2015-03-01", ended_on="2015-12-31", reason="expired")
    before, after = asked(log, date(2015, 12, 30)), asked(log, date(2015, 12, 31))
    assert (before.stage, before.until) == ({COUNCIL: "contract"}, Day.of(date(2015, 12, 31)))
    assert (before.total["ended"], after.total["ended"]) == (0, 1)
    assert (after.stage, after.events) == ({COUNCIL: "ended"}, {COUNCIL: [told]})
    contract = Subject("contract", f"{OCID}/1")
    picture = added(ready(log.told)).picture(contract, Day.of(date(2015, 12, 30)))
    assert picture is not None
    words = {name: field["sides"][0]["value"] for name, field in picture.body["fields"].items()}
    assert (words["stage"], words["ended_on"]) == ("contract", "2015-12-31")
    assert picture.until == Day.of(date(2015, 12, 31))


def test_a_contract_that_is_said_to_be_in_force_until_then_ends_on_the_day_all_the_same() -> None:
    log = Log()
    log.say("terminated", f"{OCID}/1", day="2015-03-01", ended_on="2015-12-31", reason="expired")
    log.contract("1", day="2015-09-01")
    assert [stage(log, date(2015, month, 31)) for month in (10, 12)] == ["contract", "ended"]


def test_a_further_contract_opens_it_again() -> None:
    log = Log()
    log.contract("1")
    log.end("1")
    assert stage(log) == "ended"
    log.contract("2", day="2015-09-01")
    assert [stage(log, date(2015, 8, 31)), stage(log, date(2015, 9, 1))] == ["ended", "contract"]


def test_a_supplier_s_contract_that_is_called_terminated_has_ended() -> None:
    log = Log()
    log.award("1", "2")
    log.contract("1")
    log.contract("2")
    log.end("1")
    assert stage(log) == "contract"
    closed = log.say("varied", f"{OCID}/2", day="2015-07-01", status="terminated")
    found = asked(log)
    assert (found.stage, found.total["ended"]) == ({COUNCIL: "ended"}, 2)
    assert closed in found.events[COUNCIL]
    log.contract("2", day="2015-08-01")
    assert (stage(log), asked(log).total["ended"]) == ("contract", 1)


def test_an_award_without_a_contract_waits_for_it() -> None:
    log = Log()
    told = log.award("1", "2")
    assert stage(log) == "award"
    log.contract("1")
    assert stage(log) == "contract"
    ended = log.end("1")
    assert asked(log).events == {COUNCIL: sorted([told, ended])}
    assert stage(log) == "contract"


@pytest.mark.parametrize("status", ["unsuccessful", "cancelled", "withdrawn"])
def test_what_came_to_nothing_counts_for_nothing(status: str) -> None:
    log = Log()
    log.award("1")
    log.award("2", status=status)
    log.contract("1")
    log.end("1")
    assert stage(log) == "ended"
    log.contract("3", "award", award=None, status=status)
    assert stage(log) == "ended"


def test_an_award_whose_contract_came_to_nothing_waits_for_none() -> None:
    log = Log()
    log.award("1", "2")
    log.contract("1")
    log.contract("2", "award", status="cancelled")
    log.end("1")
    assert stage(log) == "ended"


@pytest.mark.parametrize("early", ["planning", "tender", "award"])
def test_a_contract_that_is_not_signed_makes_nothing_signed(early: str) -> None:
    log = Log()
    log.process(stage="tender")
    log.contract("1", early)
    assert stage(log) == "tender"
    log.award("1")
    assert stage(log) == "award"


def test_a_contract_that_is_still_to_come_keeps_it_from_its_end() -> None:
    log = Log()
    log.contract("1")
    log.end("1")
    coming = log.contract("2", "planning")
    assert stage(log) == "contract"
    assert coming in asked(log).events[COUNCIL]


def test_a_contract_of_unknown_stage_tells_nothing_and_is_not_known_to_have_ended() -> None:
    log = Log()
    told = log.say("varied", f"{OCID}/1", procurement=OCID)
    assert stage(log) is None
    log.contract("2", award=None)
    log.end("2")
    assert stage(log) == "contract"
    assert told in asked(log).events[COUNCIL]


@pytest.mark.parametrize(
    ("status", "word"), [("active", "contract"), ("pending", None), ("terminated", "ended"), ("cancelled", None)]
)
def test_the_status_tells_where_no_stage_is_stated(status: str, word: str | None) -> None:
    log = Log()
    log.say("varied", f"{OCID}/1", procurement=OCID, status=status)
    assert stage(log) == word
    log.contract("1", "unknown", status=status)
    assert stage(log) == word


def test_one_statement_that_it_is_in_force_and_terminated_ends_it() -> None:
    log = Log()
    log.contract("1", status="terminated")
    assert stage(log) == "ended"
    log.contract("1", day="2015-03-01")
    assert stage(log) == "contract"


def test_a_day_of_signature_tells_where_neither_stage_nor_status_does() -> None:
    log = Log()
    log.say("varied", f"{OCID}/1", procurement=OCID, signed_on="2015-01-05")
    assert stage(log) == "contract"
    log.say("varied", f"{OCID}/1", procurement=OCID, status="pending")
    assert stage(log) is None


def test_a_contract_that_names_no_award_came_of_one_of_them() -> None:
    log = Log()
    log.award("1", "2")
    log.contract("a", award=None)
    log.end("a")
    assert stage(log) == "contract"
    log.contract("b", award=None)
    log.end("b")
    assert stage(log) == "ended"


def test_a_contract_that_is_the_whole_process_leaves_no_award_waiting() -> None:
    log = Log()
    log.award("1", "2")
    log.say("declared", OCID, stage="contract", procurement=OCID)
    log.say("terminated", OCID, day="2015-06-01", ended_on="2015-06-01", reason="expired")
    assert stage(log) == "ended"


def test_a_contract_that_is_the_whole_process_leaves_none_waiting_beside_one_of_an_award() -> None:
    log = Log()
    log.award("1", "2", "3")
    log.contract("1")
    log.end("1")
    assert stage(log) == "contract"
    log.say("declared", OCID, stage="contract", procurement=OCID)
    log.say("terminated", OCID, day="2015-06-01", ended_on="2015-06-01", reason="expired")
    assert stage(log) == "ended"


def test_a_stage_that_the_body_states_counts_where_it_is_the_furthest() -> None:
    for stated, word in (("tender", "contract"), ("contract", "contract"), ("ended", "ended"), ("unknown", "contract")):
        log = Log()
        event = log.process(stage=stated)
        log.contract("1")
        found = asked(log)
        assert found.stage == {COUNCIL: word}
        assert (event in found.events[COUNCIL]) == (stated in ("contract", "ended"))
    log = Log()
    log.process(stage="unknown")
    assert stage(log) == "unknown"


def test_two_bodies_that_differ_are_a_difference_of_the_procurement() -> None:
    log = Log()
    for body in (COUNCIL, PARTNER):
        log.award("1", body=body)
        log.contract("1", body=body)
    assert asked(log).stage == {COUNCIL: "contract", PARTNER: "contract"}
    ended = log.end("1", body=PARTNER)
    found = asked(log)
    assert found.stage == {COUNCIL: "contract", PARTNER: "ended"}
    (differs,) = [each for each in found.body["differences"] if each["field"] == "stage"]
    assert {side["organisation"]: side["value"] for side in differs["sides"]} == found.stage
    assert ended in [side["event"] for side in differs["sides"]]
    log.end("1")
    assert [each for each in asked(log).body["differences"] if each["field"] == "stage"] == []


def test_a_body_that_speaks_of_some_of_the_contracts_alone_tells_nothing_of_the_whole() -> None:
    """The partner funds one contract of two: that it ended is no word against the council's, which has another one."""
    log = Log()
    log.award("1", "2")
    log.contract("1")
    log.contract("2")
    log.contract("1", body=PARTNER)
    assert stage(log, body=PARTNER) == "contract"
    log.end("1", body=PARTNER)
    assert asked(log).stage == {COUNCIL: "contract"}
    log.contract("2", body=PARTNER)
    log.end("2", body=PARTNER)
    assert asked(log).stage == {COUNCIL: "contract", PARTNER: "ended"}


def test_a_contract_that_another_body_calls_cancelled_is_not_left_out() -> None:
    log = Log()
    log.contract("1", body=PARTNER)
    log.contract("2", "award", status="cancelled")
    log.end("1", body=PARTNER)
    assert stage(log, body=PARTNER) == "ended"


def test_a_body_that_speaks_of_the_procurement_itself_is_taken_at_its_own_words() -> None:
    log = Log()
    log.contract("1")
    log.contract("2")
    log.process(body=PARTNER, title="Carers")
    log.contract("1", body=PARTNER)
    log.end("1", body=PARTNER)
    assert asked(log).stage == {COUNCIL: "contract", PARTNER: "ended"}


def test_a_withdrawn_end_ended_nothing() -> None:
    log = Log()
    log.contract("1")
    ended = log.end("1")
    views = added(ready(log.told))
    assert views.stages(OCID, Day.of(ON))[0].side.claim.value == "ended"
    kind = BY_CE_TYPE["uk.jch.contract.withdrawn.v1"]
    meta = log.told[0][1].meta.model_dump() | {"event_id": UUID(int=99), "subject": ended}
    withdrawn = kind.model.model_validate({"meta": meta, "event": ended, "reason": "a mistake"})
    ((_, _, taken_back, plain),) = ready([(kind, withdrawn)])
    _, touched = views.add(taken_back, plain)
    assert Subject("procurement", OCID) in touched
    assert views.stages(OCID, Day.of(ON))[0].side.claim.value == "contract"


def test_every_stage_and_status_of_the_codelists_has_its_place() -> None:
    """A new code must be said to be before, in or after a contract's life, or to tell nothing of it."""
    of_tenders = {"complete", "planned", "planning"}
    assert {*BY_STAGE, "unknown"} == set(titles("contract-stage"))
    assert {*BY_STATUS, *VOID, *of_tenders} == set(titles("contract-status"))


def test_a_contract_takes_no_stage_from_what_takes_its_own_from_contracts() -> None:
    """So that neither waits for the other."""
    assert {"stage", "status"}.isdisjoint((*TAKEN_FROM_AWARD, *TAKEN_FROM_PROCUREMENT))
