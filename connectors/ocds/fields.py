"""What an event is to say, each value with the path in the release that it was read from.

Promise: `origin_of` names, for any field of an event that was made of a release, what its publisher wrote there, so
that whoever refuses the field can say it in the publisher's words. A field that nothing was read for is named by the
nearest object around it; what is about the whole event by "".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, Self

from hub.admission.naming import ATTRIBUTES

_PART: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_META_OF: Final[Mapping[str | int, str]] = {attribute: name for name, attribute in ATTRIBUTES.items()}


@dataclass(frozen=True, slots=True, order=True)
class Read:
    """A text and the path that it was read from. Two that say the same are equal, wherever it was read."""

    value: str
    path: str = field(compare=False)


class Source(Protocol):
    """An object of a release, such as connectors.ocds.part.Part."""

    def at(self, name: str) -> str: ...

    def is_null(self, name: str) -> bool: ...


class Fields(dict[str, Any]):
    """Fields that have a value, the path of each, and the names of those that a null takes back.

    path: of the object that they are read from. Equal are those that say the same, wherever it was read.
    """

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.origins: dict[str, str] = {}
        self.nulls: dict[str, str] = {}

    def put(self, name: str, value: Any, origin: str) -> None:
        if value is not None:
            self[name] = value
            self.origins[name] = origin

    def put_read(self, name: str, read: Read | None) -> None:
        if read is not None:
            self.put(name, read.value, read.path)

    def put_each(self, name: str, values: Mapping[str, str] | None, origin: str) -> None:
        """A list of texts: each text, and its own path."""
        if values:
            self.put(name, list(values), origin)
            self.origins.update({f"{name}[{position}]": path for position, path in enumerate(values.values())})

    def read(self, name: str, part: Source, member: str, how: Callable[[str], Any]) -> None:
        """how: a method of the part, such as part.line."""
        if part.is_null(member):
            self.take_back(part.at(member), name)
        self.put(name, how(member), part.at(member))

    def take_back(self, origin: str, name: str) -> None:
        self.nulls.setdefault(name, origin)

    def without(self, *names: str) -> Self:
        """The same with some fields less."""
        copy = type(self)(self.path)
        copy.update({name: value for name, value in self.items() if name not in names})
        copy.origins, copy.nulls = dict(self.origins), dict(self.nulls)
        return copy

    def beside(self, other: "Fields") -> Self:
        """The same with the fields of the other one, which count where both have one."""
        copy = self.without()
        copy.update(other)
        copy.origins |= other.origins
        return copy

    def as_read(self, name: str) -> Read | None:
        return Read(self[name], self.origins[name]) if name in self else None

    def said(self) -> Self:
        """The fields, and under `clears` what is taken back and not stated beside."""
        clears = {name: origin for name, origin in self.nulls.items() if name not in self}
        copy = self.without()
        copy.put_each("clears", clears, self.path)
        return copy


def origin_of(data: Fields, field_name: str) -> str:
    """The path in the release of a field of the event that has this data: of data.value.amount, of meta.subject."""
    parts = [int(number) if number else name for number, name in _PART.findall(field_name)]
    if parts[:1] == ["data"]:
        del parts[0]
    elif len(parts) == 1 and parts[0] in _META_OF:
        parts = ["meta", _META_OF[parts[0]]]
    found, at = data.path, data
    value: Any = data
    name = ""
    for part in parts:
        if isinstance(part, str):
            if not isinstance(value, Fields):
                break
            at, name, value = value, part, value.get(part)
        else:
            name = f"{name}[{part}]"
            value = value[part] if isinstance(value, list) and part < len(value) else None
        found = value.path if isinstance(value, Fields) and value.path else at.origins.get(name, found)
    return found
