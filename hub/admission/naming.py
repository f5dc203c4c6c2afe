"""What a field that is refused or warned of is called: as its sender wrote it, and each fault once.

Promise: a value that came as a CloudEvents attribute is told under the attribute's name; what the envelope was
refused for already is not told again under the meta field that it would have filled. Something is always left.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from hub.admission.refusal import Code, Refusal

ATTRIBUTES: Final[Mapping[str, str]] = {
    "event_id": "id",
    "source_system": "source",
    "subject": "subject",
    "occurred_at": "time",
    "recorded_at": "recordedtime",
    "classification": "dataclassification",
}
"""Meta fields and the attributes that mean the same."""

_DAYS: Final = ("meta.occurred_at", "meta.recorded_at")
_NO_TIME: Final = Refusal(
    Code.FIELD_MISSING,
    "time",
    "is missing, and nothing else tells since when it is true and when it was recorded",
    "give the attribute time, which stands for both, or meta.occurred_at and meta.recorded_at",
)


def written_in(field: str, filled: Mapping[str, str]) -> str:
    """What the sender of an event calls a field of it: by the attribute that filled it, if one did."""
    name = field.removeprefix("meta.")
    return field if field == name else filled.get(name, field)


def as_sent(refusals: Iterable[Refusal], filled: Mapping[str, str]) -> tuple[Refusal, ...]:
    """The refusals as the sender can look them up. filled: meta fields that were absent, and what filled them."""
    told = list(dict.fromkeys(refusals))
    # as yet only what the envelope was refused for is called by an attribute
    fields = {each.field for each in told}
    named = [each for one in told for each in _named(one, filled, fields)]
    missing = [each for each in named if each.code is Code.FIELD_MISSING and each.field in _DAYS]
    if len(missing) == len(_DAYS):
        named[named.index(missing[0])] = _NO_TIME
        named.remove(missing[1])
    return each_fault_once(
        _each_time_once(_each_body_once(_each_end_once(list(_each_value_once(dict.fromkeys(named))))))
    )


FOLLOW_FROM_IT: Final = (Code.NOT_A_MEMBER, Code.PARTNERSHIP_AMBIGUOUS)
"""What is asked for the day from which it is true: told once that day can be one."""
_OF_BODIES: Final = (Code.SPEAKS_FOR_ANOTHER, *FOLLOW_FROM_IT)


def _each_body_once(told: list[Refusal]) -> list[Refusal]:
    """Who may speak where is told once it can be read who speaks, and where."""
    fields = [each.field for each in told if each.code is Code.ID_WITH_SPACES]
    unread = any(each.startswith(("meta.organisation", "meta.partnerships")) for each in fields)
    return [each for each in told if not (unread and each.code in _OF_BODIES)]


def _each_end_once(told: list[Refusal]) -> list[Refusal]:
    """The model says of the whole that its end lies before its beginning, and a rule says it of the end."""
    ends = {each.field.rpartition(".")[0] for each in told if each.code is Code.DATES_REVERSED}
    return [each for each in told if not (each.code is Code.DATES_REVERSED and each.field in ends)]


OF_ITS_DAY: Final = (Code.OCCURRED_TOO_LATE, Code.OCCURRED_TOO_EARLY)
_OF_TIMES: Final = (*OF_ITS_DAY, Code.DATE_IMPLAUSIBLE, Code.RECORDED_AHEAD)


def _each_time_once(told: list[Refusal]) -> Iterable[Refusal]:
    """A year that cannot be is one fault, whatever the time that has it stands for and whatever follows from it."""
    no_day = any(each.code in OF_ITS_DAY for each in told)
    seen: set[str] = set()
    for each in told:
        if each.code in FOLLOW_FROM_IT and no_day:
            continue
        if each.code in _OF_TIMES:
            if each.field in seen:
                continue
            seen.add(each.field)
        yield each


def each_fault_once(refusals: Iterable[Refusal]) -> tuple[Refusal, ...]:
    """Two fields may be filled by one value: what is wrong with it in the same words is one refusal, the first."""
    found: dict[tuple[str, str, str], Refusal] = {}
    for each in refusals:
        found.setdefault((each.where, each.field, each.problem), each)
    return tuple(found.values())


OF_ITS_FORM: Final = (
    Code.CONTROL_CHARACTER,
    Code.ID_WITH_SPACES,
    Code.TYPE_UNKNOWN,
    Code.CLASSIFICATION_REFUSED,
    Code.CURRENCY_UNKNOWN,
    Code.CODE_UNKNOWN,
    Code.CLEARS_WRONG,
    Code.ID_WRONG,
    Code.VALUE_WRONG,
    Code.ATTRIBUTE_WRONG,
    Code.DATE_IMPLAUSIBLE,
)
"""Codes that say that a value is none of those that its field takes; the one that tells most comes first."""


def _each_value_once(refusals: Iterable[Refusal]) -> Iterable[Refusal]:
    """The schema and several rules may say of one value that it is none for its field: that is one fault."""
    told = list(refusals)
    best: dict[str, Refusal] = {}
    for each in told:
        if each.code in OF_ITS_FORM:
            held = best.setdefault(each.field, each)
            if OF_ITS_FORM.index(each.code) < OF_ITS_FORM.index(held.code):
                best[each.field] = each
    # that it differs from what stands elsewhere follows from its being none
    rest = (each for each in told if each.code is not Code.DISAGREES or each.field not in best)
    return (each for each in rest if each.code not in OF_ITS_FORM or best[each.field] is each)


_GIVE_BOTH: Final = (
    "time also stands for when it was recorded: if it is true from a day to come, give recordedtime beside it, such as "
    "2015-06-29T18:30:00Z; else check the source's clock and its offset from UTC"
)


def _named(refusal: Refusal, filled: Mapping[str, str], told: set[str]) -> Iterable[Refusal]:
    name = refusal.field.removeprefix("meta.")
    # what differs from its attribute stands in meta; a field that the attribute filled differs from something else
    differs = refusal.code is Code.DISAGREES and name not in filled
    if refusal.field == name or name not in ATTRIBUTES or differs:
        return [refusal]
    if name in filled:
        attribute = filled[name]
        of_both = refusal.code is Code.RECORDED_AHEAD and attribute == "time"
        fix = _GIVE_BOTH if of_both else refusal.fix
        return [] if attribute in told else [Refusal(refusal.code, attribute, refusal.problem, fix, refusal.where)]
    return [] if refusal.code is Code.FIELD_MISSING and ATTRIBUTES[name] in told else [refusal]
