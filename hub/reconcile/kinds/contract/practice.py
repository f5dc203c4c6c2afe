"""What the standard of practice of a place asks for around a contract and is not there: a review before an extension,
an assessment before a service is decommissioned, a decision before a change, a remedy after a miss. Pure.

Promise: of a place without a standard nothing is open, and of one only what it names. An event that comes late closes
what it was the answer to. Source: hub.events.practice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from hub.events.counting import count_words
from hub.events.practice import Change, Practice
from hub.reconcile.claims import Field, Side
from hub.reconcile.days import Day
from hub.reconcile.differences import difference, since_all
from hub.reconcile.kinds.contract.assessing import MEASURE
from hub.reconcile.kinds.contract.listed import VARIATIONS
from hub.reconcile.kinds.contract.measures import last_of
from hub.reconcile.kinds.contract.view import ContractView
from hub.reconcile.kinds.programme.decisions import Standing
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.sides import latest, show
from hub.reconcile.watching import Watched

WITHOUT_DECISION: Final = ("expired", "provider_exit")
"""Reasons for an end that nobody decides on."""
DECOMMISSIONED: Final = "decommissioned"
_UNANSWERED: Final = ("none_yet", None)


class InProgrammes(NamedTuple):
    """What a contract's programmes tell that its practice asks for.

    joint: those of its programmes that are joint. standings: what each decision that its changes name came to, of those
    that its programmes tell of.
    assessed: the words of every assessment that is about the contract.
    """

    joint: Sequence[str]
    standings: Sequence[tuple[str, Standing]]
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
        self, kind: MatterKind, field: str, text: str, sides: Sequence[Side], since: str = ""
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
        )


class _Extension(NamedTuple):
    day: Day
    sides: list[Side]


def _extension_of(view: ContractView) -> _Extension | None:
    """The words by which the contract was extended last, of each body that tells so on that day."""
    rows = [side for named in view.things.get("variation", {}).values() for side in named["varied"]]
    extended = [side for side in rows if "extended_to" in side.claim.value]
    last = max((side.claim.effective for side in extended), default=None)
    if last is None:
        return None
    return _Extension(Day(last), [side for side in extended if side.claim.effective == last])


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
    before = [side for side in around.assessed if side.claim.value["assessed_on"] <= first]
    if not around.assessed:
        text = f"decommissioned, to end on {first}, and no equality impact assessment is about it"
    elif not before:
        text = f"decommissioned, to end on {first}, and its equality impact was assessed only after that"
    elif not any({"review_on", "reviewed_on"} & side.claim.value.keys() for side in before):
        text = "decommissioned, and its equality impact assessment names no day on which its effect is looked at again"
    else:
        return
    yield opened(MatterKind.ASSESSMENT, "ended_on", text, ended)


def named_decisions(view: ContractView) -> frozenset[str]:
    """Decisions that changes of the contract are said to follow."""
    return frozenset(decision for change in _changes(view) for decision in change.decisions)


def _decisions(opened: _Opened, view: ContractView, around: InProgrammes, practice: Practice) -> _Found:
    if not around.joint:
        return
    for each in _changes(view):
        if each.sort not in practice.joint_decision_before or not practice.is_of(each.day.date):
            continue
        if why := _undecided(each.decisions, around):
            text = f"{each.words}, a contract of a joint programme, {why}"
            yield opened(MatterKind.DECISION, each.field, text, each.sides)


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
        named = [side.claim.value for side in view.core.get(Field("", "", "end_decision"), ())]
        day = min(Day.read(side.claim.value) for side in ended)
        yield _Changed("end", day, "ended_on", f"ended on {day.text}", ended, named)
    if (extended := _extension_of(view)) is not None:
        named = _named_in(extended.sides)
        words = f"extended on {extended.day.text}"
        yield _Changed("extension", extended.day, VARIATIONS.member, words, extended.sides, named)
    for key, fields in view.things.get("variation", {}).items():
        # what is changed in money; a new title or a slip of the pen needs nobody's decision
        sides = [side for side in fields["varied"] if {"percent", "value"} & side.claim.value.keys()]
        if sides:
            day = Day(min(side.claim.effective for side in sides))
            percents = sorted({f"{each['percent']} %" for side in sides if "percent" in (each := side.claim.value)})
            words = f"varied by {' and '.join(percents)}" if percents else f"varied on {day.text}"
            yield _Changed("variation", day, f"variation:{key}", words, sides, _named_in(fields["varied"]))


def _named_in(sides: Iterable[Side]) -> list[str]:
    return [side.claim.value["decision"] for side in sides if "decision" in side.claim.value]


def _undecided(decisions: Sequence[str], around: InProgrammes) -> str:
    """Why none of these is a decision that stands; nothing where one is."""
    known = [(each, standing) for each, standing in around.standings if each in decisions]
    if any(standing is Standing.STANDS for _, standing in known):
        return ""
    if known:
        return "; ".join(f"on the decision {each}, which is {_WORDS[standing]}" for each, standing in known)
    if decisions:
        return f"on a decision of which none of its programmes tells: {', '.join(sorted(set(decisions)))}"
    return "and nobody names the decision"


_WORDS: Final[Mapping[Standing, str]] = {
    Standing.STANDS: "taken",
    Standing.CONDITIONAL: "subject to conditions that are open",
    Standing.WAITING: "waiting for a body that must approve it",
    Standing.REJECTED: "rejected or withdrawn",
    Standing.ADVISORY: "advice alone: nobody is named who must approve it",
}


def _remedies(opened: _Opened, view: ContractView, practice: Practice, as_of: Day) -> _Found:
    days = practice.remedy_within_days
    if days is None:
        return
    for field, words, since, sides in _failures(view):
        if not practice.is_of(since.date):
            continue
        due = Day(since + days)
        if as_of <= due:
            yield Day(due + 1)
        else:
            text = f"{words}, and no remedy that follows it is told within {count_words(days, 'day')}"
            begins = Day(max(due + 1, *(side.claim.effective for side in sides))).text
            yield opened(MatterKind.REMEDY, field, text, sides, begins)


def _failures(view: ContractView) -> Iterator[tuple[str, str, Day, list[Side]]]:
    """(field, in words, the day from which a remedy is due, who tells of it) of each miss and breach without one."""
    remedies = [side.claim.value for named in view.things.get("remedy", {}).values() for side in named["remedied"]]
    placed = [side.claim.value for named in view.things.get("improvement", {}).values() for side in named["placed"]]
    for measure in view.under_performing:
        name = measure["measure"]
        last = last_of(view.results[name])
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


def _called(view: ContractView, measure: str) -> str:
    """As whoever spoke last calls it; by its name where nobody does."""
    titles = view.things.get(MEASURE, {}).get(measure, {}).get("title")
    return str(latest(titles).claim.value) if titles else measure.replace("_", " ")
