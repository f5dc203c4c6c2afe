"""One object of a release: its members are read as what they should be.

Promise: reading raises for no content. What cannot be read as what it should be is told by its path with the form to
write; a number that the hub cannot hold is a refusal. Source: OCDS 1.1; RFC 3339 for dates.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from connectors.ocds import texts
from connectors.ocds.fields import Read
from connectors.ocds.kinds import Kind
from connectors.ocds.reading import Reading, without_positions
from hub.admission.codes_meant import code_to_write, listed_in
from hub.events import ids
from hub.events.codelists import titles

_MOST_POUNDS: Final = Decimal(10) ** 12
_DATE_FORM: Final = "write it as 2026-04-01T00:00:00+01:00 (RFC 3339)"


def root_of(reading: Reading) -> "Part":
    return Part(reading.release, "", reading)


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
        return Part(self._of(name, Kind.OBJECT), self.at(name), self._reading)

    def parts(self, name: str) -> list["Part"]:
        """The objects of a list."""
        return [Part(each, path, self._reading) for path, each in self._each(name, Kind.OBJECT)]

    def has(self, name: str) -> bool:
        self._reading.ask(self.path, name)
        return self._value.get(name) is not None

    def without(self, name: str) -> str:
        """Why there is no such member, in words that follow its name."""
        if self.is_null(name):
            return "is null"
        return "holds nothing that can be used" if self.has(name) else "is missing"

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

    def word(self, name: str) -> str | None:
        """A text as it stands, such as a code."""
        found: str | None = self._used(name, Kind.TEXT)
        return found

    def words(self, name: str) -> list[str]:
        """The texts of a list, as they stand."""
        return [each for _, each in self._used_each(name, Kind.TEXT)]

    def identifier(self, name: str = "id") -> str | None:
        """An id; numbers are ids too."""
        value = self._used(name, Kind.ID)
        if value is None:
            return None
        text = self._whole(name, str(value))
        found = texts.identifier(text)
        if text and found is None:
            what = "a word for nothing" if ids.names_nothing(text.strip()) else "blank"
            self.tell(name, f"is {what}, so it is no id", "give the id, or leave it out")
        return found

    def identifiers(self, name: str) -> list[Read]:
        """The ids of a list; what can be none is told."""
        found = []
        for path, each in self._used_each(name, Kind.ID):
            value = texts.identifier(str(each))
            if value is None:
                self.tell(name, "names something by what is no id, so it is not used", "give its id")
            else:
                found.append(Read(value, path))
        return found

    def _of(self, name: str, kind: Kind) -> Any:
        """The member if it is of that kind; None where it is absent, null or, which is told, something else."""
        self._reading.ask(self.path, name)
        value = self._value.get(name)
        if value is None or kind.holds(value):
            return value
        self._reading.wrong(self.at(name), kind, value)
        return None

    def _used(self, name: str, kind: Kind) -> Any:
        self._reading.use(self.at(name))
        return self._of(name, kind)

    def _each(self, name: str, kind: Kind) -> Iterator[tuple[str, Any]]:
        """The members of a list that are of that kind, with their paths; others are told."""
        for position, each in enumerate(self._of(name, Kind.LIST) or ()):
            path = f"{self.at(name)}[{position}]"
            if kind.holds(each):
                yield path, each
            else:
                self._reading.wrong(path, kind, each)

    def _used_each(self, name: str, kind: Kind) -> Iterator[tuple[str, Any]]:
        for path, each in self._each(name, kind):
            self._reading.use(path)
            yield path, each

    def line(self, name: str) -> str | None:
        return self._text(name, texts.line)

    def block(self, name: str) -> str | None:
        return self._text(name, texts.block)

    def _text(self, name: str, read: Callable[[Any], str | None]) -> str | None:
        """A text, and a word for each way in which it is not as it was given."""
        value = self._used(name, Kind.TEXT)
        if value is None:
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
        value = self._used(name, Kind.TEXT)
        if value is None:
            return None
        found = texts.day(value)
        if found is None:
            self.tell(name, "cannot be read as a date, so it is not used", _DATE_FORM)
        meant = texts.midnight_of(value)
        if meant is not None:
            problem = f"is midnight of {meant.date()} in London, and is read as {found}, the day that is written"
            self.tell(name, problem, f"write the day that is meant with its offset, as {meant.isoformat()}")
        return found

    def flag(self, name: str) -> bool | None:
        found: bool | None = self._used(name, Kind.FLAG)
        return found

    def code(self, name: str, codelist: str) -> str | None:
        value = self.word(name)
        known = titles(codelist)
        # of a list that the hub lost the door tells, as its own fault
        if value is None or value in known or not known:
            return value
        fix = code_to_write(value, known, listed_in(codelist))
        self.tell(name, f"is not in the codelist {codelist}, so it is not used", fix)
        return None

    def number(self, name: str) -> int | None:
        """A whole number from 1 on, such as a count of months."""
        value = self._used(name, Kind.NUMBER)
        if value is None:
            return None
        if not 1 <= value <= 10_000 or value % 1:
            self.tell(name, "is no whole number from 1 to 10000, so it is not used", "write it as 36")
            return None
        return int(value)

    def pounds(self, name: str) -> Decimal | None:
        """An amount in major units."""
        value = self._used(name, Kind.NUMBER)
        if value is None:
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
        self._reading.tell(without_positions(self.at(name)), problem, fix)

    def refuse(self, name: str, problem: str, fix: str) -> None:
        self._reading.refuse(self.at(name), problem, fix)
