"""The first page: what the hub is, how it stands in words, and where everything is."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hub.gateway.api.parts import Parts
from hub.gateway.pages.day_asked import page_router
from hub.gateway.pages.frame import NAME, Frame
from hub.reconcile.picture import KINDS

NEWEST = 5


def routes(parts: Parts) -> APIRouter:
    router = page_router()
    frame, store = Frame(parts), parts.store

    @router.get("/")
    async def home(request: Request) -> HTMLResponse:
        pictures = store.pictures
        return frame.page(
            request,
            "home.html",
            NAME,
            crumbs=(),
            groups=sorted(store.configuration.groups.values(), key=lambda each: each.name),
            counts={kind: pictures.count(kind) for kind in KINDS},
            matters=len(pictures.matters()),
            events=len(store.events) if store.events_starting is None else None,
            newest=pictures.newest(NEWEST),
        )

    return router
