"""The read API: pages with cursors while things change, filters, tags, search, and what is not there."""

from random import Random
from typing import Any
from uuid import UUID

import httpx
import orjson
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from hub.gateway.api import lists
from hub.gateway.api.examples import CONTRACT, EVENT_ID, GROUP
from hub.gateway.app import create_app
from hub.gateway.http.problems import MEDIA, ProblemKind
from hub.gateway.index.location_index import MOST_LOCATIONS, LocationIndex, of_key
from hub.gateway.index.narrowing import PictureFilter
from hub.gateway.index.store import Store
from hub.log.topics import TopicNames
from hub.reconcile.picture import KINDS, picture_key
from tests.gateway.made import app_over, basis_at, demonstration, of_any_body, parts_over, picture_record, record


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(app_over(*demonstration()), base_url="http://127.0.0.1", raise_server_exceptions=False)


def walk(client: TestClient, path: str, **asked: Any) -> list[Any]:
    """Every item of a list, page by page."""
    found, cursor = [], None
    while True:
        page = client.get(path, params={**asked, **({"cursor": cursor} if cursor else {})}).json()
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            return found


@pytest.mark.parametrize("path", ["/v1/programmes", "/v1/contracts", "/v1/providers", "/v1/differences"])
@pytest.mark.parametrize("limit", [1, 2, 3, 200])
def test_pages_of_any_size_hold_everything_once(client: TestClient, path: str, limit: int) -> None:
    found = walk(client, path, limit=limit)
    assert found == walk(client, path, limit=100)
    assert len(found) == client.get(path).json()["total"] == len({orjson.dumps(each) for each in found}) > 3


def test_search_goes_on_over_kinds(client: TestClient) -> None:
    found = walk(client, "/v1/search", q="example", limit=2)
    assert found == walk(client, "/v1/search", q="EXAMPLE", limit=200)
    assert [each["kind"] for each in found] == sorted((each["kind"] for each in found), key=KINDS.index)
    (event, *_) = client.get("/v1/search", params={"q": f" {EVENT_ID.upper()} "}).json()["items"]
    assert (event["kind"], event["href"]) == ("event", f"/v1/events/{EVENT_ID}")


def a_store(titles: dict[str, str]) -> Store:
    store = of_any_body(Store("127.0.0.1:9", TopicNames(), Random(0)))
    store.set_by_hand(None)
    for offset, (name, title) in enumerate(titles.items()):
        put(store, name, title, offset)
    return store


def put(store: Store, name: str, title: str | None, offset: int) -> None:
    body = None if title is None else orjson.dumps({"title": title, "fields": {}, "differences": []})
    store.pictures.take(picture_record(offset, picture_key("wandsworth", "contract", name), body, basis_at(offset)))


@given(st.integers(1, 5), st.randoms(use_true_random=False))
def test_what_stands_all_the_while_is_listed_once_whatever_comes_and_goes(limit: int, random: Random) -> None:
    titles = {f"GB-LAE-WND/{number}": f"Title {random.randrange(5)}" for number in range(20)}
    store = a_store(titles)
    staying = set(random.sample(sorted(titles), 10))
    found, cursor, offset = [], None, 100
    while True:
        page = lists.rows(store.pictures, "contract", PictureFilter(), limit, cursor)
        found += [each.id for each in page.items]
        cursor = page.next
        if cursor is None:
            break
        for name in random.sample(sorted(titles), 3):
            offset += 1
            if name not in staying:
                put(store, name, random.choice([None, "Title 0", "Title 9"]), offset)
    assert sorted(each for each in found if each in staying) == sorted(staying)


@given(st.integers(1, 5), st.lists(st.sampled_from(["Carers", "Home care", "Other"]), max_size=25))
def test_the_pages_of_a_filter_hold_all_that_fits_and_are_full_but_for_the_last(limit: int, titles: list[str]) -> None:
    store = a_store({f"GB-LAE-WND/{number:02}": title for number, title in enumerate(titles)})
    expected = [each.key.id for each in store.pictures.listed("contract") if "care" in each.title.casefold()]
    found, cursor, sizes = [], None, list[int]()
    while not sizes or cursor:
        page = lists.rows(store.pictures, "contract", PictureFilter(words=("care",)), limit, cursor)
        assert page.total == len(expected)
        found += [each.id for each in page.items]
        cursor = page.next
        sizes.append(len(page.items))
    assert found == expected
    assert all(size == limit for size in sizes[:-1])


def test_filters_narrow_a_list(client: TestClient) -> None:
    everything = walk(client, "/v1/contracts")
    carers = walk(client, "/v1/contracts", programme="carers")
    supplied = walk(client, "/v1/contracts", provider="GB-COH-00000002")
    assert "GB-LAE-WND/14-565" in [each["id"] for each in carers]
    assert {"GB-LAE-WND/14-113", "GB-LAE-WND/14-324"} <= {each["id"] for each in supplied}
    assert 0 < len(carers) < len(everything) > len(supplied) > 0
    assert walk(client, "/v1/contracts", partnership="richmond") == []
    assert {each["severity"] for each in walk(client, "/v1/differences", severity="red")} == {"red"}
    assert {each["kind"] for each in walk(client, "/v1/differences", kind="amount")} == {"amount"}
    about = walk(client, "/v1/differences", subject="carers")
    assert about and {each["subject"] for each in about} == {"carers"}


