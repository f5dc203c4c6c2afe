"""A group's report as one file, which can be sent, printed and kept."""

from fastapi import APIRouter, Response

from hub.gateway.parts import Parts
from hub.gateway.problems import Kind, Problem
from hub.reports.joint_programmes import joint_programmes
from hub.reports.render import Format, render

# a report is one file that needs nothing else: its styles stand inside
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
MEDIA = {Format.HTML: "text/html; charset=utf-8", Format.JSON: "application/json"}


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    store = parts.store

    @router.get("/groups/{group}/report")
    @router.get("/groups/{group}/report.{suffix}")
    async def report(group: str, suffix: str = "html") -> Response:
        """The group's report, from the pictures as the engine last judged them."""
        found = store.configuration.groups.get(group)
        if found is None or suffix not in list(Format):
            raise Problem(Kind.NOT_FOUND, "there is no such report; the groups are listed on the page Groups")
        document = joint_programmes(found, store.bodies(), store.configuration, as_of=parts.today(), known_at=None)
        to = Format(suffix)
        return Response(render(document, to), media_type=MEDIA[to], headers={"Content-Security-Policy": REPORT_POLICY})

    return router
