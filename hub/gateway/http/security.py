"""What holds for every request until sign-in exists: this machine only, its own name only, no other site's pages.

The server binds 127.0.0.1. A page of another site could still make a browser on this machine send requests, so the
Host must be ours (DNS rebinding) and a writing request's Origin, where it has one, must be ours too.
"""

import re
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.gateway.http.problems import Problem, ProblemKind

PORTS: Final = range(1, 1 << 16)
_HOST: Final = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[^\[\]:@/\s]+)(:(?P<port>[0-9]{1,5}))?", re.ASCII)
OUR_NAMES: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})

# scripts, styles, fonts and pictures of our own files only; no frame, no plug-in; forms to ourselves
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityMiddleware:
    """Refuses what comes from elsewhere and gives every answer its headers; a route's own header stands. Pure ASGI,

    so that streams are passed on as they come.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        guarded = with_headers(send)
        problem = refusal(scope["method"], Headers(scope=scope), scope["http_version"])
        if problem is not None:
            await problem.response(scope["path"])(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)


def with_headers(send: Send) -> Send:
    """Gives an answer our headers, where it has none of its own of that name."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return guarded


def refusal(method: str, headers: Headers, http_version: str = "1.1") -> Problem | None:
    """Why a request is not let in. Pure. Source: RFC 9112, sections 3.2 (Host) and 6.1 (Transfer-Encoding)."""
    hosts = headers.getlist("host")
    if len(hosts) > 1:
        return Problem(ProblemKind.REQUEST_WRONG, "Host stands more than once; send it once")
    encodings = headers.getlist("transfer-encoding")
    if encodings and "content-length" in headers:
        # a proxy in front may take the one and the hub the other: then two read two requests
        return Problem(
            ProblemKind.REQUEST_WRONG, "the body has a Content-Length and a Transfer-Encoding; send one of the two"
        )
    if encodings and (http_version != "1.1" or [each.strip().lower() for each in encodings] != ["chunked"]):
        return Problem(
            ProblemKind.REQUEST_WRONG, "Transfer-Encoding is taken as chunked, once, in HTTP/1.1; send a length"
        )
    if not hosts or _name(hosts[0]) not in OUR_NAMES:
        return Problem(ProblemKind.HOST_WRONG, "ask for http://127.0.0.1 or http://localhost, from this machine")
    origin = headers.get("origin")
    if method not in READING and origin is not None and origin != f"http://{headers.get('host')}":
        return Problem(ProblemKind.ORIGIN_WRONG, "send it from a program or from the hub's own pages")
    return None


def _name(host: str) -> str:
    """The host in small letters without its port; nothing where that is no port."""
    found = _HOST.fullmatch(host)
    return found["name"].lower() if found and int(found["port"] or 1) in PORTS else ""
