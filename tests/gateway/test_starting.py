"""A gateway that has started and has not read what it shows denies nothing: walked over every route that there is."""

import re
from collections.abc import Iterable, Iterator
from random import Random
from typing import Final

import pytest
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute, Mount, Route

from hub.gateway.api import examples
from hub.gateway.api.freshness import HEADER
from hub.gateway.api.starting import SERVED
from hub.gateway.http.problems import ProblemKind
from hub.gateway.index.following import Follower
from hub.gateway.index.store import Store
from hub.log.topics import TopicNames
from tests.gateway.made import app_over, demonstration, filled_store
from tests.gateway.test_freshness import ADDRESSES, STREAMS


def started() -> Store:
    """A store that has read nothing yet."""
    return Store("127.0.0.1:9", TopicNames(), Random(0))


def asking(store: Store) -> TestClient:
    # not as a context manager: nothing is to follow a broker that is not there
    return TestClient(app_over(store), base_url="http://127.0.0.1")


def of(store: Store, what: str) -> Follower:
    (found,) = [each for each in store._followers if each._what == what]
    return found


def routes() -> Iterator[tuple[str, str]]:
    """Method and path of every route of the application, as it is served."""
    for route in flat(app_over(started()).routes):
        if isinstance(route, Mount):
            assert route.path == "/static", "files, which are the same whatever is read"
            continue
        assert isinstance(route, Route)
        yield from ((method, route.path) for method in (route.methods or ()) if method != "HEAD")


