"""The first page: what the hub is, how it stands in words, and where everything is."""

import heapq

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hub.gateway.day_asked import page_router
from hub.gateway.pages.frame import NAME, Frame
from hub.gateway.parts import Parts
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
            matters=pictures.difference_count,
            events=len(store.events),
            newest=heapq.nlargest(NEWEST, pictures.all(), key=lambda each: (each.at, each.key)),
        )

    return router
