"""What the standard of practice of a place asks for around a contract and is not there: a review before an extension,
an assessment before a service is decommissioned, a decision before a change, a remedy after a miss. Pure.

Promise: of a place without a standard nothing is open, and of one only what it names. An event that comes late closes
what it was the answer to. Source: hub.configuration.practice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from hub.configuration.practice import Change, Practice
from hub.events.counting import count_words
from hub.reconcile.claims import Field, Side
from hub.reconcile.days import Day
from hub.reconcile.differences import difference, since_all
from hub.reconcile.kinds.contract.dates import has_ended
from hub.reconcile.kinds.contract.listed import VARIATIONS
from hub.reconcile.kinds.contract.view import ContractView
from hub.reconcile.kinds.programme.decisions import Standing
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.measures.assessing import MEASURE
from hub.reconcile.measures.results import last_of
from hub.reconcile.sides import cite, latest, show
from hub.reconcile.watching import Watched

WITHOUT_DECISION: Final = ("expired", "provider_exit")
"""Reasons for an end that nobody decides on."""
DECOMMISSIONED: Final = "decommissioned"
TO_BE_MADE: Final = "to_be_made"
NO_EFFECT: Final = "none"
"""Of impact-screening."""
_UNANSWERED: Final = ("none_yet", None)


class Decided(NamedTuple):
    """A decision that a change names, of a joint programme of the contract.

    lacking: partners of the programme that have not approved it. sides: the words on it.
    """

    decision: str
    standing: Standing
    lacking: Sequence[str]
    sides: Sequence[Side]


class InProgrammes(NamedTuple):
    """What a contract's programmes tell that its practice asks for.

    joint: those of its programmes that are joint. decided: decisions that its changes name, of those that these tell
    of. assessed: the words of every assessment that is about the contract.
    """

    joint: Sequence[str]
    decided: Sequence[Decided]
    assessed: Sequence[Side]


_Found = Iterator[dict[str, Any] | Day]
"""Open matters, and later days on which another could open."""


def practice_matters(
    partnership: str,
    contract: str,
    view: ContractView,
    around: InProgrammes,
    practice: Practice | None,
    as_of: Day,
) -> Watched:
    if practice is None:
        return Watched([], [])
    opened = _Opened(partnership, ("contract", contract))
    found: list[dict[str, Any] | Day] = [
        *_extension(opened, view, practice),
        *_assessment(opened, view, around, practice),
        *_decisions(opened, view, around, practice),
        *_remedies(opened, view, practice, as_of),
    ]
    days = [each for each in found if isinstance(each, Day)]
    return Watched([each for each in found if not isinstance(each, Day)], days)


class _Opened(NamedTuple):
    partnership: str
    about: tuple[str, str]

    def __call__(
        self,
        kind: MatterKind,
        field: str,
        text: str,
        sides: Sequence[Side],
        since: str = "",
        grounds: Sequence[Side] = (),
    ) -> dict[str, Any]:
        return difference(
            self.partnership,
            kind,
            self.about,
            field,
            severity=MatterSeverity.AMBER,
            text=text,
            since=since or since_all(sides),
            sides=[show(side) for side in sides],
            grounds=[cite(side) for side in grounds],
        )


class _Extension(NamedTuple):
    day: Day
    sides: list[Side]


def _extension_of(view: ContractView) -> _Extension | None:
    """The words by which the contract was extended last: of every body that tells of an extension to that day, from
    the first day on which one does."""
    by_end: dict[str, list[Side]] = {}
    for named in view.things.get("variation", {}).values():
        for side in named["varied"]:
            if "extended_to" in side.claim.value:
                by_end.setdefault(side.claim.value["extended_to"], []).append(side)
    found = [_Extension(Day(min(side.claim.effective for side in sides)), sides) for sides in by_end.values()]
    return max(found, key=lambda each: each.day, default=None)


def _extension(opened: _Opened, view: ContractView, practice: Practice) -> _Found:
    days, extended = practice.review_before_extension_days, _extension_of(view)
    if days is None or extended is None or not practice.is_of(extended.day.date):
        return
    rows = view.things.get("review", {}).values()
    reviewed = [Day.read(side.claim.value["reviewed_on"]) for named in rows for side in named["reviewed"]]
    if not any(extended.day - days <= each <= extended.day for each in reviewed):
        before = f"nobody tells of a review in the {count_words(days, 'day')} before"
        yield opened(
            MatterKind.REVIEW, VARIATIONS.member, f"extended on {extended.day.text}, and {before}", extended.sides
        )


def _ends(view: ContractView) -> tuple[list[Side], set[str]]:
    """The words on the day on which it was ended, and the reasons that are given."""
    reasons = {side.claim.value for side in view.core.get(Field("", "", "termination_reason"), ())}
    return view.core.get(Field("", "", "ended_on"), []), reasons


def _assessment(opened: _Opened, view: ContractView, around: InProgrammes, practice: Practice) -> _Found:
    ended, reasons = _ends(view)
    if not practice.assessment_before_end or not ended or DECOMMISSIONED not in reasons:
        return
    first = min(side.claim.value for side in ended)
    if not practice.is_of(date.fromisoformat(first)):
        return
    made = [side for side in around.assessed if side.claim.value["screening"] != TO_BE_MADE]
    before = [side for side in made if side.claim.value["assessed_on"] <= first]
    if not around.assessed:
        text = f"decommissioned, to end on {first}, and no equality impact assessment is about it"
    elif not made:
        text = f"decommissioned, to end on {first}, and its equality impact is still to be assessed"
    elif not before:
        text = f"decommissioned, to end on {first}, and its equality impact was assessed only after that"
    elif not any(map(_is_looked_at_again, before)):
        text = "decommissioned, and its equality impact assessment names no day on which its effect is looked at again"
    else:
        return
    yield opened(MatterKind.ASSESSMENT, "ended_on", text, ended, grounds=around.assessed)


def _is_looked_at_again(assessed: Side) -> bool:
    """Whether a day is named for it; where there is no effect there is nothing to look at."""
    word = assessed.claim.value
    return word["screening"] == NO_EFFECT or "review_on" in word or "reviewed_on" in word


def named_decisions(view: ContractView) -> frozenset[str]:
    """Decisions that changes of the contract are said to follow."""
    return frozenset(decision for change in _changes(view) for decision in change.decisions)


def _decisions(opened: _Opened, view: ContractView, around: InProgrammes, practice: Practice) -> _Found:
    if not around.joint:
        return
    for each in _changes(view):
        if each.sort not in practice.joint_decision_before or not practice.is_of(each.day.date):
            continue
        decided = [found for found in around.decided if found.decision in each.decisions]
        if why := _undecided(each.decisions, decided):
            text = f"{each.words}, a contract of a joint programme, {why}"
            grounds = [side for found in decided for side in found.sides]
            yield opened(MatterKind.DECISION, each.field, text, each.sides, grounds=grounds)


class _Changed(NamedTuple):
    """decisions: those that whoever tells of the change names."""

    sort: Change
    day: Day
    field: str
    words: str
    sides: list[Side]
    decisions: list[str]


def _changes(view: ContractView) -> Iterator[_Changed]:
    ended, reasons = _ends(view)
    if ended and not (reasons and reasons <= {*WITHOUT_DECISION}):
        events = {side.claim.event_id for side in ended}
        # a decision that is named for an end that was gone back on is none of this one
        named = view.core.get(Field("", "", "end_decision"), ())
        decisions = [side.claim.value for side in named if side.claim.event_id in events]
        day = min(Day.read(side.claim.value) for side in ended)
        yield _Changed("end", day, "ended_on", f"ended with {day.text}", ended, decisions)
    if (extended := _extension_of(view)) is not None:
        words, named_there = f"extended on {extended.day.text}", _named_in(extended.sides)
        yield _Changed("extension", extended.day, VARIATIONS.member, words, extended.sides, named_there)
    for key, sides in _in_money(view).items():
        day = Day(min(side.claim.effective for side in sides))
        percents = sorted({f"{each['percent']} %" for side in sides if "percent" in (each := side.claim.value)})
        words = f"varied by {' and '.join(percents)}" if percents else f"varied on {day.text}"
        yield _Changed("variation", day, f"variation:{key}", words, sides, _named_in(sides))


def _in_money(view: ContractView) -> dict[str, list[Side]]:
    """By the key of the first that tells of it each variation in money, with the words of all bodies that tell of one
    of that day to that value; a new title or a slip of the pen needs nobody's decision."""
    found: dict[tuple[int, str], tuple[str, list[Side]]] = {}
    for key, fields in view.things.get("variation", {}).items():
        for side in fields["varied"]:
            word = side.claim.value
            percent, value = word.get("percent"), word.get("value")
            if value is None and (percent is None or not Decimal(percent)):
                continue
            apart = word.get("batch") or str(value or percent)
            _, sides = found.setdefault((side.claim.effective, apart), (key, []))
            sides.append(side)
    return dict(found.values())


