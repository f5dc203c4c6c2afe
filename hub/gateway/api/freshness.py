"""How fresh an answer is: a header on every answer, one resource that tells it whole, and who asks about what.

Promise: no route can forget it. What a route does not say it is about is about everything.
"""

from collections.abc import Collection
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.gateway.api.answers import answer
from hub.gateway.api.models import Fresh, Freshness, OrganisationFresh
from hub.gateway.api.openapi import reading
from hub.gateway.api.parts import Parts
from hub.gateway.index.store import Store
from hub.log.freshness import Account
from hub.reports.freshness_words import account_json
from hub.serialization.readable import instant_text

HEADER: Final = "Hub-Freshness"
ABOUT: Final = "hub_about"


def about(request: Request, partnerships: Collection[str]) -> None:
    """The answer tells of these partnerships alone, and how fresh they are."""
    request.scope.setdefault(ABOUT, {})["partnerships"] = frozenset(partnerships)


def told_by(scope: Scope, store: Store) -> None:
    """The answer is made of this store, and as fresh as that is."""
    scope.setdefault(ABOUT, {})["store"] = store


def header_of(account: Account) -> str:
    """A structured field (RFC 9651): the state, and as parameters how much waits or is outdated, since when."""
    told = account_json(account)
    counts = [f";waiting={told['waiting']}", *([f";outdated={told['outdated']}"] if told["outdated"] else [])]
    named = ("since", "outdated_since", "included_up_to")
    times = [f';{name.replace("_", "-")}="{told[name]}"' for name in named if told[name]]
    return "".join((told["state"], *counts, *times))


def fresh(account: Account) -> Fresh:
    return Fresh(**account_json(account))


class SaysFreshness:
    """Gives every answer its header, as of when it begins. Pure ASGI, so that streams are passed on as they come."""

    def __init__(self, app: ASGIApp, store: Store) -> None:
        self._app, self._store = app, store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said: dict[str, Any] = {"partnerships": None, "store": self._store}
        scope[ABOUT] = said

        async def with_header(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = header_of(said["store"].account(said["partnerships"]))
            await send(message)

        await self._app(scope, receive, with_header)


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["reading"])
    store = parts.store

    @router.get("/freshness", response_model=Freshness, responses=reading())
    async def freshness(
        request: Request,
        partnership: Annotated[
            str | None,
            Query(
                max_length=200,
                description="A partnership's id; without it, all, and the organisations that have something waiting",
                openapi_examples={"of the demonstration": {"value": "wandsworth"}},
            ),
        ] = None,
    ) -> Response:
        """What was admitted and is not in the pictures yet: how many statements, whose, and since when."""
        wanted = None if partnership is None else (partnership,)
        if wanted is not None:
            about(request, wanted)
        shares = [
            OrganisationFresh(
                partnership=each.partnership,
                organisation=each.organisation or None,
                waiting=each.waiting,
                since=None if each.since is None else instant_text(each.since),
                included_up_to=None if each.up_to is None else instant_text(each.up_to),
            )
            for each in store.backlog.shares(wanted)
        ]
        return answer(request, Freshness(**account_json(store.account(wanted)), organisations=shares))

    return router
