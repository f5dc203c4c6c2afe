"""What holds releases and is neither a release package nor a release: which shape it is, and how to send what is in it.

Promise: nothing is taken by guess, and no value is repeated.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from hub.admission.place import UNREPEATED, shown
from hub.events import ids

_LOOKED_AT: Final = 20
_ONE_A_LINE: Final = "send the releases themselves, one a line"


class Shape(NamedTuple):
    """field: the member that holds the releases, "" for the document itself."""

    field: str
    problem: str
    fix: str


def shape_of(value: Any) -> Shape | None:
    """None where there is no release in it, or none where one would look."""
    if isinstance(value, list):
        way = _way(value)
        return None if way is None else Shape("", "is a list of releases inside a list", _fix(way))
    if not isinstance(value, Mapping):
        return None
    ways = {name: way for name, each in value.items() if (way := _way(each)) is not None}
    if not ways:
        return None
    name, way = next(iter(ways.items()))
    if all(ids.is_ocid(each) for each in value):
        return Shape("", "is an object of releases by their ocid", _fix(f".[]{way}"))
    named = shown(name)
    problem = f"holds its releases under {named}, where a package has them in an array under releases"
    return Shape(named, problem, _fix("" if named == UNREPEATED or not named.isidentifier() else f".{named}{way}"))


def is_release(value: Any) -> bool:
    return isinstance(value, Mapping) and "ocid" in value and not {"tag", "date", "id"}.isdisjoint(value)


def _way(value: Any) -> str | None:
    """From a value to the releases in it, as jq writes it; None where there are none."""
    if isinstance(value, list):
        inner = next((way for each in value[:_LOOKED_AT] if (way := _way(each)) is not None), None)
        return None if inner is None else f"[]{inner}"
    if is_release(value):
        return ""
    if isinstance(value, Mapping) and isinstance(value.get("releases"), list):
        return ".releases[]"
    return None


def _fix(way: str) -> str:
    return f"{_ONE_A_LINE}; jq -c '{way}' makes such lines of it" if way.startswith(".") else _ONE_A_LINE
