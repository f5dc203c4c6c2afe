"""The rules beyond the schema.

Promise: a rule looks at one case, yields refusals and never raises for what a document holds; values of the wrong
kind are the schema rule's matter and are passed over.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum, auto
from functools import cached_property
from typing import Any, Final

from pydantic import AwareDatetime

from hub.admission import edges, guarding, nothing, personal, speaking
from hub.admission.annotated import Annotation, Leaf, leaves
from hub.admission.characters import FIX, control_in
from hub.admission.codes_meant import code_to_write, listed_in
from hub.admission.field_path import did_you_mean, field_path, safe_name
from hub.admission.guarding import Look
from hub.admission.refusal import Code, Refusal
from hub.configuration.model import Configuration
from hub.events import ids
from hub.events.catalogue import EventType
from hub.events.codelists import CURRENCY, titles
from hub.events.envelope import ClearableEvent, Meta
from hub.events.fields import Currency

YEARS_AHEAD: Final = 10
EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2200, 12, 31)
CLOCKS_APART: Final = timedelta(hours=24)

NEGATIVE_HAS_MEANING: Final = frozenset(
    {
        "percent",  # a blanket cut is a variation of -5 percent (LEE 37)
        "target",  # a measure may count a change, such as a fall in admissions
        "value",  # and its results with it; Money is apart, see _no_negatives
        "numerator",
    }
)
REVERSIBLE: Final = (
    ("period_start", "period_end"),
    ("checked_on", "next_check_by"),
)


_CURRENCY: Final = str(Currency.__metadata__[0].pattern)  # type: ignore[attr-defined]  # Annotated


class Concern(StrEnum):
    """What is looked for in some fields alone; which ones, their annotations say."""

    EVERY = auto()
    KIND = auto()
    NOTHING = auto()
    EDGE = auto()
    DATE = auto()
    MONEY = auto()
    CODELIST = auto()
    PERSON = auto()


_CONCERNS: Final[dict[str, dict[Annotation, tuple[Concern, ...]]]] = {}
"""By event type: an annotation is that of one field, and found out about once."""


def _concerns(leaf: Leaf, event_type: EventType) -> Iterator[Concern]:
    yield Concern.EVERY
    if leaf.kind in (date, AwareDatetime, bool):
        yield Concern.KIND
    if nothing.names(leaf):
        yield Concern.NOTHING
    if edges.is_id(leaf, event_type):
        yield Concern.EDGE
    if leaf.kind is date:
        yield Concern.DATE
    if leaf.pattern == _CURRENCY or leaf.kind is Decimal:
        yield Concern.MONEY
    if leaf.codelist is not None:
        yield Concern.CODELIST
    if leaf.kind is str and guarding.look_of(leaf, event_type) is not Look.CODE:
        yield Concern.PERSON


@dataclass(frozen=True)
class Case:
    """What the rules look at. meta is None where the document's meta is not valid; speaker None is the operator."""

    event_type: EventType
    data: Mapping[str, Any]
    meta: Meta | None
    configuration: Configuration
    now: datetime
    speaker: str | None

    def leaves(self) -> Iterator[Leaf]:
        """Every value, in the order of the type's fields."""
        return iter(self._leaves[Concern.EVERY])

    def leaves_for(self, concern: Concern) -> list[Leaf]:
        """Those values that this is looked for in."""
        return self._leaves[concern]

    @cached_property
    def _leaves(self) -> dict[Concern, list[Leaf]]:
        # walked once for all rules: the walk is the greater part of what admission costs
        concerns = _CONCERNS.setdefault(self.event_type.ce_type, {})
        found: dict[Concern, list[Leaf]] = {each: [] for each in Concern}
        for leaf in leaves(self.event_type.model, self.data):
            its = concerns.get(leaf.annotation)
            if its is None:
                its = concerns[leaf.annotation] = tuple(_concerns(leaf, self.event_type))
            for each in its:
                found[each].append(leaf)
        return found


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and the codes that it may refuse with."""

    codes: frozenset[Code]
    check: Callable[[Case], Iterator[Refusal]]


_BARE_NUMBER: Final = re.compile(r"\s*[+-]?[\d_]*\.?[\d_]*\s*")


def _kinds(case: Case) -> Iterator[Refusal]:
    """Python's readers take more than the schema says: 1433376000 for a day, also in quotes, "yes" for true."""
    for leaf in case.leaves_for(Concern.KIND):
        if leaf.kind in (date, AwareDatetime) and (
            not isinstance(leaf.value, str | date)
            or (isinstance(leaf.value, str) and _BARE_NUMBER.fullmatch(leaf.value))
        ):
            problem = "is a bare number, and not a date or time in text"
            yield Refusal(
                Code.VALUE_WRONG, field_path(leaf.path), problem, "write it as 2015-06-29 or 2015-06-29T18:30:00Z"
            )
        if leaf.kind is bool and not isinstance(leaf.value, bool):
            problem = "is neither true nor false"
            yield Refusal(Code.VALUE_WRONG, field_path(leaf.path), problem, "write true or false")


