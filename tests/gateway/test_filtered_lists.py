"""Every list, every filter: `total` counts what is left, and one thing has one name on routes and pages."""

import pytest
from fastapi.testclient import TestClient

from hub.gateway.api.as_of import PARAMETER
from hub.gateway.http.parameters import declared
from hub.reconcile.kinds.registry import KIND_OF
from tests.gateway.made import app_over, demonstration
from tests.gateway.test_parameters import routes
from tests.gateway.test_reading import walk

STORE, LOG = demonstration()
APP = app_over(STORE, LOG)
PAGING = {"limit", "cursor", "after", "before", "sort", PARAMETER}
FILTERS: dict[str, list[str]] = {
    "q": ["carers", "contract carers", "no-such-word"],
    "partnership": ["wandsworth", "richmond"],
    "programme": ["carers", "no-such-programme"],
    "provider": [],  # filled from the contracts
    "procurement": ["ocds-no-such-process"],
    "kind": ["amount", "result"],
    "about": ["contract", "programme"],
    "severity": ["red", "amber", "minor"],
    "subject": ["no-such-subject"],
    **{name: [] for kind in KIND_OF.values() for name in kind.facets},  # filled from what is said
    "class": ["disagreement", "silence", "overdue", "due_soon"],
}


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(APP, base_url="http://127.0.0.1", raise_server_exceptions=False)


def counted() -> dict[str, tuple[str, ...]]:
    """The lists whose answer has a total, with their filters."""
    return {
        each.path: tuple(name for name in declared(each) if name not in PAGING)
        for each in routes()
        if "total" in getattr(each.response_model, "model_fields", {})
    }


def test_every_filter_is_walked() -> None:
    assert set(counted()) == {
        *("/v1/programmes", "/v1/procurements", "/v1/contracts", "/v1/providers", "/v1/differences"),
    }
    assert {name for names in counted().values() for name in names} == set(FILTERS)


def test_the_matters_of_a_programme_are_those_of_its_row(client: TestClient) -> None:
    rows = client.get("/v1/programmes").json()["items"]
    assert any(sum(row["differences"].values()) for row in rows)
    for row in rows:
        found = walk(client, "/v1/differences", programme=row["id"], partnership=row["partnership"])
        assert len(found) == sum(row["differences"].values())


@pytest.mark.parametrize("path", [*sorted(counted()), "/v1/differences"])
def test_a_partnership_that_there_is_not_is_told_and_is_no_empty_list(client: TestClient, path: str) -> None:
    answer = client.get(path, params={"partnership": "nowhere"})
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:uk.jch:problem:not-found")
    assert "there is no such partnership" in answer.json()["detail"]
    for known in STORE.configuration.partnerships:
        assert client.get(path, params={"partnership": known}).status_code == 200


@pytest.mark.parametrize("path", sorted(counted()))
def test_the_total_counts_what_each_filter_leaves(client: TestClient, path: str) -> None:
    everything = client.get(path).json()["total"]
    smaller = set()
    supplied = client.get("/v1/providers").json()["items"]
    kind = path.removeprefix("/v1/").removesuffix("s")
    for name in counted()[path]:
        values = FILTERS[name] or [each["id"] for each in supplied[:3]]
        if kind in KIND_OF and name in KIND_OF[kind].facets:
            values = ["nobody-says-it", *STORE.pictures.facets(kind, name)]
        for value in values:
            page = client.get(path, params={name: value, "limit": 1})
            assert page.status_code == 200, page.text
            total = page.json()["total"]
            assert total == len(walk(client, path, **{name: value})), (name, value)
            if total < everything:
                smaller.add(name)
    assert smaller == set(counted()[path])


def test_a_filter_has_one_name_on_a_list_s_route_and_on_its_page() -> None:
    names = {each.path: set(declared(each)) - PAGING for each in routes()}
    for path in counted():
        page = path.removeprefix("/v1")
        assert names[page] <= names[path], page
        assert "text" not in names[page]
