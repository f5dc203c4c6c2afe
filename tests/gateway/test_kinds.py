"""Every kind of picture is shown, listed, found, described, counted and explained: no place has a list of its own."""

import re
from html import escape
from pathlib import Path
from random import Random
from typing import get_args

import click
import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from hub.cli.explain import explain
from hub.events.counting import count_words
from hub.gateway.api import models
from hub.gateway.api.kinds_served import SERVED, ServedKind
from hub.gateway.api.links import page_of
from hub.gateway.api.reading import NARROWING
from hub.gateway.app import ROUTES
from hub.gateway.feeds.scope import FeedKind, Scope
from hub.gateway.index.held_picture import PictureKey
from hub.gateway.index.narrowing import PictureFilter
from hub.gateway.index.store import Store
from hub.gateway.pages.frame import LISTS, NAVIGATION
from hub.reconcile.days import Day
from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.picture import KINDS, PictureKind
from tests.browser.every_page import CASES
from tests.gateway.made import TODAY, app_over, demonstration, filled_store, parts_over
from tests.reconcile.dense import history
from tests.reconcile.summary import ready, whole

EACH_KIND = pytest.mark.parametrize("kind", KINDS)
FOLLOWED_WITH_OTHERS = {"contract"}
"""What has no feed of its own: whoever follows its group, programme, procurement or provider is told of it."""


def test_the_read_api_has_a_line_for_every_kind() -> None:
    assert tuple(each.kind for each in SERVED) == KINDS


@pytest.mark.parametrize("served", SERVED, ids=lambda each: each.kind)
def test_a_list_can_be_narrowed_by_what_pictures_of_its_kind_name(served: ServedKind) -> None:
    assert set(served.narrowed) <= set(NARROWING) & set(PictureFilter._fields)


@pytest.mark.parametrize(("kind", "field"), [(each.name, field) for each in KIND_OF.values() for field in each.facets])
def test_a_list_is_narrowed_by_each_value_that_somebody_gives(kind: str, field: str) -> None:
    store, log = demonstration()
    client = TestClient(app_over(store, log), base_url="http://127.0.0.1")
    there = store.pictures.facets(kind, field)
    for value, count in there.items():
        having = [
            each
            for each in store.pictures.listed(kind)
            for sides in [each.picture()["fields"].get(field, {}).get("sides", [])]
            if any(value == side["value"] or value in side["value"] for side in sides)
        ]
        asked = {field: value}
        assert client.get(f"/v1/{kind}s", params=asked).json()["total"] == len(having) == count > 0
        page = client.get(f"/{kind}s", params=asked).text
        assert f'value="{escape(value)}" selected' in page
        assert count_words(count, kind) in page
    assert client.get(f"/v1/{kind}s", params={field: "nobody-says-it"}).json()["total"] == 0
    assert "Nothing matches" in client.get(f"/{kind}s", params={field: "nobody-says-it"}).text


@pytest.fixture(scope="module")
def store() -> Store:
    return filled_store(3, 300)


@pytest.fixture(scope="module")
def client(store: Store) -> TestClient:
    return TestClient(app_over(store), base_url="http://127.0.0.1")


def some(store: Store, kind: PictureKind) -> PictureKey:
    return next(store.pictures.listed(kind)).key


def test_the_core_makes_pictures_of_exactly_these_kinds() -> None:
    assert {kind for kind, _ in whole(ready(history(Random(3), 300)), Day.of(TODAY))} == set(KINDS)


@EACH_KIND
def test_it_has_a_list_and_a_page_that_the_navigation_leads_to(
    kind: PictureKind, store: Store, client: TestClient
) -> None:
    title, address = LISTS[kind]
    key = some(store, kind)
    page = page_of(kind, key.partnership, key.id)
    assert (title, address) in NAVIGATION
    assert f'href="{page}"' in client.get(address, headers={"Accept": "text/html"}).text
    text = client.get(page, headers={"Accept": "text/html"}).text
    assert f'<a class="govuk-breadcrumbs__link" href="{address}">{title}</a>' in text
    feed = Scope.of_picture(key)
    assert (f'data-feed="{feed.address}"' in text) if feed else ("data-feed" not in text)


@EACH_KIND
def test_it_is_counted_on_the_first_page_and_the_status_page(
    kind: PictureKind, store: Store, client: TestClient
) -> None:
    count = store.pictures.count(kind)
    assert re.search(rf'href="/{kind}s">{count:,} {kind}s?</a>', client.get("/").text)
    status = client.get("/status").text
    assert re.search(rf">{kind.capitalize()}s</dt><dd [^>]*>{count:,}</dd>", status)


