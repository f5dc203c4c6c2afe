"""What is answered while the gateway has not read what it shows: nothing that tells what there is, or that it is not.

Promise: until configuration and pictures were read to the ends that they had at the start, every route answers 503 with
how far it is, but for SERVED; no route can forget it. A gateway that was read whole once shows what it has, whatever
becomes of Kafka.
"""

from collections.abc import Callable, Mapping, Sequence
from re import Pattern
from types import MappingProxyType
from typing import Final

from fastapi import Request
from starlette.routing import BaseRoute, Match, Mount, compile_path
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.store import Store

RETRY_SECONDS: Final = "2"

_FEED: Final = (
    "a reader that comes again is not turned away: it is held until its position was read, and misses nothing"
)

SERVED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "/healthz": "it is alive",
        "/readyz": "it says that it is not ready, and how far it is",
        "/metrics": "they are of the instance",
        "/status": "it is about the instance, and is looked at when something is wrong",
        "/openapi.json": "it is the same whatever is read",
        "/v1/freshness": "it says that nothing is known, and a page that stays open asks it",
        "POST /v1/events": "the door knows itself from when on it can tell who may speak",
        "/v1/feeds/groups/{group}": _FEED,
        "/v1/feeds/programmes/{place:path}": _FEED,
        "/v1/feeds/procurements/{place:path}": _FEED,
        "/v1/feeds/providers/{place:path}": _FEED,
    }
)
"""Routes that are served all the same, with the reason; files and addresses that there are not are, too."""


def kind_of(store: Store) -> ProblemKind:
    """Of a problem because of what was not read: because Kafka does not answer, or not yet."""
    return ProblemKind.NOT_READ if store.hears_kafka else ProblemKind.AWAY


def problem_of(store: Store) -> Problem | None:
    """What is answered where nothing can be told of what there is; None once it can be."""
    if store.starting is None:
        return None
    detail = (
        f"the gateway has started and has not read yet what it would tell here: {store.starting}; ask again in "
        f"{RETRY_SECONDS} seconds"
    )
    return Problem(kind_of(store), detail, headers={"Retry-After": RETRY_SECONDS})


class WhileStarting:
    """routes: those of the application. refused: the answer, a page or a document. Pure ASGI."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        store: Store,
        routes: Sequence[BaseRoute],
        refused: Callable[[Request, Problem], ASGIApp],
    ) -> None:
        self._app, self._store, self._routes, self._refused = app, store, routes, refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (problem := problem_of(self._store)) is not None and self._tells(scope):
            await self._refused(Request(scope), problem)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _tells(self, scope: Scope) -> bool:
        """Whether it is asked what there is."""
        if is_served(scope["method"], scope["path"]):
            return False
        found = next((each for each in self._routes if each.matches(scope)[0] is Match.FULL), None)
        return found is not None and not isinstance(found, Mount)


def is_served(method: str, path: str) -> bool:
    """Whether SERVED has a request."""
    return any(methods in ("", method) and form.fullmatch(path) for methods, form in _SERVED)


def _form(served: str) -> tuple[str, Pattern[str]]:
    method, _, path = served.rpartition(" ")
    return method, compile_path(path)[0]


_SERVED: Final = tuple(_form(each) for each in SERVED)
