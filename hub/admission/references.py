"""What an event refers to, what it declares, and what is said of a reference to something that nobody has declared.

Promise: pure. Such an event is let in, because the declaration may come later, and its sender is told. Which fields
refer to something is told by hub.admission.reference_table.
Source: design section 4 (an open matter has one class: unknown reference).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from types import MappingProxyType
from typing import Final, NamedTuple

from hub.admission.field_path import reads_as_an_id
from hub.admission.near import one_slip
from hub.admission.reference_table import (
    DECLARES,
    OF_ANY_KIND,
    OF_CONFIGURED,
    REFERS,
    SUBJECTS,
    EventData,
    ReferenceKind,
    value_of,
)
from hub.admission.remembered import NOTHING, Group, Remembered
from hub.admission.warning import TO_REPLACE, AdmissionWarning
from hub.configuration.model import Configuration
from hub.events.catalogue import EventType
from hub.events.ids import is_of_process


class Name(NamedTuple):
    """Something that is declared or referred to.

    within: the programme of a milestone, the procurement of an award, procurement and award of a supplier, kind and id
    of what a measure is of or an open matter is about, and with the matter's id what a statement is named for that it
    should stand on; of an award that is named without its procurement ""
    and the contract that names it. A procurement within a contract is none by itself: it tells that the contract came
    of it.
    """

    kind: ReferenceKind
    partnership: str
    within: tuple[str, ...]
    name: str


class Reference(NamedTuple):
    """A name and the field that it stands in."""

    name: Name
    field: str


@dataclass(frozen=True)
class Known:
    """What is declared, as far as whoever asks could read it. lately: what is declared besides."""

    names: frozenset[Name] = frozenset()
    lately: Remembered = NOTHING

    def __contains__(self, name: Name) -> bool:
        return name in self.names or name in self.lately

    def lacks(self, name: Name) -> bool:
        """Whether nobody has declared it. Of an award without its procurement, and of a supplier without its award,
        what it is within is told to be missing, and not the thing itself too."""
        if name in self:
            return False
        if name.kind is ReferenceKind.AWARD:
            return self._lacks_award(name)
        if name.kind is ReferenceKind.SUPPLIER:
            procurement, award = name.within
            return Name(ReferenceKind.AWARD, name.partnership, (procurement,), award) in self
        if name.kind is ReferenceKind.STATEMENT:
            # of what is no matter that is told already
            *about, matter = name.within
            return Name(ReferenceKind.DIFFERENCE, name.partnership, tuple(about), matter) in self
        return True

    def beside(self, name: Name) -> list[str]:
        """All that is declared within the same as the name, in order."""
        return sorted(self._of(name[:3]))

    def _lacks_award(self, award: Name) -> bool:
        *named, last = award.within
        came_of = self.procurements_of(award.partnership, last) if named else {last}
        told = [each for each in came_of if Name(ReferenceKind.PROCUREMENT, award.partnership, (), each) in self]
        found = any(award._replace(within=(each,)) in self for each in told)
        return not found and (bool(told) or not came_of)

    def procurements_of(self, partnership: str, contract: str) -> AbstractSet[str]:
        """Of which procurements the contract came."""
        return self._of((ReferenceKind.PROCUREMENT, partnership, (contract,)))

    @cached_property
    def _groups(self) -> Mapping[Group, set[str]]:
        """Names by kind, partnership and what they are within, without what is declared besides."""
        found: defaultdict[Group, set[str]] = defaultdict(set)
        for kind, partnership, within, name in self.names:
            found[kind, partnership, within].add(name)
        return MappingProxyType(dict(found))

    def _of(self, group: Group) -> AbstractSet[str]:
        return self._groups.get(group, frozenset()) | self.lately.of(group)

    def _declared_process(self, contract: Name) -> str:
        """The process that a contract's id begins with, where it is declared, so that the slip is not in there."""
        process, slash, _ = contract.name.partition("/")
        return process + slash if Name(ReferenceKind.PROCUREMENT, contract.partnership, (), process) in self else ""

    def near(self, missing: Name) -> str | None:
        """The declared name that was probably meant."""
        group = missing[:3]
        if missing.kind in SLIPS:
            # not put together: of these there are thousands
            groups: tuple[AbstractSet[str], ...] = (self._groups.get(group, frozenset()), self.lately.of(group))
            slips, right = one_slip(missing.name) if any(groups) else (), self._declared_process(missing)
            there = (each for each in slips if any(each in some for some in groups))
            return next((each for each in there if each.startswith(right) and each != missing.name), None)
        named = {each.lower(): each for each in sorted(self._of(group))}
        close = get_close_matches(missing.name.lower(), named, n=1, cutoff=0.6)
        return named[close[0]] if close else None


