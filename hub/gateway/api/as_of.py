"""Pages of another day: `?as_of=2015-10-01` shows what was true on it, by all that has been admitted by now.

The day's pictures are folded from the log when somebody asks, as `hub report --as-of` does, and kept until something
more is admitted. Only pages go back: `/v1/`, feeds and `/readyz` are about now, and refuse the parameter.
Promise: at most MOST_RECORDS records are read and at most MOST_DAYS days are kept; whoever asks for more is told of
`hub report`. One fold at a time, on a thread of its own, so that the gateway goes on meanwhile.
"""

import asyncio
import copy
import weakref
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

import orjson
from aiokafka import ConsumerRecord
from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.configuration.model import Configuration
from hub.events.topics import PICTURE
from hub.gateway.api.freshness import told_by
from hub.gateway.api.parts import Parts
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.everything import INSTEAD, NOT_KNOWN, Everything, ReadEverything
from hub.gateway.index.held_picture import PictureKey
from hub.gateway.index.pictures import HeldPictures
from hub.gateway.index.store import Store
from hub.log.freshness import Account, AdmittedStatement, FreshnessState, Pair
from hub.log.position import Basis, Position
from hub.reconcile.days import Day
from hub.reconcile.picture import picture_key
from hub.reconcile.statement import Statement
from hub.reports.partners import last_statements
from hub.reports.pictures_on_day import bodies, known_by
from hub.reports.sources import cites_any

PARAMETER: Final = "as_of"
TODAY: Final = "today"
CARRIED: Final = "hub.as_of"
"""In the scope of a request: what links of its page carry on, so that whoever follows one stays on the day."""

MOST_RECORDS: Final = 50_000
MOST_DAYS: Final = 4
SECONDS: Final = 30.0
QUIET_SECONDS: Final = 7.0
"""Without a word of Kafka: a page says that it does not know within ten."""
STATUS: Final = "/status"
"""The page of the instance itself, which is about now on any day; where a day cannot be shown, it says why."""


class Days:
    """The stores of other days, made when they are asked for. live: the store of now."""

    def __init__(self, live: Store, read_everything: ReadEverything) -> None:
        self._live, self._read_everything = live, read_everything
        self._held: Everything | None = None
        self._held_of: tuple[int, Configuration, bool] | None = None
        self._stores: OrderedDict[date, Store] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()
        self._failed: tuple[float, Problem] | None = None

    async def store(self, day: date) -> Store:
        """What stands on that day. Raises Problem AWAY, CLOSED: within QUIET_SECONDS where Kafka does not answer."""
        asked = asyncio.get_running_loop().time()
        async with self._one_at_a_time:
            if self._failed is not None and self._failed[0] > asked:
                raise self._failed[1]  # it was waited for meanwhile, and is not waited for again
            everything = await self._read()
            if day not in self._stores:
                pictures, last = await asyncio.to_thread(_at, everything, day)
                # the rest is of now: where events are, what was refused, what is wrong
                store = copy.copy(self._live)
                store.pictures, store.configuration = pictures, everything.configuration
                store.last_statements = partial(_whatever_is_asked, last)
                store.account = partial(_of_the_log, self._live, _admitted(everything))
                self._stores[day] = store
                while len(self._stores) > MOST_DAYS:
                    self._stores.popitem(last=False)
            self._stores.move_to_end(day)
            return self._stores[day]

    async def _read(self) -> Everything:
        live = self._live
        # records and documents as they stand; and whether the configuration can be read, which is told on every page
        now = live.events.records, live.configuration, live.can_admit
        if self._held is None or self._held_of != now:
            if live.silent is not None:
                raise _not_known(live.silent)
            try:
                self._held = await self._reading()
            except Problem as problem:
                self._failed = asyncio.get_running_loop().time(), problem
                raise
            self._held_of = now
            self._stores.clear()
        return self._held

    async def _reading(self) -> Everything:
        loop = asyncio.get_running_loop()
        end = loop.time() + SECONDS
        limit = asyncio.timeout(QUIET_SECONDS)
        try:
            async with limit:
                return await self._read_everything(
                    MOST_RECORDS, lambda: limit.reschedule(min(end, loop.time() + QUIET_SECONDS))
                )
        except TimeoutError as late:
            if (limit.when() or 0) < end:
                raise _not_known(self._live.silent or "Kafka does not answer") from late
            raise Problem(
                ProblemKind.AWAY, f"reading the log took more than {SECONDS:.0f} seconds; {INSTEAD}"
            ) from late


def _not_known(silent: str) -> Problem:
    return Problem(ProblemKind.AWAY, f"{NOT_KNOWN}: {silent}")


def _at(everything: Everything, day: date) -> tuple[HeldPictures, Mapping[Pair, AdmittedStatement]]:
    """The pictures of a day, and who said what last."""
    statements = {place: known_by(each, None) for place, each in everything.statements.items()}
    return pictures_of(everything, day), last_statements(statements)


def _admitted(everything: Everything) -> Mapping[str, int]:
    """By partnership when the last of its statements that were read was admitted."""
    return {place: max(each.known for each in found) for place, found in everything.statements.items() if found}


