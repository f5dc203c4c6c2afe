"""Who is still sending when the gateway has answered can read the answer, and is not read for ever."""

import asyncio
import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from random import Random
from typing import cast

import pytest
from starlette.types import ASGIApp

from hub.gateway.api import incoming
from hub.gateway.api.incoming import MOST_BYTES
from hub.gateway.api.shared_publisher import SharedPublisher
from hub.gateway.app import create_app
from hub.gateway.http import lingering
from hub.gateway.http import protocol as http_protocol
from hub.gateway.index.store import Store
from hub.log.topics import TopicNames
from tests.gateway.made import InMemory, LogInMemory, parts_over
from tests.gateway.test_http_protocol import AWAIT_SECONDS, listening, problem_of
from tests.support.documents import NOW, wandsworth

OVERSIZED = b" " * (MOST_BYTES + 1_000_000)
OF_LENGTH = b"POST /unread HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
LARGE = 1 << 30


def urllib_s(port: int, path: str) -> int:
    """The status that Python's own client reads, which sends the whole body first and asks to close."""
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=OVERSIZED, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=AWAIT_SECONDS) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return int(json.load(refused)["status"])


def a_kept_connection_s(port: int, path: str) -> int:
    """The status of the second request on one connection, behind an answer to a body that nobody read."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=AWAIT_SECONDS)
    for _ in range(2):
        client.request("POST", path, OVERSIZED)
        answer = client.getresponse()
        answer.read()
    client.close()
    return answer.status


def chunked(port: int, path: str) -> int:
    """The status of a body that does not say how long it is."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=AWAIT_SECONDS)
    pieces = (OVERSIZED[at : at + 65536] for at in range(0, len(OVERSIZED), 65536))
    client.request("POST", path, pieces, {"Connection": "close"}, encode_chunked=True)
    status = client.getresponse().status
    client.close()
    return status


@pytest.mark.parametrize("ask", [urllib_s, a_kept_connection_s, chunked])
async def test_a_client_that_sends_all_of_its_body_first_reads_the_answer(ask: Callable[[int, str], int]) -> None:
    async with listening() as port:
        for _ in range(5):
            assert await asyncio.to_thread(ask, port, "/unread") == 200


def gateway() -> ASGIApp:
    store, log = Store("127.0.0.1:9", TopicNames(), Random(0)), LogInMemory()
    store.configuration = wandsworth()
    store.set_by_hand(None)
    return create_app(parts_over(store, log, cast(SharedPublisher, InMemory(store, log)), NOW))


async def test_what_is_too_large_is_told_to_an_ordinary_client() -> None:
    async with listening(gateway()) as port:
        for path, status in (("/v1/events", 413), ("/v1/nothing", 404)):
            for _ in range(5):
                assert await asyncio.to_thread(urllib_s, port, path) == status


async def test_a_head_that_cannot_be_read_is_told_while_more_comes() -> None:
    async with listening() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"zebra-4471\r\n\r\n" + OVERSIZED)
        await writer.drain()
        async with asyncio.timeout(AWAIT_SECONDS):
            assert problem_of(await reader.read())[1] == 400
        writer.close()


async def until_closed(port: int, piece: bytes, pause: float, path: bytes = b"/unread") -> tuple[bytes, int]:
    """What comes to a sender that goes on until it is stopped, and how many bytes it was let send."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(OF_LENGTH.replace(b"/unread", path) % LARGE)
    reading, sent = asyncio.ensure_future(reader.read()), 0
    try:
        async with asyncio.timeout(AWAIT_SECONDS):
            while sent < LARGE:
                writer.write(piece)
                await writer.drain()
                sent += len(piece)
                await asyncio.sleep(pause)
    except ConnectionError:
        pass
    finally:
        writer.close()
    try:
        return await reading, sent
    except ConnectionError:  # closed at once, while a byte was on its way
        return b"", sent


async def test_who_goes_on_and_on_is_closed_by_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lingering, "SECONDS", 0.3)
    async with listening() as port:
        began = time.monotonic()
        raw, _ = await until_closed(port, b"x", 0.01)
        assert time.monotonic() - began < 5
    assert raw.startswith(b"HTTP/1.1 200")


async def test_it_adds_nothing_to_the_limit_of_a_body(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(lingering, "SECONDS", 3600.0)
    async with listening() as port:
        raw, _ = await until_closed(port, b"x", 0.01)
    assert raw.startswith(b"HTTP/1.1 200")


async def test_a_body_that_was_too_slow_gets_no_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(incoming, "BODY_SECONDS", 0.3)
    monkeypatch.setattr(incoming, "MOST_BYTES", LARGE)
    monkeypatch.setattr(lingering, "SECONDS", 3600.0)
    async with listening(gateway()) as port:
        json_to = b"/v1/events HTTP/1.1\r\nContent-Type: application/json\r\nX: "
        raw, _ = await until_closed(port, b" ", 0.05, json_to)
    assert raw == b"" or problem_of(raw)[1] == 408


async def test_who_sends_without_end_is_closed_by_the_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lingering, "MOST_BYTES", 1 << 20)
    monkeypatch.setattr(lingering, "SECONDS", 3600.0)
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 3600.0)
    async with listening() as port:
        _, sent = await until_closed(port, b"x" * 65536, 0)
    assert sent < 64 << 20  # what the two sockets hold comes to it


async def test_a_gateway_that_stops_does_not_wait_for_what_it_throws_away() -> None:
    async with listening() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(OF_LENGTH % LARGE)
        assert await reader.read()
        began = time.monotonic()
    assert time.monotonic() - began < lingering.SECONDS - 1
    writer.close()
