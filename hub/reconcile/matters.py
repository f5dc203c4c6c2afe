"""The open matters of what pages, reports and feeds describe, and how many there are of each class.

Promise: every count of open matters is made here, so that all of them agree. A matter is counted once, wherever it
is met, and has one class, so counts by class add up to the number of distinct matters. Source: design section 4.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from hub.reconcile.matter_kinds import CLASS_OF, MatterClass, MatterKind

Body = Mapping[str, Any]
"""A picture's JSON data."""


def distinct(matters: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each matter once, in order of first meeting."""
    found: dict[str, Mapping[str, Any]] = {}
    for each in matters:
        found.setdefault(each["id"], each)
    return list(found.values())


def of_pictures(bodies: Iterable[Body]) -> list[Mapping[str, Any]]:
    """The open matters of some pictures. A provider has none of its own: they are its contracts'."""
    return distinct(each for body in bodies for each in body.get("differences", ()))


def of_programme(programme: Body, contracts: Mapping[str, Body]) -> list[Mapping[str, Any]]:
    """Its own and those of its contracts. contracts: pictures of its partnership by id; more may be among them."""
    return of_pictures([programme, *contracts_of(programme, contracts)])


def contracts_of(programme: Body, contracts: Mapping[str, Body]) -> list[Body]:
    """The pictures of the contracts that are assigned to it."""
    return [contracts[each["contract"]] for each in programme["contracts"] if each["contract"] in contracts]


def by_class(classes: Iterable[str]) -> dict[MatterClass, int]:
    """How many of each class, also of those of which there are none. classes: one for each matter."""
    counts = dict.fromkeys(MatterClass, 0)
    for each in classes:
        counts[MatterClass(each)] += 1
    return counts


def of_class(found: Iterable[Mapping[str, Any]], wanted: MatterClass) -> list[Mapping[str, Any]]:
    return [each for each in found if class_of(each) is wanted]


def class_of(matter: Mapping[str, Any]) -> MatterClass:
    """By its kind: a picture that an older release made names no class. Of a newer kind what the picture says.

    Raises KeyError where neither tells, and ValueError for a class that there is not.
    """
    kind = matter["kind"]
    return CLASS_OF[MatterKind(kind)] if kind in _KINDS else MatterClass(matter["class"])


_KINDS: Final = frozenset(each.value for each in MatterKind)