def _named_in(sides: Iterable[Side]) -> list[str]:
    return [side.claim.value["decision"] for side in sides if "decision" in side.claim.value]


def _undecided(named: Sequence[str], decided: Sequence[Decided]) -> str:
    """Why none of these decisions is one of all partners that stands; nothing where one is."""
    if any(each.standing is Standing.STANDS and not each.lacking for each in decided):
        return ""
    if decided:
        return "; ".join(f"on the decision {each.decision}, which is {_how_it_stands(each)}" for each in decided)
    if named:
        return f"on a decision of which no joint programme of it tells: {', '.join(sorted(set(named)))}"
    return "and nobody names the decision"


def _how_it_stands(decided: Decided) -> str:
    if decided.standing is Standing.STANDS:
        return f"taken without {' and '.join(decided.lacking)}"
    return _WORDS[decided.standing]


_WORDS: Final[Mapping[Standing, str]] = {
    Standing.STANDS: "taken",
    Standing.CONDITIONAL: "subject to conditions that are open",
    Standing.WAITING: "waiting for a body that must approve it",
    Standing.REJECTED: "rejected or withdrawn",
    Standing.ADVISORY: "advice alone: nobody is named who must approve it",
}


def _remedies(opened: _Opened, view: ContractView, practice: Practice, as_of: Day) -> _Found:
    days = practice.remedy_within_days
    if days is None or has_ended(view.core):
        return
    for field, words, since, sides in _failures(view):
        if not practice.is_of(since.date):
            continue
        due = Day(since + days)
        if as_of <= due:
            yield Day(due + 1)
        else:
            text = f"{words}, and no remedy that follows it is told, {count_words(days, 'day')} after"
            begins = Day(max(due + 1, *(side.claim.effective for side in sides))).text
            yield opened(MatterKind.REMEDY, field, text, sides, begins)