def test_every_address_in_an_answer_leads_somewhere(client: TestClient) -> None:
    for path in (
        "/v1/programmes",
        "/v1/contracts",
        "/v1/providers",
        "/v1/differences",
        "/v1/groups",
        f"/v1/groups/{GROUP}",
    ):
        told = client.get(path).json()
        for each in [*told.get("items", ()), *told.get("programmes", ())]:
            assert client.get(each["href"]).status_code == 200, each["href"]
    for changed in client.get(f"/v1/receipts/{EVENT_ID}").json()["changed"]:
        assert client.get(changed["href"]).json()["picture"]["id"] == changed["id"]
    for each in walk(client, "/v1/differences"):
        assert client.get(f"/v1/differences/{each['id']}").json() == each


def test_a_tag_changes_with_the_answer_and_only_with_it() -> None:
    store, log = demonstration()
    client = TestClient(app_over(store, log), base_url="http://127.0.0.1")
    first = client.get(f"/v1/contracts/{CONTRACT}")
    held = {"If-None-Match": f'"other", {first.headers["etag"]}'}
    assert client.get(f"/v1/contracts/{CONTRACT}", headers=held).status_code == 304
    body = {**first.json()["picture"], "title": "Another title"}
    key = picture_key("wandsworth", "contract", "GB-LAE-WND/14-565")
    store.pictures.take(picture_record(500, key, orjson.dumps(body), basis_at(500)))
    second = client.get(f"/v1/contracts/{CONTRACT}", headers=held)
    assert second.status_code == 200
    assert second.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/v1/contracts/wandsworth/GB-LAE-WND/zebra-4471", ProblemKind.NOT_FOUND),
        ("/v1/contracts/", ProblemKind.NOT_FOUND),
        ("/v1/programmes/zebra-4471", ProblemKind.NOT_FOUND),
        ("/v1/groups/zebra-4471", ProblemKind.NOT_FOUND),
        ("/v1/differences/00000000000000000000", ProblemKind.NOT_FOUND),
        ("/v1/differences/zebra-4471", ProblemKind.PARAMETER_WRONG),
        ("/v1/receipts/00000000-0000-0000-0000-000000000000", ProblemKind.NOT_FOUND),
        ("/v1/events/00000000-0000-0000-0000-000000000000", ProblemKind.NOT_FOUND),
        ("/v1/events/zebra-4471", ProblemKind.PARAMETER_WRONG),
        ("/v1/contracts?cursor=zebra-4471", ProblemKind.PARAMETER_WRONG),
        ("/v1/contracts?cursor=WzEsMl0", ProblemKind.PARAMETER_WRONG),
        ("/v1/contracts?limit=201", ProblemKind.PARAMETER_WRONG),
        ("/v1/contracts?limit=zebra-4471", ProblemKind.PARAMETER_WRONG),
        ("/v1/differences?kind=zebra-4471", ProblemKind.PARAMETER_WRONG),
        ("/v1/search", ProblemKind.PARAMETER_WRONG),
        ("/v1/zebra-4471", ProblemKind.NOT_FOUND),
    ],
)
def test_what_is_not_there_is_a_problem(client: TestClient, path: str, kind: ProblemKind) -> None:
    answer = client.get(path)
    problem = answer.json()
    assert (problem["type"], answer.status_code) == (kind.uri, kind.status)
    assert answer.headers["content-type"] == MEDIA
    del problem["instance"]
    assert "4471" not in str(problem)


def test_a_cursor_of_another_list_is_refused(client: TestClient) -> None:
    cursor = client.get("/v1/contracts?limit=1").json()["next"]
    assert client.get("/v1/providers", params={"cursor": cursor}).status_code == 422


async def test_a_fault_of_ours_is_a_problem_too() -> None:
    store, log = demonstration()
    app = create_app(parts_over(store, log))
    del store.pictures._places  # whatever goes wrong inside
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.get(f"/v1/contracts/{CONTRACT}")
    assert (answer.status_code, answer.headers["content-type"]) == (500, MEDIA)
    assert "_places" not in answer.text


def test_what_is_held_of_refusals_is_bounded() -> None:
    index = LocationIndex(of_key, most_ids=2)
    for number in range(3):
        for offset in range(MOST_LOCATIONS + 1):
            key = f"00000000-0000-0000-0000-{number:012d}".encode()
            index.take(record("commissioning.refusal.v1", 100 * number + offset, key, b"{}"))
    index.take(record("commissioning.refusal.v1", 999, b"a" * 64, b"{}"))
    assert index.locations(UUID(int=0)) == ()
    locations = index.locations(UUID(int=2))
    assert [each.offset for each in locations] == list(range(201, 201 + MOST_LOCATIONS))
    index.take(record("commissioning.refusal.v1", 201, str(UUID(int=2)).encode(), b"{}"))
    assert index.locations(UUID(int=2)) == locations
