"""Problems as pages, for people: a program that asks without `Accept: text/html` gets the problem document."""

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse

from hub.gateway.api.parts import Parts
from hub.gateway.http.problems import NO_PATH, Problem, ProblemKind
from hub.gateway.pages.frame import Frame

NOT_FOUND = "there is no page at this address"  # for people, who have no use for a list of paths

HEADINGS = {
    ProblemKind.NOT_FOUND: "Page not found",
    ProblemKind.CLOSED: "An operator has to mend the hub first",
    ProblemKind.AWAY: "Part of the hub is not answering",
    ProblemKind.NOT_READ: "Not read yet",
    ProblemKind.NO_PICTURE: "This record is no picture",
    ProblemKind.PARAMETER_WRONG: "The address cannot be used",
}


def wants_page(request: Request) -> bool:
    """Whether a browser asks, and not for what is there for programs."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/v1/")


def page_for(parts: Parts, request: Request, problem: Problem) -> HTMLResponse | JSONResponse:
    """The answer in the form that was asked for."""
    if not wants_page(request):
        return problem.response(request.url.path)
    heading = HEADINGS.get(problem.kind, problem.kind.title)
    page = Frame(parts).page(
        request,
        "problem.html",
        heading,
        status=problem.kind.status.value,
        heading=heading,
        detail=NOT_FOUND if problem.detail == NO_PATH else problem.detail,
        ways_on=problem.ways_on,
        errors=[str(each.get("detail", "")) for each in problem.errors],
    )
    page.headers.update(problem.headers)
    return page
