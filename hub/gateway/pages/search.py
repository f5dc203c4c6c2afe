"""Search over names, references and ids. An id that is known leads straight to its page."""

from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from hub.gateway.api.as_of import CARRIED, PARAMETER
from hub.gateway.api.links import page_of
from hub.gateway.api.parts import Parts
from hub.gateway.api.receipts import check_read
from hub.gateway.index.held_picture import HeldPicture
from hub.gateway.index.narrowing import PictureFilter, words_of
from hub.gateway.index.store import Store
from hub.gateway.pages.day_asked import page_router
from hub.gateway.pages.frame import Frame
from hub.reconcile.picture import KINDS

MOST: Final = 20


@dataclass(frozen=True, slots=True)
class KindHits:
    """What was found of one kind: the first ones, and how many there are."""

    kind: str
    held: list[HeldPicture]
    count: int


def straight_to(store: Store, text: str) -> str | None:
    """The page of the one thing whose id is the text; None where there is none, or more than one.

    Raises Problem NOT_READ, AWAY, where the text is an event's id and the log was not read since the start.
    """
    text = text.strip()
    try:
        event_id = UUID(text)
    except ValueError:
        pass
    else:
        check_read(store)
        is_known = bool(store.events.locations(event_id) or store.refusals.locations(event_id))
        return f"/events/{event_id}" if is_known else None
    if text in store.configuration.groups:
        return f"/groups/{text}"
    pages = [page_of(each.key.kind, each.key.partnership, each.key.id) for each in store.pictures.with_id(text)]
    pages += [f"/differences/{text}"] if store.pictures.matter(text) else []
    return pages[0] if len(pages) == 1 else None


def hits(store: Store, text: str) -> list[KindHits]:
    """The kinds of which something was found, in a fixed order."""
    wanted = PictureFilter(words=words_of(text))
    found = []
    for kind in KINDS:
        held = wanted.narrow(kind, store.pictures)
        if held:
            found.append(KindHits(kind, held[:MOST], len(held)))
    return found


def routes(parts: Parts) -> APIRouter:
    router = page_router()
    frame, store = Frame(parts), parts.store

    @router.get("/search")
    async def search(request: Request, q: Annotated[str, Query(max_length=300)] = "") -> Response:
        text = q.strip()
        found = hits(store, text) if text else []
        page = straight_to(store, text) if text else None
        # an id that could be a plain word, such as "carers", is one where nothing else has it in its name
        is_id = any(map(str.isdigit, text)) or sum(each.count for each in found) <= 1
        if page is not None and is_id:
            day = request.scope.get(CARRIED)
            return RedirectResponse(page if day is None else f"{page}?{urlencode({PARAMETER: day})}", 303)
        words = words_of(text)
        groups = [
            each
            for each in sorted(store.configuration.groups.values(), key=lambda each: each.name)
            if words and all(word in f"{each.name} {each.id}".casefold() for word in words)
        ]
        return frame.page(
            request,
            "search.html",
            f"Search results for {text}" if text else "Search",
            text=text,
            groups=groups,
            hits=found,
        )

    return router
