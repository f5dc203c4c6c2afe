"""The outermost layer of the gateway: whatever breaks inside, whoever asked gets a problem document, or an end.

Promise: a request that nothing answered is answered here, without a word of our insides; one that broke off in the
middle of its answer is cut off by the server, so that nobody takes the half for the whole. What broke goes on to the
server, which logs it with its trace.
"""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.http.security import with_headers

DETAIL: Final = "a fault of the hub's; tell the operator the time and the path"


class LastResort:
    """Pure ASGI, around everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_begun = False

        async def watched(message: Message) -> None:
            nonlocal is_begun
            is_begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            if not is_begun:
                answer = Problem(ProblemKind.OTHER, DETAIL).response(scope["path"])
                await answer(scope, receive, with_headers(send))
