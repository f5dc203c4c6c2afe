"""A reader of one feed, as a project team's program would be: comes again by itself and goes on where it was.

`python -m bench.feed_client http://127.0.0.1:8080/v1/feeds/groups/GROUP [SECONDS]` prints how long the log's records
took to arrive: from the time that the log gave them to the moment they were read here.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp

AGAIN_SECONDS = 0.2
SILENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Heard:
    """One event. position: the id to go on from. at: when it was read here, seconds since 1970."""

    name: str
    position: str
    data: dict[str, Any]
    at: float


async def events(said: AsyncIterator[bytes]) -> AsyncIterator[Heard]:
    """The events of one connection; a block without data only moves the position, told as an event without a name."""
    name, position, data = "", "", list[str]()
    async for raw in said:
        line = raw.decode().rstrip("\r\n")
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            if data or position:
                yield Heard(name, position, json.loads("\n".join(data)) if data else {}, time.time())
            name, position, data = "", "", []
        elif field == "event":
            name = value
        elif field == "id":
            position = value
        elif field == "data":
            data.append(value)


async def connection(
    session: aiohttp.ClientSession, address: str, position: str | None = None, *, begin: str = "now"
) -> AsyncGenerator[Heard, None]:
    """One connection: everything behind `position` until it ends. Raises aiohttp.ClientError, TimeoutError."""
    headers = {} if position is None else {"Last-Event-ID": position}
    timeout = aiohttp.ClientTimeout(total=None, sock_read=SILENCE_SECONDS)
    async with session.get(address, params={"from": begin}, headers=headers, timeout=timeout) as answer:
        answer.raise_for_status()
        async for heard in events(lines(answer)):
            yield heard


async def follow(
    session: aiohttp.ClientSession, address: str, position: str | None = None, *, begin: str = "now"
) -> AsyncGenerator[Heard, None]:
    """Everything behind `position`, over as many connections as it takes; until closed."""
    while True:
        try:
            async with aclosing(connection(session, address, position, begin=begin)) as said:
                async for heard in said:
                    position = heard.position or position
                    yield heard
        except (aiohttp.ClientError, TimeoutError):
            await asyncio.sleep(AGAIN_SECONDS)


async def lines(answer: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    """Its lines, however long: aiohttp's own reader refuses those beyond its buffer."""
    rest = b""
    async for chunk in answer.content.iter_any():
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so many of the values do not exceed; 0 of none."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] if values else 0.0


def written_at(heard: Heard) -> float:
    """When the log got the record, seconds since 1970."""
    return datetime.fromisoformat(heard.data["at"].replace("Z", "+00:00")).timestamp()


async def measure(address: str, seconds: float) -> list[float]:
    """Milliseconds from the log to here, of everything that comes within so many seconds."""
    took: list[float] = []
    async with aiohttp.ClientSession() as session:
        try:
            async with asyncio.timeout(seconds):
                async with aclosing(follow(session, address)) as said:
                    async for heard in said:
                        if heard.name in ("picture", "gone"):
                            took.append((heard.at - written_at(heard)) * 1000)  # noqa: PERF401  a timeout ends it
        except TimeoutError:
            pass
    return took


def main() -> None:
    took = asyncio.run(measure(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 30.0))
    shown = {"items": len(took), "p50_ms": percentile(took, 0.5), "p99_ms": percentile(took, 0.99)}
    print(json.dumps({name: round(value, 1) for name, value in shown.items()}))


if __name__ == "__main__":
    main()
