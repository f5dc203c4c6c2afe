"""The list of differences: what each filter leaves, in which order, with every side."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient

from hub.gateway.index.held_picture import SEVERITIES, DifferenceRow
from hub.gateway.index.picture_index import MatterOrder
from hub.gateway.index.store import Store
from hub.gateway.pages.differences import DifferenceFilter
from tests.gateway.made import app_over, filled_store


@pytest.fixture(scope="module")
def store() -> Store:
    return filled_store(3, 300)


@pytest.fixture(scope="module")
def client(store: Store) -> TestClient:
    return TestClient(app_over(store), base_url="http://127.0.0.1")


def ids(text: str) -> list[str]:
    body = text.partition("<tbody")[2]
    return re.findall(r'href="/differences/([0-9a-f]{20})"', body)


def all_ids(client: TestClient, address: str) -> list[str]:
    """Over all pages."""
    found: list[str] = []
    following: str | None = address
    while following:
        text = client.get(following).text
        found += ids(text)
        link = re.search(r'href="([^"]*)" rel="next"', text)
        following = unescape(link[1]) if link else None
    return found


@pytest.mark.parametrize("order", MatterOrder)
def test_each_order_lists_every_difference_once(order: MatterOrder, store: Store, client: TestClient) -> None:
    titles = {row.id: held.title.casefold() for held in store.pictures.all() for row in held.differences}
    keys: dict[MatterOrder, Callable[[DifferenceRow], Any]] = {
        MatterOrder.WEIGHT: lambda row: (row.severity, row.since),
        MatterOrder.AGE: lambda row: (row.since, row.severity),
        MatterOrder.SUBJECT: lambda row: titles[row.id],
    }
    rows = list(store.pictures.matters(order))
    assert [keys[order](row) for row in rows] == sorted(map(keys[order], store.pictures.matters()))
    expected = [row.id for row in rows]
    assert len(expected) == len(store.pictures.matters())
    assert all_ids(client, f"/differences?sort={order}") == expected
    assert len(expected) > 10


FILTERS = {
    "severity": [SEVERITIES[0], SEVERITIES[1], SEVERITIES[2]],
    "kind": ["amount", "date", "missing_one_side", "milestone_overdue"],
    "about": ["contract", "programme", "procurement"],
    "partnership": ["wandsworth", "richmond"],
}


@pytest.mark.parametrize(("name", "value"), [(name, each) for name, values in FILTERS.items() for each in values])
def test_each_filter_leaves_what_it_names(name: str, value: str, store: Store, client: TestClient) -> None:
    wanted = DifferenceFilter(**{name: value})

    def holds(row: DifferenceRow) -> bool:
        told = {
            "severity": SEVERITIES[row.severity],
            "kind": row.kind,
            "about": row.subject_kind,
            "partnership": row.partnership,
        }
        return told[name] == value

    expected = [row.id for row in store.pictures.matters() if holds(row)]
    assert [row.id for row in wanted.filter.narrow(store.pictures.matters(), store.pictures)] == expected
    assert all_ids(client, f"/differences?{name}={value}") == expected


def test_a_difference_shows_all_its_sides_with_their_events(store: Store, client: TestClient) -> None:
    for row in store.pictures.matters():
        held = next(each for each in store.pictures.all() if row in each.differences)
        (difference,) = (each for each in held.picture()["differences"] if each["id"] == row.id)
        text = client.get(f"/differences/{row.id}").text
        for side in difference["sides"]:
            assert store.configuration.name_of(side["organisation"]) in text
            assert f"/events/{side['event']}" in text if side.get("event") else "says nothing" in text


def test_headers_say_which_order_it_is(client: TestClient) -> None:
    assert client.get("/differences?sort=age").text.count('aria-sort="ascending"') == 1
    assert client.get("/differences").text.count('aria-sort="ascending"') == 1


def test_an_order_that_is_not_there_is_refused(client: TestClient) -> None:
    assert client.get("/differences?sort=colour").status_code == 422
