"""Open matters: the list, by class, weight, kind, place and subject, in three orders; and one on its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from hub.gateway.day_asked import page_router
from hub.gateway.held_picture import SEVERITIES, DifferenceRow, HeldPicture, PictureKey
from hub.gateway.pages import paging, wording
from hub.gateway.pages.frame import HOME, LISTS, Crumb, Frame
from hub.gateway.pages.lists import address, places
from hub.gateway.parts import Parts
from hub.gateway.pictures import HeldPictures
from hub.gateway.problems import Problem, ProblemKind
from hub.reconcile.matter_kinds import MatterClass
from hub.reports import titles
from hub.reports.words import CLASSES

DIFFERENCES: Final = Crumb("Open matters", "/differences")


class SortOrder(StrEnum):
    """How differences are put in order."""

    WEIGHT = "weight"  # the worst first, then the one that has stood longest
    AGE = "age"  # the one that has stood longest first
    SUBJECT = "subject"  # by the title of what it is about


@dataclass(frozen=True)
class DifferenceFilter:
    """Which differences a list shows; an empty word asks for all."""

    severity: str = ""
    kind: str = ""
    partnership: str = ""
    about: str = ""
    matter: str = ""

    def takes(self, row: DifferenceRow) -> bool:
        return (
            (not self.severity or SEVERITIES[row.severity] == self.severity)
            and (not self.kind or row.kind == self.kind)
            and (not self.partnership or row.partnership == self.partnership)
            and (not self.about or row.subject_kind == self.about)
            and (not self.matter or row.matter == self.matter)
        )

    def kept(self) -> dict[str, str]:
        """What goes into an address."""
        return {"class" if name == "matter" else name: value for name, value in vars(self).items() if value}


def key_for(order: SortOrder, pictures: HeldPictures) -> tuple[Callable[[DifferenceRow], paging.Key], tuple[type, ...]]:
    """By what a list is put in order, and of which types that is."""
    match order:
        case SortOrder.WEIGHT:
            return lambda row: (*row,), (int, str, str, str, str, str, str, str)
        case SortOrder.AGE:
            return lambda row: (row.since, row.severity, row.id), (str, int, str)
        case SortOrder.SUBJECT:

            def by_title(row: DifferenceRow) -> paging.Key:
                held = pictures.get(picture_of(row))
                return ((held.title if held else row.subject).casefold(), row.subject, row.severity, row.id)

            return by_title, (str, str, int, str)


def picture_of(row: DifferenceRow) -> PictureKey:
    return PictureKey(row.partnership, row.subject_kind, row.subject)


def found(pictures: HeldPictures, row: DifferenceRow) -> tuple[HeldPicture, dict[str, Any]] | None:
    """The difference's picture, and the difference as it stands there."""
    held = pictures.get(picture_of(row))
    if held is None:
        return None
    return next(((held, each) for each in titled(held.picture()) if each["id"] == row.id), None)


def titled(picture: dict[str, Any]) -> list[dict[str, Any]]:
    """A picture's open matters, each with its class and the title of the item that it is about."""
    # whose they are stands beside them on a page of one subject
    return [{name: told for name, told in each.items() if name != "subject_title"} for each in titles.titled(picture)]


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
        sort: Annotated[SortOrder | None, Query()] = None,
        after: str | None = None,
        before: str | None = None,
    ) -> HTMLResponse:
        order = sort or SortOrder.WEIGHT
        wanted = DifferenceFilter(severity, kind, partnership, about, matter)
        key, like = key_for(order, store.pictures)
        rows = [row for row in store.pictures.differences() if wanted.takes(row)]
        page = paging.of_unordered(
            rows,
            key,
            paging.decode(after, like) if after else None,
            paging.decode(before, like) if before else None,
        )
        kept = wanted.kept()
        sorted_by = {**kept, **({"sort": order.value} if sort else {})}
        return frame.page(
            request,
            "differences.html",
            "Open matters",
            wanted=wanted,
            order=order.value,
            orders={each.value: f"/differences?{urlencode({**kept, 'sort': each.value})}" for each in SortOrder},
            count=len(rows),
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
        row = next((each for each in store.pictures.differences() if each.id == name), None)
        told = None if row is None else found(store.pictures, row)
        if row is None or told is None:
            detail = "there is no such open matter now: it may have been settled since you saw it"
            raise Problem(ProblemKind.NOT_FOUND, detail)
        held, difference = told
        what = frame.words.heading(difference)
        return frame.page(
            request,
            "difference.html",
            f"{what}: {held.title} (open matter {row.id})",
            crumbs=(HOME, DIFFERENCES),
            held=held,
            difference=difference,
            what=what,
            concerning=(row.partnership,),
            matter=CLASSES[MatterClass(row.matter)],
            days=(parts.today() - date.fromisoformat(difference["since"])).days,
        )

    return router


def _told(pictures: HeldPictures, rows: Any) -> Iterator[tuple[HeldPicture, dict[str, Any]]]:
    for row in rows:
        told = found(pictures, row)
        if told is not None:
            yield told
