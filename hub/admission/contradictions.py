"""Fields of one event that contradict each other: let in, because somebody said it, and told to its sender.

Promise: pure. A test walks every model of the catalogue: each two of its fields that are both days or both numbers have
a line in CONTRADICTIONS, are refused by a rule (REFUSED), or stand in NEVER with the reason why they cannot contradict.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache
from itertools import combinations
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel

from hub.admission.annotated import models_in
from hub.admission.field_path import field_path
from hub.admission.warning import TO_REPLACE, AdmissionWarning
from hub.events.contract import CHANGE
from hub.events.durations import is_about
from hub.events.envelope import Event
from hub.events.fields import Happened
from hub.events.workplan import UNDECIDED

_CHECK: Final = f"check both; {TO_REPLACE}"
_Path = tuple[str | int, ...]
_CLOCKS: Final = timedelta(days=1)  # the day of recording is in UTC
_LONGEST: Final = MappingProxyType({"day": 1, "month": 31, "quarter": 92, "year": 366, "financial_year": 366})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two fields of one model; of a day that nobody can know of yet, twice the one that has it.

    told: of the part that has both, and of the event; None where they agree.
    """

    fields: tuple[str, str]
    at: str
    told: Callable[[Any, Event], str | None]
    reason: str

    @property
    def other(self) -> str:
        """The field that is not told to be wrong."""
        one, other = self.fields
        return other if one == self.at else one


def _before(later: str, earlier: str) -> Callable[[Any, Event], str | None]:
    def told(part: Any, event: Event) -> str | None:
        one, other = getattr(part, later), getattr(part, earlier)
        return f"{one} is before {earlier} {other}" if one and other and one < other else None

    return told


def _ahead(name: str) -> Callable[[Any, Event], str | None]:
    def told(part: Any, event: Event) -> str | None:
        day, recorded = getattr(part, name), event.meta.recorded_at.date()
        if day is None or day <= recorded + _CLOCKS or getattr(part, "state", None) in UNDECIDED:
            return None
        return f"{day} is after the day on which it was recorded, {recorded}; it counts from its day on"

    return told


