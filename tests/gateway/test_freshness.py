"""Every route says what is not included yet: walked over all of them, with an engine that stands still."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final

import httpx
import orjson
import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from hub.gateway.api import examples
from hub.gateway.api.freshness import HEADER
from hub.gateway.app import ROUTES, create_app
from hub.gateway.feeds import routes as feeds
from hub.gateway.index.store import Store
from hub.gateway.pages import every, lists
from hub.log.freshness import EVIDENCE_SECONDS, FreshnessState
from hub.reports.freshness_words import TAGS, second_words
from hub.serialization.readable import instant_text
from tests.gateway.made import LATER, Clock, LogInMemory, demonstration, look, parts_over

EVENT: Final = examples.BINARY
WAITS: Final = "1 statement is not included yet, admitted on 23 November 2026, 12:00:00 GMT."
LINE: Final = re.compile(r'<p id="freshness"[^>]*>(.*?)</p>', re.S)
ABOVE: Final = re.compile(r'<p class="above"[^>]*>(.*?)</p>', re.S)
GROUP: Final = f"/groups/{examples.GROUP}"

ADDRESSES: Final[Mapping[str, str]] = {
    "/programmes/{at:path}": f"/programmes/{examples.PROGRAMME}",
    "/procurements/{at:path}": f"/procurements/{examples.PROCUREMENT}",
    "/contracts/{at:path}": f"/contracts/{examples.CONTRACT}",
    "/providers/{at:path}": f"/providers/{examples.PROVIDER}",
    "/differences/{name}": f"/differences/{examples.DIFFERENCE_ID}",
    "/differences/{difference_id}": f"/differences/{examples.DIFFERENCE_ID}",
    "/groups/{group}": GROUP,
    "/groups/{group}/report": f"{GROUP}/report",
    "/groups/{group}/report.{suffix}": f"{GROUP}/report.json",
    "/events/{event_id}": f"/events/{examples.EVENT_ID}",
    "/receipts/{event_id}": f"/receipts/{examples.EVENT_ID}",
    "/search": "/search?q=care",
}
"""Where each route with a parameter is asked."""

STREAMS: Final = {each.path for each in feeds.routes(parts_over(*demonstration())).routes if "{" in each.path}  # type: ignore[attr-defined]
"""They do not end: test_feed_freshness reads them."""


def addresses() -> Iterator[str]:
    """Of every route that reads, of the whole application."""
    parts = parts_over(*demonstration())
    for routes in ROUTES:
        for route in routes(parts).routes:
            assert isinstance(route, APIRoute)
            if "GET" in (route.methods or ()) and route.path not in STREAMS:
                prefix = "/v1" if route.path.startswith("/v1/") else ""
                yield prefix + ADDRESSES.get(route.path.removeprefix("/v1"), route.path.removeprefix("/v1"))
    yield "/nowhere"


ALL: Final = sorted(set(addresses()))
PAGES: Final = {
    ADDRESSES.get(route.path, route.path)
    for routes in every.ROUTES
    for route in routes(parts_over(*demonstration())).routes
    if isinstance(route, APIRoute) and not route.path.endswith((".{suffix}", ".csv"))
}


@dataclass
class World:
    """A gateway that let in one event. state: whether the engine has taken it in, or nobody knows."""

    state: FreshnessState
    store: Store
    log: LogInMemory
    client: TestClient

    def of(self, address: str) -> FreshnessState:
        """Of what is asked for there: the procurement is of another place, in which nothing waits."""
        return (
            FreshnessState.CURRENT if self.state is FreshnessState.BEHIND and not self.waits_at(address) else self.state
        )

    def waits_at(self, address: str) -> bool:
        return self.state is not FreshnessState.CURRENT and not address.endswith(examples.PROCUREMENT)

    def get(self, address: str) -> httpx.Response:
        accept = "*/*" if address.startswith("/v1/") else "text/html,*/*"
        answer: httpx.Response = self.client.get(address, headers={"Accept": accept})
        return answer


@pytest.fixture(scope="module", params=list(FreshnessState))
def world(request: pytest.FixtureRequest) -> World:
    """One in each state."""
    store, log = demonstration()
    look(store, log)
    client = TestClient(create_app(parts_over(store, log, now=LATER)), base_url="http://127.0.0.1")
    answer = client.post("/v1/events", json=EVENT)
    assert answer.json()["accepted"] == 1, answer.text
    look(store, log, is_running=request.param is FreshnessState.CURRENT)
    if request.param is FreshnessState.UNKNOWN:
        assert isinstance(store.clock, Clock)
        store.clock.now += 2 * EVIDENCE_SECONDS  # and nobody looks
    return World(request.param, store, log, client)


def test_no_route_is_left_out() -> None:
    assert [each for each in ALL if "{" in each] == []
    assert len(ALL) > 30


@pytest.mark.parametrize("address", ALL)
def test_every_answer_says_how_fresh_it_is(world: World, address: str) -> None:
    answer = world.get(address)
    assert answer.status_code == (404 if address == "/nowhere" else 200), answer.text
    assert answer.headers[HEADER].partition(";")[0] == world.of(address).value
    if world.of(address) is FreshnessState.BEHIND:
        assert answer.headers[HEADER].startswith('behind;waiting=1;since="2026-11-23T12:00:00.000Z"')


@pytest.mark.parametrize("address", [*sorted(PAGES), "/nowhere"])
def test_every_page_says_it_in_words(world: World, address: str) -> None:
    state = world.of(address)
    text = unescape(world.get(address).text)
    (told,) = (ABOVE if address.endswith("/report") else LINE).findall(text)
    assert TAGS[state] in told
    assert (WAITS in told) is world.waits_at(address)
    assert ("not known" in told) is (state is FreshnessState.UNKNOWN)
    # nowhere on the page, whatever else it says
    assert ("up to date" in text.lower()) is (state is FreshnessState.CURRENT)


def test_a_receipt_and_its_page_say_whether_the_event_is_included(world: World) -> None:
    told, words = {
        FreshnessState.CURRENT: ("included", "The pictures include it."),
        FreshnessState.BEHIND: ("waiting", "The pictures do not include it yet"),
        FreshnessState.UNKNOWN: ("unknown", "Whether the pictures include it yet is not known."),
    }[world.state]
    assert world.client.get(f"/v1/receipts/{EVENT['id']}").json()["pictures"] == told
    assert words in world.get(f"/events/{EVENT['id']}").text
    # what was taken in stays so, whatever is not known
    assert world.client.get(f"/v1/receipts/{examples.EVENT_ID}").json()["pictures"] == "included"
    assert "The pictures include it." in world.get(f"/events/{examples.EVENT_ID}").text


def test_readiness_tells_it_and_stays(world: World) -> None:
    answer = world.client.get("/readyz")
    assert (answer.status_code, answer.json()["freshness"]["state"]) == (200, world.state.value)


def test_who_waits_is_told_by_partnership_and_organisation(world: World) -> None:
    told = world.client.get("/v1/freshness").json()
    waiting = [
        (each["partnership"], each["organisation"], each["waiting"])
        for each in told["organisations"]
        if each["waiting"]
    ]
    assert waiting == ([] if world.state is FreshnessState.CURRENT else [("wandsworth", "GB-LAE-WND", 1)])
    elsewhere = world.client.get("/v1/freshness?partnership=richmond").json()
    assert elsewhere["state"] == ("unknown" if world.state is FreshnessState.UNKNOWN else "current")
    assert [each["waiting"] for each in elsewhere["organisations"]].count(1) == 0


def test_the_file_of_a_report_does_not_change_by_what_waits(world: World) -> None:
    """Not included yet stands around the report: its file is a function of what it stands on. Only that nobody knows
    whether it is whole is inside it, for whoever reads it has no screen beside it."""
    told = {TAGS[world.state]} if world.state is FreshnessState.UNKNOWN else set()
    for suffix in ("html", "json"):
        file = world.client.get(f"{GROUP}/report.{suffix}").text
        assert {each for each in (*TAGS.values(), WAITS) if each in file} == told
        assert ("doubt" in file) is (bool(told) and suffix == "json")


def test_the_name_of_a_lists_file_tells_that_it_may_not_be_whole(world: World) -> None:
    for each in lists.IN_FILES:
        named = world.client.get(f"/{each}s.csv").headers["Content-Disposition"]
        assert ("perhaps-not-whole" in named) is (world.state is FreshnessState.UNKNOWN)


def test_a_file_that_may_not_be_whole_says_so_above_all_else_and_up_to_when_it_is(world: World) -> None:
    if world.state is not FreshnessState.UNKNOWN:
        return
    page, data = (world.client.get(f"{GROUP}/report.{suffix}").text for suffix in ("html", "json"))
    doubt = orjson.loads(data)["doubt"]
    (said,) = ABOVE.findall(page)
    assert said == doubt["words"]
    assert said.startswith(
        "Not known: When this file was made it was not known whether every admitted statement is in it."
    )
    assert page.index(said) < page.index("<header>")
    up_to = world.store.account(("wandsworth",)).up_to
    assert up_to is not None
    assert doubt["included_up_to"] == instant_text(up_to)
    assert said.endswith(f"was admitted on {second_words(up_to)}.")
    # though ever longer nothing is known, what it says and stands on is the same
    assert isinstance(world.store.clock, Clock)
    world.store.clock.now += 60
    assert world.client.get(f"{GROUP}/report.html").text == page
    assert world.client.get(f"{GROUP}/report.json").text == data


def test_the_file_of_a_report_tells_the_last_statement_that_is_included(world: World) -> None:
    partners = world.client.get(f"{GROUP}/report.json").json()["partners"]
    (council,) = [each for each in partners if each["organisation"] == "GB-LAE-WND"]
    # the one that waits was recorded in July 2015, before the last of the story
    assert council["last"]["recorded_on"] > "2015-07-20"
    assert council["expected"] and council["silent_days"] >= 0
