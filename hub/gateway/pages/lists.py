"""The lists, one of each kind of picture: filtered by words and partnership, a page at a time."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from hub.gateway.day_asked import page_router
from hub.gateway.held_picture import HeldPicture, by_weight
from hub.gateway.narrowing import PictureFilter, words_of
from hub.gateway.pages import paging
from hub.gateway.pages.frame import LISTS, Frame
from hub.gateway.parts import Parts
from hub.gateway.picture_index import PictureIndex, SortKey, sort_key
from hub.reconcile.picture import KINDS

Words = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True)
class PageFilter:
    """Which pictures a list shows, as it was asked for. text: words that are all in what a picture is known by."""

    text: str = ""
    partnership: str = ""

    @cached_property
    def filter(self) -> PictureFilter:
        return PictureFilter(self.partnership or None, words=words_of(self.text))


def listed(
    pictures: PictureIndex, kind: str, wanted: PageFilter, after: str | None, before: str | None
) -> tuple[paging.PageOfRows[HeldPicture], int]:
    """One page, and how many pictures there are on all of them. after, before: cursors; at most one of them."""
    like = (str, str, str)
    begin = SortKey(*paging.decode(after, like)) if after else None
    end = SortKey(*paging.decode(before, like)) if before else None
    if not wanted.filter.is_all:
        # all are looked at once, for the count; what is left is in order
        found = wanted.filter.narrow(kind, pictures)
        return paging.of_list(found, sort_key, begin, end), len(found)
    page = paging.of_ordered(
        lambda key: pictures.listed(kind, None if key is None else SortKey(*key)),
        lambda key: pictures.listed_back(kind, SortKey(*key)),
        sort_key,
        begin,
        end,
    )
    return page, pictures.count(kind)


def routes(parts: Parts) -> APIRouter:
    router = page_router()
    frame, store = Frame(parts), parts.store

    def page(request: Request, kind: str, wanted: PageFilter, after: str | None, before: str | None) -> HTMLResponse:
        found, count = listed(store.pictures, kind, wanted, after, before)
        heading, at = LISTS[kind]
        kept = {name: value for name, value in (("q", wanted.text), ("partnership", wanted.partnership)) if value}
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
            wanted=wanted,
            partnerships=places(parts, wanted.partnership),
            next_page=address(request.url.path, kept, after=found.next),
            previous_page=address(request.url.path, kept, before=found.previous),
            concerning=(wanted.partnership,) if wanted.partnership else None,
        )

    def add(kind: str) -> None:
        @router.get(LISTS[kind][1], name=f"{kind}s")
        async def pictures(
            request: Request, q: Words = "", partnership: str = "", after: str | None = None, before: str | None = None
        ) -> HTMLResponse:
            return page(request, kind, PageFilter(q, partnership), after, before)

    for kind in KINDS:
        add(kind)
    return router


def places(parts: Parts, chosen: str) -> list[str]:
    """Partnerships to choose from: those that are configured, and the one that was chosen. A place that none names is

    reached from its contracts: there may be thousands of them.
    """
    return list(dict.fromkeys([*sorted(parts.store.configuration.partnerships), *([chosen] if chosen else [])]))


def address(path: str, kept: dict[str, str], **cursor: str | None) -> str | None:
    """Of a neighbouring page; None where its cursor is."""
    given = {name: value for name, value in cursor.items() if value}
    return f"{path}?{urlencode({**kept, **given})}" if given else None