def _failures(view: ContractView) -> Iterator[tuple[str, str, Day, list[Side]]]:
    """(field, in words, the day from which a remedy is due, who tells of it) of each miss and breach without one."""
    remedies = [word for named in view.things.get("remedy", {}).values() for word in _last_known(named["remedied"])]
    placed = [side.claim.value for named in view.things.get("improvement", {}).values() for side in named["placed"]]
    for measure in view.measured.under_performing:
        name = measure["measure"]
        last = last_of(view.measured.results[name])
        end = last.last.partition("/")[0]
        # what was done before the period was over has not helped
        following = [each for each in remedies if name in each["measures"] and each.get("done_on", end) >= end]
        if not following and not any(name in each["measures"] for each in placed):
            yield f"measure:{name}", f"{_called(view, name)} is missed at {end}", Day.read(end), last.sides
    for key, named in view.things.get("breach", {}).items():
        sides = named["recorded"]
        is_open = all(side.claim.value.get("consequence") in _UNANSWERED for side in sides)
        if is_open and not any(each.get("breach") == key for each in remedies):
            first = min(side.claim.value["breached_on"] for side in sides)
            yield f"breach:{key}", f"breached on {first}", Day.read(first), sides


def _last_known(sides: Sequence[Side]) -> list[Mapping[str, Any]]:
    """Of a remedy that somebody says was done, what those say; else what all do."""
    words = [side.claim.value for side in sides]
    return [word for word in words if "done_on" in word] or words


def _called(view: ContractView, measure: str) -> str:
    """As whoever spoke last calls it; by its name where nobody does."""
    titles = view.things.get(MEASURE, {}).get(measure, {}).get("title")
    return str(latest(titles).claim.value) if titles else measure.replace("_", " ")
