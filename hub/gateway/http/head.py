"""HEAD is answered wherever GET is, with the same head and no body: whoever only asks whether a page is there asks so.

Promise: an answer that has no end, as a feed's, is ended with its head.
"""

import asyncio
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class AnswersHead:
    """Pure ASGI, around everything that answers GET."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        answered = asyncio.Event()

        async def head_only(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body", "body": b""})
                answered.set()

        asking = asyncio.ensure_future(self._app({**scope, "method": "GET"}, receive, head_only))
        waiting = asyncio.ensure_future(answered.wait())
        try:
            await asyncio.wait((asking, waiting), return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            if answered.is_set() or not asking.done():
                asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
