"""What was read of one release: each value that is asked for is noted, so that all others can be told.

Promise: what nobody asked for is told by `unused`, grouped by field, and what is of another kind than its reader asks
for once, by its path.
"""

import re
from collections.abc import Iterator, Mapping, Set
from functools import cached_property
from typing import Any, Final

from connectors.ocds.kinds import Kind
from connectors.ocds.near import name_meant
from hub.admission.field_path import safe_name
from hub.admission.refusal import Code, Refusal
from hub.admission.warning import AdmissionWarning

_LISTED: Final = "docs/ocds.md lists what the hub keeps of a release"
_GIVEN: Final = "is given and not used"
_NOT_USED: Final = f"{_LISTED}; there is nothing to mend"
_STEP: Final = re.compile(r"[^.\[\]]+(?:\[\d+\])*")
_POSITION: Final = re.compile(r"\[\d+\]")


class Reading:
    """What was read of one release, and what is to be told of it."""

    def __init__(self, release: Mapping[str, Any], where: str) -> None:
        self.where = where
        self.warnings: list[AdmissionWarning] = []
        self.refused: dict[str, Refusal] = {}
        self.release = release
        self._used: set[str] = set()
        self._asked: dict[str, set[str]] = {}
        self._wrong: set[str] = set()

    def use(self, path: str) -> None:
        self._used.add(path)

    def ask(self, path: str, name: str) -> None:
        """A member of the object at that path is looked for, whether it is there or not."""
        self._asked.setdefault(_POSITION.sub("[]", path), set()).add(name)

    def tell(self, path: str, problem: str, fix: str) -> None:
        self.warnings.append(AdmissionWarning(self.where, path, problem, fix))

    def refuse(self, path: str, problem: str, fix: str) -> None:
        """For the first reason that is found: an id of half a character is not told to be missing as well."""
        self.refused.setdefault(path, Refusal(Code.RELEASE_INVALID, path, problem, fix, self.where))

    def wrong(self, path: str, kind: Kind, given: Any) -> None:
        """What stands there is of another kind: it is told as a whole, and nothing inside it once more."""
        self._wrong.add(path)
        self.tell(path, kind.problem, kind.fix(given))

    def unused(self) -> list[AdmissionWarning]:
        """One warning for each field that holds a value which nobody asked for; its path has no positions."""
        found: dict[str, str] = {}
        for path in _leaves(self.release, "", self._wrong):
            if path not in self._used:
                found.setdefault(_POSITION.sub("[]", path), path)
        return [AdmissionWarning(self.where, field, _GIVEN, self._fix(first)) for field, first in found.items()]

    def _fix(self, path: str) -> str:
        """The name that was meant where the path first leaves what is read, if one is near."""
        at = ""
        for step in _STEP.findall(path):
            name = _POSITION.sub("", step)
            read = self._asked.get(_POSITION.sub("[]", at), set())
            if name not in read:
                meant = name_meant(name, read, self._there[at])
                return _NOT_USED if meant is None else f"{name}: did you mean {meant}? {_LISTED}"
            at = f"{at}.{step}" if at else step
        return _NOT_USED

    @cached_property
    def _there(self) -> dict[str, set[str]]:
        """The names of the members that have a value, by the path of their object."""
        found: dict[str, set[str]] = {}
        for path in _leaves(self.release, "", frozenset()):
            at = ""
            for step in _STEP.findall(path):
                found.setdefault(at, set()).add(_POSITION.sub("", step))
                at = f"{at}.{step}" if at else step
        return found


def unused_beside(package: Mapping[str, Any], name: str, where: str) -> list[AdmissionWarning]:
    """One warning for each field of a package that holds a value, but for those of one member, which are used."""
    beside = {other: value for other, value in package.items() if other != name}
    fields = dict.fromkeys(_POSITION.sub("[]", path) for path in _leaves(beside, "", frozenset()))
    return [AdmissionWarning(where, field, _GIVEN, _NOT_USED) for field in fields]


def without_positions(path: str) -> str:
    """The path of a field wherever it stands: awards[].title."""
    return _POSITION.sub("[]", path)


def _leaves(value: Any, path: str, but: Set[str]) -> Iterator[str]:
    """The paths of all values that are no objects or lists. but: paths that are passed over with all that they hold."""
    # no recursion: a release may be nested deeper than Python's stack
    waiting = [(value, path)]
    while waiting:
        each, at = waiting.pop()
        if at in but:
            continue
        if isinstance(each, Mapping):
            named = reversed(list(each.items()))
            waiting += [(part, f"{at}.{safe_name(name)}" if at else safe_name(name)) for name, part in named]
        elif isinstance(each, list):
            waiting += [(part, f"{at}[{position}]") for position, part in reversed(list(enumerate(each)))]
        elif each is not None and each != "":
            yield at
