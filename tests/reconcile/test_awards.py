"""What a provider was awarded: shown until a contract takes it, for as long as the supplier has not left."""

from datetime import date
from typing import Any
from uuid import UUID

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


def test_who_has_left_has_no_award_and_is_told_of_with_who_says_so() -> None:
    parties = [{"id": ACME, "roles": ["removedSupplier"]}]
    left = said(2, "procurement-declared", OCID, day="2015-03-01", parties=parties)
    before, after = (provider(awarded(1, ACME), left, on=date(2015, month, 1)) for month in (2, 4))
    assert (told(before), before["left"]) == ([(OCID, "1", [COUNCIL])], [])
    assert told(after) == []
    assert after["title"] == f"Name of {ACME}"
    (each,) = after["left"]
    assert [(side["organisation"], side["since"]) for side in each["said_by"]] == [(COUNCIL, "2015-03-01")]


def test_it_holds_until_the_day_on_which_an_award_becomes_true() -> None:
    views = added(ready([awarded(1, ACME), awarded(2, ACME, award="2", day="2015-07-01")]))
    (picture,) = (each for each in views.pictures(Day.of(date(2015, 6, 1))) if each.kind == "provider")
    assert picture.until == Day.of(date(2015, 7, 1))
