"""One release as it is read: every value that is asked for is noted, so that all others can be told.

Promise: reading raises for no content. What cannot be read as what it should be is told by its path with the form to
write; a number that the hub cannot hold is a refusal. What nobody asked for is told by `unused`, grouped by field.
Source: OCDS 1.1; RFC 3339 for dates.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from connectors.ocds import texts
from connectors.ocds.fields import Fields
from connectors.ocds.near import name_meant
from hub.admission.codes_meant import code_to_write, listed_in
from hub.admission.doubt import Doubt
from hub.admission.place import shown
from hub.admission.refusal import Code, Refusal
from hub.events import ids
from hub.events.codelists import titles

_LISTED: Final = "docs/ocds.md lists what the hub keeps of a release"
_NOT_USED: Final = f"{_LISTED}; there is nothing to mend"
_STEP: Final = re.compile(r"[^.\[\]]+(?:\[\d+\])*")
_POSITION: Final = re.compile(r"\[\d+\]")
_MOST_POUNDS: Final = Decimal(10) ** 12
_DATE_FORM: Final = "write it as 2026-04-01T00:00:00+01:00 (RFC 3339)"


class Reading:
    """What was read of one release, and what is to be told of it."""

    def __init__(self, release: Mapping[str, Any], where: str) -> None:
        self.where = where
        self.doubts: list[Doubt] = []
        self.refusals: list[Refusal] = []
        self._release = release
        self._used: set[str] = set()
        self._asked: dict[str, set[str]] = {}

    @property
    def root(self) -> "Part":
        return Part(self._release, "", self)

    def use(self, path: str) -> None:
        self._used.add(path)

    def ask(self, path: str, name: str) -> None:
        """A member of the object at that path is looked for, whether it is there or not."""
        self._asked.setdefault(_POSITION.sub("[]", path), set()).add(name)

    def tell(self, path: str, problem: str, fix: str) -> None:
        self.doubts.append(Doubt(self.where, path, problem, fix))

    def refuse(self, path: str, problem: str, fix: str) -> None:
        self.refusals.append(Refusal(Code.RELEASE_INVALID, path, problem, fix, self.where))

    def unused(self) -> list[Doubt]:
        """One doubt for each field that holds a value which nobody asked for; its path has no positions."""
        found: dict[str, str] = {}
        for path in _leaves(self._release, ""):
            if path not in self._used:
                found.setdefault(_POSITION.sub("[]", path), path)
        return [Doubt(self.where, field, "is given and not used", self._fix(first)) for field, first in found.items()]

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
        for path in _leaves(self._release, ""):
            at = ""
            for step in _STEP.findall(path):
                found.setdefault(at, set()).add(_POSITION.sub("", step))
                at = f"{at}.{step}" if at else step
        return found


class Part:
    """An object of a release and its path; one that is absent, null or no object reads as an empty one."""

    __slots__ = ("_reading", "_value", "path")

    def __init__(self, value: Any, path: str, reading: Reading) -> None:
        self._value: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
        self._reading = reading
        self.path = path

    def __bool__(self) -> bool:
        return any(each is not None for each in self._value.values())

    def at(self, name: str) -> str:
        """The path of a member."""
        return f"{self.path}.{name}" if self.path else name

    def part(self, name: str) -> "Part":
        self._reading.ask(self.path, name)
        return Part(self._value.get(name), self.at(name), self._reading)

    def parts(self, name: str) -> list["Part"]:
        """The objects of a list."""
        self._reading.ask(self.path, name)
        found = self._value.get(name)
        if not isinstance(found, list):
            return []
        path = self.at(name)
        return [
            Part(each, f"{path}[{position}]", self._reading)
            for position, each in enumerate(found)
            if isinstance(each, Mapping)
        ]

    def has(self, name: str) -> bool:
        self._reading.ask(self.path, name)
        return self._value.get(name) is not None

    def is_null(self, name: str) -> bool:
        """Whether it is given as null, which takes back what was said. Source: OCDS 1.1 merging."""
        return name in self._value and self._value[name] is None

    def names(self) -> list[str]:
        """The members that have a value."""
        return [name for name, value in self._value.items() if value is not None]

    def nulls(self) -> list[str]:
        """The members that are null."""
        return [name for name, value in self._value.items() if value is None]

    def given(self, name: str) -> Any:
        """The value as it stands, of which no use is made."""
        return self._value.get(name)

    def leaf(self, name: str) -> Any:
        """The value as it stands."""
        self._reading.ask(self.path, name)
        self._reading.use(self.at(name))
        return self._value.get(name)

    def leaves(self, name: str) -> list[Any]:
        """The values of a list that are no objects."""
        self._reading.ask(self.path, name)
        found = self._value.get(name)
        if not isinstance(found, list):
            return []
        for position in range(len(found)):
            self._reading.use(f"{self.at(name)}[{position}]")
        return [each for each in found if each is not None]

    def identifier(self, name: str = "id") -> str | None:
        """An id; numbers are ids too."""
        value = self.leaf(name)
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            return None
        if ids.names_nothing(str(value).strip()):
            self.tell(name, "is a word for nothing, so it is no id", "give the id, or leave it out")
        return texts.identifier(self._whole(name, str(value)))

    def line(self, name: str) -> str | None:
        return self._text(name, texts.line)

    def block(self, name: str) -> str | None:
        return self._text(name, texts.block)

    def _text(self, name: str, read: Callable[[Any], str | None]) -> str | None:
        """A text, and a word for each way in which it is not as it was given."""
        value = self.leaf(name)
        if not isinstance(value, str):
            return None
        value = self._whole(name, value)
        found = read(value)
        for changed in texts.changes(value, found):
            self.tell(name, changed, "mend the text at its source, if that is not meant")
        return found

    def _whole(self, name: str, value: str) -> str:
        if texts.has_half_a_character(value):
            self.refuse(
                name, "holds half a character (a lone surrogate)", "write the text in whole characters, in UTF-8"
            )
            return ""
        return value

    def day(self, name: str) -> str | None:
        """The day of a time as the publisher wrote it; what is no time is told."""
        value = self.leaf(name)
        if value is None:
            return None
        found = texts.day(value)
        if found is None:
            self.tell(name, "cannot be read as a date, so it is not used", _DATE_FORM)
        return found

    def flag(self, name: str) -> bool | None:
        value = self.leaf(name)
        return value if isinstance(value, bool) else None

    def code(self, name: str, codelist: str) -> str | None:
        value = self.leaf(name)
        if value is None:
            return None
        known = titles(codelist)
        # of a list that the hub lost the door tells, as its own fault
        if isinstance(value, str) and (value in known or not known):
            return value
        fix = code_to_write(value if isinstance(value, str) else "", known, listed_in(codelist))
        self.tell(name, f"is not in the codelist {codelist}, so it is not used", fix)
        return None

    def number(self, name: str) -> int | None:
        """A whole number from 1 on, such as a count of months."""
        value = self.leaf(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 1 <= value <= 10_000 or value % 1:
            self.tell(name, "is no whole number from 1 to 10000, so it is not used", "write it as 36")
            return None
        return int(value)

    def money(self, name: str) -> Fields | None:
        """A value with its currency. In the United Kingdom's extension amount is net where amountGross is beside it."""
        value = self.part(name)
        if not value:
            return None
        net, basis = value._pounds("amount"), "net" if value.has("amountGross") else "unknown"
        # where the amount without VAT is there the one with VAT is told as not used
        which = "amountGross" if net is None else "amount"
        amount = value._pounds("amountGross") if net is None else net
        currency = value.leaf("currency")
        if amount is None:
            return None
        if not isinstance(currency, str):
            self.tell(name, "has no currency, so it is not used", 'add "currency": "GBP"')
            return None
        said = Fields(value.path)
        said.put("amount", amount, value.at(which))
        said.put("currency", currency, value.at("currency"))
        said.put("basis", "gross" if net is None else basis, value.at(which))
        return said

    def _pounds(self, name: str) -> Decimal | None:
        value = self.leaf(name)
        if value is None or isinstance(value, bool) or not isinstance(value, int | Decimal):
            return None
        if not -_MOST_POUNDS < value < _MOST_POUNDS:
            self.refuse(name, "has more than 12 digits before the point", "check its unit; money is in pounds")
            return None
        if texts.pounds(value) != value:
            self.tell(name, "has more than two decimals, and is rounded", "write pounds and pence")
        return texts.pounds(value)

    def tell(self, name: str, problem: str, fix: str) -> None:
        self._reading.tell(self.at(name), problem, fix)

    def tell_of_all(self, name: str, problem: str, fix: str) -> None:
        """As `tell`, of a field wherever it stands: one word for all items of a list."""
        self._reading.tell(_POSITION.sub("[]", self.at(name)), problem, fix)

    def refuse(self, name: str, problem: str, fix: str) -> None:
        self._reading.refuse(self.at(name), problem, fix)


def _leaves(value: Any, path: str) -> Iterator[str]:
    # no recursion: a release may be nested deeper than Python's stack
    waiting = [(value, path)]
    while waiting:
        each, at = waiting.pop()
        if isinstance(each, Mapping):
            named = reversed(list(each.items()))
            waiting += [(part, f"{at}.{shown(name)}" if at else shown(name)) for name, part in named]
        elif isinstance(each, list):
            waiting += [(part, f"{at}[{position}]") for position, part in reversed(list(enumerate(each)))]
        elif each is not None and each != "":
            yield at
