"""Guards of the gateway that another layer hid, or that were seen on a whole instance alone. Into tests/gateway."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import Message

from hub.gateway.api import incoming
from hub.gateway.api.shared_publisher import SharedPublisher
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.http.security import refusal
from hub.gateway.index.bounds import Bounds
from hub.gateway.serve import config_of
from hub.log.freshness import FreshnessState
from hub.log.topics import TopicNames
from tests.gateway.test_inclusion_watch import World


def test_the_gateway_listens_on_this_machine_alone() -> None:
    config = config_of(cast(Any, None), 0)
    sock = config.bind_socket()
    try:
        assert (config.host, sock.getsockname()[0]) == ("127.0.0.1", "127.0.0.1")
    finally:
        sock.close()


def test_two_hosts_are_refused_whatever_the_server_in_front_lets_through() -> None:
    headers = Headers(raw=[(b"host", b"localhost"), (b"host", b"evil.example")])
    found = refusal("GET", headers)
    assert found is not None
    assert (found.kind, "more than once" in found.detail) == (ProblemKind.REQUEST_WRONG, True)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1.evil.example",
        "localhost.evil.example:8080",
        "localhostile",
        "evil.localhost",
        "evil.127.0.0.1",
        "127.0.0.10",
        "[::1].evil.example",
        "local",
        "",
    ],
)
def test_a_name_that_ours_begins_or_ends_is_not_ours(host: str) -> None:
    """Whoever owns such a name can have it lead to this machine: DNS rebinding."""
    found = refusal("GET", Headers({"host": host}))
    assert found is not None
    assert found.kind is ProblemKind.HOST_WRONG


OUR_HOST = "127.0.0.1:8080"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "origin",
    [
        "null",  # what a sandboxed frame and a file say
        "",
        "http://evil.example",
        f"http://{OUR_HOST}.evil.example",
        f"http://{OUR_HOST}@evil.example",
        f"http://{OUR_HOST}0",
        f"http://evil.example/http://{OUR_HOST}",
        "http://127.0.0.1",
        "http://localhost:8080",
        f"https://{OUR_HOST}",
        f"HTTP://{OUR_HOST}",
    ],
)
def test_an_origin_that_is_not_ours_to_the_letter_may_not_write(method: str, origin: str) -> None:
    found = refusal(method, Headers({"host": OUR_HOST, "origin": origin}))
    assert found is not None
    assert found.kind is ProblemKind.ORIGIN_WRONG


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("headers", [{}, {"origin": f"http://{OUR_HOST}"}])
def test_our_own_pages_and_programs_may_write(method: str, headers: dict[str, str]) -> None:
    """A program sends no Origin."""
    assert refusal(method, Headers({"host": OUR_HOST, **headers})) is None


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_link_on_another_site_may_be_followed(method: str) -> None:
    assert refusal(method, Headers({"host": OUR_HOST, "origin": "http://evil.example"})) is None


async def test_the_age_of_a_look_is_counted_from_before_its_first_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was admitted while Kafka was slow to answer is in no answer."""
    world = World(monkeypatch)
    ends = world.ends

    async def slow(tps: Any) -> Any:
        world.clock.now += 2
        return await ends(tps)

    monkeypatch.setattr(world, "ends", slow)
    await world.look()
    world.clock.now += 3
    assert world.state() is FreshnessState.UNKNOWN


class Publisher:
    """One that never hears from its broker."""

    def __init__(self) -> None:
        self.discarded = asyncio.Event()
        self.asked = asyncio.Event()

    async def publish(self, *_: Any) -> Any:
        self.asked.set()
        await asyncio.Event().wait()

    async def keep(self, *_: Any) -> Any:
        return await self.publish()

    async def discard(self) -> None:
        self.discarded.set()


async def test_what_a_request_that_was_given_up_handed_over_is_not_sent_when_the_broker_is_back() -> None:
    made: list[Publisher] = []

    @asynccontextmanager
    async def open_() -> AsyncIterator[Any]:
        made.append(Publisher())
        yield made[-1]

    shared = SharedPublisher(open_)
    door = SimpleNamespace(take_refused=list, take_warned=list)
    admitted = SimpleNamespace(time=None, principal="operator", door="http")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await shared.write(cast(Any, [admitted]), cast(Any, door))
    await asyncio.wait_for(made[0].discarded.wait(), 10)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await shared.write(cast(Any, [admitted]), cast(Any, door))
    assert len(made) == 2, "the next request has a publisher of its own"
    await shared.stop()


@pytest.mark.parametrize(("committed", "certain"), [(None, False), (3, True), (4, False)])
def test_a_claim_beyond_the_inputs_is_forged_only_where_they_never_held_more(
    committed: int | None, certain: bool
) -> None:
    """Of what the group never committed, or committed beyond, an input topic may have been made anew."""
    bounds = Bounds("127.0.0.1:9", TopicNames(), lambda: date(2026, 4, 1))
    tps = bounds._topics(0)
    bounds._ends = dict.fromkeys(tps, 3)
    bounds._committed = {} if committed is None else dict.fromkeys(tps, committed)
    assert set(bounds.known(0).certain) == {certain}
    assert set(bounds.known(0).last.offsets) == {2}


def request_with(receive: Any, **headers: str) -> Request:
    told = [(b"content-type", b"application/json"), *((k.encode(), v.encode()) for k, v in headers.items())]
    return Request({"type": "http", "method": "POST", "path": "/v1/events", "headers": told}, receive)


async def test_a_body_that_drips_is_told_to_be_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "BODY_SECONDS", 0.05)

    async def receive() -> Message:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b" ", "more_body": True}

    read = bytearray()
    with pytest.raises(Problem) as told:
        async with asyncio.timeout(10):
            await incoming.read_body(request_with(receive), read)
    assert told.value.kind is ProblemKind.TOO_SLOW
    assert read, "what came is there to be kept"


@pytest.mark.parametrize("length", [str(incoming.MOST_BYTES + 1), "1e3", "-1"])
async def test_of_a_body_that_is_announced_too_large_nothing_is_read(length: str) -> None:
    async def receive() -> Message:
        raise AssertionError("it was read")

    with pytest.raises(Problem) as told:
        await incoming.read_body(request_with(receive, **{"content-length": length}), bytearray())
    assert told.value.kind is ProblemKind.TOO_LARGE


def test_a_length_beside_chunks_is_refused_whatever_the_server_in_front_lets_through() -> None:
    """A proxy may take the one and the hub the other: then two read two requests."""
    headers = Headers({"host": "localhost", "transfer-encoding": "chunked", "content-length": "5"})
    found = refusal("POST", headers)
    assert found is not None
    assert (found.kind, "one of the two" in found.detail) == (ProblemKind.REQUEST_WRONG, True)
