"""A group's report: on the screen, with what it does not include yet above it, and as a file to be sent and kept.

A file is of what it stands on, and says nothing of what waits. That nobody knows whether it is whole is inside it too:
whoever reads it has no screen beside it.
"""

from fastapi import APIRouter, Request, Response

from hub.gateway.api.door import closed
from hub.gateway.api.freshness import about
from hub.gateway.api.parts import Parts
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.pages.day_asked import page_router
from hub.gateway.pages.reported import Reported
from hub.log.freshness import FreshnessState
from hub.reports.freshness_words import TAGS, account_words
from hub.reports.render import Format, render, with_doubt

# a report is one file that needs nothing else: its styles stand inside
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
MEDIA = {Format.HTML: "text/html; charset=utf-8", Format.JSON: "application/json"}


def routes(parts: Parts) -> APIRouter:
    router = page_router()
    store = parts.store

    def answered(request: Request, group: str, suffix: str, *, with_freshness: bool) -> Response:
        if store.lost is not None:  # before the group is looked for, which may be among what is lost
            raise closed(store.lost)
        found = store.configuration.groups.get(group)
        if found is None or suffix not in list(Format):
            raise Problem(ProblemKind.NOT_FOUND, "there is no such report; the groups are listed on the page Groups")
        about(request, found.partnerships)
        reported, to = Reported.of(parts, found), Format(suffix)
        told, is_doubtful = None, False
        account = store.account(found.partnerships)
        is_unknown = account.state is FreshnessState.UNKNOWN
        # of another day it is made of the log itself, and there is nothing to tell but that this may not be whole
        if with_freshness and (parts.as_of is None or is_unknown):
            told = f"{TAGS[account.state]}: {account_words(account)}"
        elif is_unknown:
            # a file leaves the screen that says it, so it says it itself
            is_doubtful = True

        def made() -> bytes:
            document = reported.document()
            return render(with_doubt(document, account.up_to) if is_doubtful else document, to, above=told)

        made_of = (*reported.made_of, told, is_doubtful, account.up_to if is_doubtful else None)
        content = store.reports.get(f"{group} {suffix} {with_freshness}", made_of, made)
        policy = {"Content-Security-Policy": REPORT_POLICY}
        return Response(content, media_type=MEDIA[to], headers=policy)

    @router.get("/groups/{group}/report")
    async def report(request: Request, group: str) -> Response:
        """The group's report, from the pictures as the engine last evaluated them, and how fresh those are."""
        return answered(request, group, Format.HTML, with_freshness=True)

    @router.get("/groups/{group}/report.{suffix}")
    async def report_file(request: Request, group: str, suffix: str) -> Response:
        """The same as a file: of the same statements, day and configuration always the same bytes, but for a line above
        it (`doubt` in JSON) where it is not known whether every admitted statement is in it."""
        return answered(request, group, suffix, with_freshness=False)

    return router
