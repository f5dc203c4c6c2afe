"""The page of one picture, of any kind: what each body says, every word with the event that it comes from."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hub.gateway.api.links import picture_at, to_come
from hub.gateway.api.parts import Parts
from hub.gateway.feeds.cursor import Followed
from hub.gateway.feeds.scope import Scope
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.held_picture import SEVERITIES, HeldPicture, PictureKey
from hub.gateway.pages.day_asked import page_router
from hub.gateway.pages.differences import titled
from hub.gateway.pages.frame import HOME, LISTS, Crumb, Frame
from hub.reconcile.answers import ANSWERS
from hub.reconcile.kinds.registry import KIND_OF
from hub.reports.joint_programmes import programme_matters
from hub.reports.titles import titled_answers


def routes(parts: Parts) -> APIRouter:
    router = page_router()
    frame, store = Frame(parts), parts.store

    def find(kind: str, at: str) -> HeldPicture:
        found = picture_at(store.pictures, kind, at)
        if found is None:
            if (coming := to_come(store.pictures, kind, at)) is not None:
                raise Problem(ProblemKind.NOT_FOUND, coming)
            raise Problem(
                ProblemKind.NOT_FOUND, f"there is no such {kind}, or nothing that is said of it stands any more"
            )
        return found

    def title_of(partnership: str, kind: str, name: str) -> str | None:
        """The title of a neighbour; None where it has no picture, and so no page."""
        found = store.pictures.get(PictureKey(partnership, kind, name))
        return None if found is None else found.title

    def fields_of(partnership: str, kind: str, name: str) -> dict[str, Any]:
        """What is said of a neighbour; empty where it has no picture."""
        found = store.pictures.get(PictureKey(partnership, kind, name))
        fields: dict[str, Any] = {} if found is None else found.picture()["fields"]
        return fields

    def matters_of(key: PictureKey, picture: dict[str, Any]) -> Sequence[Mapping[str, Any]]:
        """Of a programme also those of its contracts, as a group's page and report have them."""
        if key.kind != "programme":
            return sorted(titled(picture), key=worst_first)
        keys = [PictureKey(key.partnership, "contract", each["contract"]) for each in picture["contracts"]]
        contracts = {each.key.id: each.picture() for each in map(store.pictures.get, keys) if each is not None}
        return programme_matters(picture, contracts)

    def page(request: Request, kind: str, at: str) -> HTMLResponse:
        held = find(kind, at)
        partnership, _, name = held.key
        picture = held.picture()
        if ANSWERS.member in picture:
            picture = {**picture, ANSWERS.member: titled_answers(picture)}
        scope = Scope.of_picture(held.key)
        feed = Followed.now(scope, store.pictures) if scope else None
        groups = [each for each in store.configuration.groups.values() if partnership in each.partnerships]
        return frame.page(
            request,
            f"{kind}.html",
            f"{held.title} ({kind} {name}, {frame.place(partnership)})",
            crumbs=(HOME, Crumb(*LISTS[kind])),
            held=held,
            picture=picture,
            listed=KIND_OF[kind].listed,
            differences=matters_of(held.key, picture),
            answered=sorted(titled(picture, "answered"), key=worst_first),
            groups=sorted(groups, key=lambda each: each.name),
            title_of_neighbour=title_of,
            fields_of_neighbour=fields_of,
            feed=feed,
            concerning=(partnership,),
        )

    def add(kind: str) -> None:
        @router.get(f"{LISTS[kind][1]}/{{at:path}}", name=kind)
        async def subject(request: Request, at: str) -> HTMLResponse:
            return page(request, kind, at)

    for kind in KIND_OF:
        add(kind)
    return router


def worst_first(difference: Mapping[str, Any]) -> tuple[int, str, str]:
    """As in the list of all differences: by weight, then the one that has stood longest."""
    return SEVERITIES.index(difference["severity"]), difference["since"], difference["id"]
