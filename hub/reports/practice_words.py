"""What a place's standard of practice asks for, in sentences: who reads an open matter sees the rule that opened it."""

from collections.abc import Iterator
from typing import Final

from hub.configuration.model import Configuration
from hub.configuration.practice import Change, Practice
from hub.events.counting import count_words
from hub.reconcile.measures.trend import Runs
from hub.reports.days_and_money import day_words

_CHANGES: Final[dict[Change, str]] = {
    "extension": "extended",
    "variation": "varied in money",
    "end": "ended",
}


def practice_words(practice: Practice, configuration: Configuration) -> list[str]:
    """One sentence for each rule; none for what is not asked for."""
    return list(_sentences(practice, configuration))


def _sentences(practice: Practice, configuration: Configuration) -> Iterator[str]:
    if practice.since is not None:
        yield f"It is of what happened from {day_words(practice.since.isoformat())} on."
    if practice.review_before_extension_days is not None:
        days = count_words(practice.review_before_extension_days, "day")
        yield f"A contract is extended after a review that is no more than {days} old."
    if practice.assessment_before_end:
        yield (
            "A service is decommissioned after an assessment of its equality impact, which names the day on which the "
            "effect is looked at again."
        )
    if practice.training_within_days is not None:
        days = count_words(practice.training_within_days, "day")
        yield f"Whoever assesses the equality impact was trained in the {days} before."
    if practice.joint_decision_before:
        changes = [_CHANGES[each] for each in practice.joint_decision_before]
        yield f"A contract of a joint programme is {' or '.join(changes)} by a decision that stands."
    if practice.remedy_within_days is not None:
        days = count_words(practice.remedy_within_days, "day")
        yield f"A missed measure, and a breach that is not put right, has a remedy within {days}."
    if practice.signatories > 1:
        yield f"A decision that posts take is signed by {practice.signatories} of them."
    usual = Runs()
    if practice.trend_run != usual.one_side:
        yield f"Of a measure, {practice.trend_run} results in a row on one side of their mean are no chance."
    if practice.trend_rising != usual.steady:
        yield f"Of a measure, {practice.trend_rising} results in a row that rise, or that fall, are no chance."
    for each in practice.limits:
        yield f"{each.post} of {configuration.name_of(each.organisation)} decides on up to £{each.amount:,}."