def flat(of: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """FastAPI keeps a router that is included as one."""
    for each in of:
        included = getattr(each, "original_router", None)
        yield from [each] if included is None else flat(included.routes)


ALL: Final = sorted(routes())


def is_named(method: str, path: str) -> bool:
    return bool({path, f"{method} {path}"} & SERVED.keys())


def address_of(path: str) -> str:
    prefix = "/v1" if path.startswith("/v1/") else ""
    return prefix + ADDRESSES.get(path.removeprefix("/v1"), path.removeprefix("/v1"))


GUARDED: Final = [(method, address_of(path)) for method, path in ALL if not is_named(method, path)]


def test_every_route_that_is_served_is_one_and_has_its_reason() -> None:
    there = {each for method, path in ALL for each in (path, f"{method} {path}")}
    assert there >= SERVED.keys()
    assert all(len(reason) > 10 for reason in SERVED.values())
    assert SERVED.keys() >= STREAMS
    assert len(GUARDED) > 30
    assert [each for each in GUARDED if "{" in each[1]] == []


@pytest.mark.parametrize(("method", "address"), GUARDED)
def test_whatever_tells_what_there_is_asks_to_come_again(method: str, address: str) -> None:
    answer = asking(started()).request(method, address, headers={"Accept": "*/*"})
    assert (answer.status_code, answer.json()["type"]) == (503, ProblemKind.NOT_READ.uri), address
    assert int(answer.headers["retry-after"]) > 0
    assert "the configuration not read yet; the pictures not read yet" in answer.json()["detail"]
    assert answer.headers[HEADER] == "unknown;waiting=0"


@pytest.mark.parametrize("address", ["/groups/nobody", "/", "/contracts", "/contracts?as_of=2015-10-01", "/search?q=x"])
def test_a_browser_gets_a_page_that_says_so(address: str) -> None:
    answer = asking(started()).get(address, headers={"Accept": "text/html"})
    assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
    assert '<h1 class="govuk-heading-xl">Not read yet</h1>' in answer.text
    assert "has not read yet what it would tell here" in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/status", "/openapi.json", "/v1/freshness"])
def test_what_is_of_the_gateway_itself_is_served(path: str) -> None:
    assert asking(started()).get(path).status_code == 200


def test_files_and_what_there_is_not_are_answered_as_ever() -> None:
    client = asking(started())
    assert client.get("/static/hub.css").status_code == 200
    assert client.get("/v1/nothing").status_code == 404
    assert client.delete("/v1/contracts").status_code == 405


@pytest.mark.parametrize("last", ["the configuration", "the pictures"])
def test_it_is_told_how_far_it_is_until_both_were_read(last: str) -> None:
    store, _ = demonstration()
    client = asking(store)
    of(store, last).unread = "1,200 of at most 4,257 records of them read"
    answer = client.get("/v1/contracts?partnership=wandsworth")
    assert answer.status_code == 503
    assert "1,200 of at most 4,257 records of them read; ask again in 2 seconds" in answer.json()["detail"]
    of(store, last).unread = None
    assert client.get("/v1/contracts?partnership=wandsworth").json()["total"] > 0


def test_where_kafka_does_not_answer_it_is_kafka_that_is_named() -> None:
    store = started()
    of(store, "the pictures").answers = False
    answer = asking(store).get("/v1/contracts")
    assert (answer.status_code, answer.json()["type"]) == (503, ProblemKind.AWAY.uri)


def test_a_gateway_that_was_ready_and_lost_kafka_shows_what_it_has() -> None:
    store = filled_store()
    store.set_by_hand("Kafka does not answer")
    store.configured = store.pictures.whole = False
    client = asking(store)
    for address in ("/groups/integration-group", "/v1/groups/integration-group", "/v1/contracts", "/"):
        assert client.get(address).status_code == 200, address


def test_no_figure_is_told_as_the_last_known_where_none_was_known() -> None:
    store, _ = demonstration()  # what it read waits, as far as anybody has looked
    told = asking(store).get("/v1/freshness").json()
    assert (told["state"], told["waiting"], told["since"], told["organisations"]) == ("unknown", 0, None, [])
    assert "last known" not in told["words"]
    assert re.search(r"last known|not included", asking(store).get("/contracts").text) is None


def test_pictures_are_not_called_outdated_before_the_configuration_was_read() -> None:
    store, _ = demonstration()
    of(store, "the configuration").unread = "the configuration not read yet"
    store.configuration = started().configuration
    assert store.account().outdated == 0


@pytest.mark.parametrize(
    ("hears", "kind"), [(True, ProblemKind.NOT_READ), (False, ProblemKind.AWAY)], ids=["starting", "away"]
)
def test_a_receipt_and_a_door_name_who_does_not_answer_only_where_somebody_does_not(
    hears: bool, kind: ProblemKind
) -> None:
    store = started()
    for each in store._followers[:2]:
        each.unread = None
    of(store, "the events").answers = hears
    client = asking(store)
    assert client.get(f"/v1/receipts/{examples.EVENT_ID}").json()["type"] == kind.uri
    assert client.post("/v1/events", json=examples.BINARY).json()["type"] == kind.uri


OF_EVENTS: Final = ("/v1/receipts/{}", "/v1/events/{}", "/events/{}", "/search?q={}", "/v1/search?q={}")


@pytest.mark.parametrize("path", OF_EVENTS)
@pytest.mark.parametrize("what", ["the events", "the refusals and warnings"])
def test_nothing_is_told_of_an_event_while_what_takes_it_back_may_be_unread(path: str, what: str) -> None:
    store, log = demonstration()
    client = TestClient(app_over(store, log), base_url="http://127.0.0.1", follow_redirects=False)
    address = path.format(examples.EVENT_ID)
    assert client.get(address).status_code in (200, 303)
    of(store, what).unread = f"9 of at most 90 records of {what} read"
    answer = client.get(address)
    assert (answer.status_code, answer.json()["type"]) == (503, ProblemKind.NOT_READ.uri)
    assert "retry-after" in answer.headers
    assert f"not known: 9 of at most 90 records of {what} read" in answer.json()["detail"]
    for other in ("/v1/contracts", "/search?q=carers", "/v1/search?q=carers"):
        assert client.get(other).status_code == 200, "pictures are shown"
    assert "in the log" not in client.get("/").text
