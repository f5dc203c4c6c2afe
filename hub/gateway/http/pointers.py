"""Where in a request a refusal is about: RFC 6901 pointers into its body, made of the paths that admission writes, or

the name of a header: `header/ce-id`.
"""

import re
from typing import Final

from hub.admission.field_path import UNREPEATED

HEADER: Final = "header/"
_PART: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def pointer(field: str, index: int | None) -> str:
    """A URI fragment such as #/3/data/value/amount. index: of the event in a batch.

    A name that admission does not repeat ends the pointer at the object that holds it.
    """
    if field.startswith(HEADER):
        return field
    parts = _parts(field)
    if parts[:1] == ["meta"]:
        parts.insert(0, "data")
    if index is not None:
        parts.insert(0, str(index))
    return _fragment(parts)


def binary_pointer(field: str) -> str:
    """As `pointer`, of an event in binary mode: its body is the data, its attributes are headers."""
    if field.startswith(HEADER) or not field:
        return field or "#"
    parts = _parts(field)
    match parts[:1]:
        case ["data"]:
            return _fragment(parts[1:])
        case ["meta"]:
            return _fragment(parts)
        case ["datacontenttype"]:
            return f"{HEADER}Content-Type"
        case [name]:
            return f"{HEADER}ce-{name}"
    return HEADER.removesuffix("/")


def _parts(field: str) -> list[str]:
    known = field.partition(UNREPEATED)[0]
    return [number or name for number, name in _PART.findall(known)]


def _fragment(parts: list[str]) -> str:
    return "#" + "".join(f"/{each}" for each in parts)
