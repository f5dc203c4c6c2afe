"""One connection of a reader to a feed: waits for what comes, sends it, and is cut when the reader takes nothing.

Promise: nothing is kept for a reader but its position; the store is looked at between two awaits, never across one.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from typing import Final

from fastapi.responses import StreamingResponse
from starlette.types import Message, Receive, Send
from starlette.types import Scope as HttpScope

from hub.gateway.feeds import wire as feed_wire
from hub.gateway.feeds.cursor import ToldChange, Why
from hub.gateway.feeds.freshness import FreshnessTold
from hub.gateway.feeds.resuming import Arrival
from hub.gateway.feeds.scope import Scope
from hub.gateway.index.store import Store

log = logging.getLogger("hub.gateway")

HEADERS: Final = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
Find = Callable[[], Scope | None]


class FeedResponse(StreamingResponse):
    """find: the feed as it is configured now; None when there is none of that name. Holds one of the slots."""

    media_type = "text/event-stream"

    def __init__(self, store: Store, find: Find, scope: Scope, arrival: Arrival) -> None:
        self._store = store
        self._find = find
        self._scope = scope
        self._arrival = arrival
        self._quiet_until = 0.0
        self._events = self._all()
        super().__init__(self._events, headers=HEADERS)

    async def __call__(self, scope: HttpScope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._store.readers.leave()
            await self._events.aclose()

    async def stream_response(self, send: Send) -> None:
        async def within(message: Message) -> None:
            async with asyncio.timeout(self._store.readers.stall_seconds):
                await send(message)

        try:
            await super().stream_response(within)
        except TimeoutError:
            # the server closes what was left unfinished; the reader comes again and goes on
            log.warning("a reader of a feed took nothing and was cut", extra={"feed": self._scope.address})

    async def _all(self) -> AsyncGenerator[bytes, None]:
        readers, pictures = self._store.readers, self._store.pictures
        self._sent()
        while (started := self._arrival.start(self._scope, pictures)) is None:
            if readers.ending:
                return
            if not await self._something_new():
                yield feed_wire.heartbeat(None)
                self._sent()
        cursor, told = started
        position = cursor.position if self._arrival.given is None else str(self._arrival.given)
        fresh = FreshnessTold()
        about = self._freshness(fresh, cursor.scope, position)
        yield feed_wire.ready(cursor.scope, position, readers.retry_ms) + about + _together(told)
        self._sent()
        log_of, position = pictures.log_of, cursor.position
        while not readers.ending:
            scope = self._find()
            if scope is None:
                return
            told = []
            if pictures.log_of != log_of:
                if pictures.whole:
                    log_of = pictures.log_of
                    told = [cursor.start_over(scope, pictures, Why.UNKNOWN)]
            elif scope.mark != cursor.scope.mark:
                told = [cursor.start_over(scope, pictures, Why.CHANGED)]
            else:
                told = cursor.next(pictures)
            if told:
                position = told[-1].position
                yield _together(told)
                self._sent()
                await asyncio.sleep(0)  # a fast reader must not keep the others waiting
            elif log_of == pictures.log_of and not cursor.at_end(pictures):
                await asyncio.sleep(0)
            elif about := self._freshness(fresh, scope, cursor.position):
                position = cursor.position
                yield about
                self._sent()
            elif not await self._something_new():
                moved = cursor.position if cursor.position != position else None
                position = cursor.position
                yield feed_wire.heartbeat(moved)
                self._sent()

    def _freshness(self, fresh: FreshnessTold, scope: Scope, position: str) -> bytes:
        """The event, or nothing where the reader knows."""
        account = self._store.account(scope.partnerships)
        return feed_wire.freshness(account, position) if fresh.is_news(account, self._store.clock()) else b""

    def _sent(self) -> None:
        self._quiet_until = asyncio.get_running_loop().time() + self._store.readers.heartbeat_seconds

    async def _something_new(self) -> bool:
        """False when the reader is to be shown that the feed is there."""
        left = self._quiet_until - asyncio.get_running_loop().time()
        return left > 0 and await self._store.changes.wait(left)


def _together(told: list[ToldChange]) -> bytes:
    return b"".join(feed_wire.of(each) for each in told)
