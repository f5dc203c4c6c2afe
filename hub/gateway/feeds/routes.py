"""The feeds over HTTP, as server-sent events, and the list of them. docs/following.md tells how to read one."""

import asyncio
import base64
import binascii
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Path, Query

from hub.gateway.api.parts import Parts
from hub.gateway.api.starting import kind_of
from hub.gateway.feeds.asked import GoOn, ResumePoint
from hub.gateway.feeds.cursor import Begin
from hub.gateway.feeds.position import FeedPosition, PositionMalformed
from hub.gateway.feeds.response import FeedResponse, Find
from hub.gateway.feeds.resuming import Arrival
from hub.gateway.feeds.scope import FeedKind, Scope
from hub.gateway.feeds.wire import links
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.picture_index import SortKey, sort_key
from hub.gateway.index.store import Store

START_SECONDS: Final = 5.0  # a gateway that has just started may be asked before it has heard from Kafka
COME_AGAIN: Final = {"Retry-After": "5"}
MOST_LISTED: Final = 1000

Place = Annotated[str, Path(description="`<partnership>/<id>`, each percent-encoded.", min_length=3)]
From = Annotated[
    Begin, Query(alias="from", description="Without an id to go on from: `now`, or `start`, all that stands first.")
]


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["feeds"])
    store = parts.store

    @router.get("/v1/feeds")
    async def feeds(
        kind: FeedKind = FeedKind.GROUP,
        after: Annotated[str | None, Query(description="`next` of the page before.")] = None,
        limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 100,
    ) -> dict[str, Any]:
        """Which feeds there are, of groups or of one kind of picture."""
        return _listed(store, kind, after, limit)

    @router.get("/v1/feeds/groups/{group}", response_class=FeedResponse, status_code=200)
    async def group_feed(group: str, go_on: GoOn, begin: From = Begin.NOW) -> FeedResponse:
        """Every picture of the group's partnerships, as it comes to stand."""

        def find() -> Scope | None:
            found = store.configuration.groups.get(group)
            return None if found is None else Scope.of_group(found)

        return await _open(store, find, go_on, begin)

    @router.get("/v1/feeds/programmes/{place:path}", response_class=FeedResponse, status_code=200)
    async def programme_feed(place: Place, go_on: GoOn, begin: From = Begin.NOW) -> FeedResponse:
        """The programme's picture and those of the contracts assigned to it, as they come to stand."""
        return await _open(store, lambda: _at(FeedKind.PROGRAMME, place, store), go_on, begin)

    @router.get("/v1/feeds/procurements/{place:path}", response_class=FeedResponse, status_code=200)
    async def procurement_feed(place: Place, go_on: GoOn, begin: From = Begin.NOW) -> FeedResponse:
        """The procurement's picture and those of the contracts that came of it, as they come to stand."""
        return await _open(store, lambda: _at(FeedKind.PROCUREMENT, place, store), go_on, begin)

    @router.get("/v1/feeds/providers/{place:path}", response_class=FeedResponse, status_code=200)
    async def provider_feed(place: Place, go_on: GoOn, begin: From = Begin.NOW) -> FeedResponse:
        """The provider's picture and those of the contracts and procurements that name it, as they come to stand."""
        return await _open(store, lambda: _at(FeedKind.PROVIDER, place, store), go_on, begin)

    return router


def _at(kind: FeedKind, place: str, store: Store) -> Scope | None:
    """The feed at `<partnership>/<id>`, either of which may hold slashes: the first cut of which there is a picture, or

    was one as far as the log tells. Until the log is read, perhaps: then the partnership is taken to have no slash.
    """
    words = place.split("/")
    cuts = [("/".join(words[:at]), "/".join(words[at:])) for at in range(1, len(words))]
    scopes = [Scope.of(kind, partnership, name) for partnership, name in cuts if partnership and name]
    there = (each for each in scopes if each.key is not None and store.pictures.was_there(each.key))
    return next(there, None if store.pictures.whole or not scopes else scopes[0])


async def _open(store: Store, find: Find, go_on: ResumePoint, begin: Begin) -> FeedResponse:
    asked = store.pictures.asked
    try:
        arrival = Arrival(FeedPosition.read(go_on.last_event_id) if go_on.last_event_id else None, begin, asked)
        await _until_begun(store)
        scope = find()
        if scope is None:
            raise Problem(ProblemKind.NOT_FOUND, "there is no such feed; /v1/feeds lists those that there are")
        arrival.check(scope, store.pictures)
    except PositionMalformed as wrong:
        errors = [{"pointer": go_on.pointer, "detail": str(wrong)}]
        detail = "go on from an id that this feed sent, or from the start: ?from=start"
        raise Problem(ProblemKind.PARAMETER_WRONG, detail, errors) from wrong
    if not store.readers.enter():
        raise Problem(
            ProblemKind.TOO_MANY, f"{len(store.readers)} readers hold feeds open: come again later", (), COME_AGAIN
        )
    return FeedResponse(store, find, scope, arrival)


async def _until_begun(store: Store) -> None:
    """Until it is known which groups there are, and how many partitions."""
    try:
        async with asyncio.timeout(START_SECONDS):
            while not store.has_begun:
                await store.changes.wait(START_SECONDS)
    except TimeoutError as away:
        detail = "the gateway has not read yet which feeds there are; come again, and you miss nothing"
        raise Problem(kind_of(store), detail, (), COME_AGAIN) from away


def _listed(store: Store, kind: FeedKind, after: str | None, limit: int) -> dict[str, Any]:
    if kind is FeedKind.GROUP:
        groups = sorted(store.configuration.groups.values(), key=lambda each: (each.name, each.id))
        found = [
            _row(Scope.of_group(each), each.name, {"page": f"/groups/{each.id}", "api": f"/v1/groups/{each.id}"})
            for each in groups
        ]
        return {"feeds": found, "next": None}
    held = store.pictures.listed(kind.value.removesuffix("s"), None if after is None else _read_cursor(after))
    page = [each for each, _ in zip(held, range(limit), strict=False)]
    rows = [_row(Scope.of(kind, each.key.partnership, each.key.id), each.title, links(each.key)) for each in page]
    return {"feeds": rows, "next": _cursor(sort_key(page[-1])) if len(page) == limit else None}


def _row(scope: Scope, title: str, others: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": scope.kind.value.removesuffix("s"),
        "id": scope.id,
        "title": title,
        "partnerships": list(scope.partnerships),
        "links": {"feed": scope.address, **others},
    }


def _cursor(key: SortKey) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(list(key))).decode().rstrip("=")


def _read_cursor(text: str) -> SortKey:
    try:
        words = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError) as wrong:
        raise Problem(ProblemKind.PARAMETER_WRONG, "after: give `next` of the page before") from wrong
    if not (isinstance(words, list) and len(words) == 3 and all(isinstance(each, str) for each in words)):
        raise Problem(ProblemKind.PARAMETER_WRONG, "after: give `next` of the page before")
    return SortKey(*words)