def _subject(case: Case) -> Iterator[Refusal]:
    meta = case.data.get("meta")
    subject = meta.get("subject") if isinstance(meta, Mapping) else None
    check = ids.CHECKS_OF_SUBJECTS.get(case.event_type.about)
    if check is None or not isinstance(subject, str):
        return
    try:
        check(subject)
    except ValueError as failure:
        yield Refusal(Code.ID_WRONG, "meta.subject", *ids.told_by(failure))


def _of_another_event(case: Case) -> Iterator[Refusal]:
    """Of a withdrawal: what it takes back goes for good, so its subject may name a contract, and no second event."""
    meta = case.data.get("meta")
    subject = ids.uuid_in(meta.get("subject")) if isinstance(meta, Mapping) else None
    event = ids.uuid_in(case.data.get("event"))
    if case.event_type.withdraws and None not in (subject, event) and subject != event:
        problem, fix = "is the id of another event than data.event", "leave it out, or write the id of data.event"
        yield Refusal(Code.DISAGREES, "meta.subject", problem, fix)


def _nothing(case: Case) -> Iterator[Refusal]:
    for leaf in case.leaves_for(Concern.NOTHING):
        wrong = nothing.problem_and_fix(leaf)
        if wrong is not None:
            yield Refusal(Code.ID_WRONG, field_path(leaf.path), *wrong)


def _edges(case: Case) -> Iterator[Refusal]:
    for leaf in case.leaves_for(Concern.EDGE):
        if leaf.path == ("meta", "subject") and leaf.value is case.data.get("event"):
            continue  # a withdrawal has its subject from that field, of which it is told
        wrong = edges.refused(leaf, case.event_type)
        if wrong is not None:
            code, problem, fix = wrong
            yield Refusal(code, field_path(leaf.path), problem, fix)


def _itself(case: Case) -> Iterator[Refusal]:
    if case.meta is None:
        return
    for path, other in (("meta.corrects", case.meta.corrects), ("data.event", ids.uuid_in(case.data.get("event")))):
        if other == case.meta.event_id:
            yield Refusal(Code.REFERS_TO_ITSELF, path, "is the event's own id", "name the earlier event")


def _speaks(case: Case) -> Iterator[Refusal]:
    if case.meta is not None:
        yield from speaking.refusals(case.meta, case.speaker, case.configuration)


def of_meta(meta: Meta, speaker: str | None, configuration: Configuration, now: datetime) -> Iterator[Refusal]:
    """What the rules tell of an event of which nothing but its meta can be read."""
    yield from speaking.refusals(meta, speaker, configuration)
    yield from _of_times(meta, now)


def _times(case: Case) -> Iterator[Refusal]:
    if case.meta is not None:
        yield from _of_times(case.meta, case.now)


