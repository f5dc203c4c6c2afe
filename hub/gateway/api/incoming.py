"""A request's body: how much of it is taken, for how long, and unpacked. Nothing of it is repeated.

Source: operations handbook section 12.
"""

import asyncio
from typing import Final

from fastapi import Request
from starlette.requests import ClientDisconnect

from hub.gateway.api.cloudevents_http import mode_of
from hub.gateway.http import content_encoding
from hub.gateway.http.problems import Problem, ProblemKind

MOST_BYTES: Final = 4 << 20  # twice the largest event, which may be written with spaces (hub.admission.limits)
BODY_SECONDS: Final = 10.0


async def read_body(request: Request, read: bytearray) -> bytes:
    """All of it as it was before it was compressed, at most MOST_BYTES within BODY_SECONDS.

    read: takes what came, as it came, so that it is there also when this raises.
    Raises Problem MEDIA_WRONG, BODY_WRONG, TOO_LARGE, TOO_SLOW.
    """
    mode_of(request.headers.raw)
    is_gzip = content_encoding.is_gzip(request.headers.getlist("content-encoding"))
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > MOST_BYTES:
        raise _too_large()
    try:
        request.state.is_body_begun = True
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                read += part
                if len(read) > MOST_BYTES:
                    raise _too_large()
    except (TimeoutError, ClientDisconnect) as slow:
        raise Problem(
            ProblemKind.TOO_SLOW, f"the body did not come within {BODY_SECONDS:g} seconds; send it again"
        ) from slow
    return content_encoding.unpacked(bytes(read), MOST_BYTES) if is_gzip else bytes(read)


async def read_beginning(request: Request, read: bytearray, most: int) -> None:
    """The first bytes of a body of which nothing was read; as many as came in time."""
    if getattr(request.state, "is_body_begun", False):
        return  # an empty one was read whole too, and a stream is read once
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                read += part[: most - len(read)]
                if len(read) >= most:
                    return
    except (TimeoutError, ClientDisconnect):
        return  # what is told does not depend on it


def _too_large() -> Problem:
    return Problem(
        ProblemKind.TOO_LARGE, f"the hub takes {MOST_BYTES} bytes at once; send fewer events in each request"
    )
