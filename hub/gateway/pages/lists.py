"""The lists, one of each kind of picture: narrowed by words, partnership and what is said of them, a page at a time."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from inspect import Parameter
from typing import Annotated, Any, Final, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from hub.gateway.api.door import closed
from hub.gateway.api.freshness import about
from hub.gateway.api.parts import Parts
from hub.gateway.http.handlers import called
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.held_picture import Facet, HeldPicture, by_weight
from hub.gateway.index.narrowing import PictureFilter, words_of
from hub.gateway.index.picture_index import SORT_KEY, PictureIndex, SortKey, sort_key
from hub.gateway.index.value_totals import Totals, totals_of
from hub.gateway.pages import paging
from hub.gateway.pages.day_asked import page_router
from hub.gateway.pages.frame import LISTS, Frame
from hub.log.freshness import FreshnessState
from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.picture import KINDS
from hub.reports.list_file import ListRow, list_file
from hub.reports.words import Words

Text = Annotated[str, Query(max_length=200)]
Value = Annotated[str, Query(max_length=500)]
Cursor = Annotated[str | None, Query(max_length=8000)]
IN_FILES: Final = ("contract", "programme", "procurement")
"""Of a provider nothing is said but in its contracts, which are a list of their own."""
MOST_IN_A_FILE: Final = 2000
MOST_OPTIONS: Final = 200
"""Of one field: those that most pictures have."""


@dataclass(frozen=True)
class PageFilter:
    """Which pictures a list shows, as it was asked for. text: words that are all in what a picture is known by."""

    text: str = ""
    partnership: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def filter(self) -> PictureFilter:
        facets = frozenset(Facet(name, value) for name, value in self.facets.items() if value)
        return PictureFilter(self.partnership or None, words=words_of(self.text), facets=facets)

    def kept(self) -> dict[str, str]:
        """What goes into an address."""
        given = {"q": self.text, "partnership": self.partnership, **self.facets}
        return {name: value for name, value in given.items() if value}


class PageOfList(NamedTuple):
    """pictures: how many there are on all pages. totals: what these come to, where the list is narrowed."""

    page: paging.PageOfRows[HeldPicture]
    pictures: int
    totals: Totals | None


def listed(pictures: PictureIndex, kind: str, wanted: PageFilter, after: str | None, before: str | None) -> PageOfList:
    """after, before: cursors; at most one of them."""
    begin = SortKey(*paging.decode(after, SORT_KEY)) if after else None
    end = SortKey(*paging.decode(before, SORT_KEY)) if before else None
    if not wanted.filter.is_all:
        # all are looked at once, for the count; what is left is in order
        found = wanted.filter.narrow(kind, pictures)
        totals = totals_of(found) if kind == "contract" else None
        return PageOfList(paging.of_list(found, sort_key, begin, end), len(found), totals)
    page = paging.of_ordered(
        lambda key: pictures.listed(kind, None if key is None else SortKey(*key)),
        lambda key: pictures.listed_back(kind, SortKey(*key)),
        sort_key,
        begin,
        end,
    )
    # values of all places together are nobody's figure
    return PageOfList(page, pictures.count(kind), None)


def routes(parts: Parts) -> APIRouter:
    router = page_router()
    frame, store = Frame(parts), parts.store

    def page(request: Request, kind: str, wanted: PageFilter, after: str | None, before: str | None) -> HTMLResponse:
        found, count, totals = listed(store.pictures, kind, wanted, after, before)
        heading, at = LISTS[kind]
        kept = wanted.kept()
        return frame.page(
            request,
            f"{kind}s.html",
            heading,
            kind=kind,
            heading=heading,
            address=at,
            rows=[(each, each.picture()) for each in found.rows],
            matters={each.key: by_weight(store.pictures.matters_of(each)) for each in found.rows},
            count=count,
            totals=totals,
            wanted=wanted,
            partnerships=places(parts, wanted.partnership),
            choices=choices(store.pictures, kind, wanted, frame.words),
            file=f"{at}.csv?{urlencode(kept)}" if kind in IN_FILES and 0 < count <= MOST_IN_A_FILE else None,
            next_page=address(request.url.path, kept, after=found.next),
            previous_page=address(request.url.path, kept, before=found.previous),
            concerning=(wanted.partnership,) if wanted.partnership else None,
        )

    async def file(request: Request, kind: str, wanted: PageFilter) -> Response:
        """All of the list, on every page of it."""
        if store.lost is not None:
            raise closed(store.lost)
        if wanted.partnership:
            about(request, (wanted.partnership,))
        found = wanted.filter.narrow(kind, store.pictures)
        if len(found) > MOST_IN_A_FILE:
            raise Problem(
                ProblemKind.PARAMETER_WRONG,
                f"these are {len(found):,} {kind}s, and a file has {MOST_IN_A_FILE:,} at the most: narrow the list by "
                "words, a partnership or a field",
            )
        words = frame.words
        told = [(each, frame.place_of(each), by_weight(store.pictures.matters_of(each))) for each in found]

        def made() -> bytes:
            rows = [ListRow(each.key.id, place, each.title, each.picture(), matters) for each, place, matters in told]
            return list_file(rows, words).encode()

        # a file leaves the screen that says it, so its name says it
        account = store.account((wanted.partnership,) if wanted.partnership else None)
        doubt = "-perhaps-not-whole" if account.state is FreshnessState.UNKNOWN else ""
        name = f"{kind}s-{parts.today().isoformat()}{doubt}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        # of thousands it takes a second, in which others are to be answered
        content = await asyncio.to_thread(made)
        return Response(content, media_type="text/csv; charset=utf-8", headers=headers)

    def add_file(kind: str) -> None:
        async def pictures_file(request: Request, q: str, partnership: str, **facets: str) -> Response:
            return await file(request, kind, PageFilter(q, partnership, facets))

        optional: dict[str, tuple[Any, Any]] = dict.fromkeys(KIND_OF[kind].facets, (Value, ""))
        parameters = {
            "request": (Request, Parameter.empty), "q": (Text, ""), "partnership": (str, ""), **optional
        }  # fmt: skip
        router.get(f"{LISTS[kind][1]}.csv", name=f"{kind}s_file")(
            called(pictures_file, f"{kind}s_file", f"The list of {kind}s as a file for a spreadsheet.", parameters)
        )

    def add(kind: str) -> None:
        async def pictures(
            request: Request, q: str, partnership: str, after: str | None, before: str | None, **facets: str
        ) -> HTMLResponse:
            return page(request, kind, PageFilter(q, partnership, facets), after, before)

        optional: dict[str, tuple[Any, Any]] = dict.fromkeys(KIND_OF[kind].facets, (Value, ""))
        taken = {"q": (Text, ""), "partnership": (str, ""), "after": (Cursor, None), "before": (Cursor, None)}
        parameters = {"request": (Request, Parameter.empty), **taken, **optional}
        router.get(LISTS[kind][1], name=f"{kind}s")(called(pictures, f"{kind}s", f"The list of {kind}s.", parameters))

    for kind in KINDS:
        add(kind)
        if kind in IN_FILES:
            add_file(kind)
    return router


@dataclass(frozen=True)
class Choice:
    """A field by which a list can be narrowed: its values with their words, and the one that is chosen."""

    field: str
    options: list[tuple[str, str]]
    chosen: str


def choices(pictures: PictureIndex, kind: str, wanted: PageFilter, words: Words) -> list[Choice]:
    """Of the fields that somebody has said anything of, also where a chosen value is no one's any more."""
    found = []
    for name in KIND_OF[kind].facets:
        chosen, there = wanted.facets.get(name, ""), pictures.facets(kind, name)
        values = {*sorted(there, key=lambda each: (-there[each], each))[:MOST_OPTIONS], *([chosen] if chosen else [])}
        if values:
            options = [(each, words.value(name, each)) for each in values]
            found.append(Choice(name, sorted(options, key=lambda each: each[1].casefold()), chosen))
    return found


def places(parts: Parts, chosen: str) -> list[str]:
    """Partnerships to choose from: those that are configured, and the one that was chosen. A place that none names is

    reached from its contracts: there may be thousands of them.
    """
    return list(dict.fromkeys([*sorted(parts.store.configuration.partnerships), *([chosen] if chosen else [])]))


def address(path: str, kept: dict[str, str], **cursor: str | None) -> str | None:
    """Of a neighbouring page; None where its cursor is."""
    given = {name: value for name, value in cursor.items() if value}
    return f"{path}?{urlencode({**kept, **given})}" if given else None