SLIPS: Final = frozenset({ReferenceKind.CONTRACT, ReferenceKind.PROCUREMENT})
"""Of these a place has thousands, with ids that are alike in all but a few characters."""


def declarations(event_type: EventType, event: EventData, configuration: Configuration) -> Iterator[Name]:
    """What the event declares, in each of its partnerships, and of which procurement its contract came. Suppliers are
    named by their configured ids."""
    meta = value_of(event, "meta")
    subject = value_of(meta, "subject")
    found: list[tuple[ReferenceKind, tuple[str, ...], str]] = []
    for path, kind in DECLARES.get(event_type.name, {}).items():
        if path == "subject":
            found.append((kind, (), subject))
        elif kind is ReferenceKind.SUPPLIER:
            found += [
                (kind, (subject, value_of(award, "id")), configuration.canonical(value_of(each, "id")))
                for award in value_of(event, "awards")
                for each in value_of(award, "suppliers") or ()
            ]
        elif kind is ReferenceKind.AWARD:
            found += [(kind, (subject,), value_of(award, "id")) for award in value_of(event, path)]
        else:
            found.append((kind, _holder(kind, event_type, subject), value_of(event, path)))
    if "procurement" in event_type.model.model_fields and value_of(event, "procurement") is not None:
        procurement = value_of(event, "procurement")
        found.append((ReferenceKind.PROCUREMENT, (subject,), procurement))
        if is_of_process(subject, procurement):
            found.append((ReferenceKind.CONTRACT, (), subject))
    for partnership in value_of(meta, "partnerships"):
        for kind, within, name in found:
            yield Name(kind, partnership, within, name)


def references(event_type: EventType, event: EventData, configuration: Configuration) -> Iterator[Reference]:
    """What the event refers to and does not declare itself, in each of its partnerships; no organisations but suppliers
    that left an award."""
    declared = set(declarations(event_type, event, configuration))
    found = list(_named(event_type, event, configuration))
    for partnership in value_of(value_of(event, "meta"), "partnerships"):
        for kind, field, within, value in found:
            if kind in OF_CONFIGURED and partnership not in configuration.partnerships:
                continue
            name = Name(kind, partnership, within, value)
            if name not in declared:
                yield Reference(name, field)


def _holder(kind: ReferenceKind, event_type: EventType, subject: str) -> tuple[str, ...]:
    """What a thing of the event's subject is within."""
    return (event_type.about, subject) if kind in OF_ANY_KIND else (subject,)


