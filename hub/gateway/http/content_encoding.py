"""A request's body as it was before it was compressed. Pure.

Promise: never more than the limit is held, whatever the body would become. Only gzip is taken: what is called deflate
is written in two ways, and nobody who sends it says in which. Source: RFC 9110, sections 8.4 and 12.5.3; RFC 1952.
"""

import zlib
from collections.abc import Sequence
from typing import Final

from hub.gateway.http.problems import Problem, ProblemKind

TAKEN: Final = "gzip, identity"
_GZIP: Final = frozenset({"gzip", "x-gzip"})
_WITH_GZIP_HEADER: Final = 16 + zlib.MAX_WBITS
# a body that is nothing but members of no content would cost much and say nothing
MOST_MEMBERS: Final = 64


def is_gzip(headers: Sequence[str]) -> bool:
    """Whether the values of Content-Encoding say gzip. Raises Problem MEDIA_WRONG for anything but that or nothing."""
    named = [each.strip().lower() for header in headers for each in header.split(",")]
    codings = [each for each in named if each not in ("", "identity")]
    if not codings:
        return False
    if len(codings) > 1:
        raise _wrong("names several encodings; compress the body once, with gzip")
    if codings[0] not in _GZIP:
        raise _wrong("is taken as gzip alone; compress the body with gzip, or send it as it is")
    return True


def unpacked(body: bytes, most: int) -> bytes:
    """What a gzip body holds, at most that many bytes. Raises Problem BODY_WRONG, TOO_LARGE."""
    whole = bytearray()
    for _ in range(MOST_MEMBERS):
        member = zlib.decompressobj(_WITH_GZIP_HEADER)
        try:
            whole += member.decompress(body, most + 1 - len(whole))
        except zlib.error as damaged:
            raise _not_gzip("is not gzip, or damaged") from damaged
        if len(whole) > most:
            raise Problem(
                ProblemKind.TOO_LARGE, f"the hub takes {most} bytes at once, counted before they are compressed"
            )
        if not member.eof:
            raise _not_gzip("ends before its gzip does")
        body = member.unused_data
        if not body:
            return bytes(whole)
    raise _not_gzip(f"has more than {MOST_MEMBERS} gzip members")


def _wrong(what: str) -> Problem:
    error = {"pointer": "header/Content-Encoding", "detail": what}
    detail = "the body's encoding is not taken: see errors"
    return Problem(ProblemKind.MEDIA_WRONG, detail, [error], headers={"Accept-Encoding": TAKEN})


def _not_gzip(what: str) -> Problem:
    return Problem(ProblemKind.BODY_WRONG, f"Content-Encoding says gzip, and the body {what}; compress it anew")
