"""Configuration as published: partnerships, groups, organisations, tolerances, standards of practice and the version of
the views.

Promise: `read` depends on the records of the configuration topic alone, the last one per key counting; the
same documents give the same hash. Source: design sections 2 (8), 3 and 4; paper WAN 16 for groups.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Final, Literal

import orjson
from pydantic import Field, TypeAdapter

from hub.configuration.practice import Practice
from hub.events import ids
from hub.events.catalogue import CATALOGUE
from hub.events.fields import OrganisationId, PartnershipId, Title, Value

VIEWS: Final = 36
"""The version of the view code in this release, higher whenever a view of the same events changes: a test compares."""

Day = Annotated[date, Field(ge=date(1800, 1, 1), le=date(2200, 12, 31))]
"""A day of an organisation or membership; one without end leaves it out."""

GroupId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,62}$")]


class Member(Value):
    """An organisation that may speak in the partnership between two dates, both included."""

    organisation: OrganisationId
    role: Literal["council", "nhs_commissioner", "other"]
    since: Day | None = None
    until: Day | None = None

    def at(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Partnership(Value):
    """A place's council and its NHS commissioners; its id is the Kafka key of all that they say together."""

    document: Literal["partnership"] = "partnership"
    id: PartnershipId
    name: Title
    members: Annotated[tuple[Member, ...], Field(min_length=1)]

    def member_at(self, organisation: str, day: date) -> bool:
        return any(each.organisation == organisation and each.at(day) for each in self.members)


class Group(Value):
    """Somebody to report to, and the partnerships whose programmes it is told about.

    open_register: its page says where contracts of other places are listed, too; its report is of its own places.
    opens_on: the day that links to its pages open at, of a group whose time is over or that is told as a story.
    """

    document: Literal["group"] = "group"
    id: GroupId
    name: Title
    partnerships: tuple[PartnershipId, ...]
    open_register: bool = False
    opens_on: Day | None = None
    source: Title | None = None


class Body(Value):
    """An organisation, its years, who followed it, and what else it is called.

    same_as: its ids in other registers (GB-PPON, GB-COH, GB-NHS). known_as: other names of it. Publishers that number
    a body anew in each notice (GB-FTS, GB-CFS) know it by a name, which is its own or one of these, in any letters and
    in any process.
    """

    document: Literal["organisation"] = "organisation"
    id: OrganisationId
    name: Title
    since: Day | None = None
    until: Day | None = None
    successors: tuple[OrganisationId, ...] = ()
    same_as: tuple[OrganisationId, ...] = ()
    known_as: tuple[Title, ...] = ()


class Tolerances(Value):
    """How far two figures may lie apart and still count as the same. Source: domain handbook section 8."""

    document: Literal["tolerances"] = "tolerances"
    id: Literal["default"] = "default"
    rounding: Decimal = Decimal("1.00")
    amber_amount: Decimal = Decimal("500.00")
    amber_share: Decimal = Decimal("0.01")
    red_amount: Decimal = Decimal("50000.00")
    red_share: Decimal = Decimal("0.05")


class ViewsVersion(Value):
    document: Literal["views"] = "views"
    id: Literal["version"] = "version"
    version: Annotated[int, Field(ge=1)]


Document = Partnership | Group | Body | Tolerances | Practice | ViewsVersion
DOCUMENT: Final[TypeAdapter[Document]] = TypeAdapter(Annotated[Document, Field(discriminator="document")])


def key_of(document: Document) -> str:
    """The Kafka key under which a document is published; the last record of a key stands."""
    return f"{document.document}/{document.id}"


def canonical(document: Document) -> bytes:
    return orjson.dumps(document.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)


