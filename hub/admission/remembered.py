"""Names that were declared lately, for whoever is asked of them again and again.

Promise: an answer takes as long for one name as for all that are remembered; there is no way to go through them.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from collections.abc import Set as AbstractSet
from typing import Final

Group = tuple[Hashable, Hashable, Hashable]
"""All of a name but its last part: names that differ in that alone may be slips of each other."""

_Named = tuple[Hashable, Hashable, Hashable, str]  # as hub.admission.references.Name


class Remembered:
    """At most `most` names: those that were added first are forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._names: OrderedDict[_Named, None] = OrderedDict()
        self._groups: dict[Group, set[str]] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def of(self, group: Group) -> AbstractSet[str]:
        """The last parts of the names of a group."""
        return self._groups.get(group, frozenset())

    def add(self, names: Iterable[_Named]) -> None:
        """One that is remembered already stays where it is."""
        for name in names:
            if name not in self._names:
                self._names[name] = None
                self._groups.setdefault(name[:3], set()).add(name[3])
        while len(self._names) > self._most:
            self._forget()

    def _forget(self) -> None:
        first, _ = self._names.popitem(last=False)
        group = self._groups[first[:3]]
        group.remove(first[3])
        if not group:
            del self._groups[first[:3]]


NOTHING: Final = Remembered(0)
