"""Where in a request's body a refusal is about: RFC 6901 pointers, made of the paths that admission writes."""

import re
from typing import Final

from hub.admission.place import UNREPEATED

_PART: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def pointer(field: str, index: int | None) -> str:
    """A URI fragment such as #/3/data/value/amount. index: of the event in a batch.

    A name that admission does not repeat ends the pointer at the object that holds it.
    """
    known = field.partition(UNREPEATED)[0]
    parts = [number or name for number, name in _PART.findall(known)]
    if parts[:1] == ["meta"]:
        parts.insert(0, "data")
    if index is not None:
        parts.insert(0, str(index))
    return "#" + "".join(f"/{each}" for each in parts)
