"""From where a reader goes on: by header and by each name in the address, and what is said of two that differ."""

from collections.abc import AsyncIterator
from itertools import combinations

import aiohttp
import pytest
from fastapi.routing import APIRoute

from hub.gateway.feeds import routes as feeds
from hub.gateway.feeds.asked import HEADER, IN_ADDRESS
from hub.gateway.feeds.scope import FeedKind
from hub.gateway.http.parameters import declared
from tests.gateway.made import demonstration, filled_store, parts_over
from tests.gateway.test_feeds import FEED, Site, reading, refused, served


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with served(filled_store()) as made:
        yield made


async def positions(site: Site) -> list[str]:
    """Of a reader that has heard two items: before them, behind the first, behind the second."""
    async with reading(site) as heard:
        found = [(await anext(heard)).position]
        for title in ("a", "b"):
            site.write(title)
            found.append((await anext(heard)).position)
    return [each for each in found if each is not None]


def test_every_feed_takes_every_name() -> None:
    streams = [
        each
        for each in feeds.routes(parts_over(*demonstration())).routes
        if isinstance(each, APIRoute) and each.path != "/v1/feeds"
    ]
    assert len(streams) == len(FeedKind)
    for each in streams:
        assert set(IN_ADDRESS) <= set(declared(each)), each.path


@pytest.mark.parametrize("name", IN_ADDRESS)
async def test_all_that_came_since_is_heard(site: Site, name: str) -> None:
    position = (await positions(site))[0]
    site.write("c")
    async with reading(site, f"{FEED}?{name}={position}") as heard:
        assert (await anext(heard)).position == position
        assert [(await anext(heard)).data["title"] for _ in range(3)] == ["a", "b", "c"]


@pytest.mark.parametrize("names", list(combinations(IN_ADDRESS, 2)))
async def test_two_names_say_one_position_or_are_told(site: Site, names: tuple[str, str]) -> None:
    one, other = names
    _, first, second = await positions(site)
    async with reading(site, f"{FEED}?{one}={first}&{other}={first}") as heard:
        assert (await anext(heard)).position == first
    status, problem = await refused(site, f"{FEED}?{one}={first}&{other}={second}")
    assert (status, problem["type"]) == (422, "urn:uk.jch:problem:parameter-wrong")
    assert problem["errors"] == [{"pointer": f"query/{each}", "detail": "differs"} for each in names]


@pytest.mark.parametrize("name", IN_ADDRESS)
async def test_a_browser_that_comes_again_to_the_same_address_goes_on_by_its_header(site: Site, name: str) -> None:
    """The page gives the place up to which it was made in the address; the browser's header is newer."""
    begun, _, last = await positions(site)
    async with reading(site, f"{FEED}?{name}={begun}", last) as heard:
        assert (await anext(heard)).position == last
        site.write("c")
        assert (await anext(heard)).data["title"] == "c"


async def test_two_headers_that_differ_are_told(site: Site) -> None:
    _, first, second = await positions(site)
    headers = [(HEADER, first), (HEADER, second)]
    async with aiohttp.ClientSession() as session, session.get(site.address + FEED, headers=headers) as answer:
        assert answer.status == 422  # a feed that was begun has no end to read up to
        problem = await answer.json()
    assert problem["errors"] == [{"pointer": f"header/{HEADER}", "detail": "differs"}]


@pytest.mark.parametrize("name", IN_ADDRESS)
async def test_a_position_that_is_none_is_told_by_the_name_that_it_came_under(site: Site, name: str) -> None:
    _, problem = await refused(site, f"{FEED}?{name}=zebra")
    assert [each["pointer"] for each in problem["errors"]] == [f"query/{name}"]  # type: ignore[attr-defined]
    _, problem = await refused(site, FEED, "zebra")
    assert [each["pointer"] for each in problem["errors"]] == [f"header/{HEADER}"]  # type: ignore[attr-defined]
