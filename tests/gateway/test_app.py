"""The pages over a store that is filled by hand: what is shown, what is refused, what is said when Kafka is away."""

import asyncio
import signal

import pytest
from fastapi.testclient import TestClient

from hub.gateway.http.problems import ProblemKind
from hub.gateway.index.store import Store
from tests.gateway.made import app_over, filled_store


@pytest.fixture
def store() -> Store:
    return filled_store()


@pytest.fixture
def client(store: Store) -> TestClient:
    # not as a context manager: nothing is to follow a broker that is not there
    return TestClient(app_over(store), base_url="http://127.0.0.1")


def test_home_lists_the_groups_escaped(client: TestClient) -> None:
    page = client.get("/").text
    assert "Integration &lt;Group&gt;" in page
    assert 'href="/groups/integration-group/report"' in page
    assert "this machine only" in page


def test_the_report_is_a_page_and_json(client: TestClient) -> None:
    page, data = client.get("/groups/integration-group/report"), client.get("/groups/integration-group/report.json")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.text.startswith("<!doctype html>")
    assert data.json()["group"]["id"] == "integration-group"
    assert data.content == client.get("/groups/integration-group/report.json").content


def test_an_unknown_group_is_a_problem_document(client: TestClient) -> None:
    answer = client.get("/groups/nobody/report")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_every_answer_forbids_scripts_and_frames(client: TestClient) -> None:
    for path in ("/", "/groups/integration-group/report", "/healthz", "/readyz", "/groups/nobody/report"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy


def test_another_host_name_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"Host": "hub.example.org"}).status_code == 400


def test_alive_is_not_ready(store: Store, client: TestClient) -> None:
    store.set_by_hand("Kafka does not answer")
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert ready.status_code == 503
    told = ready.json()
    assert told.keys() == {"ready", "reasons", "freshness"}
    assert (told["ready"], told["reasons"]) == (False, ["Kafka does not answer"])
    assert "Kafka does not answer" in client.get("/").text


async def test_a_gateway_that_cannot_follow_any_more_ends(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks() -> None:
        raise RuntimeError("a fault of ours")

    ended = asyncio.Event()
    monkeypatch.setattr(store, "follow", breaks)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    app = app_over(store)
    async with app.router.lifespan_context(app):
        await asyncio.wait_for(ended.wait(), 5)
    asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)


def test_a_path_and_a_method_that_there_are_not_are_told_with_what_there_is(client: TestClient) -> None:
    nothing = client.get("/v1/nothing")
    assert (nothing.status_code, nothing.json()["type"]) == (404, ProblemKind.NOT_FOUND.uri)
    assert "/openapi.json" in nothing.json()["detail"]
    page = client.get("/nothing", headers={"Accept": "text/html"})
    assert (page.status_code, "There is no page at this address." in page.text) == (404, True)
    assert "openapi" not in page.text.partition("<main")[2].partition("</main>")[0]
    other = client.put("/v1/events", json={})
    assert (other.status_code, other.json()["detail"]) == (405, f"this path takes {other.headers['allow']}")
    assert "POST" in other.headers["allow"]
