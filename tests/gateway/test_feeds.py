"""Feeds over real HTTP, from a store that is filled by hand: what is sent, resumed, refused, cut and freed."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import orjson
import pytest
import uvicorn

from bench.feed_client import Heard, events, follow, lines
from hub.configuration.model import Configuration, Group
from hub.gateway.feeds.asked import IN_ADDRESS
from hub.gateway.index.pictures import HeldPictures
from hub.gateway.index.store import Store
from hub.gateway.serve import Server
from hub.reconcile.picture import picture_key
from tests.gateway.made import GROUP, app_over, basis_at, filled_store, of_any_body, picture_record

FEED = "/v1/feeds/groups/integration-group"
KEY = picture_key("wandsworth", "contract", "GB-LAE-WND/new 1")


class Site:
    """A gateway that serves a store which a test fills."""

    def __init__(self, store: Store, address: str, server: Server) -> None:
        self.store, self.address, self.server = of_any_body(store), address, server
        self.offset = store.pictures.position(0)

    def write(self, title: str | None, key: bytes = KEY, **more: object) -> None:
        """One more picture; None takes it out."""
        self.offset += 1
        body = None if title is None else orjson.dumps({"title": title, "fields": {}, "differences": [], **more})
        self.store.pictures.take(picture_record(self.offset, key, body, basis_at(self.offset)))
        self.store.changes.tell()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with served(filled_store()) as made:
        yield made


@asynccontextmanager
async def served(store: Store) -> AsyncIterator[Site]:
    app = app_over(store)
    server = Server(
        uvicorn.Config(
            app, host="127.0.0.1", port=0, lifespan="off", log_level="critical", timeout_graceful_shutdown=5
        ),
        store,
    )
    running = asyncio.create_task(server._serve())  # without its signal handlers
    await until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Site(store, f"http://127.0.0.1:{port}", server)
    finally:
        server.should_exit = True
        await running


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


@asynccontextmanager
async def reading(site: Site, path: str = FEED, position: str | None = None) -> AsyncIterator[AsyncIterator[Heard]]:
    async with reading_all(site, path, position) as heard:
        yield pictures_of(heard)


@asynccontextmanager
async def reading_all(site: Site, path: str = FEED, position: str | None = None) -> AsyncIterator[AsyncIterator[Heard]]:
    headers = {} if position is None else {"Last-Event-ID": position}
    async with (
        aiohttp.ClientSession() as session,
        asyncio.timeout(10),
        session.get(site.address + path, headers=headers) as answer,
    ):
        assert answer.status == 200, await answer.text()
        yield events(lines(answer))


async def pictures_of(heard: AsyncIterator[Heard]) -> AsyncIterator[Heard]:
    """What is told of pictures; test_feed_freshness reads the rest."""
    async for each in heard:
        if each.name != "freshness":
            yield each


async def refused(site: Site, path: str, position: str | None = None) -> tuple[int, dict[str, object]]:
    headers = {} if position is None else {"Last-Event-ID": position}
    async with aiohttp.ClientSession() as session, session.get(site.address + path, headers=headers) as answer:
        assert answer.content_type == "application/problem+json"
        return answer.status, await answer.json()


async def test_it_says_where_it_begins_and_then_what_comes(site: Site) -> None:
    async with reading(site) as heard:
        ready = await anext(heard)
        assert (ready.name, ready.data["position"]) == ("ready", ready.position)
        site.write("New", differences=[])
        first = await anext(heard)
    assert (first.name, first.data["id"], first.data["title"]) == ("picture", f"0-{site.offset}", "New")
    assert first.data["links"] == {
        "page": "/contracts/wandsworth/GB-LAE-WND/new%201",
        "api": "/v1/contracts/wandsworth/GB-LAE-WND/new%201",
    }
    assert first.data["picture"]["title"] == "New"
    assert first.data["severities"] == {"red": 0, "amber": 0, "minor": 0}
    assert (first.data["judged_for"], first.data["at"]) == ("2016-01-01", "2016-01-01T12:00:00.000Z")


async def test_headers_keep_proxies_from_holding_it_back(site: Site) -> None:
    async with aiohttp.ClientSession() as session, session.get(site.address + FEED) as answer:
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["X-Accel-Buffering"] == "no"
        assert answer.content_type == "text/event-stream"
        assert b"retry: 2000" in await answer.content.readuntil(b"\n\n")


async def test_a_picture_that_is_taken_out_is_gone(site: Site) -> None:
    async with reading(site) as heard:
        await anext(heard)
        site.write("New")
        site.write(None)
        assert [(each.name, each.data["subject"]) for each in [await anext(heard), await anext(heard)]] == [
            ("picture", "GB-LAE-WND/new 1"),
            ("gone", "GB-LAE-WND/new 1"),
        ]


@pytest.mark.parametrize("name", [None, *IN_ADDRESS], ids=["header", *IN_ADDRESS])
async def test_a_reader_goes_on_behind_what_it_heard_also_before_its_first_item(site: Site, name: str | None) -> None:
    async with reading(site) as heard:
        position = (await anext(heard)).position
    for title in ("a", "b"):
        site.write(title)
        path, header = (FEED, position) if name is None else (f"{FEED}?{name}={position}".replace("~", "%7E"), None)
        async with reading(site, path, header) as heard:
            assert (await anext(heard)).position == position
            item = await anext(heard)
        assert item.data["title"] == title
        position = item.position


async def test_from_start_tells_what_stands_and_then_what_comes(site: Site) -> None:
    stands = {held.key.id for held in site.store.pictures.all()}
    async with reading(site, f"{FEED}?from=start") as heard:
        await anext(heard)
        assert {(await anext(heard)).data["subject"] for _ in stands} == stands
        site.write("New")
        assert (await anext(heard)).data["title"] == "New"


async def test_what_is_not_held_any_more_is_a_gap_that_says_what_still_stands(site: Site) -> None:
    site.store.pictures = pictures = HeldPictures(most_item_bytes=1)
    pictures.whole = True
    site.offset = -1
    other, third = (picture_key("wandsworth", "contract", name) for name in ("other", "third"))
    site.write("stays", other)
    site.write("goes")
    position = f"0:{site.offset}"
    site.write(None)
    site.write("third", third)
    site.write("third again", third)
    async with reading(site, FEED, position) as heard:
        assert (await anext(heard)).name == "ready"
        gap = await anext(heard)
        assert (gap.name, gap.data["reason"]) == ("gap", "dropped")
        assert gap.data["still"] == [{"partnership": "wandsworth", "kind": "contract", "subject": "other"}]
        assert (await anext(heard)).data["title"] == "third again"


async def test_a_position_beyond_the_log_is_a_gap(site: Site) -> None:
    async with reading(site, FEED, "0:999999") as heard:
        site.store.pictures.ends_are({0: site.offset + 1})
        site.store.changes.tell()
        assert (await anext(heard)).position == "0:999999"
        gap = await anext(heard)
        assert (gap.data["reason"], gap.data["still"]) == ("unknown-position", [])
        assert (await anext(heard)).name == "picture"


@pytest.mark.parametrize("position", ["x", "0-12", "0:1,0:2", "1:5", "0:1,1:5", "0:1~zz"])
async def test_a_position_that_is_none_of_this_feed_is_refused(site: Site, position: str) -> None:
    status, problem = await refused(site, FEED, position)
    assert (status, problem["type"]) == (422, "urn:uk.jch:problem:parameter-wrong")
    assert position not in str(problem)


@pytest.mark.parametrize("path", ["groups/nobody", "programmes/wandsworth/none", "providers/leeds/GB-COH-00000001"])
async def test_an_unknown_feed_is_a_problem_document(site: Site, path: str) -> None:
    status, problem = await refused(site, f"/v1/feeds/{path}")
    assert (status, problem["type"]) == (404, "urn:uk.jch:problem:not-found")


async def test_a_programme_is_told_of_its_contracts_and_no_others(site: Site) -> None:
    async with reading(site, "/v1/feeds/programmes/wandsworth/carers") as heard:
        await anext(heard)
        site.write("not its own", programmes=[{"programme": "mental-health"}])
        site.write("its own", programmes=[{"programme": "carers"}])
        assert (await anext(heard)).data["title"] == "its own"


async def test_every_listed_feed_can_be_read(site: Site) -> None:
    found = []
    async with aiohttp.ClientSession() as session:
        for kind in ("groups", "programmes", "providers"):
            after: str | None = ""
            while after is not None:
                params = {"kind": kind, "limit": "1", **({"after": after} if after else {})}
                async with session.get(f"{site.address}/v1/feeds", params=params) as answer:
                    page = await answer.json()
                found += page["feeds"]
                after = page["next"]
    assert {each["kind"] for each in found} == {"group", "programme", "provider"}
    assert len({each["links"]["feed"] for each in found}) == len(found)
    for each in found:
        async with reading(site, each["links"]["feed"]) as heard:
            assert (await anext(heard)).data["feed"] == each["links"]["feed"]


async def test_a_group_that_is_told_of_other_places_is_told_so(site: Site) -> None:
    async with reading(site) as heard:
        position = (await anext(heard)).position
        site.write("before")
        assert (await anext(heard)).name == "picture"
        _configure(site.store, Group(id=GROUP.id, name="Group", partnerships=("leeds",)))
        gap = await anext(heard)
        assert (gap.data["reason"], gap.data["still"]) == ("group-changed", [])
        site.write("not of the group any more")
        site.write("of the group", picture_key("leeds", "contract", "c1"))
        assert (await anext(heard)).data["title"] == "of the group"
    async with reading(site, FEED, position) as heard:
        assert [(await anext(heard)).name, (await anext(heard)).data["reason"]] == ["ready", "group-changed"]


async def test_a_feed_whose_group_is_taken_away_ends(site: Site) -> None:
    async with reading(site) as heard:
        await anext(heard)
        _configure(site.store)
        assert [each async for each in heard] == []
    assert (await refused(site, FEED))[0] == 404


async def test_a_silent_feed_shows_that_it_is_there_and_moves_the_position(site: Site) -> None:
    site.store.readers.heartbeat_seconds = 0.2
    async with aiohttp.ClientSession() as session, session.get(site.address + FEED) as answer:
        for begun in (b"event: ready", b"event: freshness"):
            assert (await answer.content.readuntil(b"\n\n")).startswith(begun)
        assert await answer.content.readuntil(b"\n\n") == b": still here\n\n"
        site.write("elsewhere", picture_key("leeds", "contract", "c1"))
        beat = await answer.content.readuntil(b"\n\n")
    assert beat.startswith(b": still here\nid: 0:%d~" % site.offset)


async def test_while_the_store_is_read_the_reader_waits(site: Site) -> None:
    site.store.readers.heartbeat_seconds = 0.1
    position = f"0:{site.offset + 1}"
    site.store.pictures.whole = False
    for each in site.store._followers:
        each.unread = "the pictures not read yet"  # all but feeds and the like is refused then
    site.store.pictures.ends_are({0: site.offset + 3})
    headers = {"Last-Event-ID": position}
    async with aiohttp.ClientSession() as session, session.get(site.address + FEED, headers=headers) as answer:
        assert await answer.content.readuntil(b"\n\n") == b": still here\n\n"
        site.write("read at last")
        site.write("what comes")
        said = [each async for each in _first(pictures_of(events(lines(answer))), 2)]
    assert [each.name for each in said] == ["ready", "picture"]
    assert said[1].data["title"] == "what comes"


@pytest.mark.parametrize(("hears", "kind"), [(False, "away"), (True, "not-read")])
async def test_before_it_is_known_which_feeds_there_are_the_reader_is_asked_to_come_again(
    site: Site, monkeypatch: pytest.MonkeyPatch, hears: bool, kind: str
) -> None:
    monkeypatch.setattr("hub.gateway.feeds.routes.START_SECONDS", 0.05)
    site.store.configured = False
    site.store._followers[0].answers = hears
    status, problem = await refused(site, FEED)
    assert (status, problem["type"]) == (503, f"urn:uk.jch:problem:{kind}")


async def test_a_reader_too_many_is_refused_and_a_slot_is_free_when_one_leaves(site: Site) -> None:
    site.store.readers.most = 1
    async with reading(site) as heard:
        await anext(heard)
        status, problem = await refused(site, FEED)
        assert (status, problem["type"]) == (429, "urn:uk.jch:problem:too-many")
    await until(lambda: len(site.store.readers) == 0)
    async with reading(site) as heard:
        assert (await anext(heard)).name == "ready"


async def test_a_reader_that_takes_nothing_is_cut_and_holds_up_nobody(site: Site) -> None:
    site.store.readers.stall_seconds = 0.5
    reader, writer = await asyncio.open_connection(*site.address.removeprefix("http://").split(":"), limit=1024)
    writer.write(f"GET {FEED} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    await reader.readuntil(b"ready")
    async with reading(site) as heard:
        await anext(heard)
        assert len(site.store.readers) == 2
        for number in range(400):  # more than the sockets hold
            site.write(f"{number}", words="x" * 100_000)
            if number % 20 == 0:
                assert (await anext(heard)).data["title"] == str(number)
            else:
                await anext(heard)
        await until(lambda: len(site.store.readers) == 1)
        site.write("still told")
        assert (await anext(heard)).data["title"] == "still told"
    writer.transport.abort()


async def test_the_end_of_the_gateway_ends_the_feeds_at_once(site: Site) -> None:
    async with reading(site) as heard:
        await anext(heard)
        site.server.should_exit = True
        begun = asyncio.get_running_loop().time()
        assert [each async for each in heard] == []
        await until(lambda: not site.server.started or not site.server.server_state.connections)
        assert asyncio.get_running_loop().time() - begun < 2


async def test_two_hundred_readers_all_hear_all(site: Site) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session, asyncio.timeout(30):

        async def hears(count: int) -> list[str]:
            followed = follow(session, site.address + FEED)
            heard = pictures_of(followed)
            assert (await anext(heard)).name == "ready"
            ready.append(1)
            titles = [each.data["title"] async for each in _first(heard, count)]
            await followed.aclose()
            return titles

        ready: list[int] = []
        running = [asyncio.create_task(hears(50)) for _ in range(200)]
        await until(lambda: len(ready) == 200)
        for number in range(50):
            site.write(str(number))
            await asyncio.sleep(0)
        assert await asyncio.gather(*running) == [[str(number) for number in range(50)]] * 200


async def _first(heard: AsyncIterator[Heard], count: int) -> AsyncIterator[Heard]:
    for _ in range(count):
        yield await anext(heard)


def _configure(store: Store, *groups: Group) -> None:
    documents = {key: each for key, each in store.configuration.documents.items() if not key.startswith("group/")}
    store.configuration = Configuration(9, {**documents, **{f"group/{each.id}": each for each in groups}})
    store.changes.tell()
