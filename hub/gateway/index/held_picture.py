"""One picture as the gateway holds it: its bytes, and the little that lists, search and feeds ask of it. Pure."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import orjson

from hub.gateway.index.worth import HEADCOUNTS, Headcounts, Worth, people_of, worth_of
from hub.log.position import Basis
from hub.reconcile.answers import ANSWERS
from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.listed import Listed
from hub.reconcile.matters import class_of
from hub.reconcile.picture import KINDS, read_key
from hub.serialization.unreadable import why_unreadable

SEVERITIES: Final = ("red", "amber", "minor")


class PictureUnreadable(ValueError):
    """The record is none that the hub's engine writes: its key or its body is of another making."""


class PictureKey(NamedTuple):
    """What a picture is of."""

    partnership: str
    kind: str
    id: str


class Facet(NamedTuple):
    """A value that some body gives to a field by which lists are narrowed."""

    field: str
    value: str


class DifferenceRow(NamedTuple):
    """One open matter as lists order it: the worst first, then the one that has stood longest."""

    severity: int
    since: str
    id: str
    kind: str
    subject_kind: str
    partnership: str
    subject: str
    matter: str  # its class


def by_weight(rows: Collection[DifferenceRow]) -> dict[str, int]:
    """How many of each weight, also of those of which there are none."""
    return {name: sum(each.severity == rank for each in rows) for rank, name in enumerate(SEVERITIES)}


@dataclass(frozen=True, slots=True, eq=False)
class HeldPicture:
    """A picture that stands, equal to itself only, as sets of thousands are made of them.

    basis: what it was evaluated from. partition, offset: where its record stands. at: milliseconds since 1970 at which
    it was written, by the log. suppliers: of a contract, or of all awards that stand; assessed_in: the programmes of
    which an assessment is about a contract; providers: all organisations that it names as suppliers, in whatever award,
    and those that have left. facets: what any body says of the fields by which lists of its kind are narrowed.
    answered: ids of matters that somebody has answered, also of those that are there no more. worth, people: what
    totals are made of.
    """

    key: PictureKey
    basis: Basis
    body: bytes
    partition: int
    offset: int
    at: int
    title: str
    classification: str
    words: str
    programmes: tuple[str, ...]
    assessed_in: tuple[str, ...]
    procurements: tuple[str, ...]
    suppliers: tuple[str, ...]
    providers: frozenset[str]
    contracts: tuple[str, ...]
    differences: tuple[DifferenceRow, ...]
    facets: frozenset[Facet]
    answered: tuple[str, ...]
    worth: Worth | None
    people: tuple[Headcounts, ...]

    @property
    def severities(self) -> dict[str, int]:
        """How many open matters of its own of each weight; a programme's contracts have theirs."""
        return by_weight(self.differences)

    def picture(self) -> dict[str, Any]:
        """The picture's JSON data, fresh at each call."""
        data: dict[str, Any] = orjson.loads(self.body)
        return data

    @classmethod
    def of(cls, key: bytes, basis: Basis, body: bytes, partition: int, offset: int, at: int) -> "HeldPicture":
        """From the record of a picture that is there. Raises PictureUnreadable."""
        try:
            return cls._of(PictureKey(*read_key(key)), basis, body, partition, offset, at)
        except (KeyError, TypeError, ValueError, AttributeError) as failure:
            # what was written by another program can be wrong in as many ways as there are fields
            raise PictureUnreadable(why_unreadable(failure)) from failure

    @classmethod
    def _of(cls, named: PictureKey, basis: Basis, body: bytes, partition: int, offset: int, at: int) -> "HeldPicture":
        data = orjson.loads(body)
        if named.kind not in KINDS:
            raise ValueError("there are no pictures of that kind")
        title = data.get("title") or named.id
        suppliers = tuple(dict.fromkeys(_ids(_sides(data, "suppliers"))))
        return cls(
            key=named,
            basis=basis,
            body=body,
            partition=partition,
            offset=offset,
            at=at,
            title=title,
            # a provider's picture says nothing of its own: it is as guarded as is usual
            classification=data.get("classification", "internal"),
            words=" ".join(dict.fromkeys([title, named.id, *_words(data)])).casefold(),
            programmes=tuple(each["programme"] for each in data.get("programmes", ())),
            assessed_in=tuple(dict.fromkeys(each["programme"] for each in data.get("assessed_in", ()))),
            procurements=tuple(dict.fromkeys(str(side["value"]) for side in _sides(data, "procurement"))),
            suppliers=suppliers,
            providers=frozenset({*suppliers, *_awarded_or_left(data)}),
            contracts=tuple(each["contract"] for each in data.get("contracts", ())),
            differences=tuple(
                DifferenceRow(
                    SEVERITIES.index(each["severity"]),
                    each["since"],
                    each["id"],
                    each["kind"],
                    named.kind,
                    named.partnership,
                    named.id,
                    class_of(each).value,
                )
                for each in {each["id"]: each for each in data.get("differences", ())}.values()
            ),
            answered=tuple(
                dict.fromkeys(
                    [each["id"] for each in data.get("answered", ())]
                    + [each[ANSWERS.item] for each in data.get(ANSWERS.member, ())]
                )
            ),
            facets=frozenset(_facets(data, named.kind)),
            worth=worth_of(
                named.partnership, _sides(data, "procurement"), _sides(data, "status"), _sides(data, "value")
            ),
            people=tuple(people_of({name: _sides(data, name) for name in HEADCOUNTS})),
        )


