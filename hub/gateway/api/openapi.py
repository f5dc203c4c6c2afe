"""The OpenAPI document: every route of /v1 with its problems and its examples.

Promise: an example is a request that the tests send and whose answer they hold against this document.
"""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from hub.events.catalogue import BY_CE_TYPE
from hub.gateway.api.ce_headers import NO_HEADERS
from hub.gateway.api.cloudevents_http import BATCH, EITHER, ONE
from hub.gateway.api.models import ProblemDocument
from hub.gateway.http.problems import MEDIA, ProblemKind

TITLE: Final = "Joint commissioning hub"
ABOUT: Final = """Publish what your organisation knows as CloudEvents, follow what became of each event, and read
what has been said, added up: programmes, procurements, contracts, providers, and where the partners differ.

Every error is a problem document (RFC 9457). Every reading answer has an ETag: send it as If-None-Match and get 304
while nothing changed. Lists go on with `cursor`, which stays good while things change. Until sign-in exists the
gateway listens on this machine only.
"""
TAGS: Final = (
    {"name": "publishing", "description": "Say something, and follow it"},
    {"name": "reading", "description": "What has been said, added up"},
    {"name": "operation", "description": "Whether the gateway works"},
)
_REFERENCE: Final = {"$ref": "#/components/schemas/ProblemDocument"}

# of every route: the guard's, a parameter that it does not take, and what nobody foresaw
EVERYWHERE: Final = (ProblemKind.HOST_WRONG, ProblemKind.PARAMETER_WRONG, ProblemKind.OTHER)


UNREAD: Final = (ProblemKind.AWAY, ProblemKind.NOT_READ)


def responses(*kinds: ProblemKind) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with, by status, for its decorator."""
    by_status: dict[int, list[ProblemKind]] = {}
    for kind in (*kinds, *EVERYWHERE):
        by_status.setdefault(kind.status.value, []).append(kind)
    return {
        status: {
            "description": "; ".join(f"{kind.value[0]}: {kind.title}" for kind in of_status),
            "content": {MEDIA: {"schema": _REFERENCE}},
        }
        for status, of_status in sorted(by_status.items())
    }


READING: Final[Mapping[int | str, dict[str, Any]]] = {
    200: {
        "headers": {
            "ETag": {"description": "Strong; equal answers have equal tags", "schema": {"type": "string"}},
            "Hub-Freshness": {
                "description": "current, behind or unknown, with what waits and since when; /v1/freshness tells more",
                "schema": {"type": "string"},
            },
            "Cache-Control": {"description": "no-cache: ask again with If-None-Match", "schema": {"type": "string"}},
        }
    },
    304: {"description": "What you have still holds (If-None-Match)"},
}


def reading(*kinds: ProblemKind) -> dict[int | str, dict[str, Any]]:
    """The responses of a route that reads: after a start it may not have been read yet what it tells of."""
    return {**READING, **responses(*kinds, *(each for each in UNREAD if each not in kinds))}


def cloud_event() -> dict[str, Any]:
    """The schema of an event: CloudEvents 1.0, one of the catalogue's types. Admission says the rest."""
    text = {"type": ["string", "null"]}  # null is as absent
    return {
        "type": "object",
        "description": "A CloudEvents 1.0 event. schemas/<topic>/<event>/*.avsc say what data holds.",
        "required": ["specversion", "id", "source", "type"],
        "anyOf": [{"required": ["data"]}, {"required": ["data_base64"]}],
        "properties": {
            "specversion": {"type": "string", "enum": ["1.0"]},
            "id": {"type": "string", "format": "uuid", "description": "Yours; the same again is harmless"},
            "source": {"type": "string", "minLength": 1, "maxLength": 255},
            "type": {"type": "string", "enum": sorted(BY_CE_TYPE)},
            "subject": text | {"minLength": 1, "maxLength": 255},
            "time": text | {"format": "date-time", "description": "From when it is true"},
            "recordedtime": text | {"format": "date-time", "description": "When your system recorded it"},
            "dataclassification": text,
            "datacontenttype": text,
            "dataschema": text | {"description": "The path of the hub's schema, or an absolute URI of your own"},
            "data": {"type": "object"},
            "data_base64": text | {"description": "In place of data: the same JSON, packed"},
        },
    }


DATA: Final = {
    "type": "object",
    "description": "Binary mode: the data of an event whose attributes are ce- headers. No header, no binary mode.",
    "not": {"required": ["specversion"]},
}


def event_headers(event: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The headers of publishing: the attributes of an event in binary mode, and how its body is packed.

    event: the example. None is required: in the other modes the attributes stand in the body.
    """
    text = "In binary mode the event's attribute, percent-encoded; beside a structured event the same as in it"
    found: list[dict[str, Any]] = [
        {
            "name": f"ce-{name}",
            "in": "header",
            "required": False,
            "description": text,
            "schema": {"type": "string"},
            **({"examples": {"binary mode": {"value": event[name]}}} if name in event else {}),
        }
        for name in cloud_event()["properties"]
        if name not in NO_HEADERS
    ]
    packing = {
        "name": "Content-Encoding",
        "in": "header",
        "required": False,
        "description": "How the body is packed; the limits hold for what is in it",
        "schema": {"type": "string", "enum": ["gzip", "identity"]},
    }
    return [*found, packing]


def event_body(one: Mapping[str, Any], batch: Mapping[str, Any], binary: Mapping[str, Any]) -> dict[str, Any]:
    """The request body of publishing. one, batch, binary: examples by name, each an OpenAPI example."""
    single, many = {"$ref": "#/components/schemas/CloudEvent"}, {"type": "array", "minItems": 1, "maxItems": 500}
    array = {**many, "items": single}
    return {
        "required": True,
        "content": {
            ONE: {"schema": single, "examples": dict(one)},
            BATCH: {"schema": array, "examples": dict(batch)},
            EITHER: {"schema": {"oneOf": [single, array, DATA]}, "examples": {**one, **binary}},
        },
    }


def _own_problems_only(document: dict[str, Any]) -> None:
    """What the framework says of wrong parameters is replaced: they are answered by problem documents like all else."""
    for methods in document["paths"].values():
        for operation in methods.values():
            if "HTTPValidationError" in str(operation["responses"].get("422")):
                operation["responses"]["422"] = responses(ProblemKind.PARAMETER_WRONG)[422]
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)


def install(app: FastAPI) -> None:
    """Makes /openapi.json of it, once."""

    def whole() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title=TITLE,
                version="1",
                summary="Councils and NHS partners: what each says, added up, with the differences",
                description=ABOUT,
                routes=app.routes,
                tags=list(TAGS),
                license_info={"name": "MIT", "identifier": "MIT"},
            )
            components = made.setdefault("components", {}).setdefault("schemas", {})
            problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
            components |= problem.pop("$defs", {})
            components |= {"ProblemDocument": problem, "CloudEvent": cloud_event()}
            _own_problems_only(made)
            app.openapi_schema = made
        return app.openapi_schema

    @app.get("/openapi.json", include_in_schema=False)
    async def document() -> JSONResponse:
        return JSONResponse(whole())

    app.openapi = whole  # type: ignore[method-assign]  # FastAPI's own way of extending it
