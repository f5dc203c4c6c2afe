"""Answers of the read API: bytes with a strong ETag, opaque cursors, and where things are.

Promise: equal answers have equal tags; a cursor holds the sort key behind which a list goes on, so it stays good while
things come and go, and after a restart. Pure.
"""

import base64
import binascii
import hashlib
from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Any, Final

import orjson
from fastapi import Request, Response
from pydantic import BaseModel

from hub.gateway.api.links import page_of
from hub.gateway.api.models import Row, Severities
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.held_picture import DifferenceRow, HeldPicture, PictureKey, by_weight

# a cache may keep it and must ask whether it still holds
HEADERS: Final = {"Cache-Control": "no-cache"}


def answer(request: Request, told: BaseModel | bytes) -> Response:
    """The answer, or 304 when the one who asks has it."""
    body = told if isinstance(told, bytes) else orjson.dumps(told.model_dump(mode="json"))
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {**HEADERS, "ETag": tag}
    held = request.headers.get("if-none-match", "")
    if held.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in held.split(",")]:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def cursor(list_name: str, after_key: tuple[Any, ...]) -> str:
    """The sort key as text for a URL. list_name: of the list that it belongs to."""
    return base64.urlsafe_b64encode(orjson.dumps([list_name, *after_key])).decode().rstrip("=")


def read_cursor(text: str | None, list_name: str, kinds: tuple[type, ...]) -> list[Any] | None:
    """The sort key that `cursor` wrote down; None for none. Raises Problem PARAMETER_WRONG."""
    if text is None:
        return None
    try:
        name, *after_key = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, TypeError):
        name, after_key = None, []
    if name != list_name or [type(each) for each in after_key] != list(kinds):
        detail = "is no cursor of this list; leave it out to begin at the beginning"
        raise Problem(ProblemKind.PARAMETER_WRONG, "see errors", [{"pointer": "query/cursor", "detail": detail}])
    return list(after_key)


def href_of(key: PictureKey) -> str:
    """Where the picture is in the API: as its page, under /v1."""
    return "/v1" + page_of(key.kind, key.partnership, key.id)


def row_of(held: HeldPicture, matters: Collection[DifferenceRow]) -> Row:
    """matters: the open ones of what the picture is of."""
    return Row(
        kind=held.key.kind,
        partnership=held.key.partnership,
        id=held.key.id,
        title=held.title,
        classification=held.classification,
        differences=severities(by_weight(matters)),
        href=href_of(held.key),
    )


def severities(counts: Mapping[str, int]) -> Severities:
    return Severities(red=counts["red"], amber=counts["amber"], minor=counts["minor"])