def _sides(data: dict[str, Any], name: str) -> Iterable[dict[str, Any]]:
    found: Iterable[dict[str, Any]] = data.get("fields", {}).get(name, {}).get("sides", ())
    return found


def _facets(data: dict[str, Any], kind: str) -> Iterator[Facet]:
    named = KIND_OF[kind]
    for name in named.facets:
        sort = named.facets_of_things.get(name)
        for value in _values(data, name) if sort is None else _values_of_things(data, sort, name):
            for each in value if isinstance(value, list) else [value]:
                yield Facet(name, str(each))


def _values(data: dict[str, Any], name: str) -> Iterator[Any]:
    return (side["value"] for side in _sides(data, name))


def _values_of_things(data: dict[str, Any], sort: Listed, part: str) -> Iterator[Any]:
    words = (side["value"] for thing in data.get(sort.member, ()) for side in thing[sort.name])
    return (word[part] for word in words if part in word)


def _ids(sides: Iterable[dict[str, Any]]) -> Iterator[str]:
    return (each["id"] for side in sides for each in side["value"])


def _awarded_or_left(data: dict[str, Any]) -> Iterator[str]:
    for award in data.get("awards", ()):
        yield from _ids(award.get("suppliers", ()))
        yield from _ids(award.get("departed", ()))
    for party in data.get("parties", ()):
        if party.get("left_says"):
            yield party["organisation"]


def _words(data: dict[str, Any]) -> Iterator[str]:
    """What somebody may look for: every body's title, reference and notice, and the names of organisations."""
    for name, field in data.get("fields", {}).items():
        for side in field["sides"]:
            value = side["value"]
            if name in ("title", "notice", "theme", "lead_commissioner", "procurement"):
                yield str(value)
            yield from _organisations(value)
    for part in ("notices", "parties", "lots", "awards"):
        for each in data.get(part, ()):
            yield from _of_part(each)


def _of_part(part: dict[str, Any]) -> Iterator[str]:
    """Of a provider's award, or one of a procurement's own parts: its id, what it is called, and who is named in it."""
    for name, said in part.items():
        if name in ("notice", "organisation", "procurement", "procurement_title"):
            yield str(said or "")
        elif name in ("title", "name", "suppliers"):
            for side in said:
                yield from _organisations(side["value"]) if name == "suppliers" else [str(side["value"])]


def _organisations(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict) and "id" in each:
            yield each["id"]
            yield each.get("name") or ""
