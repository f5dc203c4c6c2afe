"""What an event refers to, what it declares, and what is said of a reference to something that nobody has declared.

Promise: pure. Such an event is let in, because the declaration may come later, and its sender is told. A test walks
every field of the catalogue that could be a reference: each has its line in REFERS or in NO_REFERENCE, with a reason.
Source: design section 4 (an open matter has one class: unknown reference).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from hub.admission.doubt import Doubt
from hub.events import ids
from hub.events.catalogue import EventType
from hub.events.configuration import Configuration
from hub.events.envelope import Event


class Kind(StrEnum):
    """What is referred to. The value is the word for it."""

    PROGRAMME = "programme"
    MILESTONE = "milestone"
    MEASURE = "measure"
    ORGANISATION = "organisation"


REFERS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "programme": Kind.PROGRAMME,
        "milestone": Kind.MILESTONE,
        "measure": Kind.MEASURE,
        "measures": Kind.MEASURE,
        # bodies that are expected to speak or to decide
        **dict.fromkeys(("buyer", "funders", "lead", "partners", "owner", "required"), Kind.ORGANISATION),
    }
)
"""By the name of the field, which means the same in every type. Beside them meta.organisation, and meta.subject where
the type is about a programme."""

DECLARED_BY: Final[Mapping[str, str]] = MappingProxyType(
    {"programme-declared": "subject", "milestone-scheduled": "milestone", "measure-agreed": "measure"}
)
"""By the name of the type: the field that names what it declares."""

NO_REFERENCE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "suppliers": "providers are not configured: whoever is named is one",
        "departures": "whoever leaves is named by the award that it leaves",
        "parties": "a procurement names whoever has to do with it",
        "clears": "names of fields, which a rule of their own checks",
        "event": "an event may be taken back before it comes",
        "source_system": "a name that its organisation gives itself",
        "partnerships": "the rule of who may speak refuses what is not configured",
        "category": "a code of the Common Procurement Vocabulary, or of whoever buys",
        "categories": "as category",
        "notice": "a publisher's number; the hub keeps notices as they are told",
        "notices": "as notice",
        "type": "a notice's kind",
        "batch": "made by the variation that first names it",
        "decision": "made by whichever body first records it, in any order, under any programme",
        "improvement": "made by the placing; a lifting may come first, from another system",
        "paper": "a document outside of the hub",
        "unit": "a word, such as percent",
        "duration": "a length of time",
        "procurement": "an ocid; contracts are often told without their procurement",
        "award": "an award of that procurement",
        "awards": "parts of the event that names them",
        "lots": "parts of the event that names them, or lots of the same procurement",
        "lot": "as lots",
        "items": "parts of the event that names them",
        "id": "the name of the part that it stands in",
    }
)
"""Why the other fields of these types are none. Some are of types to come, harmless here until they do."""


class Name(NamedTuple):
    """Something that is declared or referred to. within: the programme of a milestone, the contract of a measure."""

    kind: Kind
    partnership: str
    within: str
    name: str


class Reference(NamedTuple):
    """A name and the field that it stands in."""

    name: Name
    field: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is declared, as far as whoever asks could read it."""

    names: frozenset[Name] = frozenset()

    def near(self, missing: Name) -> str | None:
        """The declared name that was probably meant."""
        there = {each.name.lower(): each.name for each in sorted(self.names) if each[:3] == missing[:3]}
        close = get_close_matches(missing.name.lower(), there, n=1, cutoff=0.6)
        return there[close[0]] if close else None


@cache
def _fields(event_type: EventType, kind: Kind) -> tuple[str, ...]:
    return tuple(each for each in event_type.model.model_fields if REFERS.get(each) is kind)


class _Said(NamedTuple):
    """What of an event tells its references, from whichever form it is held in."""

    partnerships: Iterable[str]
    subject: str
    value: Callable[[str], Any]


def _of(event: Event) -> _Said:
    return _Said(event.meta.partnerships, event.meta.subject, lambda field: getattr(event, field))


def declarations(event_type: EventType, event: Event) -> Iterator[Name]:
    """What the event declares, in each of its partnerships."""
    return _declarations(event_type, _of(event))


def references(event_type: EventType, event: Event) -> Iterator[Reference]:
    """What the event refers to and does not declare itself, in each of its partnerships; no organisations."""
    return _references(event_type, _of(event))


def references_of_plain(event_type: EventType, plain: Mapping[str, Any]) -> Iterator[Reference]:
    """As `references`, of an event as the log holds it."""
    return _references(event_type, _Said(plain["meta"]["partnerships"], plain["meta"]["subject"], plain.__getitem__))