def _of_the_log(live: Store, admitted: Mapping[str, int], partnerships: Collection[str] | None = None) -> Account:
    """Freshness of what is made of the log itself: nothing waits for the engine. Whether all was read may not be known:
    Kafka does not answer, or the log has lost records."""
    account = live.account(partnerships)
    if account.state is FreshnessState.UNKNOWN:
        read = [admitted[place] for place in admitted if partnerships is None or place in partnerships]
        return Account(account.state, why=account.why, up_to=max(read, default=None))
    return Account(FreshnessState.CURRENT, up_to=account.up_to)


def _whatever_is_asked(
    last: Mapping[Pair, AdmittedStatement], partnerships: Collection[str]
) -> Mapping[Pair, AdmittedStatement]:
    """Of all: whoever asks for some takes those."""
    return last


def pictures_of(everything: Everything, day: date) -> HeldPictures:
    """All pictures of a day that stand on some statement, as if the engine had just written them. Pure."""
    pictures = HeldPictures()
    headers = tuple(Basis(Position(), 0, day, None, "").headers())
    last = {
        place: max((each.known for each in statements), default=0)
        for place, statements in everything.statements.items()
    }
    found = bodies(everything.statements, everything.configuration, day, None)
    first = _first_days(everything.statements, day)
    for offset, ((partnership, kind, name), body) in enumerate(found.items()):
        if not cites_any(body):
            # it is spoken of, and nothing of it was true yet
            pictures.to_come[PictureKey(partnership, kind, name)] = first.get((partnership, kind, name))
            continue
        key = picture_key(partnership, kind, name)
        value = orjson.dumps(body)
        pictures.take(
            ConsumerRecord(
                topic=PICTURE,
                partition=0,
                offset=offset,
                timestamp=last[partnership],
                timestamp_type=0,
                key=key,
                value=value,
                checksum=None,
                serialized_key_size=len(key),
                serialized_value_size=len(value),
                headers=headers,
            )
        )
    pictures.whole = True
    return pictures


def _first_days(statements: Mapping[str, Iterable[Statement]], day: date) -> dict[tuple[str, str, str], date]:
    """By (partnership, kind, id) the first later day from which something that is said of it is true."""
    found: dict[tuple[str, str, str], int] = {}
    shown = Day.of(day)
    for place, events in statements.items():
        for each in events:
            if each.effective > shown and not each.type.withdraws:
                key = place, each.type.about, each.subject
                found[key] = min(found.get(key, each.effective), each.effective)
    return {key: Day(first).date for key, first in found.items()}


class AsOf:
    """Middleware: a page that is asked for with `as_of` is answered by the same page over that day's store.

    pages: makes the application of pages over parts. refused: the answer to a day that cannot be shown. opens_at: the
    day of whoever names none; None: now.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        parts: Parts,
        days: Days,
        routers: list[APIRouter],
        pages: Callable[[Parts], ASGIApp],
        refused: Callable[[Request, Problem], ASGIApp],
        opens_at: date | None = None,
    ) -> None:
        self._app, self._parts, self._days = app, parts, days
        self._pages, self._refused, self._opens_at = pages, refused, opens_at
        self._routes = [route for router in routers for route in router.routes if isinstance(route, Route)]
        self._made: OrderedDict[date, tuple[Store, ASGIApp]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_asked = self._opens_at is not None or PARAMETER.encode() in scope.get("query_string", b"")
        if scope["type"] != "http" or not is_asked or not self._is_page(scope):
            await self._app(scope, receive, send)
            return
        given = QueryParams(scope["query_string"]).multi_items()
        asked = [value for name, value in given if name == PARAMETER]
        if len(asked) > 1:
            await self._app(scope, receive, send)  # which refuses what stands twice
            return
        rest = "&".join(
            each
            for each in scope["query_string"].decode("latin-1").split("&")
            if each and each.partition("=")[0] != PARAMETER
        )
        inner = {**scope, "query_string": rest.encode("latin-1"), CARRIED: asked[0] if asked else None}
        try:
            day = self._day(asked[0] if asked else None)
            if day is None or scope["path"] == STATUS:
                app = self._app
            else:
                store, app = await self._made_for(day)
                told_by(inner, store)
        except Problem as problem:
            inner[CARRIED] = None
            await self._refused(Request(inner), problem)(inner, receive, send)
            return
        await app(inner, receive, send)

    def _is_page(self, scope: Scope) -> bool:
        return any(route.matches(scope)[0] is Match.FULL for route in self._routes)

    def _day(self, asked: str | None) -> date | None:
        """The day to be shown; None for now. Raises Problem PARAMETER_WRONG."""
        if asked is None:
            return self._opens_at
        if asked == TODAY or asked == "":
            return None
        try:
            return date.fromisoformat(asked)
        except ValueError as odd:
            error = {"pointer": f"query/{PARAMETER}", "detail": "is no day; write it as 2015-10-01, or `today`"}
            raise Problem(ProblemKind.PARAMETER_WRONG, "as_of names the day that a page is to show", [error]) from odd

    async def _made_for(self, day: date) -> tuple[Store, ASGIApp]:
        store = await self._days.store(day)
        made = self._made.get(day)
        if made is None or made[0] is not store:
            # FastAPI remembers the routes of thousands of applications: those of a day that is let go hold no store
            parts = replace(self._parts, store=weakref.proxy(store), today=lambda: day, as_of=day)
            made = self._made[day] = store, self._pages(parts)
            while len(self._made) > MOST_DAYS:
                self._made.popitem(last=False)
        return made
