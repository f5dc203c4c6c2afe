"""Claims: what an organisation says about one field, and which of its sayings stands on a day.

Promise: every answer depends on the set of claims only, never on their order or number. Source: design section 4:
the latest effective date not after the day, then the latest (recorded_at, event id, content hash).
"""

import operator
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import orjson

from hub.configuration.model import Configuration
from hub.reconcile.days import Day

_ORGANISATION: Final = frozenset({"id", "name", "left_on"})
"""What a value is made of that names a body: in a set of bodies, or as one that has left an award."""

SUPPLIER: Final = "supplier/"
"""What the names of claims about an award's suppliers begin with; the supplier's id follows."""

DEPARTED: Final = "departed/"
"""What the names of claims about who left an award begin with; the supplier's id follows."""

LISTED: Final = "listed"
"""Of an item of a list: the name of the claim that it is there."""

DEPARTURES: Final = "departures"
"""Of a procurement: a claim that takes back all that was said before it of who left."""

LEFT_ALL: Final = "left"
"""Of a party: the name of the claim that it has left every award."""

SUPPLIERS: Final = "suppliers"
"""Of an award: a claim that takes back all of them, said before it. Each of them is named by a claim of its own."""

SETS_OF_BODIES: Final = ("suppliers", "funders", "partners")
"""Fields of a subject that list organisations in no order: a claim holds them in order of their ids."""

CLEARED: Final = None
"""The value of a claim that takes back what was said about the field."""


class Field(NamedTuple):
    """What a claim is about: a field of the subject itself (item ""), or of one of several things it holds."""

    item: str
    key: str
    name: str

    @property
    def text(self) -> str:
        """How persons and open matters name it; no two fields of one subject share it."""
        if not self.item:
            return self.name
        name = self.name
        if self.item == "decision":
            # a decision's reference and a body's name may both hold slashes: the last one parts them
            name = name.replace("%", "%25").replace("/", "%2F")
        return f"{self.item}:{self.key}/{name}"


class Origin(NamedTuple):
    """What all claims of one event share beside who said it and when.

    of_several: its event id came with other contents too, so that the id alone does not name it.
    """

    classification: str
    document: str | None
    illustrative: bool
    of_several: bool = False


class Claim(NamedTuple):
    """One organisation's word on one field of one subject. The first four order claims of one field.

    effective: days since 1970-01-01. recorded: milliseconds since 1970. ahead: of a fact that was told before its day,
    by how many days; it holds until its day only while its organisation says nothing else on the field.
    """

    effective: int
    recorded: int
    event_id: str
    content_hash: str
    organisation: str
    field: Field
    value: Any
    origin: Origin
    ahead: int = 0

    @property
    def event_day(self) -> int:
        """The day from which its event is true; `effective` is later where the fact was told before its day."""
        return self.effective - self.ahead

    def said(self) -> tuple[int, int, str, str]:
        """As `order`, by the day from which its event is true: which of two was said last."""
        return self.event_day, *self[1:4]

    def order(self) -> tuple[int, int, str, str]:
        """Of two claims on one field by one body the one whose order is higher stands."""
        return self[:4]


class Side(NamedTuple):
    """The word of one of today's bodies, perhaps said by a predecessor.

    behind: the claims as they were said, where the word is put together from them; `claim` is then the last of them,
    with the word as its value and the field that it was said on. taken_from: where the word was said, if not of the
    subject itself.
    """

    body: str
    claim: Claim
    behind: tuple[Claim, ...] = ()
    taken_from: str | None = None

    @property
    def sources(self) -> tuple[Claim, ...]:
        """The claims that the word follows from, as they were said."""
        return self.behind or (self.claim,)

    @property
    def also(self) -> tuple[Claim, ...]:
        """Of each further event that the word follows from one claim, in order."""
        if not self.behind:
            return ()
        by_event = {claim.order(): claim for claim in self.behind}
        return tuple(by_event[each] for each in sorted(by_event) if each != self.claim.order())


def deciding(claims: Iterable[Claim], as_of: Day, configuration: Configuration) -> dict[tuple[Field, str], Claim]:
    """By field and body of that day, the one claim that decides what the body's word is; it may take the word back.

    claims: those that count on the day. What a predecessor said shows under each of its successors, so one claim can
    decide for several bodies.
    """
    day = as_of.date
    if configuration.has_other_ids:
        claims = (under_canonical_ids(each, configuration) for each in claims)
    claims = list(claims)
    today: dict[str, tuple[str, ...]] = {}
    last: dict[tuple[Field, str], Claim] = {}
    for claim in claims:
        organisation = claim.organisation
        bodies = today.get(organisation)
        if bodies is None:
            bodies = today[organisation] = configuration.today_of(organisation, day)
        for body in bodies:
            _let_count(last, body, claim)
    clears = {key: claim for key, claim in last.items() if claim.value is CLEARED and _is_of_several(key[0])}
    if clears:
        _take_back_each(last, clears, claims, today)
    return last