def _of_times(meta: Meta, now: datetime) -> Iterator[Refusal]:
    occurred = meta.occurred_at
    today = now.date()
    # the first of March stands in for a leap day that the later year does not have
    furthest = (today if (today.month, today.day) != (2, 29) else today + timedelta(days=1)).replace(
        year=today.year + YEARS_AHEAD
    )
    if occurred > furthest:
        problem = f"is more than {YEARS_AHEAD} years ahead"
        yield Refusal(Code.OCCURRED_TOO_LATE, "meta.occurred_at", problem, "give the day from which it is true")
    if occurred < EARLIEST:
        yield Refusal(Code.OCCURRED_TOO_EARLY, "meta.occurred_at", "is before 1900", "check the year")
    if meta.recorded_at < datetime.combine(EARLIEST, time(), UTC):
        yield Refusal(Code.DATE_IMPLAUSIBLE, "meta.recorded_at", f"is before {EARLIEST.year}", "check the year")
    if meta.recorded_at > now + CLOCKS_APART:
        problem = "is more than 24 hours ahead of the hub's clock"
        fix = "check the source's clock and its offset from UTC"
        yield Refusal(Code.RECORDED_AHEAD, "meta.recorded_at", problem, fix)


def _day(value: Any) -> date | None:
    try:
        # a time at midnight is taken for its day, and is no way round the rules for days
        return value if isinstance(value, date) else date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _dates(case: Case) -> Iterator[Refusal]:
    for leaf in case.leaves_for(Concern.DATE):
        if case.meta is not None and leaf.path == ("meta", "occurred_at"):
            continue  # the rule about times tells of it, where the rest of meta can be read
        day = _day(leaf.value)
        if day is not None and not EARLIEST <= day <= LATEST:
            problem = f"{day} lies outside {EARLIEST.year} to {LATEST.year}"
            yield Refusal(Code.DATE_IMPLAUSIBLE, field_path(leaf.path), problem, "check the year")
    for start, end in REVERSIBLE:
        first, last = _day(case.data.get(start)), _day(case.data.get(end))
        if first is not None and last is not None and last < first:
            problem = f"{last} is before {start} {first}"
            yield Refusal(Code.DATES_REVERSED, f"data.{end}", problem, "swap or mend the dates")


_NEW_AMOUNT: Final = "a reduction is stated by the amount that is left, from 0 up"


def _money(case: Case) -> Iterator[Refusal]:
    for leaf in case.leaves_for(Concern.MONEY):
        if leaf.pattern == _CURRENCY and isinstance(leaf.value, str) and leaf.value not in titles(CURRENCY):
            if not titles(CURRENCY):
                yield _unreadable(leaf, CURRENCY)
                continue
            problem = f"{safe_name(leaf.value[:8])} is not a currency in use"
            fix = code_to_write(leaf.value[:8], titles("currency"), f"{listed_in('currency')} (ISO 4217)")
            yield Refusal(Code.CURRENCY_UNKNOWN, field_path(leaf.path), problem, fix)
        if leaf.kind is Decimal and leaf.name not in NEGATIVE_HAS_MEANING and _below_zero(leaf.value):
            fix = _NEW_AMOUNT if leaf.name == "amount" else "write the number without its sign: it counts from 0 up"
            yield Refusal(Code.NEGATIVE, field_path(leaf.path), "is negative", fix)


def _below_zero(value: Any) -> bool:
    try:
        number = Decimal(str(value))
    except (InvalidOperation, ValueError):  # none, or one of thousands of digits, which the schema rule speaks of
        return False
    return number.is_finite() and number < 0


def _unreadable(leaf: Leaf, codelist: str) -> Refusal:
    problem = f"the hub's own codelist {codelist} cannot be read, so nobody can say whether the code is in it"
    fix = "nothing is wrong with the event for all that is known: tell the operator to run `hub schemas check`"
    return Refusal(Code.CODELIST_UNREADABLE, field_path(leaf.path), problem, fix)


