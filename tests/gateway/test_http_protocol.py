"""The gateway's HTTP over real sockets: what is too slow is closed, what is not framed as it must be is refused."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.gateway.http import protocol as http_protocol
from hub.gateway.http.head_limit import MOST_BYTES
from hub.gateway.http.problems import MEDIA, ProblemKind
from hub.gateway.http.security import HEADERS, SecurityMiddleware
from hub.gateway.index.store import Store
from hub.gateway.serve import Server, config_of
from tests.gateway.made import filled_store

CANARY = "zebra-4471"
GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST / HTTP/1.1\r\nHost: localhost\r\n"
AWAIT_SECONDS = 30.0


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads what it is sent at /, nothing at /unread; breaks at /broken, and in the middle of its answer at /half."""
    if scope["type"] != "http":
        raise NotImplementedError
    if scope["path"] == "/broken":
        raise RuntimeError(CANARY)
    if scope["path"] == "/":
        while (await receive()).get("more_body"):
            pass
    start: Message = {"type": "http.response.start", "status": 200, "headers": []}
    await send(start)
    if scope["path"] == "/half":
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise RuntimeError(CANARY)
    await send({"type": "http.response.body", "body": b"done"})


@asynccontextmanager
async def listening(app: ASGIApp | None = None) -> AsyncIterator[int]:
    config = config_of(app or SecurityMiddleware(application), 0)
    config.lifespan = "off"
    sock = config.bind_socket()
    store: Store = filled_store()
    server = Server(config, store)
    serving = asyncio.create_task(server.serve([sock]))
    try:
        async with asyncio.timeout(AWAIT_SECONDS):
            while not server.started:
                await asyncio.sleep(0.01)
        yield sock.getsockname()[1]
    finally:
        server.should_exit = True
        await serving
        sock.close()