def _named(
    event_type: EventType, event: EventData, configuration: Configuration
) -> Iterator[tuple[ReferenceKind, str, tuple[str, ...], str]]:
    """(kind, field, within, name) of each thing that it names"""
    subject = value_of(value_of(event, "meta"), "subject")
    if event_type.about in SUBJECTS:
        yield SUBJECTS[event_type.about], "meta.subject", (), subject
    fields = event_type.model.model_fields
    for path, kind in REFERS.items():
        if kind is ReferenceKind.ORGANISATION or path not in fields:
            continue
        value = value_of(event, path)
        if kind is ReferenceKind.AWARD and value is not None:
            procurement = value_of(event, "procurement")
            yield kind, f"data.{path}", ("", subject) if procurement is None else (procurement,), value
            continue
        if kind is ReferenceKind.STATEMENT:
            matter = *_holder(ReferenceKind.DIFFERENCE, event_type, subject), value_of(event, "difference")
            for each in value:
                yield kind, f"data.{path}", matter, str(each)
            continue
        is_within = kind not in (ReferenceKind.PROGRAMME, ReferenceKind.PROCUREMENT)
        within = _holder(kind, event_type, subject) if is_within else ()
        for each in (value,) if isinstance(value, str) else value or ():
            yield kind, f"data.{path}", within, each
    for number, departure in enumerate(value_of(event, "departures") or () if "departures" in fields else ()):
        award, base = value_of(departure, "award"), f"data.departures[{number}]"
        yield REFERS["departures.award"], f"{base}.award", (subject,), award
        supplier = configuration.canonical(value_of(departure, "supplier"))
        yield REFERS["departures.supplier"], f"{base}.supplier", (subject, award), supplier


_DONE: Final = MappingProxyType({ReferenceKind.SUPPLIER: "named", ReferenceKind.DIFFERENCE: "open or answered"})
"""What is not done with it."""
_CURES: Final = MappingProxyType({ReferenceKind.DIFFERENCE: "wait until it is open"})


def undeclared(reference: Reference, known: Known, where: str, *, look_near: bool = True) -> AdmissionWarning:
    """What is said of a reference that is not among what is known."""
    kind, partnership, within, name = reference.name
    if kind is ReferenceKind.STATEMENT:
        return _beside_the_matter(reference, known, where)
    done = _DONE.get(kind, "declared")
    problem = f"no {kind.value} {_shown(name)} is {done}{_within(kind, within)} in {partnership}"
    near = known.near(reference.name) if look_near else None
    if near is not None:
        problem += f"; {_shown(near)} is: did you mean that?"
    cure = _CURES.get(kind, "declare it")
    fix = f"{cure}, or say this again with the right {kind.value}; {TO_REPLACE}"
    return AdmissionWarning(where, reference.field, problem, fix)


MOST_NAMED: Final = 10
"""Of so many statements that a matter stands on it is told which; its page tells the others."""


def _beside_the_matter(reference: Reference, known: Known, where: str) -> AdmissionWarning:
    """Of a statement that is named in an answer, and that the matter does not stand on."""
    kind, partnership, within, event_id = reference.name
    there = known.beside(reference.name)
    more = f" and {len(there) - MOST_NAMED} more" if len(there) > MOST_NAMED else ""
    stands_on = f"{', '.join(map(_shown, there[:MOST_NAMED]))}{more}" if there else "none"
    matter = f"{_shown(within[-1])}{_within(kind, within[:-1])} in {partnership}"
    problem = f"the open matter {matter} does not stand on the statement {_shown(event_id)}, but on {stands_on}"
    # a picture does not tell what was said before, so nor is it known here whether this says the same
    same = "unless it says the same as one of these, for the same body"
    fix = f"{same}, name all the statements that the matter stands on and no others; {TO_REPLACE}"
    return AdmissionWarning(where, reference.field, problem, fix)


def _within(kind: ReferenceKind, within: tuple[str, ...]) -> str:
    if kind is ReferenceKind.SUPPLIER:
        procurement, award = within
        return f" for award {_shown(award)} of {_shown(procurement)}"
    return f" for {_shown(within[-1])}" if within else ""


def _shown(name: str) -> str:
    """The name, which admission has let in, where it reads as one."""
    return f"`{name}`" if reads_as_an_id(name) else "of that name"


def missing(found: Iterable[Reference], known: Known) -> list[Reference]:
    """Those that are not known, each once, in order."""
    return list(dict.fromkeys(each for each in found if known.lacks(each.name)))