@EACH_KIND
def test_it_is_found_by_its_id_in_both_searches(kind: PictureKind, store: Store, client: TestClient) -> None:
    key = some(store, kind)
    hits = client.get("/v1/search", params={"q": key.id, "limit": 200}).json()["items"]
    assert (kind, key.id) in [(each["kind"], each["id"]) for each in hits]
    page = page_of(kind, key.partnership, key.id)
    found = client.get("/search", params={"q": key.id}, follow_redirects=False)
    assert found.headers.get("location") == page or f'href="{page}"' in found.text


@EACH_KIND
def test_it_is_in_the_api_as_a_list_and_as_a_picture(kind: PictureKind, store: Store, client: TestClient) -> None:
    rows = client.get(f"/v1/{kind}s", params={"limit": 200}).json()
    assert {each["id"] for each in rows["items"]} == {each.key.id for each in store.pictures.listed(kind)}
    for row in rows["items"]:
        assert client.get(row["href"]).json()["picture"]["id"] == row["id"]


@EACH_KIND
def test_it_is_described_in_openapi_with_an_example_of_the_demonstration(kind: PictureKind) -> None:
    app = app_over(*demonstration())
    document = app.openapi()
    assert f"/v1/{kind}s" in document["paths"]
    (place,) = document["paths"][f"/v1/{kind}s/{{at}}"]["get"]["parameters"]
    for example in place["examples"].values():
        found = TestClient(app, base_url="http://127.0.0.1").get(f"/v1/{kind}s/{example['value']}")
        assert found.json()["picture"]["kind"] == kind
    assert f"{kind.capitalize()}Picture" in document["components"]["schemas"]
    rows = document["components"]["schemas"]["Row"]["properties"]["kind"]
    assert rows["enum"] == list(KINDS)


@EACH_KIND
def test_it_has_a_feed_or_is_told_of_by_others(kind: PictureKind, store: Store, client: TestClient) -> None:
    key = some(store, kind)
    feed = Scope.of_picture(key)
    assert (feed is None) == (kind in FOLLOWED_WITH_OTHERS)
    if feed is None:
        return
    assert feed.key == key
    assert feed.takes(next(store.pictures.listed(kind)))
    listed = client.get("/v1/feeds", params={"kind": f"{kind}s", "limit": 1000}).json()["feeds"]
    assert feed.address in [each["links"]["feed"] for each in listed]
    routes = [r.path for make in ROUTES for r in make(parts_over(store)).routes if isinstance(r, APIRoute)]
    assert f"/v1/feeds/{kind}s/{{place:path}}" in routes


def test_feeds_are_of_groups_and_of_these_kinds() -> None:
    assert set(FeedKind) == {"groups", *(f"{kind}s" for kind in KINDS if kind not in FOLLOWED_WITH_OTHERS)}


def test_the_types_of_answers_name_the_same_kinds() -> None:
    assert get_args(PictureKind) == KINDS
    assert {*KINDS, "event"} == {
        word for part in get_args(models.Hit.model_fields["kind"].annotation) for word in get_args(part)
    }


@EACH_KIND
def test_hub_explain_takes_it(kind: PictureKind) -> None:
    choice = next(each.type for each in explain.params if each.name == "kind")
    assert isinstance(choice, click.Choice)
    assert kind in choice.choices


@EACH_KIND
def test_the_browser_looks_at_its_list_and_its_page(kind: PictureKind) -> None:
    assert {f"{kind}.html", f"{kind}s.html"} <= {each.template for each in CASES}


def test_what_developers_read_names_the_same_kinds() -> None:
    docs = Path(__file__).parents[2] / "docs"
    followed = re.findall(r"\| `/v1/feeds/(\w+)/\{", (docs / "following.md").read_text(encoding="utf-8"))
    assert sorted(followed) == sorted(FeedKind)
    tutorial = (docs / "http-api.md").read_text(encoding="utf-8")
    assert {"procurements", "contracts"} <= set(re.findall(r"127\.0\.0\.1:8080/v1/(\w+)", tutorial))


@EACH_KIND
def test_differences_about_it_can_be_asked_for(kind: PictureKind, store: Store, client: TestClient) -> None:
    """Wherever a picture of the kind has some, the page offers the kind and leaves those alone."""
    rows = [row for row in store.pictures.matters() if row.subject_kind == kind]
    assert bool(rows) == (kind != "provider"), "a provider's picture has no differences of its own"
    offered = f'<option value="{kind}"' in client.get("/differences").text
    assert offered == bool(rows)
    if rows:
        text = client.get(f"/differences?about={kind}").text
        assert f"{len(rows):,} open matter" in text
        held = client.get("/v1/differences", params={"subject": rows[-1].subject}).json()["items"]
        assert kind in {each["subject_kind"] for each in held}
