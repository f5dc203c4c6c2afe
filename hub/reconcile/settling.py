"""Which open matters are open no more because every body that they stand on has answered, and which answers do not
hold. Pure.

Promise: an answer holds for what each body said in the statements that it names, and for nothing else, so that another
word opens the matter again and the same word under another event id does not; what one body answers settles nothing
for another. A matter without statements stays open.
Source: domain handbook section 8 (statuses of breaks); decision 25.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from hub.reconcile.answers import ANSWERS, SETTLING
from hub.reconcile.claims import Side
from hub.reconcile.days import Day
from hub.reconcile.reading import ViewReader
from hub.reconcile.said_again import UNSAID, Cited, SaidAgain
from hub.reconcile.sides import Things, show


class Lapse(StrEnum):
    """Why an answer does not hold."""

    SAID_SINCE = "said_since"  # a body has said something else since
    OTHER_STATEMENTS = "other_statements"  # it names statements that the matter does not stand on, or not all
    TIME_OVER = "time_over"  # its last day is over
    NO_MATTER = "no_matter"  # no matter of this id is there


class Answered(NamedTuple):
    """still_open, settled: the matters, with the answers that hold. days: those later on which an answer ends.
    rows: every answer as pictures list it, by matter, with what it answers and why it does not hold."""

    still_open: list[dict[str, Any]]
    settled: list[dict[str, Any]]
    days: list[Day]
    rows: list[dict[str, Any]]


def answered(read: ViewReader, matters: Iterable[dict[str, Any]], things: Things) -> Answered:
    """things: what the matters' subject holds, the answers among it."""
    rows = ANSWERS.shown(things)
    if not rows:
        return Answered(list(matters), [], [], rows)
    told = {key: named[ANSWERS.name] for key, named in things[ANSWERS.item].items()}
    found, said_again = Answered([], [], [], []), SaidAgain(read)
    lapses: dict[str, list[dict[str, Any]]] = {}
    answered_matters: dict[str, dict[str, Any]] = {}
    for matter in matters:
        given = told.get(matter["id"])
        if given is None:
            found.still_open.append(matter)
            continue
        answered_matters[matter["id"]] = matter
        checked = [(side, _lapse(matter, side, said_again, read.day)) for side in given]
        lapses[matter["id"]] = [lapse for _, lapse in checked if lapse is not None]
        holding = [side for side, lapse in checked if lapse is None]
        found.days.extend(Day(last + 1) for side in given if (last := _last_day(side)) is not None and last >= read.day)
        if not holding:
            found.still_open.append(matter)
            continue
        with_answers = {**matter, "answers": [show(side) for side in holding]}
        (found.settled if _is_settled(matter, holding) else found.still_open).append(with_answers)
    for row in rows:
        name = row[ANSWERS.item]
        matter_there = answered_matters.get(name)
        if matter_there is None:
            not_there = [_told(side, Lapse.NO_MATTER, ()) for side in told[name]]
            found.rows.append({**row, "not_holding": not_there})
        else:
            about = {each: matter_there[each] for each in _OF_THE_MATTER}
            found.rows.append({**row, "about": about, **({"not_holding": lapses[name]} if lapses[name] else {})})
    return found


_OF_THE_MATTER: Final = ("kind", "field", "text")


def stands_on(matter: Mapping[str, Any]) -> dict[str, str]:
    """Ids of the statements that a matter stands on, in order, each with who said it."""
    return {each.event: each.body for each in _cited(matter)}


def _cited(matter: Mapping[str, Any]) -> Iterator[Cited]:
    """The statements behind its words; a body that is silent stands behind none."""
    for side in _words(matter):
        word = side.get("value", UNSAID)
        for each in _sources_of(side):
            yield Cited(side["organisation"], each["event"], each.get("content_hash"), matter["field"], word)


def _words(matter: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from matter["sides"]
    yield from matter.get("grounds", ())


def _sources_of(side: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "event" in side:
        yield side
    yield from side.get("also", ())


def _last_day(answer: Side) -> Day | None:
    return Day.read(answer.claim.value["until"]) if "until" in answer.claim.value else None


def _lapse(matter: Mapping[str, Any], answer: Side, said_again: SaidAgain, day: Day) -> dict[str, Any] | None:
    """Why the answer does not hold; None where it does."""
    last = _last_day(answer)
    if last is not None and last < day:
        return _told(answer, Lapse.TIME_OVER, ())
    named, cited = {*answer.claim.value["events"]}, list(_cited(matter))
    unnamed = [each for each in cited if each.event not in named]
    beside = named - {each.event for each in cited}
    anew = [each for each in unnamed if not any(said_again.is_said_by(other, each) for other in named)]
    strange = [each for each in beside if not any(said_again.is_said_by(each, other) for other in cited)]
    if not anew and not strange:
        return None
    said = show(answer)
    later = {
        each["event"]
        for side in _words(matter)
        for each in _sources_of(side)
        if each["recorded_at"] > said["recorded_at"] or each["since"] > said["since"]
    }
    since = {
        each.event: each.body
        for each in anew
        if each.event in later or any(said_again.is_of_same_speaker(other, each) for other in strange)
    }
    if since:
        return _told(answer, Lapse.SAID_SINCE, since.items())
    return _told(answer, Lapse.OTHER_STATEMENTS, stands_on(matter).items())


def _told(answer: Side, because: Lapse, by: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """As pictures tell it. by: what was said since, or else what the matter stands on now, with who said it."""
    return {
        "organisation": answer.body,
        "answer": answer.claim.event_id,
        "because": because,
        "statements": [{"organisation": body, "statement": event} for event, body in by],
    }


def _is_settled(matter: Mapping[str, Any], answers: list[Side]) -> bool:
    settling = {side.body for side in answers if side.claim.value["answered_as"] in SETTLING}
    others = {side.body for side in answers} - settling
    # who is asked to speak, and is silent, has settled nothing
    return not others and {side["organisation"] for side in matter["sides"]} <= settling