def _rounds_to(value: Decimal, exact: Decimal) -> bool:
    """Whether a value is the exact one, rounded in any usual way to the places that it is written with."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # a quantity is finite
    return abs(value - exact) <= Decimal(1).scaleb(min(exponent, 0)) / 2


def _result(part: Any, event: Event) -> str | None:
    value, numerator, denominator = part.value, part.numerator, part.denominator
    if numerator is None or denominator is None:
        return None
    if denominator == 0:
        return "has a denominator of 0, of which nothing is a share"
    # a share, a percentage, or a rate of so many; and a count may name what it is of
    shares = (numerator / denominator * scale for scale in BASES)
    if value == numerator or any(_rounds_to(value, share) for share in shares):
        return None
    return "is neither numerator / denominator, as a share, a percentage or a rate, nor the numerator"


BASES: Final = (1, 100, 1_000, 10_000, 100_000)
"""What a result may be a rate of: 1 a share, 100 a percentage, 1,000 and more a rate of the population."""


def _tolerance(part: Any, event: Event) -> str | None:
    target, tolerance = part.target, part.tolerance
    if part.direction == "higher" and tolerance is not None and 0 < target <= tolerance:
        return "is not less than the target, so that every result from 0 on meets it"
    return None


def _duration(part: Any, event: Event) -> str | None:
    if not (part.duration and part.period_start and part.period_end):
        return None
    if is_about(part.duration, (part.period_end - part.period_start).days + 1):
        return None
    return f"{part.duration} is not the time from {part.period_start} to period_end {part.period_end}"


def _precision(part: Any, event: Event) -> str | None:
    longest, days = _LONGEST.get(part.precision), (part.latest - part.earliest).days + 1
    return f"is {part.precision}, and earliest to latest are {days} days" if longest and days > longest else None


def _conditions(part: Any, event: Event) -> str | None:
    return "are given for an approval that has none" if part.state == "approved" and part.conditions else None


def _departing(part: Any, event: Event) -> str | None:
    named = {(award.id, each.id) for award in part.awards for each in award.suppliers or ()}
    for each in part.departures or ():
        leaves_later = each.left_on is not None and each.left_on > event.meta.occurred_at
        if (each.award, each.supplier) in named and not leaves_later:
            return f"take a supplier out of award {each.award}, whose suppliers name it in the same event"
    return None


def _upheld(part: Any, event: Event) -> str | None:
    if part.upheld is None or part.complaints is None or part.upheld <= part.complaints:
        return None
    return f"{part.upheld} are more than the {part.complaints} complaints"


def _clears_of_change(part: Any, event: Event) -> str | None:
    named = [name for name in part.clears if name in CHANGE]
    if not named:
        return None
    return f"names {' and '.join(named)}, which tells of a change itself: no later change takes it back"


def _partners(part: Any, event: Event) -> str | None:
    if part.mode != "joint" or part.partners:
        return None
    # each event is looked at alone: another one of the same body may name them
    return "is joint, and no partners are named here: unless you name them elsewhere nothing can be compared"


CONTRADICTIONS: Final = (
    Contradiction(("clears", "batch"), "clears", _clears_of_change, "only terms are taken back by a later change"),
    Contradiction(
        ("extendable_until", "period_end"),
        "extendable_until",
        _before("extendable_until", "period_end"),
        "options to extend reach beyond the term",
    ),
    Contradiction(
        ("extendable_until", "period_start"),
        "extendable_until",
        _before("extendable_until", "period_start"),
        "nothing is extended that has not begun",
    ),
    Contradiction(
        ("signed_on", "period_end"), "period_end", _before("period_end", "signed_on"), "nobody signs what is over"
    ),
    Contradiction(
        ("signed_on", "extendable_until"),
        "extendable_until",
        _before("extendable_until", "signed_on"),
        "nobody signs what is over",
    ),
    Contradiction(
        ("assessed_on", "review_on"),
        "review_on",
        _before("review_on", "assessed_on"),
        "a review follows what it reviews",
    ),
    Contradiction(
        ("assessed_on", "reviewed_on"),
        "reviewed_on",
        _before("reviewed_on", "assessed_on"),
        "as of a review that is to come",
    ),
    Contradiction(
        ("agreed_on", "reported_until"),
        "reported_until",
        _before("reported_until", "agreed_on"),
        "a measure is reported after it was agreed",
    ),
    Contradiction(
        ("visited_on", "follow_up_by"),
        "follow_up_by",
        _before("follow_up_by", "visited_on"),
        "what follows comes after the visit",
    ),
    Contradiction(
        ("visited_on", "followed_up_on"),
        "followed_up_on",
        _before("followed_up_on", "visited_on"),
        "what follows comes after the visit",
    ),
    Contradiction(("complaints", "upheld"), "upheld", _upheld, "only a complaint is upheld"),
    Contradiction(("value", "numerator"), "value", _result, "a result is what its parts come to, rounded as written"),
    Contradiction(("value", "denominator"), "value", _result, "as value and numerator, told once"),
    Contradiction(("numerator", "denominator"), "value", _result, "as value and numerator, told once"),
    Contradiction(("target", "tolerance"), "tolerance", _tolerance, "a tolerance is a part of its target"),
    Contradiction(("duration", "period_end"), "duration", _duration, "a term lasts from its first day to its last"),
    Contradiction(("precision", "latest"), "precision", _precision, "a day is one day, a month at most 31"),
    Contradiction(("awards", "departures"), "departures", _departing, "who has left an award is none of its suppliers"),
    Contradiction(("state", "conditions"), "conditions", _conditions, "conditions belong to approved_conditional"),
    Contradiction(("mode", "partners"), "mode", _partners, "what is joint is done by several"),
    Contradiction(("feedback", "period_end"), "period_end", _ahead("period_end"), "as of a result"),
    Contradiction(("measure", "period_end"), "period_end", _ahead("period_end"), "a result is of a time that is over"),
)

REFUSED: Final = frozenset(
    {
        frozenset({"period_start", "period_end"}),
        frozenset({"checked_on", "next_check_by"}),
        frozenset({"earliest", "latest"}),
    }
)
"""Pairs that a model or hub.admission.rules refuses: an end before its beginning."""

NEVER: Final[Mapping[frozenset[str], str]] = MappingProxyType(
    {
        frozenset({"occurred_at", "recorded_at"}): "plans are recorded ahead, facts behind",
        frozenset({"review_on", "period_start"}): "a review may prepare the term",
        frozenset({"review_on", "period_end"}): "a review may come after the term",
        frozenset({"review_on", "signed_on"}): "a review may prepare the signing",
        frozenset({"review_on", "extendable_until"}): "a review may come after the term",
        frozenset({"signed_on", "period_start"}): "contracts are signed before and after they begin",
        frozenset({"awarded_on", "period_start"}): "awards are published before and after the term begins",
        frozenset({"awarded_on", "period_end"}): "awards are published late, of short terms after their end",
        frozenset({"awarded_on", "extendable_until"}): "as awarded_on and period_end",
        frozenset({"follow_up_by", "followed_up_on"}): "things are done early and late",
        frozenset({"answer_due", "received_on"}): "answers come early and late",
        frozenset({"answer_due", "period_start"}): "what is planned may be asked for before its time",
        frozenset({"answer_due", "period_end"}): "what is planned may be asked for before its time",
        frozenset({"received_on", "period_start"}): "what is planned may be told before its time",
        frozenset({"received_on", "period_end"}): "what is planned may be told before its time",
        frozenset({"act_by", "done_on"}): "things are done early and late",
        frozenset({"answer_due", "answered_on"}): "answers come early and late",
        frozenset({"author_trained_on", "assessed_on"}): "that an author was trained too late is worth telling",
        frozenset({"review_on", "reviewed_on"}): "reviews are held early and late",
        frozenset({"author_trained_on", "reviewed_on"}): "as author_trained_on and review_on",
        frozenset({"author_trained_on", "review_on"}): "a review may come before the author is trained again",
        **{
            frozenset(pair): "feedback of different sorts is counted apart"
            for pair in combinations(("complaints", "compliments", "safeguarding", "information_requests"), 2)
        },
        **{
            frozenset({"upheld", name}): "feedback of different sorts is counted apart"
            for name in ("compliments", "safeguarding", "information_requests")
        },
        frozenset({"staff_employed", "users_served"}): "one may care for many, or many for one",
        frozenset({"percent", "staff_employed"}): "a change of the value, and how many people there are",
        frozenset({"percent", "users_served"}): "a change of the value, and how many people there are",
    }
)


@cache
def contradictions_of(model: type[BaseModel]) -> tuple[Contradiction, ...]:
    """Of a model: the lines of the table whose fields it has, and one for each of its days that is marked as past."""
    lines = (each for each in CONTRADICTIONS if set(each.fields) <= set(model.model_fields))
    return (*lines, *_happened(model))


def _happened(model: type[BaseModel]) -> Iterator[Contradiction]:
    for name, info in model.model_fields.items():
        for mark in info.metadata:
            if isinstance(mark, Happened):
                yield Contradiction((name, name), name, _ahead(name), mark.words)


@cache
def _inside(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields in whose parts something may contradict."""
    return tuple(
        name
        for name, info in model.model_fields.items()
        if any(contradictions_of(part) for part in models_in(info.annotation))
    )


def warnings(event: Event, where: str) -> Iterator[AdmissionWarning]:
    """What of an event contradicts itself, each once."""
    told: dict[tuple[str, str], AdmissionWarning] = {}
    for path, each, problem in _walk(event, event, ()):
        field = field_path((*path, each.at))
        warning = AdmissionWarning(where, field, problem, _CHECK, field_path((*path, each.other)))
        told.setdefault((field, problem), warning)
    yield from told.values()


def _walk(part: BaseModel, event: Event, path: _Path) -> Iterator[tuple[_Path, Contradiction, str]]:
    for each in contradictions_of(type(part)):
        problem = each.told(part, event)
        if problem is not None:
            yield path, each, problem
    for name in _inside(type(part)):
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            yield from _walk(value, event, (*path, name))
        for position, item in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(item, BaseModel):
                yield from _walk(item, event, (*path, name, position))
