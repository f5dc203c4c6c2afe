"""The pages for people. They work without JavaScript."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader

from hub.gateway.parts import Parts
from hub.gateway.problems import Kind, Problem
from hub.reports.joint_programmes import joint_programmes
from hub.reports.render import Format, render

# a report is one file that needs nothing else: its styles stand inside
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
MEDIA = {Format.HTML: "text/html; charset=utf-8", Format.JSON: "application/json"}


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    pages = Environment(loader=PackageLoader("hub.gateway"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    store = parts.store

    @router.get("/", response_class=HTMLResponse)
    async def home() -> str:
        groups = sorted(store.configuration.groups.values(), key=lambda each: each.name)
        return pages.get_template("home.html").render(
            groups=groups,
            pictures=len(store.pictures),
            problem="; ".join(store.problems),
            today=parts.today().isoformat(),
        )

    @router.get("/groups/{group}/report")
    @router.get("/groups/{group}/report.{suffix}")
    async def report(group: str, suffix: str = "html") -> Response:
        """The group's report, from the pictures as the engine last judged them."""
        found = store.configuration.groups.get(group)
        if found is None or suffix not in list(Format):
            raise Problem(Kind.NOT_FOUND, "there is no such report; the groups are listed on the home page")
        document = joint_programmes(found, store.bodies(), store.configuration, as_of=parts.today(), known_at=None)
        to = Format(suffix)
        return Response(render(document, to), media_type=MEDIA[to], headers={"Content-Security-Policy": REPORT_POLICY})

    return router