def _declarations(event_type: EventType, said: _Said) -> Iterator[Name]:
    field = DECLARED_BY.get(event_type.name)
    if field is None:
        return
    kind = Kind.PROGRAMME if field == "subject" else REFERS[field]
    value = said.subject if field == "subject" else said.value(field)
    for partnership in said.partnerships:
        yield Name(kind, partnership, "" if kind is Kind.PROGRAMME else said.subject, value)


def _references(event_type: EventType, said: _Said) -> Iterator[Reference]:
    declared = set(_declarations(event_type, said))
    found = []
    if event_type.about == "programme":
        found.append((Kind.PROGRAMME, "meta.subject", said.subject))
    for kind in (Kind.PROGRAMME, Kind.MILESTONE, Kind.MEASURE):
        for field in _fields(event_type, kind):
            value = said.value(field)
            found += [(kind, f"data.{field}", each) for each in ((value,) if isinstance(value, str) else value or ())]
    for partnership in said.partnerships:
        for kind, field, value in found:
            within = "" if kind is Kind.PROGRAMME else said.subject
            name = Name(kind, partnership, within, value)
            if name not in declared:
                yield Reference(name, field)


def undeclared(reference: Reference, known: Known, where: str) -> Doubt:
    """What is said of a reference that is not among what is known."""
    kind, partnership, within, name = reference.name
    place = f" for {_shown(within)}" if within else ""
    problem = f"no {kind.value} {_shown(name)} is declared{place} in {partnership}"
    near = known.near(reference.name)
    if near is not None:
        problem += f"; {_shown(near)} is: did you mean that?"
    fix = f"declare it, or say this again with the right {kind.value} and this event's id in meta.corrects"
    return Doubt(where, reference.field, problem, fix)


_LET: Final = ("contract", "procurement")
"""What has the organisation that lets it in its id."""


class Bodies:
    """The organisations that a configuration knows, asked again and again."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        partnerships = configuration.partnerships.values()
        self._members = {each.organisation for partnership in partnerships for each in partnership.members}
        self._asked: dict[str, bool] = {}

    def unknown(self, event_type: EventType, event: Event, where: str) -> Iterator[Doubt]:
        """Bodies that no configuration knows: the one that speaks, the one that lets the subject by its id, and those
        that are expected to.

        Where nothing is configured nobody could be known, and there is nothing to tell. Of a partnership that is not
        configured, as in an open register of other places, nobody has undertaken to configure the bodies either.
        """
        if not self._members:
            return
        speaker = event.meta.organisation
        if not self._knows(speaker):
            problem = "is in no partnership of the configuration: what it says stands in a partnership of its own"
            yield Doubt(where, "meta.organisation", problem + self._meant(speaker), _CONFIGURE)
        if not any(each in self._configuration.partnerships for each in event.meta.partnerships):
            return
        letting = ids.letting_organisation(event.meta.subject) if event_type.about in _LET else None
        if letting is not None and not self._knows(letting):
            problem = f"begins with {letting}, which no configuration knows{self._meant(letting)}"
            yield Doubt(where, "meta.subject", problem, _CONFIGURE)
        for field in _fields(event_type, Kind.ORGANISATION):
            value: Any = getattr(event, field)
            for each in value if isinstance(value, tuple) else [value] if value is not None else ():
                if not self._knows(each.id):
                    problem = f"names {each.id}, which no configuration knows{self._meant(each.id)}"
                    yield Doubt(where, f"data.{field}", problem, _CONFIGURE)

    def _knows(self, organisation: str) -> bool:
        if organisation not in self._asked:
            self._asked[organisation] = self._configuration.knows(organisation)
        return self._asked[organisation]

    def _meant(self, organisation: str) -> str:
        known = self._members | set(self._configuration.bodies)
        close = get_close_matches(organisation, sorted(known), n=1, cutoff=_CLOSE_ID)
        return f"; did you mean {close[0]}?" if close else ""


# one letter of ten may be wrong; ids of one register are alike in all but their ends
_CLOSE_ID: Final = 0.9
_CONFIGURE: Final = "check the id, or ask the operator to configure the organisation"
_PLAIN: Final = re.compile(r"[\w./:-]{1,120}")


def _shown(name: str) -> str:
    """The name, which admission has let in, where it reads as one."""
    return f"`{name}`" if _PLAIN.fullmatch(name) else "of that name"


def missing(found: Iterable[Reference], known: Known) -> list[Reference]:
    """Those that are not known, each once, in order."""
    return list(dict.fromkeys(each for each in found if each.name not in known.names))