def _codelists(case: Case) -> Iterator[Refusal]:
    for leaf in case.leaves_for(Concern.CODELIST):
        assert leaf.codelist is not None
        if not isinstance(leaf.value, str) or leaf.value in titles(leaf.codelist):
            continue
        if not titles(leaf.codelist):
            yield _unreadable(leaf, leaf.codelist)
        elif leaf.codelist == "data-classification":
            problem = f"{safe_name(leaf.value)} is a classification that the hub does not take"
            fix = f"{code_to_write(leaf.value, titles(leaf.codelist), listed_in(leaf.codelist))}; leave out the rest"
            yield Refusal(Code.CLASSIFICATION_REFUSED, field_path(leaf.path), problem, fix)
        else:
            problem = f"{safe_name(leaf.value)} is not in the codelist {leaf.codelist}"
            fix = code_to_write(leaf.value, titles(leaf.codelist), listed_in(leaf.codelist))
            yield Refusal(Code.CODE_UNKNOWN, field_path(leaf.path), problem, fix)


def clearable(event_type: EventType) -> list[str]:
    """The fields of a statement that its organisation may take back: the optional ones."""
    return [name for name, info in event_type.model.model_fields.items() if info.default is None]


def _clears(case: Case) -> Iterator[Refusal]:
    given = case.data.get("clears")
    if not issubclass(case.event_type.model, ClearableEvent) or not isinstance(given, list | tuple):
        return
    can = clearable(case.event_type)
    for position, name in enumerate(given):
        if not isinstance(name, str):
            continue
        path = f"data.clears[{position}]"
        if name not in can:
            problem = f"{safe_name(name)} cannot be taken back in this type"
            yield Refusal(Code.CLEARS_WRONG, path, problem, did_you_mean(name, can, most=len(can)))
        elif case.data.get(name) is not None:
            problem = f"{name} is also stated in this event"
            fix = "leave it out of clears; the new statement replaces the old one"
            yield Refusal(Code.CLEARS_AND_STATES, path, problem, fix)


def _personal(case: Case) -> Iterator[Refusal]:
    for leaf in case.leaves_for(Concern.PERSON):
        if isinstance(leaf.value, str):
            for code in guarding.found(guarding.look_of(leaf, case.event_type), leaf.value):
                problem, fix = personal.ADVICE[code]
                yield Refusal(code, field_path(leaf.path), problem, fix)


def _characters(case: Case) -> Iterator[Refusal]:
    for leaf in case.leaves():
        problem = control_in(leaf.value) if isinstance(leaf.value, str) else None
        if problem is not None:
            yield Refusal(Code.CONTROL_CHARACTER, field_path(leaf.path), problem, FIX)


_CODES_OF_TIMES: Final = frozenset(
    {Code.OCCURRED_TOO_LATE, Code.OCCURRED_TOO_EARLY, Code.RECORDED_AHEAD, Code.DATE_IMPLAUSIBLE}
)
RULES: Final[tuple[Rule, ...]] = (
    Rule(frozenset({Code.VALUE_WRONG}), _kinds),
    Rule(frozenset({Code.CONTROL_CHARACTER}), _characters),
    Rule(frozenset({Code.ID_WRONG}), _subject),
    Rule(frozenset({Code.DISAGREES}), _of_another_event),
    Rule(frozenset({Code.ID_WRONG}), _nothing),
    Rule(frozenset({Code.ID_WRONG, Code.ID_WITH_SPACES}), _edges),
    Rule(frozenset({Code.REFERS_TO_ITSELF}), _itself),
    Rule(frozenset({Code.SPEAKS_FOR_ANOTHER, Code.NOT_A_MEMBER, Code.PARTNERSHIP_AMBIGUOUS}), _speaks),
    Rule(_CODES_OF_TIMES, _times),
    Rule(frozenset({Code.DATE_IMPLAUSIBLE, Code.DATES_REVERSED}), _dates),
    Rule(frozenset({Code.CURRENCY_UNKNOWN, Code.NEGATIVE, Code.CODELIST_UNREADABLE}), _money),
    Rule(
        frozenset({Code.CODE_UNKNOWN, Code.CLASSIFICATION_REFUSED, Code.CODELIST_UNREADABLE}),
        _codelists,
    ),
    Rule(frozenset({Code.CLEARS_WRONG, Code.CLEARS_AND_STATES}), _clears),
    Rule(frozenset(personal.ADVICE), _personal),
)