@dataclass(frozen=True)
class Configuration:
    """All documents that stand after the configuration record at `offset` (-1: none was published)."""

    offset: int = -1
    documents: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def hash(self) -> str:
        """Of the documents, the view code and the event types of this release: what decides on pictures."""
        lines = [canonical(self.documents[key]) for key in sorted(self.documents)]
        lines += [f"views {VIEWS}".encode(), *sorted(each.dataschema.encode() for each in CATALOGUE)]
        return hashlib.sha256(b"\n".join(lines)).hexdigest()[:16]

    @cached_property
    def views(self) -> int:
        found = self.documents.get("views/version")
        return found.version if found else VIEWS

    @cached_property
    def tolerances(self) -> Tolerances:
        return self.documents.get("tolerances/default") or Tolerances()

    @cached_property
    def _practices(self) -> Mapping[str, Practice]:
        return {each.id: each for each in self.documents.values() if isinstance(each, Practice)}

    def practice_of(self, partnership: str) -> Practice | None:
        """What the bodies of a place have agreed to look for; None where nothing is configured."""
        return self._practices.get(partnership)

    @cached_property
    def partnerships(self) -> Mapping[str, Partnership]:
        return {each.id: each for each in self.documents.values() if isinstance(each, Partnership)}

    @cached_property
    def groups(self) -> Mapping[str, Group]:
        return {each.id: each for each in self.documents.values() if isinstance(each, Group)}

    @cached_property
    def bodies(self) -> Mapping[str, Body]:
        return {each.id: each for each in self.documents.values() if isinstance(each, Body)}

    @cached_property
    def _other_ids(self) -> Mapping[str, str]:
        """Id in another register to the id of the body; of two bodies that claim it the first in order has it."""
        found: dict[str, str] = {}
        for key in sorted(self.bodies):
            for other in self.bodies[key].same_as:
                if other not in self.bodies:
                    found.setdefault(other, key)
        return found

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for key in sorted(self.bodies):
            for name in (self.bodies[key].name, *self.bodies[key].known_as):
                found.setdefault(ids.name_slug(name), key)
                found.setdefault(ids.hidden_name(name), key)
        return found

    @property
    def has_other_ids(self) -> bool:
        """Whether some organisation may be spoken of under an id that is not its own."""
        return bool(self.bodies)

    def canonical(self, organisation: str) -> str:
        """The id under which an organisation is configured; the id itself where no document tells of it."""
        if organisation in self.bodies:
            return organisation
        other = self._other_ids.get(organisation)
        if other is not None:
            return other
        name = ids.name_in(organisation)
        return self._by_name.get(name, organisation) if name else organisation

    def name_of(self, organisation: str) -> str:
        body = self.bodies.get(self.canonical(organisation))
        return body.name if body else organisation

    def partnerships_of(self, organisation: str, day: date) -> list[str]:
        """Ids of the partnerships that an organisation is a member of on a day, in order."""
        canonical, places = self.canonical(organisation), self._canonical_partnerships
        return [each for each in self._member_of.get(canonical, ()) if places[each].member_at(canonical, day)]

    def ever_in(self, organisation: str) -> tuple[str, ...]:
        """Ids of the partnerships that it is a member of at some time, in order."""
        return self._member_of.get(self.canonical(organisation), ())

    @cached_property
    def _member_of(self) -> Mapping[str, tuple[str, ...]]:
        """Canonical id to the partnerships that it is a member of at some time, in order."""
        found: dict[str, list[str]] = {}
        for key in sorted(self._canonical_partnerships):
            for member in dict.fromkeys(each.organisation for each in self._canonical_partnerships[key].members):
                found.setdefault(member, []).append(key)
        return {member: tuple(keys) for member, keys in found.items()}

    @cached_property
    def _canonical_partnerships(self) -> Mapping[str, Partnership]:
        """As partnerships, with the canonical ids of their members."""
        return {
            key: each.model_copy(
                update={
                    "members": tuple(
                        member.model_copy(update={"organisation": self.canonical(member.organisation)})
                        for member in each.members
                    )
                }
            )
            for key, each in self.partnerships.items()
        }

    def is_member(self, partnership: str, organisation: str, day: date) -> bool:
        """True also where no partnership names the organisation and it speaks in one of its own."""
        found = self._canonical_partnerships.get(partnership)
        return (
            found.member_at(self.canonical(organisation), day)
            if found
            else partnership in (organisation, self.canonical(organisation))
        )

    def members_of(self, partnership: str) -> frozenset[str]:
        """Canonical ids of all that are a member at some time; of a partnership of its own, itself."""
        found = self._canonical_partnerships.get(partnership)
        return frozenset(each.organisation for each in found.members) if found else frozenset((partnership,))

    @cached_property
    def _members(self) -> frozenset[str]:
        """Canonical ids of all members of all partnerships."""
        return frozenset(each.organisation for place in self._canonical_partnerships.values() for each in place.members)

    def knows(self, organisation: str) -> bool:
        """Whether some document tells of it: as an organisation under any of its ids, or as a member."""
        canonical = self.canonical(organisation)
        return canonical in self.bodies or canonical in self._members

    def today_of(self, organisation: str, day: date) -> tuple[str, ...]:
        """The bodies that stand in an organisation's place on a day: itself, or those that followed it."""
        organisation = self.canonical(organisation)
        if organisation not in self.bodies:
            return (organisation,)
        seen: set[str] = set()
        standing: set[str] = set()
        waiting = [organisation]
        while waiting:
            each = waiting.pop()
            if each in seen:
                continue
            seen.add(each)
            body = self.bodies.get(each)
            if body is None or body.until is None or day <= body.until or not body.successors:
                standing.add(each)
            else:
                waiting.extend(body.successors)
        # a circle of successors leads to nobody: what was said then stays with who said it
        return tuple(sorted(standing)) or (organisation,)

    def next_change(self, day: date) -> date | None:
        """The first later date on which a body gives way to its successors or a membership begins or ends."""
        days = self._changes
        index = bisect_right(days, day)
        return days[index] if index < len(days) else None

    @cached_property
    def _changes(self) -> list[date]:
        """Every such date, in order."""
        ends = [each.until for each in self.bodies.values()]
        for partnership in self.partnerships.values():
            ends += [each.until for each in partnership.members]
        starts = [each.since for partnership in self.partnerships.values() for each in partnership.members]
        return sorted(
            {*(date.fromordinal(each.toordinal() + 1) for each in ends if each), *(each for each in starts if each)}
        )


class ConfigurationUnreadable(ValueError):
    """Documents that stand are none that this release understands; the text names all of them and what to do."""
