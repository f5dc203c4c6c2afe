"""What holds releases and is neither a release package nor a release: which shape it is, and how to send what is in it.

Promise: nothing is taken by guess, and no value is repeated.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from hub.admission.field_path import UNREPEATED, safe_name
from hub.events import ids

_ONE_A_LINE: Final = "send the releases themselves, one a line"
_ANYWHERE: Final = '.. | objects | select(has("ocid") and (has("tag") or has("date") or has("id")))'
"""What is_release says, as jq writes it."""


class Shape(NamedTuple):
    """field: the member that holds the releases, "" for the document itself."""

    field: str
    problem: str
    fix: str


def shape_of(value: Any) -> Shape | None:
    """None where there is no release in it, or none where one would look."""
    if isinstance(value, list):
        ways = _ways(value)
        return Shape("", "is a list of releases inside a list", _fix(ways, "")) if _holds(ways) else None
    if not isinstance(value, Mapping):
        return None
    of_each = {name: _ways(each) for name, each in value.items()}
    holding = [name for name, ways in of_each.items() if _holds(ways)]
    if not holding:
        return None
    together: _Ways = frozenset().union(*of_each.values())
    if all(ids.is_ocid(each) for each in value):
        return Shape("", "is an object of releases by their ocid", _fix(together, "[]"))
    named = safe_name(holding[0])
    problem = f"holds its releases under {named}, where a package has them in an array under releases"
    if len(holding) == 1 and named != UNREPEATED and named.isidentifier():
        return Shape(named, problem, _fix(of_each[holding[0]], named))
    return Shape(named, problem, _fix(together, "[]"))


def shape_of_releases(held: Any) -> Shape:
    """Of a package whose `releases` is no array: how to send what is in it."""
    if isinstance(held, Mapping) and not is_release(held):
        ways: _Ways = frozenset().union(*map(_ways, held.values())) if held else frozenset()
        before = "releases[]"
    else:
        ways, before = _ways(held), "releases"
    if not _holds(ways):
        return Shape("releases", "is not an array of releases", "send OCDS 1.1 release packages, or one release a line")
    named = isinstance(held, Mapping) and all(ids.is_ocid(each) for each in held)
    problem = "is an object of releases by their ocid" if named else "is not an array of releases, and holds some"
    return Shape("releases", problem, _fix(ways, before))


def is_release(value: Any) -> bool:
    return isinstance(value, Mapping) and "ocid" in value and not {"tag", "date", "id"}.isdisjoint(value)


_Ways = frozenset[str | None]
"""From a value to each release in it, as jq writes it; None among them where a part of it holds none."""


def _ways(value: Any) -> _Ways:
    if is_release(value):
        return frozenset({""})
    if isinstance(value, list) and value:
        found: set[str | None] = set()
        for each in value:
            found |= {None if way is None else f"[]{way}" for way in _ways(each)}
        return frozenset(found)
    if isinstance(value, Mapping) and isinstance(value.get("releases"), list):
        return frozenset({".releases[]"})
    return frozenset({None})


def _holds(ways: _Ways) -> bool:
    return not ways <= {None}


def _fix(ways: _Ways, before: str) -> str:
    """A jq command that makes lines of all releases that there are, and of nothing else."""
    (way,) = ways if len(ways) == 1 else (None,)
    path = _ANYWHERE if way is None else f".{before}{way}"
    return f"{_ONE_A_LINE}; jq -c '{path}' makes such lines of it"
