"""The lists, one of each kind of picture: narrowed by words, partnership and what is said of them, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from inspect import Parameter
from typing import Annotated, Any, Final, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from hub.gateway.api.parts import Parts
from hub.gateway.http.handlers import called
from hub.gateway.index.held_picture import Facet, HeldPicture, by_weight
from hub.gateway.index.narrowing import PictureFilter, words_of
from hub.gateway.index.picture_index import SORT_KEY, PictureIndex, SortKey, sort_key
from hub.gateway.index.value_totals import Totals, totals_of
from hub.gateway.pages import paging
from hub.gateway.pages.day_asked import page_router
from hub.gateway.pages.frame import LISTS, Frame
from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.picture import KINDS
from hub.reports.words import Words

Text = Annotated[str, Query(max_length=200)]
Value = Annotated[str, Query(max_length=500)]
Cursor = Annotated[str | None, Query(max_length=8000)]
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
            next_page=address(request.url.path, kept, after=found.next),
            previous_page=address(request.url.path, kept, before=found.previous),
            concerning=(wanted.partnership,) if wanted.partnership else None,
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
