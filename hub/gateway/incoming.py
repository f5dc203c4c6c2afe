"""A request's body, and the events in it: what is taken, how much of it, for how long. Nothing of it is repeated.

Source: CloudEvents 1.0 HTTP binding (structured and batched content mode); operations handbook section 12.
"""

import asyncio
from email.message import Message
from typing import Any, Final

from fastapi import Request
from starlette.requests import ClientDisconnect

from connectors.json_source import BadJson, parse
from hub.gateway.problems import Kind, Problem

ONE: Final = "application/cloudevents+json"
BATCH: Final = "application/cloudevents-batch+json"
EITHER: Final = "application/json"
TAKEN: Final = (ONE, BATCH, EITHER)

MOST_BYTES: Final = 4 << 20  # twice the largest event, which may be written with spaces (hub.admission.limits)
MOST_EVENTS: Final = 500
BODY_SECONDS: Final = 10.0


async def read_body(request: Request) -> bytes:
    """All of it, at most MOST_BYTES within BODY_SECONDS. Raises Problem MEDIA_WRONG, TOO_LARGE, TOO_SLOW."""
    media_type(request.headers.get("content-type", ""))
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        detail = "send the body as it is, without Content-Encoding"
        raise Problem(Kind.MEDIA_WRONG, detail, headers={"Accept-Encoding": "identity"})
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > MOST_BYTES:
        raise _too_large()
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > MOST_BYTES:
                    raise _too_large()
    except (TimeoutError, ClientDisconnect) as slow:
        raise Problem(Kind.TOO_SLOW, f"the body did not come within {BODY_SECONDS:g} seconds; send it again") from slow
    return bytes(body)


def media_type(header: str) -> str:
    """The one of TAKEN that a Content-Type names. Raises Problem MEDIA_WRONG."""
    given = Message()
    given["content-type"] = header or "none/none"
    charset = given.get_param("charset", "utf-8")
    if given.get_content_type() not in TAKEN or str(charset).lower() not in ("utf-8", "us-ascii"):
        taken = ", ".join(TAKEN)
        raise Problem(Kind.MEDIA_WRONG, f"send {taken}, in UTF-8", headers={"Accept-Post": taken})
    return given.get_content_type()


def events_of(media: str, body: bytes) -> list[Any] | BadJson:
    """The values that are to be events, in order, or why the body is not JSON. Raises Problem BODY_WRONG, TOO_LARGE."""
    value = parse(body)
    if isinstance(value, BadJson):
        return value
    if isinstance(value, list) == (media == ONE) and media != EITHER:
        expected = "one event, a JSON object" if media == ONE else "a JSON array of events"
        raise Problem(Kind.BODY_WRONG, f"{media} is {expected}; send that, or name the other content type")
    events = value if isinstance(value, list) else [value]
    if len(events) > MOST_EVENTS:
        raise Problem(Kind.TOO_LARGE, f"the hub takes {MOST_EVENTS} events at once; send them in several requests")
    return events


def is_batch(body: bytes) -> bool:
    """Whether a body that is JSON is an array."""
    return body.lstrip()[:1] == b"["


def _too_large() -> Problem:
    return Problem(Kind.TOO_LARGE, f"the hub takes {MOST_BYTES} bytes at once; send fewer events in each request")
