"""Each list can be taken whole as a file, narrowed as it is on the page."""

import csv
from io import StringIO

import pytest
from fastapi.testclient import TestClient

from hub.gateway.pages import lists
from hub.gateway.pages.frame import LISTS
from hub.gateway.pages.lists import IN_FILES
from hub.reconcile.picture import KINDS
from tests.gateway.made import app_over, filled_store

STORE = filled_store(3, 150)


def client() -> TestClient:
    return TestClient(app_over(STORE), base_url="http://127.0.0.1")


def rows(address: str) -> list[dict[str, str]]:
    answer = client().get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"), newline=""), strict=True))


@pytest.mark.parametrize("kind", IN_FILES)
def test_it_has_every_picture_of_the_list(kind: str) -> None:
    found = rows(f"{LISTS[kind][1]}.csv")
    assert [each["Reference"] for each in found] == [each.key.id for each in STORE.pictures.listed(kind, None)]
    assert len(found) == STORE.pictures.count(kind) > 0


def test_it_is_narrowed_as_the_page_is_and_named_after_its_day() -> None:
    page = client().get("/contracts", params={"stage": "contract"}, headers={"Accept": "text/html"}).text
    (address,) = (part.partition('"')[0] for part in page.split('href="')[1:] if part.startswith("/contracts.csv"))
    found = rows(address.replace("&amp;", "&"))
    assert 0 < len(found) < STORE.pictures.count("contract")
    assert all("In force" in each["Stage"] for each in found)
    # this store is of no log, of which nobody knows whether it is whole
    named = client().get(address).headers["Content-Disposition"]
    assert named == 'attachment; filename="contracts-2016-01-01-perhaps-not-whole.csv"'


def test_a_list_that_is_too_long_is_refused_and_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_IN_A_FILE", 2)
    answer = client().get("/contracts.csv")
    assert answer.status_code == 422
    assert "narrow the list by words, a partnership or a field" in answer.json()["detail"]
    assert "/contracts.csv" not in client().get("/contracts", headers={"Accept": "text/html"}).text


def test_only_a_provider_has_none_for_it_has_no_fields() -> None:
    assert set(KINDS) - set(IN_FILES) == {"provider"}
    assert client().get("/providers.csv").status_code == 404