async def answer(port: int, *parts: bytes) -> bytes:
    """All that comes until the gateway closes. Between two parts the first has been read."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            with suppress(ConnectionError):  # it closed before it had all
                await writer.drain()
            await asyncio.sleep(0)
        async with asyncio.timeout(AWAIT_SECONDS):
            return await reader.read()
    finally:
        writer.close()


def problem_of(raw: bytes) -> tuple[str, int]:
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = {name.lower(): value for name, _, value in (line.partition(": ") for line in head.decode().split("\r\n"))}
    assert lines["content-type"] == MEDIA
    assert all(lines[name.lower()] == value for name, value in HEADERS.items())
    assert CANARY not in raw.decode()
    document = json.loads(body)
    assert document["detail"]
    return document["type"], int(head.split()[1])


def is_problem(kind: ProblemKind) -> Callable[[bytes], bool]:
    return lambda raw: problem_of(raw) == (kind.uri, kind.status.value)


SLOW: dict[str, tuple[tuple[bytes, ...], Callable[[bytes], bool]]] = {
    "a connection that says nothing": ((), lambda raw: raw == b""),
    "a head that is not ended": ((GET,), is_problem(ProblemKind.TOO_SLOW)),
    "a head that comes byte by byte": (tuple(bytes([each]) for each in GET), is_problem(ProblemKind.TOO_SLOW)),
    "the head of a second request": ((GET + b"\r\n", b"GE"), lambda raw: is_problem(ProblemKind.TOO_SLOW)(second(raw))),
    "a body that nobody reads": (
        (b"POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n", b"1", b"2"),
        lambda raw: raw.endswith(b"done\r\n0\r\n\r\n"),
    ),
}


def second(raw: bytes) -> bytes:
    return raw[raw.index(b"HTTP/1.1 408") :]


@pytest.mark.parametrize("name", SLOW)
async def test_what_is_too_slow_is_closed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.3)
    parts, is_right = SLOW[name]
    async with listening() as port:
        assert is_right(await answer(port, *parts))


async def test_who_drips_is_closed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not by a pause: by the time since the head was begun, whatever comes in between."""
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.3)
    async with listening() as port:
        for begun in (GET, b"POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999\r\n\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(begun)
            ended = asyncio.ensure_future(reader.read())
            async with asyncio.timeout(AWAIT_SECONDS):
                while not ended.done():
                    writer.write(b"x")
                    await asyncio.sleep(0.01)
            writer.close()


async def test_a_quick_client_may_ask_again_and_again() -> None:
    async with listening() as port:
        raw = await answer(port, (GET + b"\r\n") * 3, GET + b"Connection: close\r\n\r\n")
    assert raw.count(b"HTTP/1.1 200") == 4


CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
NOT_HTTP = {
    "two hosts": GET + b"Host: localhost\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "a length beside chunks": POST + b"Content-Length: 5\r\n" + CHUNKED,
    "chunks beside a length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "an encoding that is not known": POST + b"Transfer-Encoding: zebra-4471\r\n\r\n",
    "an encoding behind chunks": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n",
    "two encodings": POST + b"Transfer-Encoding: gzip\r\n" + CHUNKED,
    "chunks twice": POST + b"Transfer-Encoding: chunked\r\n" + CHUNKED,
    "chunks in HTTP/1.0": b"POST / HTTP/1.0\r\nHost: localhost\r\n" + CHUNKED,
    "a length that is no number": POST + b"Content-Length: zebra-4471\r\n\r\n",
    "a NUL in a header": GET + b"X: zebra\0-4471\r\n\r\n",
    "a head without end": GET + b"X: " + b"zebra-4471" * 7000,
    "a space before the colon": b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
    "no HTTP": b"zebra-4471\r\n\r\n",
    "a chunk that is none": POST + b"Transfer-Encoding: chunked\r\n\r\nzebra-4471\r\n",
}


@pytest.mark.parametrize("name", NOT_HTTP)
async def test_what_two_readers_would_read_differently_is_refused(name: str) -> None:
    async with listening() as port:
        raw = await answer(port, NOT_HTTP[name] if name.startswith("a chunk") else _closing(NOT_HTTP[name]))
    assert problem_of(raw) == (ProblemKind.REQUEST_WRONG.uri, 400)


def head_of(size: int, method: bytes = b"GET") -> bytes:
    """A whole head of that many bytes."""
    begun = method + b" / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: "
    return begun + b"x" * (size - len(begun) - 4) + b"\r\n\r\n"


@pytest.mark.parametrize("size", [MOST_BYTES, MOST_BYTES + 1, 17_000, 40_000, 70_000, 200_000])
async def test_a_head_has_its_limit_however_it_comes(size: int) -> None:
    whole = head_of(size)
    pieces = [whole[at : at + 1000] for at in range(0, size, 1000)]
    other = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    async with listening() as port:
        answers = [await answer(port, whole), await answer(port, *pieces)]
        behind_another = await answer(port, other + whole)
    assert behind_another.startswith(b"HTTP/1.1 200")
    answers.append(behind_another[behind_another.rindex(b"HTTP/1.1 ") :])
    for raw in answers:
        if size <= MOST_BYTES:
            assert raw.startswith(b"HTTP/1.1 200")
        else:
            assert problem_of(raw) == (ProblemKind.REQUEST_WRONG.uri, 400)
    assert (behind_another.count(b"HTTP/1.1 200") == 2) is (size <= MOST_BYTES)


async def test_the_limit_is_of_the_head_alone() -> None:
    body = b"x" * MOST_BYTES
    headers = b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    async with listening() as port:
        assert (await answer(port, POST + headers + body)).startswith(b"HTTP/1.1 200")
        assert problem_of(await answer(port, head_of(17_000, b"HEAD")))[1] == 400


async def test_a_control_character_is_among_the_causes_that_are_told() -> None:
    async with listening() as port:
        raw = await answer(port, NOT_HTTP["a NUL in a header"])
    assert "16 KiB and holds no control characters" in json.loads(raw.partition(b"\r\n\r\n")[2])["detail"]


def _closing(request: bytes) -> bytes:
    line, _, rest = request.partition(b"\r\n")
    return line + b"\r\nConnection: close\r\n" + rest


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8080",
        "localhost:x",
        "localhost:",
        "localhost@evil",
        "evil:localhost",
        "[::1",
        "127.0.0.1:123456",
        "localhost:0",
        "localhost:65536",
    ],
)
async def test_a_host_that_is_not_ours_is_refused(host: str) -> None:
    async with listening() as port:
        raw = await answer(port, _closing(b"GET / HTTP/1.1\r\nHost: " + host.encode() + b"\r\n\r\n"))
    assert problem_of(raw) == (ProblemKind.HOST_WRONG.uri, 400)


@pytest.mark.parametrize("host", ["localhost", "LocalHost:9", "127.0.0.1:8080", "localhost:65535", "[::1]", "[::1]:80"])
async def test_our_names_are_taken(host: str) -> None:
    async with listening() as port:
        raw = await answer(port, _closing(b"GET / HTTP/1.1\r\nHost: " + host.encode() + b"\r\n\r\n"))
    assert raw.startswith(b"HTTP/1.1 200")


async def test_what_breaks_inside_is_told_without_a_word_of_it() -> None:
    async with listening() as port:
        raw = await answer(port, _closing(b"GET /broken HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        assert problem_of(raw) == (ProblemKind.OTHER.uri, 500)
        half = await answer(port, _closing(b"GET /half HTTP/1.1\r\nHost: localhost\r\n\r\n"))
    assert half.endswith(b"half\r\n"), "cut off: its last chunk never comes, so nobody takes it for the whole"
    assert CANARY.encode() not in half


PIECES = st.sampled_from([b"\r\n", b"GET / HTTP/1.1", b"Host: localhost", b":", b" ", b"\0", b"\xff", b"a", b"1"])


@given(st.lists(st.lists(PIECES, max_size=9).map(b"".join), min_size=10, max_size=30))
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
def test_whatever_comes_there_is_an_answer_or_an_end(requests: list[bytes]) -> None:
    async def ask() -> list[bytes]:
        async with listening() as port:
            ended = b"\r\nConnection: close\r\n\r\n"
            return await asyncio.gather(*(answer(port, each + ended) for each in requests))

    for raw in asyncio.run(ask()):
        assert raw == b"" or raw.startswith(b"HTTP/1.1 ")
        assert b"Traceback" not in raw
