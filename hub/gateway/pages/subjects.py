"""The page of one programme, contract or provider: what each body says, every word with the event it comes from."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hub.gateway.feed_cursor import Followed
from hub.gateway.feed_scope import FeedKind, Scope
from hub.gateway.links import picture_at
from hub.gateway.pages.differences import titled
from hub.gateway.pages.frame import HOME, Crumb, Frame
from hub.gateway.parts import Parts
from hub.gateway.problems import Kind, Problem
from hub.gateway.shown import SEVERITIES, PictureKey, Shown
from hub.reports.joint_programmes import programme_matters

PROGRAMMES = Crumb("Programmes", "/programmes")
CONTRACTS = Crumb("Contracts", "/contracts")
PROVIDERS = Crumb("Providers", "/providers")


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    frame, store = Frame(parts), parts.store

    def find(kind: str, at: str) -> Shown:
        found = picture_at(store.pictures, kind, at)
        if found is None:
            raise Problem(Kind.NOT_FOUND, f"there is no such {kind}, or nothing that is said of it stands any more")
        return found

    def title_of(partnership: str, kind: str, name: str) -> str | None:
        """The title of a neighbour; None where it has no picture, and so no page."""
        found = store.pictures.get(PictureKey(partnership, kind, name))
        return None if found is None else found.title

    def matters_of(key: PictureKey, picture: dict[str, Any]) -> list[dict[str, Any]]:
        """Of a programme also those of its contracts, as a group's page and report have them."""
        if key.kind != "programme":
            return sorted(titled(picture), key=worst_first)
        keys = [PictureKey(key.partnership, "contract", each["contract"]) for each in picture["contracts"]]
        contracts = {each.key.id: each.picture() for each in map(store.pictures.get, keys) if each is not None}
        return programme_matters(picture, contracts)

    def page(request: Request, shown: Shown, crumb: Crumb, followed: bool = True) -> HTMLResponse:
        partnership, kind, name = shown.key
        picture = shown.picture()
        feed = Followed.now(Scope.of(FeedKind(f"{kind}s"), partnership, name), store.pictures) if followed else None
        groups = [each for each in store.configuration.groups.values() if partnership in each.partnerships]
        return frame.page(
            request,
            f"{kind}.html",
            f"{shown.title} ({kind} {name}, {frame.place(partnership)})",
            crumbs=(HOME, crumb),
            shown=shown,
            picture=picture,
            differences=matters_of(shown.key, picture),
            groups=sorted(groups, key=lambda each: each.name),
            title_of_neighbour=title_of,
            feed=feed,
        )

    @router.get("/programmes/{at:path}")
    async def programme(request: Request, at: str) -> HTMLResponse:
        return page(request, find("programme", at), PROGRAMMES)

    @router.get("/contracts/{at:path}")
    async def contract(request: Request, at: str) -> HTMLResponse:
        # a contract has no feed of its own: whoever follows its group, programme or provider is told of it
        return page(request, find("contract", at), CONTRACTS, followed=False)

    @router.get("/providers/{at:path}")
    async def provider(request: Request, at: str) -> HTMLResponse:
        return page(request, find("provider", at), PROVIDERS)

    return router


def worst_first(difference: Mapping[str, Any]) -> tuple[int, str, str]:
    """As in the list of all differences: by weight, then the one that has stood longest."""
    return SEVERITIES.index(difference["severity"]), difference["since"], difference["id"]
