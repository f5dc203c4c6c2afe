"""How the gateway and the instance are, in words, for whoever looks after them."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hub.gateway.pages.frame import Frame
from hub.gateway.parts import Parts


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    frame, store = Frame(parts), parts.store

    @router.get("/status")
    async def status(request: Request) -> HTMLResponse:
        last = sorted(store.events.last_of.items(), key=lambda each: each[1].at, reverse=True)
        return frame.page(
            request,
            "status.html",
            "Status",
            counts={kind: store.pictures.count(kind) for kind in ("programme", "contract", "provider")},
            differences=store.pictures.difference_count,
            events=len(store.events),
            unreadable=store.pictures.unreadable,
            configuration=store.configuration,
            partners=last[:100],
            partner_count=len(last),
        )

    return router
