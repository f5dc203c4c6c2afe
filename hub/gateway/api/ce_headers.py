"""CloudEvents attributes as HTTP headers: ce-id, ce-source. What each says, or why it cannot be read. Pure.

Promise: no value is guessed. What could be read in two ways is told by the header's name, and no value is repeated.
Source: CloudEvents HTTP binding 1.0.2, section 3.1.3; RFC 9110, section 5.6.4 (quoted strings).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hub.admission.field_path import safe_name
from hub.admission.refusal import Code, Refusal
from hub.gateway.http.pointers import HEADER
from hub.gateway.http.problems import Problem, ProblemKind

Raw = Sequence[tuple[bytes, bytes]]
"""Headers as they came, names in any case."""

PREFIX: Final = "ce-"
MOST_BYTES: Final = 8 * 1024
"""Of the 16 KiB that the whole head may have, so that the refusal of a longer event is told and kept as its own."""
"""Of all ce- headers together, names and values; attributes are at most a few hundred characters each."""

_QUOTED: Final = re.compile(rb'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE: Final = re.compile(rb"%([0-9A-Fa-f]{2})")
_HALF_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_NOT_PRINTABLE: Final = re.compile(rb"[^\x20-\x7e]")

# what is no attribute of its own: the body is the data, and Content-Type says of what kind it is
NO_HEADERS: Final = {
    "datacontenttype": "Content-Type says it",
    "data": "the body is the data",
    "data_base64": "the body is the data",
}


@dataclass(frozen=True, slots=True)
class Unreadable(Exception):
    """A header's value that says nothing for certain."""

    problem: str
    fix: str


def header_pointer(name: str) -> str:
    """Where a refusal of a header is about; a name that could hold anything is not repeated."""
    return f"{HEADER}{name}" if safe_name(name) == name else HEADER.removesuffix("/")


def has_any(raw: Raw) -> bool:
    return any(name.lower().startswith(PREFIX.encode()) for name, _ in raw)


def attributes(raw: Raw) -> tuple[dict[str, str], tuple[Refusal, ...]]:
    """The attributes by name, and what is wrong with headers. Raises Problem HEADERS_TOO_LARGE."""
    found: dict[str, str] = {}
    wrong: dict[str, Refusal] = {}
    given = [(name.lower().decode("latin-1"), value) for name, value in raw]
    given = [(name, value) for name, value in given if name.startswith(PREFIX)]
    if sum(len(name) + len(value) for name, value in given) > MOST_BYTES:
        detail = f"the hub takes {MOST_BYTES} bytes of {PREFIX} headers; shorten them, or put long texts into the body"
        raise Problem(ProblemKind.HEADERS_TOO_LARGE, detail)
    for name, value in given:
        attribute = name.removeprefix(PREFIX)
        try:
            if attribute in NO_HEADERS:
                raise Unreadable(f"is no header of an event: {NO_HEADERS[attribute]}", "leave it out")
            if attribute in found or name in wrong:
                raise Unreadable("stands more than once", "give it once")
            found[attribute] = decoded(value)
        except Unreadable as unreadable:
            wrong[name] = Refusal(Code.ATTRIBUTE_WRONG, header_pointer(name), unreadable.problem, unreadable.fix)
    return {name: value for name, value in found.items() if PREFIX + name not in wrong}, tuple(wrong.values())


def decoded(value: bytes) -> str:
    """The text that a header's value stands for: unquoted first, then percent-decoded once. Raises Unreadable."""
    value = value.strip(b" \t")
    if _NOT_PRINTABLE.search(value):
        raise Unreadable("holds a byte that is no printable ASCII", "percent-encode it, in UTF-8: é is %C3%A9")
    if value.startswith(b'"'):
        quoted = _QUOTED.fullmatch(value)
        if quoted is None:
            raise Unreadable("begins with a quotation mark and is no quoted string", 'write " as %22')
        value = re.sub(rb"\\(.)", rb"\1", quoted[1])
    if _HALF_ESCAPE.search(value):
        raise Unreadable("has a % with no two hexadecimal digits behind it", "write % as %25")
    try:
        return _ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), value).decode("utf-8")
    except UnicodeDecodeError as odd:
        raise Unreadable("is not UTF-8 when it is percent-decoded", "percent-encode its bytes in UTF-8") from odd
