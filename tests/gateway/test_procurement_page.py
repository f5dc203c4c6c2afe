"""What the pages say of procurements, in the words of real and made releases (tests/examples/cases_real_world)."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.gateway.api.links import page_of
from hub.gateway.index.store import Store
from hub.reports.days_and_money import day_words
from tests.gateway.made import CASES, app_over, filled_store, released, told
from tests.gateway.test_every_side import text_of

NAMES = ("03_", "04_", "05_", "09_", "11_", "15_")


@pytest.fixture(scope="module")
def store() -> Store:
    files = [next(iter(CASES.glob(f"{name}*.jsonl"))) for name in NAMES]
    return told(released(*files), {})[0]


@pytest.fixture(scope="module")
def client(store: Store) -> TestClient:
    return TestClient(app_over(store), base_url="http://127.0.0.1", headers={"Accept": "text/html"})


def page(store: Store, client: TestClient, kind: str, name: str) -> str:
    """The text of the page of the picture whose id ends so."""
    held = next(each for each in store.pictures.listed(kind) if each.key.id.endswith(name))
    answer = client.get(page_of(kind, held.key.partnership, held.key.id))
    assert answer.status_code == 200
    return text_of(answer.text)


def test_what_its_contracts_come_to_is_said_in_words(store: Store, client: TestClient) -> None:
    assert "3 contracts, £180,000.00 together" in page(store, client, "procurement", "0c0001")
    changed = page(store, client, "procurement", "0c0004")
    assert "2 contracts, £960,000.00 together" in changed
    assert "from 1 January 2026 to 31 December 2029" in changed


def test_its_contracts_are_linked_with_stage_and_value_and_link_back(store: Store, client: TestClient) -> None:
    held = next(each for each in store.pictures.listed("procurement") if each.key.id.endswith("0c0001"))
    html = client.get(page_of("procurement", held.key.partnership, held.key.id)).text
    assert len(held.contracts) == 3
    for contract in held.contracts:
        link = page_of("contract", held.key.partnership, contract)
        assert f'href="{link}"' in html
        back = client.get(link).text
        assert f'href="{page_of("procurement", held.key.partnership, held.key.id)}"' in back
    text = text_of(html)
    for value in ("£100,000.00", "£50,000.00", "£30,000.00"):
        assert value in text


def test_what_is_awarded_and_not_signed_does_not_read_as_in_force(store: Store, client: TestClient) -> None:
    text = page(store, client, "procurement", "0c0005")
    assert "Stage Awarded Wiltshire Council" in text
    assert "No contract of it is known" in text
    for word in ("In force", "Active", "Contract signed"):
        assert word not in text
    signed = page(store, client, "procurement", "0c0001")
    assert "Stage Contract signed Wiltshire Council" in signed


def test_a_supplier_that_left_is_named_with_since_when_and_by_whom(store: Store, client: TestClient) -> None:
    text = page(store, client, "procurement", "0c0005")
    _, _, left = text.partition(" Suppliers that left ")
    assert "UNIVERSITY OF WARWICK" in left
    assert "Wiltshire Council, true from 3 September 2026" in left
    _, _, standing = text.partition(" Suppliers of all awards ")
    assert "UNIVERSITY OF WARWICK" not in standing.partition(" Suppliers that left ")[0]
    gone = next(each for each in store.pictures.listed("provider") if each.title == "UNIVERSITY OF WARWICK")
    own = page(store, client, "provider", gone.key.id)
    assert "Was a supplier of award 56 of Case 0005" in own
    assert "award 56 Wiltshire Council, true from" in left
    assert "Awarded, with no contract" not in own


def test_an_award_without_a_contract_makes_a_provider(store: Store, client: TestClient) -> None:
    text = page(store, client, "provider", "08229264")
    _, _, awarded = text.partition("Awarded, with no contract that is known")
    assert "ocds-h6vhtk-0c0005" in awarded
    assert "ocds-h6vhtk-0c0001" not in awarded, "its contract took that award"


def test_a_contract_says_what_it_has_from_its_award(store: Store, client: TestClient) -> None:
    text = page(store, client, "contract", "0c0004/1")
    assert "Wiltshire Council, from award 1 of ocds-h6vhtk-0c0004, true from 5 January 2026" in text
    assert "Wiltshire Council, from ocds-h6vhtk-0c0004, true from 1 May 2026" in text


def test_terms_are_said_with_their_document_and_lots_notices_and_codes(store: Store, client: TestClient) -> None:
    text = page(store, client, "procurement", "06f1b4")
    assert "Can be extended until 9 January 2030 GB-PPON-PGHR-3329-MDGL, true from 3 September 2026" in text
    assert "in OCDS release 083664-2026" in text
    assert "Pipeline notice (UK1)" in text
    assert "What is bought (CPV codes) 72261000" in text
    assert "Stage Planned: no tender yet" in text


def test_every_funder_and_buyer_is_named_with_all_its_roles(store: Store, client: TestClient) -> None:
    text = page(store, client, "procurement", "0d0001")
    assert "Funders" in text
    assert "Buyer; Funder" in text or "Funder; Buyer" in text


def test_it_is_found_by_its_notice_its_parties_and_its_ocid(store: Store, client: TestClient) -> None:
    for words in ("083664-2026", "Ricardo-AEA 0c0005", "warwick", "ocds-h6vhtk-06f1b4"):
        answer = client.get("/v1/search", params={"q": words})
        assert "procurement" in {each["kind"] for each in answer.json()["items"]}, words


def test_a_word_that_is_put_together_leads_to_all_its_statements(store: Store, client: TestClient) -> None:
    held = next(each for each in store.pictures.listed("procurement") if each.key.id.endswith("0c0005"))
    html = client.get(page_of("procurement", *held.key[::2])).text
    _, _, section = html.partition("Suppliers of all awards</h2>")
    (side,) = held.picture()["fields"]["suppliers"]["sides"]
    assert side["also"]
    for event in (side["event"], *(each["event"] for each in side["also"])):
        assert f'href="/events/{event}"' in section.partition("<h2")[0]


@settings(max_examples=8)
@given(st.integers(0, 10_000))
def test_exactly_those_who_say_that_a_supplier_left_are_named(seed: int) -> None:
    store = filled_store(seed, 300)
    client = TestClient(app_over(store), base_url="http://127.0.0.1")
    for held in store.pictures.listed("procurement"):
        section = client.get(page_of("procurement", *held.key[::2])).text.partition("Suppliers that left</h2>")[2]
        rows = section.partition("<h2")[0].split("<tr ")[2:]
        told = _told_to_have_left(held.picture())
        by_row = [{each for each in told if all(part in row for part in _parts_of_row(each))} for row in rows]
        assert all(by_row)
        assert set().union(*by_row) == told


Left = tuple[str, str, str, str | None, str | None]
"""Supplier, who says it, the last event by which, the day that it names, and the award; None where all were left."""


def _told_to_have_left(picture: dict[str, Any]) -> set[Left]:
    of_all: set[Left] = {
        (party["organisation"], side["organisation"], side["event"], None, None)
        for party in picture["parties"]
        for side in party.get("left", ())
    }
    return of_all | {
        (each["id"], side["organisation"], side["event"], each.get("left_on"), award["award"])
        for award in picture["awards"]
        for side in award.get("departed", ())
        for each in side["value"]
    }


def _parts_of_row(left: Left) -> list[str]:
    supplier, body, event, left_on, award = left
    return [
        f">{supplier}<",
        f">{body}, true from",
        f"/events/{event}",
        "every award" if award is None else award,
        f", on {day_words(left_on)}<" if left_on else "",
    ]


def test_some_bodies_say_that_a_supplier_left_and_others_do_not() -> None:
    """What the law above walks is not empty."""
    stores = [filled_store(seed, 300) for seed in range(6)]
    pictures = [each.picture() for store in stores for each in store.pictures.listed("procurement")]
    parties = [party for picture in pictures for party in picture["parties"]]
    assert any(0 < len(party["left_says"]) < len(party.get("roles", ())) for party in parties)
    told = [_told_to_have_left(picture) for picture in pictures]
    assert any(award is None for each in told for *_, award in each)
    assert any(left_on and award for each in told for *_, left_on, award in each)


def test_awards_of_which_nothing_is_said_are_named_and_do_not_read_as_awarded(store: Store, client: TestClient) -> None:
    text = page(store, client, "procurement", "0510f8")
    assert "34 awards named, and nothing said of them: 1, 10, 103," in text
    assert "What came of it No contract of it is known ." in text.replace("known.", "known .")
    assert "Dynamic market modification notice (UK15)" in text
