"""What a provider was awarded: shown until a contract takes it, for as long as the supplier has not left."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from hub.events.catalogue import BY_CE_TYPE
from hub.reconcile.days import Day
from tests.reconcile.summary import added, ready
from tests.support import pools

OCID = pools.PROCUREMENTS[0]
CONTRACT = pools.CONTRACTS[0]
COUNCIL, PARTNER = pools.ORGANISATIONS[:2]
ACME, OTHER = "GB-COH-00000001", "GB-COH-00000002"


def said(number: int, event: str, subject: str, body: str = COUNCIL, day: str = "2015-01-01", **data: Any) -> Any:
    kind = BY_CE_TYPE[f"uk.jch.contract.{event}.v1"]
    meta: dict[str, Any] = {"event_id": str(UUID(int=number)), "organisation": body, "source_system": "s"}
    meta |= {"subject": subject, "partnerships": [pools.PARTNERSHIP]}
    meta |= {"occurred_at": day, "recorded_at": "2015-01-01T00:00:00Z"}
    return kind, kind.model.model_validate({"meta": meta, **data})


def awarded(number: int, *suppliers: str, award: str = "1", body: str = COUNCIL, **more: Any) -> Any:
    named = [{"id": each, "name": f"Name of {each}"} for each in suppliers]
    parts = [{"id": award, "status": "active", "suppliers": named}]
    return said(number, "procurement-declared", OCID, body, awards=parts, **more)


def contract(number: int, body: str = COUNCIL, award: str | None = "1", **more: Any) -> Any:
    return said(number, "declared", CONTRACT, body, stage="contract", procurement=OCID, award=award, **more)


def provider(*events: Any, name: str = ACME, on: date = date(2015, 6, 1)) -> dict[str, Any]:
    views = added(ready(events))
    found = {each.id: each.body for each in views.pictures(Day.of(on)) if each.kind == "provider"}
    return found[name]


def told(body: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    return [
        (each["procurement"], each["award"], [s["organisation"] for s in each["named_by"]]) for each in body["awards"]
    ]


def test_an_award_alone_makes_a_provider_with_its_name() -> None:
    body = provider(awarded(1, ACME))
    assert told(body) == [(OCID, "1", [COUNCIL])]
    assert (body["title"], body["contracts"]) == (f"Name of {ACME}", [])
    assert [side["value"] for side in body["awards"][0]["status"]] == ["active"]


def test_an_award_is_shown_with_each_of_its_terms() -> None:
    terms: dict[str, Any] = {
        "title": "Homes for carers", "status": "active", "awarded_on": "2015-03-01", "period_start": "2015-04-01",
        "period_end": "2018-03-31", "value": {"amount": "450000.00", "currency": "GBP", "basis": "net"},
    }  # fmt: skip
    parts = [{"id": "1", "suppliers": [{"id": ACME}], **terms}]
    (award,) = provider(said(1, "procurement-declared", OCID, awards=parts))["awards"]
    assert {name: [side["value"] for side in award[name]] for name in terms} == {
        name: [value] for name, value in terms.items()
    }


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ({"status": "active"}, "award"),
        ({"awarded_on": "2015-03-01"}, "award"),
        ({"value": {"amount": "1.00", "currency": "GBP", "basis": "net"}}, "award"),
        ({"suppliers": [{"id": ACME}]}, "award"),
        ({"title": "Homes for carers"}, None),
    ],
    ids=lambda each: next(iter(each)) if isinstance(each, dict) else each,
)
def test_what_tells_that_an_award_was_made(words: dict[str, Any], stage: str | None) -> None:
    events = ready([said(1, "procurement-declared", OCID, awards=[{"id": "1", **words}])])
    (body,) = (each.body for each in added(events).pictures(Day.of(date(2015, 6, 1))) if each.id == OCID)
    sides = body["fields"]["stage"]["sides"] if "stage" in body["fields"] else []
    assert [side["value"] for side in sides] == ([stage] if stage else [])


@pytest.mark.parametrize(("own_end", "is_taken"), [("2017-03-31", True), ("2017-04-01", False)])
def test_how_far_an_award_may_be_extended_is_not_taken_by_a_contract_that_runs_longer(
    own_end: str, is_taken: bool
) -> None:
    parts = [{"id": "1", "suppliers": [{"id": ACME}], "extendable_until": "2017-03-31"}]
    events = (said(1, "procurement-declared", OCID, awards=parts), contract(2, period_end=own_end))
    (body,) = (each.body for each in added(ready(events)).pictures(Day.of(date(2015, 6, 1))) if each.id == CONTRACT)
    assert ("extendable_until" in body["fields"]) is is_taken


def test_a_contract_that_takes_the_award_stands_in_its_place() -> None:
    body = provider(awarded(1, ACME), contract(2))
    assert told(body) == []
    assert [each["contract"] for each in body["contracts"]] == [CONTRACT]


def test_a_contract_with_another_supplier_takes_nothing_from_this_one() -> None:
    body = provider(awarded(1, ACME, OTHER), contract(2, suppliers=[{"id": OTHER}]))
    assert told(body) == [(OCID, "1", [COUNCIL])]
    assert told(provider(awarded(1, ACME, OTHER), contract(2, suppliers=[{"id": OTHER}]), name=OTHER)) == []


def test_a_contract_of_another_award_or_of_no_award_takes_nothing() -> None:
    for award in ("2", None):
        body = provider(awarded(1, ACME), contract(2, award=award, suppliers=[{"id": ACME}]))
        assert told(body) == [(OCID, "1", [COUNCIL])]


def test_one_body_s_contract_does_not_take_another_body_s_word_on_the_award() -> None:
    body = provider(awarded(1, ACME), awarded(2, ACME, body=PARTNER), contract(3))
    assert told(body) == [(OCID, "1", [PARTNER])]


def test_a_contract_of_one_body_with_another_supplier_takes_nothing_where_another_body_s_is_with_this_one() -> None:
    theirs = contract(4, body=PARTNER, suppliers=[{"id": ACME}])
    ours = [awarded(1, ACME), contract(2, suppliers=[{"id": OTHER}])]
    assert told(provider(*ours, awarded(3, ACME, body=PARTNER), theirs)) == [(OCID, "1", [COUNCIL])]


def test_who_has_left_has_no_award_and_is_told_of_with_who_says_so() -> None:
    parties = [{"id": ACME, "roles": ["removedSupplier"]}]
    left = said(2, "procurement-declared", OCID, day="2015-03-01", parties=parties)
    before, after = (provider(awarded(1, ACME), left, on=date(2015, month, 1)) for month in (2, 4))
    assert (told(before), before["left"]) == ([(OCID, "1", [COUNCIL])], [])
    assert told(after) == []
    assert after["title"] == f"Name of {ACME}"
    (each,) = after["left"]
    assert each["award"] == "1"
    assert [(side["organisation"], side["since"]) for side in each["said_by"]] == [(COUNCIL, "2015-03-01")]


@pytest.mark.parametrize("title", ["Carers", None])
def test_the_title_of_the_procurement_stands_beside_an_award_and_beside_one_that_was_left(title: str | None) -> None:
    named = awarded(1, ACME, OTHER, title=title)
    gone = said(2, "procurement-declared", OCID, departures=[{"award": "1", "supplier": ACME}])
    (still,) = provider(named, gone, name=OTHER)["awards"]
    (left,) = provider(named, gone)["left"]
    for each in (still, left):
        assert (each["procurement"], each["award"], each["procurement_title"]) == (OCID, "1", title)


def left_two(day: str = "2015-03-01", **more: Any) -> Any:
    departures = [{"award": "2", "supplier": ACME, **more}]
    parties = [{"id": ACME, "roles": ["removedSupplier"]}]
    return said(3, "procurement-declared", OCID, day=day, parties=parties, departures=departures)


def test_who_left_one_award_stays_in_the_other() -> None:
    both = [awarded(1, ACME, OTHER), awarded(2, ACME, OTHER, award="2")]
    body = provider(*both, left_two())
    assert told(body) == [(OCID, "1", [COUNCIL])]
    assert [(each["award"], each["said_by"][0]["event"]) for each in body["left"]] == [("2", str(UUID(int=3)))]
    assert {award for _, award, _ in told(provider(*both, left_two(), name=OTHER))} == {"1", "2"}


LEFT_ALL = said(4, "procurement-declared", OCID, day="2015-03-01", parties=[{"id": ACME, "roles": ["removedSupplier"]}])


@pytest.mark.parametrize("left", [left_two(), LEFT_ALL], ids=["one award", "every award"])
def test_whom_an_award_is_left_with_cites_who_named_them_and_who_says_that_one_left(left: Any) -> None:
    """Since the departure, for before it the award had others too."""

    def suppliers(*events: Any) -> tuple[list[str], str, str, set[str]]:
        (picture,) = (each for each in added(ready(events)).pictures(Day.of(date(2015, 6, 1))) if each.id == OCID)
        (award,) = (each for each in picture.body["awards"] if each["award"] == "2")
        (side,) = award["suppliers"]
        cited = {side["event"], *(each["event"] for each in side.get("also", ()))}
        return [each["id"] for each in side["value"]], side["since"], side["event"], cited

    named = awarded(2, ACME, OTHER, award="2")
    first, last = str(UUID(int=2)), str(left[1].meta.event_id)
    assert suppliers(named) == ([ACME, OTHER], "2015-01-01", first, {first})
    assert suppliers(named, left) == ([OTHER], "2015-03-01", last, {first, last})
    assert suppliers(awarded(2, ACME, award="2"), left) == ([], "2015-03-01", last, {first, last})
    # who never was in it leaves no trace on those that are
    assert suppliers(awarded(2, OTHER, award="2"), left) == ([OTHER], "2015-01-01", first, {first})


def left_says(*events: Any) -> list[str]:
    (picture,) = (each for each in added(ready(events)).pictures(Day.of(date(2015, 6, 1))) if each.id == OCID)
    parties: dict[str, list[str]] = {each["organisation"]: each["left_says"] for each in picture.body["parties"]}
    return parties[ACME]


def test_a_party_has_left_when_it_is_in_no_award_any_more() -> None:
    both = [awarded(1, ACME), awarded(2, ACME, award="2")]
    assert left_says(*both, left_two()) == []
    left_one = {"award": "1", "supplier": ACME}
    gone = said(4, "procurement-declared", OCID, day="2015-04-01", departures=[left_one])
    assert left_says(*both, left_two(), gone) == [COUNCIL]
    assert left_says(*both, left_two(), gone, awarded(5, ACME, day="2015-05-01")) == []


def test_who_is_in_no_award_any_more_is_asked_of_one_body_and_the_awards_in_which_it_names_them() -> None:
    """That the body has another award, and another body has the supplier in one, takes nothing back."""
    left = said(4, "procurement-declared", OCID, day="2015-03-01", departures=[{"award": "1", "supplier": ACME}])
    parties = said(5, "procurement-declared", OCID, PARTNER, parties=[{"id": ACME, "roles": ["supplier"]}])
    theirs = awarded(3, ACME, award="3", body=PARTNER)
    events = [awarded(1, ACME), awarded(2, OTHER, award="2"), theirs, parties]
    assert left_says(*events) == []
    assert left_says(*events, left) == [COUNCIL]


def test_a_departure_stands_until_the_award_itself_names_the_supplier_again() -> None:
    both = [awarded(1, ACME), awarded(2, ACME, award="2"), left_two()]
    elsewhere = awarded(4, ACME, day="2015-04-01")
    assert [award for _, award, _ in told(provider(*both, elsewhere))] == ["1"]
    again = awarded(5, ACME, award="2", day="2015-04-01")
    assert [award for _, award, _ in told(provider(*both, again))] == ["1", "2"]
    assert provider(*both, again)["left"] == []


def test_a_return_to_one_award_brings_nobody_back_to_the_others() -> None:
    both = [awarded(1, ACME), awarded(2, ACME, award="2")]
    parties = [{"id": ACME, "roles": ["removedSupplier"]}]
    left_all = said(3, "procurement-declared", OCID, day="2015-03-01", parties=parties)
    assert told(provider(*both, left_all)) == []
    again: dict[str, Any] = {"parties": [{"id": ACME, "roles": ["supplier"]}], "day": "2015-04-01"}
    assert [award for _, award, _ in told(provider(*both, left_all, awarded(4, ACME, award="2", **again)))] == ["2"]
    by_role_alone = said(4, "procurement-declared", OCID, **again)
    assert told(provider(*both, left_all, by_role_alone)) == []


def test_of_two_departures_the_later_one_is_held_against_the_award_that_names_the_supplier_again() -> None:
    left_it = said(2, "procurement-declared", OCID, day="2015-02-01", departures=[{"award": "1", "supplier": ACME}])
    again = awarded(3, ACME, day="2015-02-15")
    assert [award for _, award, _ in told(provider(awarded(1, ACME), left_it, again))] == ["1"]
    body = provider(awarded(1, ACME), left_it, again, LEFT_ALL)
    assert told(body) == []
    assert [side["event"] for each in body["left"] for side in each["said_by"]] == [str(UUID(int=4))]


def test_a_departure_that_is_told_ahead_comes_on_its_day() -> None:
    both = [awarded(1, ACME), awarded(2, ACME, award="2"), left_two(left_on="2015-05-01")]
    before, after = (provider(*both, on=date(2015, month, day)) for month, day in ((4, 30), (5, 1)))
    assert [award for _, award, _ in told(before)] == ["1", "2"]
    assert [award for _, award, _ in told(after)] == ["1"]


def test_a_body_s_departure_is_no_other_body_s() -> None:
    named = [awarded(1, ACME, award="2"), awarded(2, ACME, award="2", body=PARTNER), left_two()]
    assert told(provider(*named)) == [(OCID, "2", [PARTNER])]


def test_an_award_takes_back_all_that_was_said_of_its_suppliers() -> None:
    cleared = said(4, "procurement-declared", OCID, day="2015-04-01", awards=[{"id": "2", "clears": ["suppliers"]}])
    both = [awarded(1, ACME), awarded(2, ACME, award="2"), left_two(), cleared]
    assert provider(*both)["left"] == []


def test_suppliers_that_were_taken_back_stay_so_when_others_are_named_after_that() -> None:
    cleared = said(2, "procurement-declared", OCID, day="2015-02-01", awards=[{"id": "1", "clears": ["suppliers"]}])
    events = [awarded(1, ACME), cleared, awarded(3, OTHER, day="2015-03-01")]
    assert told(provider(*events, name=OTHER)) == [(OCID, "1", [COUNCIL])]
    assert told(provider(*events, name=ACME)) == []


def test_a_procurement_takes_back_all_that_was_said_of_who_left() -> None:
    cleared = said(5, "procurement-declared", OCID, day="2015-04-01", clears=["departures"])
    left_all = said(4, "procurement-declared", OCID, parties=[{"id": ACME, "roles": ["removedSupplier"]}])
    both = [awarded(1, ACME), awarded(2, ACME, award="2"), left_two(), left_all]
    assert [award for _, award, _ in told(provider(*both))] == []
    assert [award for _, award, _ in told(provider(*both, cleared))] == ["1", "2"]


def test_one_departure_is_said_once() -> None:
    with pytest.raises(ValidationError, match=re.escape("departures[1] is not its own")):
        said(1, "procurement-declared", OCID, departures=[{"award": "1", "supplier": ACME}] * 2)


def test_it_holds_until_the_day_on_which_an_award_becomes_true() -> None:
    views = added(ready([awarded(1, ACME), awarded(2, ACME, award="2", day="2015-07-01")]))
    (picture,) = (each for each in views.pictures(Day.of(date(2015, 6, 1))) if each.kind == "provider")
    assert picture.until == Day.of(date(2015, 7, 1))