def _let_count(last: dict[tuple[Field, str], Claim], body: str, claim: Claim) -> None:
    about = (claim.field, body)
    held = last.get(about)
    if held is None or claim[:4] > held[:4]:
        last[about] = claim
    elif claim[:4] == held[:4]:
        last[about] = _as_one(held, claim)


def _as_one(claim: Claim, other: Claim) -> Claim:
    """Of two claims of one event about one organisation that it names by two ids: codes of both, else the one that
    states something, and of two texts the one that comes first in order."""
    one, two = sorted((claim, other), key=lambda each: orjson.dumps(each.value, option=orjson.OPT_SORT_KEYS))
    if isinstance(one.value, list) and isinstance(two.value, list):
        return one._replace(value=sorted({*one.value, *two.value}))
    return two if one.value is CLEARED else one


def _is_of_several(field: Field) -> bool:
    """Whether a claim on it takes back claims on other fields: on the suppliers of an award, or on who left."""
    return field.name == (SUPPLIERS if field.item else DEPARTURES)


def _taken_back_with(field: Field) -> list[Field]:
    """The fields by whose claims a claim on this one is taken back too."""
    if field.name.startswith(SUPPLIER):
        return [field._replace(name=SUPPLIERS)]
    if field.name.startswith(DEPARTED):
        return [field._replace(name=SUPPLIERS), Field("", "", DEPARTURES)]
    return [Field("", "", DEPARTURES)] if (field.item, field.name) == ("party", LEFT_ALL) else []


def fields_over(field: Field) -> tuple[Field, ...]:
    """The field, and those that take it back together with others: a supplier's is taken back with all of them."""
    return field, *_taken_back_with(field)


def taken_back_by(field: Field, body: str, decides: Mapping[tuple[Field, str], Claim]) -> Claim | None:
    """The last claim of the body that takes the field back together with others of its sort.

    Whatever the body said of the field before it counts no more. decides: as `deciding` answers.
    """
    over = (decides.get((each, body)) for each in _taken_back_with(field))
    return max((each for each in over if each is not None and each.value is CLEARED), key=Claim.said, default=None)


def _take_back_each(
    last: dict[tuple[Field, str], Claim],
    clears: Mapping[tuple[Field, str], Claim],
    claims: Iterable[Claim],
    today: Mapping[str, Iterable[str]],
) -> None:
    """What was said before a claim that takes it back counts no more, and so hides nothing that was said with it or
    after it."""
    taken_back = {
        (field, body): by
        for (field, body), claim in last.items()
        if (by := taken_back_by(field, body, clears)) is not None and claim.said() < by.said()
    }
    since: dict[tuple[Field, str], Claim] = {}
    for claim in claims:
        for body in today[claim.organisation]:
            by = taken_back.get((claim.field, body))
            if by is not None and by.said() <= claim.said():
                _let_count(since, body, claim)
    for (field, body), by in taken_back.items():
        last[field, body] = since.get((field, body)) or by._replace(field=field)


def sides_of(claims: Iterable[Claim], as_of: Day, configuration: Configuration) -> dict[Field, list[Side]]:
    """Per field, in order, the word of each body that has one on that day; cleared fields have no side.

    claims: as for `deciding`.
    """
    sides: dict[Field, list[Side]] = {}
    for (field, body), claim in sorted(deciding(claims, as_of, configuration).items(), key=lambda item: item[0]):
        if claim.value is not CLEARED:
            sides.setdefault(field, []).append(Side(body, claim))
    return sides


def under_canonical_ids(claim: Claim, configuration: Configuration) -> Claim:
    """The claim with every organisation that it names under its configured id; the event keeps what was said."""
    value = _canonical(claim.value, configuration)
    field = claim.field
    if value is not claim.value and field.name in SETS_OF_BODIES:
        value = ordered(value)  # another id has another place in the order
    if field.item == "party":
        field = field._replace(key=configuration.canonical(field.key))
    for prefix in (SUPPLIER, DEPARTED):
        if field.name.startswith(prefix):
            field = field._replace(name=f"{prefix}{configuration.canonical(field.name.removeprefix(prefix))}")
    return claim if value is claim.value and field is claim.field else claim._replace(field=field, value=value)


def ordered(organisations: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """A set of organisations in the one order in which all who name the same ones agree, each of them once."""
    named = sorted(organisations, key=lambda each: (each["id"], each.get("name") or ""))
    return list({each["id"]: each for each in named}.values())


def _canonical(value: Any, configuration: Configuration) -> Any:
    if isinstance(value, dict):
        if value.keys() <= _ORGANISATION and "id" in value:
            own = configuration.canonical(value["id"])
            return value if own == value["id"] else {**value, "id": own}
        held = {name: _canonical(each, configuration) for name, each in value.items()}
        return value if all(held[name] is value[name] for name in held) else held
    if isinstance(value, list):
        found = [_canonical(each, configuration) for each in value]
        return value if all(map(operator.is_, found, value)) else found
    return value


def next_change(configuration: Configuration, as_of: Day) -> Day | None:
    """The first later day on which a body gives way to another or a membership changes, so that sides may too."""
    day = configuration.next_change(as_of.date)
    return Day.of(day) if day else None
