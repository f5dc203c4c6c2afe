"""The groups, and each group's page: how its joint programmes get on, from the same document as its report."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hub.gateway.api.parts import Parts
from hub.gateway.feeds.cursor import Followed
from hub.gateway.feeds.scope import Scope
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.pages.day_asked import page_router
from hub.gateway.pages.frame import HOME, Crumb, Frame
from hub.gateway.pages.reported import Reported

GROUPS = Crumb("Groups", "/groups")


def routes(parts: Parts) -> APIRouter:
    router = page_router()
    frame, store = Frame(parts), parts.store

    @router.get("/groups")
    async def groups(request: Request) -> HTMLResponse:
        found = sorted(store.configuration.groups.values(), key=lambda each: each.name)
        return frame.page(request, "groups.html", "Groups", groups=found)

    @router.get("/groups/{group}")
    async def group_page(request: Request, group: str) -> HTMLResponse:
        found = store.configuration.groups.get(group)
        if found is None:
            raise Problem(ProblemKind.NOT_FOUND, "there is no such group; the groups are listed on the page Groups")
        followed = Followed.now(Scope.of_group(found), store.pictures)
        reported = Reported.of(parts, found)
        content = store.pages_of_groups.get(
            group, reported.made_of, lambda: frame.part("group_content.html", group=found, document=reported.document())
        )
        return frame.page(
            request,
            "group.html",
            found.name,
            crumbs=(HOME, GROUPS),
            content=content,
            feed=followed,
            concerning=found.partnerships,
        )

    return router
