"""JSON as partners send it: lines, one array, or one document over many lines.

Promise: lines are read one at a time; an array or a document is read whole. A line that is not JSON is told and the
next one is read. Each value is read as hub.admission.strict_json reads it.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from hub.admission.strict_json import BadJson, parse

_BOM = b"\xef\xbb\xbf"


class Found(NamedTuple):
    """One value and its place: ":12" for a line, "[3]" for an item of an array, "" for a whole document."""

    place: str
    value: Any


def values(stream: BinaryIO) -> Iterator[Found]:
    """Every value of the source, in order; a BadJson stands where something cannot be read."""
    first, number = _first_line(stream)
    if not first:
        return
    if first.startswith(b"[") or _goes_on(first):
        yield from _whole(first, stream, number)
        return
    yield Found(f":{number}", parse(first))
    for at, line in enumerate(stream, number + 1):
        if line.strip():
            yield Found(f":{at}", parse(line))


def first_readable(stream: BinaryIO) -> Any:
    """The first value that is JSON, an array's first item; else the first BadJson, or None where there is no text.

    A damaged first line does not hide what the other lines are: it is refused by its number, like any other.
    """
    first_bad: BadJson | None = None
    for each in values(stream):
        if not isinstance(each.value, BadJson):
            return each.value
        first_bad = first_bad or each.value
    return first_bad


def _first_line(stream: BinaryIO) -> tuple[bytes, int]:
    for number, line in enumerate(stream, 1):
        text = (line.removeprefix(_BOM) if number == 1 else line).strip()
        if text:
            return text, number
    return b"", 0


def _goes_on(first: bytes) -> bool:
    """Whether the first line is the beginning of a document over several lines: cut off, and not just wrong."""
    try:
        json.loads(first)
    except json.JSONDecodeError as failure:
        return failure.pos >= len(failure.doc)
    except (UnicodeDecodeError, RecursionError, ValueError):
        return False
    return False


def _whole(first: bytes, stream: BinaryIO, number: int) -> Iterator[Found]:
    rest = stream.read()
    value = parse(first + b"\n" + rest)
    match value:
        case list():
            for position, item in enumerate(value):
                yield Found(f"[{position}]", item)
        case BadJson() if not first.startswith(b"["):
            # lines after all, the first of them damaged: tell each by its number
            yield Found(f":{number}", parse(first))
            for at, line in enumerate(rest.splitlines(), number + 1):
                if line.strip():
                    yield Found(f":{at}", parse(line))
        case _:
            yield Found("", value)
