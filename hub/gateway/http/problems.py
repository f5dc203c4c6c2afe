"""Refusals over HTTP as RFC 9457 problem details: one catalogue of kinds, one body, for every route.

Promise: an answer says what is wrong, where, and what to do; it never repeats a value that was sent.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from hub.gateway.http.parameter_words import detail_of

MEDIA: Final = "application/problem+json"


class ProblemKind(Enum):
    """Every kind of problem: its name in `type`, the status, the title. A name is never used for a second kind."""

    NOT_FOUND = ("not-found", HTTPStatus.NOT_FOUND, "There is nothing of that name")
    PARAMETER_WRONG = ("parameter-wrong", HTTPStatus.UNPROCESSABLE_ENTITY, "A parameter cannot be used")
    METHOD_WRONG = ("method-wrong", HTTPStatus.METHOD_NOT_ALLOWED, "That method does not exist here")
    HOST_WRONG = ("host-wrong", HTTPStatus.BAD_REQUEST, "The gateway answers to its own name only")
    REQUEST_WRONG = ("request-wrong", HTTPStatus.BAD_REQUEST, "The request is not HTTP as the hub reads it")
    ORIGIN_WRONG = ("origin-wrong", HTTPStatus.FORBIDDEN, "Other sites may not write through a browser")
    TOO_LARGE = ("too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too large")
    HEADERS_TOO_LARGE = (
        "headers-too-large",
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        "The headers of the event are too large",
    )
    MEDIA_WRONG = ("media-wrong", HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The content type is not taken here")
    BODY_WRONG = ("body-wrong", HTTPStatus.BAD_REQUEST, "The body is not what its content type says")
    TOO_SLOW = ("too-slow", HTTPStatus.REQUEST_TIMEOUT, "The request took too long to come")
    NOT_JSON = ("not-json", HTTPStatus.BAD_REQUEST, "The body is not JSON")
    NO_EVENTS = ("no-events", HTTPStatus.BAD_REQUEST, "There is no event in the request")
    REFUSED = ("refused", HTTPStatus.UNPROCESSABLE_ENTITY, "Admission refused it")
    TOO_MANY = ("too-many", HTTPStatus.TOO_MANY_REQUESTS, "Too many requests at once")
    CLOSED = ("closed", HTTPStatus.SERVICE_UNAVAILABLE, "Closed until an operator has mended the hub")
    AWAY = ("away", HTTPStatus.SERVICE_UNAVAILABLE, "Kafka or the registry does not answer")
    NOT_READ = ("not-read", HTTPStatus.SERVICE_UNAVAILABLE, "The gateway has not read the log to its end yet")
    NO_PICTURE = ("no-picture", HTTPStatus.BAD_GATEWAY, "This record is no picture")
    OTHER = ("other", HTTPStatus.INTERNAL_SERVER_ERROR, "The request failed")

    @property
    def uri(self) -> str:
        """Stable; docs/problems.md describes each."""
        return f"urn:uk.jch:problem:{self.value[0]}"

    @property
    def status(self) -> HTTPStatus:
        return self.value[1]

    @property
    def title(self) -> str:
        return self.value[2]


@dataclass
class Problem(Exception):
    """Raised by a route that cannot answer. detail: what and what to do, in words. errors: [{pointer, detail}].

    ways_on: pages of the hub that tell more, by their titles.
    """

    kind: ProblemKind
    detail: str
    errors: Sequence[Mapping[str, Any]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    ways_on: Mapping[str, str] = field(default_factory=dict)

    def body(self, path: str) -> dict[str, Any]:
        return {
            "type": self.kind.uri,
            "title": self.kind.title,
            "status": self.kind.status.value,
            "detail": self.detail,
            "instance": path,
            **({"errors": list(self.errors)} if self.errors else {}),
        }

    def response(self, path: str) -> JSONResponse:
        return JSONResponse(self.body(path), self.kind.status.value, dict(self.headers), media_type=MEDIA)


_OF_STATUS: Final = {
    kind.status.value: kind for kind in (ProblemKind.NOT_FOUND, ProblemKind.METHOD_WRONG, ProblemKind.TOO_LARGE)
}


NO_PATH: Final = "nothing is served at this path; /openapi.json lists those of the API, and / leads to the pages"


def _detail(kind: ProblemKind, error: HTTPException, headers: Mapping[str, str]) -> str:
    """What the framework leaves to the status alone, in words that say what to do."""
    match kind:
        case ProblemKind.NOT_FOUND:
            return NO_PATH
        case ProblemKind.METHOD_WRONG:
            taken = next((value for name, value in headers.items() if name.lower() == "allow"), "other methods")
            return f"this path takes {taken}"
        case _:
            return str(error.detail)


Answer = Callable[[Request, Problem], Response]


def as_document(request: Request, problem: Problem) -> Response:
    return problem.response(request.url.path)


def install(app: FastAPI, answer: Answer = as_document) -> None:
    """Every error of the application becomes a problem document, also those of the framework.

    answer: makes the response, where it may be another one, such as a page.
    """

    @app.exception_handler(Problem)
    async def own(request: Request, problem: Problem) -> Response:
        return answer(request, problem)

    @app.exception_handler(HTTPException)
    async def of_framework(request: Request, error: HTTPException) -> Response:
        kind = _OF_STATUS.get(error.status_code)
        if kind is not None:
            headers = error.headers or {}
            return answer(request, Problem(kind, _detail(kind, error, headers), headers=headers))
        body = Problem(ProblemKind.OTHER, str(error.detail)).body(request.url.path) | {"status": error.status_code}
        return JSONResponse(body, error.status_code, error.headers, media_type=MEDIA)

    @app.exception_handler(RequestValidationError)
    async def of_parameters(request: Request, error: RequestValidationError) -> Response:
        errors = [{"pointer": "/".join(map(str, each["loc"])), "detail": detail_of(each)} for each in error.errors()]
        detail = "see errors for each parameter, and /openapi.json for what it may be"
        return answer(request, Problem(ProblemKind.PARAMETER_WRONG, detail, errors))

    @app.exception_handler(Exception)
    async def of_ours(request: Request, error: Exception) -> Response:
        # the server logs it, with its trace; whoever asked learns nothing of our insides
        return answer(
            request, Problem(ProblemKind.OTHER, "a fault of the hub's; tell the operator the time and the path")
        )
