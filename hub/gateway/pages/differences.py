"""Open matters: the list, by class, weight, kind, place and subject, in three orders; and one on its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from hub.gateway.api.links import page_of
from hub.gateway.api.parts import Parts
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.held_picture import DifferenceRow, HeldPicture, PictureKey
from hub.gateway.index.narrowing import MatterFilter
from hub.gateway.index.picture_index import MATTER_KEYS, MatterOrder, PictureIndex
from hub.gateway.pages import paging, wording
from hub.gateway.pages.day_asked import page_router
from hub.gateway.pages.frame import HOME, LISTS, Crumb, Frame
from hub.gateway.pages.lists import address, places
from hub.reconcile.matter_kinds import MatterClass
from hub.reports import titles
from hub.reports.words import CLASSES

DIFFERENCES: Final = Crumb("Open matters", "/differences")


@dataclass(frozen=True)
class DifferenceFilter:
    """Which differences a list shows; an empty word asks for all."""

    severity: str = ""
    kind: str = ""
    partnership: str = ""
    about: str = ""
    matter: str = ""

    @property
    def filter(self) -> MatterFilter:
        return MatterFilter(
            self.partnership or None,
            self.kind or None,
            self.severity or None,
            matter=self.matter or None,
            about=self.about or None,
        )

    def kept(self) -> dict[str, str]:
        """What goes into an address."""
        return {"class" if name == "matter" else name: value for name, value in vars(self).items() if value}


def listed(
    pictures: PictureIndex, wanted: MatterFilter, order: MatterOrder, after: str | None, before: str | None
) -> tuple[paging.PageOfRows[DifferenceRow], int]:
    """One page, and how many there are on all of them. after, before: cursors; at most one of them."""
    ordered, like = pictures.matters(order), MATTER_KEYS[order]
    begin = paging.decode(after, like) if after else None
    end = paging.decode(before, like) if before else None
    if wanted.is_all:
        return paging.of_ordered(ordered.behind, ordered.before, ordered.key, begin, end), len(ordered)
    found = wanted.narrow(ordered, pictures)
    return paging.of_list(found, ordered.key, begin, end), len(found)


def picture_of(row: DifferenceRow) -> PictureKey:
    return PictureKey(row.partnership, row.subject_kind, row.subject)


def found(pictures: PictureIndex, row: DifferenceRow) -> tuple[HeldPicture, dict[str, Any]] | None:
    """The difference's picture, and the difference as it stands there."""
    held = pictures.get(picture_of(row))
    if held is None:
        return None
    return next(((held, each) for each in titled(held.picture()) if each["id"] == row.id), None)


def open_or_settled(pictures: PictureIndex, name: str) -> tuple[HeldPicture, dict[str, Any]] | None:
    """The matter of an id as it stands in its picture, also where every body has answered it."""
    row = pictures.matter(name)
    if row is not None:
        return found(pictures, row)
    held = pictures.answering(name)
    if held is None:
        return None
    return next(((held, each) for each in titled(held.picture(), "answered") if each["id"] == name), None)


def not_there(pictures: PictureIndex, name: str) -> Problem:
    """With the way to what the matter was about, where somebody has answered it."""
    detail = "there is no such open matter now: it may have been settled since you saw it, or its id is another one"
    held = pictures.answering(name)
    if held is None:
        return Problem(ProblemKind.NOT_FOUND, detail)
    at = page_of(held.key.kind, held.key.partnership, held.key.id)
    about = f"{held.title} ({held.key.kind} {held.key.id})"
    detail = f"this matter is open no more: what is said of {about} gives no more cause for it"
    return Problem(ProblemKind.NOT_FOUND, f"{detail}; {at} tells what is said", ways_on={about: at})


def titled(picture: dict[str, Any], member: str = "differences") -> list[dict[str, Any]]:
    """A picture's open matters, or those that are answered, each with its class and the title of what it is about."""
    # whose they are stands beside them on a page of one subject
    found = titles.titled(picture, member)
    return [{name: told for name, told in each.items() if name != "subject_title"} for each in found]


def routes(parts: Parts) -> APIRouter:
    router = page_router()
    frame, store = Frame(parts), parts.store

    @router.get("/differences")
    async def differences(
        request: Request,
        severity: str = "",
        kind: str = "",
        partnership: str = "",
        about: str = "",
        matter: Annotated[str, Query(alias="class")] = "",
        sort: Annotated[MatterOrder | None, Query()] = None,
        after: str | None = None,
        before: str | None = None,
    ) -> HTMLResponse:
        order = sort or MatterOrder.WEIGHT
        wanted = DifferenceFilter(severity, kind, partnership, about, matter)
        page, count = listed(store.pictures, wanted.filter, order, after, before)
        kept = wanted.kept()
        sorted_by = {**kept, **({"sort": order.value} if sort else {})}
        return frame.page(
            request,
            "differences.html",
            "Open matters",
            wanted=wanted,
            order=order.value,
            orders={each.value: f"/differences?{urlencode({**kept, 'sort': each.value})}" for each in MatterOrder},
            count=count,
            rows=list(_told(store.pictures, page.rows)),
            kinds=wording.DIFFERENCES,
            # a provider's picture has no differences of its own
            abouts=[(each, title) for each, (title, _) in LISTS.items() if each != "provider"],
            severities=wording.SEVERITIES,
            partnerships=places(parts, partnership),
            concerning=(partnership,) if partnership else None,
            next_page=address("/differences", sorted_by, after=page.next),
            previous_page=address("/differences", sorted_by, before=page.previous),
        )

    @router.get("/differences/{name}")
    async def difference(request: Request, name: str) -> HTMLResponse:
        told = open_or_settled(store.pictures, name)
        if told is None:
            raise not_there(store.pictures, name)
        held, difference = told
        settled = difference["id"] in {each["id"] for each in held.picture().get("answered", ())}
        what = frame.words.heading(difference)
        return frame.page(
            request,
            "difference.html",
            f"{what}: {held.title} ({'answered' if settled else 'open'} matter {difference['id']})",
            crumbs=(HOME, DIFFERENCES),
            held=held,
            difference=difference,
            settled=settled,
            what=what,
            concerning=(held.key.partnership,),
            matter=CLASSES[MatterClass(difference["class"])],
            days=(parts.today() - date.fromisoformat(difference["since"])).days,
        )

    return router


def _told(pictures: PictureIndex, rows: Any) -> Iterator[tuple[HeldPicture, dict[str, Any]]]:
    for row in rows:
        told = found(pictures, row)
        if told is not None:
            yield told
