"""Warnings of many items, told by field and not by row: what is odd in every line of a file is told once, with a count.

Promise: of each group the first few places are kept, so memory does not grow with the file.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from hub.admission.warning import AdmissionWarning

PLACES: Final = 5
_POSITION: Final = re.compile(r"\[\d+\]")


@dataclass(slots=True)
class WarningGroup:
    """Equal warnings. warning: the first of them. count: of all. places: of the first PLACES, each once."""

    warning: AdmissionWarning
    count: int
    places: list[str]

    def document(self) -> dict[str, Any]:
        return {
            "where": self.warning.where,
            "field": self.warning.field,
            "problem": self.warning.problem,
            "fix": self.warning.fix,
            "count": self.count,
            "places": self.places,
        }


def add_place(group: WarningGroup, where: str) -> None:
    """Count one more of the same."""
    group.count += 1
    if len(group.places) < PLACES and where not in group.places:
        group.places.append(where)


class Warnings:
    """Groups in the order in which their first was told. Fields that differ in positions alone are one field."""

    def __init__(self, warnings: Iterable[AdmissionWarning] = ()) -> None:
        self._groups: dict[tuple[str, str, str], WarningGroup] = {}
        self.add(warnings)

    def add(self, warnings: Iterable[AdmissionWarning]) -> None:
        for each in warnings:
            key = _POSITION.sub("[]", each.field), each.problem, each.fix
            group = self._groups.get(key)
            if group is None:
                self._groups[key] = WarningGroup(each, 1, [each.where])
                continue
            add_place(group, each.where)

    def include(self, groups: Iterable[WarningGroup]) -> None:
        """Groups that were counted elsewhere; equal ones are one."""
        for each in groups:
            key = each.warning.field, each.warning.problem, each.warning.fix
            held = self._groups.setdefault(key, each)
            if held is not each:
                held.count += each.count
                held.places += [place for place in each.places if place not in held.places][: PLACES - len(held.places)]

    @property
    def groups(self) -> list[WarningGroup]:
        return list(self._groups.values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Warnings) and self.groups == other.groups

    __hash__ = None  # type: ignore[assignment]  # it grows


def as_lines(groups: Iterable[WarningGroup]) -> Iterable[str]:
    """For people: what is wrong in the same way with several fields is one section."""
    sections: dict[tuple[str, str], list[WarningGroup]] = {}
    for each in groups:
        sections.setdefault((each.warning.problem, each.warning.fix), []).append(each)
    for (problem, fix), alike in sections.items():
        if len(alike) == 1:
            (only,) = alike
            yield f"{only.warning.where}: warning: {only.warning.field}: {problem}{_times(only.count, only)}"
            yield f"    To mend it: {fix}"
            continue
        yield f"warning: {len(alike)} fields, {sum(each.count for each in alike)} times: {problem}"
        yield f"    To mend it: {fix}"
        for each in alike:
            yield f"      {each.warning.field}: {each.count}, first at {each.warning.where}"


def _times(count: int, group: WarningGroup) -> str:
    return f" ({count} times, first at {', '.join(group.places)})" if count > 1 else ""
