"""The page of one event: what was said, by whom, when it was let in or refused, and what stands on it."""

from uuid import UUID

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hub.gateway.api.links import content_anchor
from hub.gateway.api.parts import Parts
from hub.gateway.api.receipts import (
    check_read,
    citing,
    counting,
    read_refusals,
    read_warnings,
    unknown,
    unknown_references,
)
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.event_reading import Reading
from hub.gateway.index.held_picture import PictureKey
from hub.gateway.pages.day_asked import page_router
from hub.gateway.pages.frame import HOME, Crumb, Frame
from hub.gateway.pages.telling import door_words, name_of_type, place_words, told, where
from hub.log.kept_warnings import KeptWarnings
from hub.log.refusals import KeptRefusal
from hub.reports.freshness_words import INCLUDED

SEARCH = Crumb("Search", "/search")


def routes(parts: Parts) -> APIRouter:
    router = page_router()
    frame, store = Frame(parts), parts.store

    def titled(key: PictureKey) -> str:
        held = store.pictures.get(key)
        return held.title if held else key.id

    @router.get("/events/{event_id}")
    async def event(request: Request, event_id: str) -> HTMLResponse:
        try:
            name = UUID(event_id)
        except ValueError as odd:
            raise Problem(ProblemKind.NOT_FOUND, "an event's id is a UUID, such as those behind every figure") from odd
        check_read(store)
        locations = store.events.locations(name)
        if not locations and not store.refusals.locations(name):
            if store.unread is not None:
                raise unknown(store)
            detail = "no event of this id was let in or refused; if it was just published, wait a moment and load again"
            raise Problem(ProblemKind.NOT_FOUND, detail)
        away = None
        reading, warned, refused = Reading((), ()), list[KeptWarnings](), list[KeptRefusal]()
        try:
            reading = await parts.reading.read_event(name)
            # what was refused alone has warnings of nothing that was let in
            warned = await read_warnings(name, store, parts.source) if reading.statements else []
            refused = await read_refusals(name, store, parts.source)
        except Problem as problem:
            if problem.kind is not ProblemKind.AWAY:
                raise
            away = problem.detail  # what is known without the log is shown all the same
        names = list(dict.fromkeys(name_of_type(each.type) for each in reading.statements))
        return frame.page(
            request,
            "event.html",
            f"{' and '.join(names) or _heading(reading, refused)} ({name})",
            crumbs=(HOME, SEARCH),
            status=503 if away else 200,
            concerning={each.partnership for each in reading.statements} or None,
            event_id=str(name),
            included=INCLUDED[store.inclusion(counting(reading))] if reading.statements else None,
            heading=" and ".join(names) or _heading(reading, refused),
            reading=reading,
            anchors=_anchors(reading),
            away=away,
            warned=warned,
            refused=refused,
            unknown=unknown_references(reading.statements, store.pictures, store.configuration) or (),
            locations=locations,
            tell=lambda statement: told(statement.type, statement.said(), frame.words),
            name_of_type=name_of_type,
            as_json=lambda statement: orjson.dumps(statement.said(), option=orjson.OPT_INDENT_2).decode(),
            changes=citing(name, reading, store),
            has_page=lambda key: store.pictures.get(key) is not None,
            titled=titled,
            is_known=lambda other: bool(store.events.locations(UUID(str(other)))),
            is_uuid=_is_uuid,
            door_words=door_words,
            place_words=place_words,
            where=lambda paths: list(dict.fromkeys(where(path, frame.words) for path in paths)),
        )

    return router


def _anchors(reading: Reading) -> list[str | None]:
    """Of each statement where its content is led to: the first of a content that stands in several partnerships."""
    found = [each.content_hash for each in reading.statements]
    return [content_anchor(each) if found.index(each) == at else None for at, each in enumerate(found)]


def _heading(reading: Reading, refused: list[KeptRefusal]) -> str:
    """Of an event that says nothing: what became of it."""
    if reading.refusals:
        return "Event in quarantine"
    return "Refused event" if refused else "Event"


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
