"""What sort of open matter something is, and of which class: the words that pages, reports and feeds count by.

Promise: every kind has exactly one class, so counts by class partition whatever open matters they count.
Source: domain handbook section 8 (break types); design section 4 (an open matter has one class).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class MatterClass(StrEnum):
    """What an open matter asks of whoever reads of it."""

    DISAGREEMENT = "disagreement"  # bodies say different things of one field
    SILENCE = "silence"  # a body that is expected to has not spoken
    APPROVAL = "approval_waiting"  # some required bodies have approved, others have not, or subject to conditions
    OVERDUE = "overdue"  # a day has passed
    DUE_SOON = "due_soon"  # a day is near
    UNKNOWN = "unknown_reference"  # something is named that nobody has declared, or no configuration knows
    ARRANGEMENT = "arrangement"  # what the bodies' arrangement asks for is not there
    IDENTITY = "identity"  # one event id came with two contents


class MatterKind(StrEnum):
    """What sort of open matter it is."""

    MISSING = "missing_one_side"  # an expected declarer has not declared it
    AMOUNT = "amount"  # two values of one contract
    VAT = "sign_netting"  # one value with VAT, one without
    CODING = "coding"  # two currencies, values a power of ten apart, or one of a year and one of the whole term
    DATE = "date"  # two dates of one thing
    STATUS = "status_rating"  # two statuses, stages, modes, outcomes or states of a decision
    TERM = "term"  # two kinds of agreement, regimes, categories, arrangements
    SUPPLIER = "supplier"  # two sets of suppliers
    PARTY = "party"  # two buyers, leads or owners, or two sets of funders or partners
    ASSIGNMENT = "assignment"  # one contract assigned to different programmes
    TARGET = "target"  # two targets, tolerances, directions or units of one measure
    RESULT = "result"  # two results of one measure for one period
    OTHER = "other"  # two words on a field for which this release has no rule
    APPROVAL = "approval_missing"  # some required bodies have approved, others have not
    CONDITION = "condition_open"  # an approval has conditions that its body does not say to be met
    TEAM = "team_incomplete"  # nobody in the team of a joint programme is of one of its partners
    REVIEW = "extension_unreviewed"  # a contract was extended, and nobody tells of a review before
    DECISION = "decision_missing"  # a contract was changed without a decision that stands
    ASSESSMENT = "assessment_missing"  # a service is decommissioned without an assessment of its effect
    TRAINING = "training_missing"  # whoever assessed the effect was not trained, or too long ago
    ASKED_TWICE = "asked_twice"  # a provider is asked the same by two requests
    REMEDY = "remedy_missing"  # a measure is missed or a breach recorded, and no remedy follows
    AUTHORITY = "beyond_authority"  # posts decided on more than they may by themselves, or too few of them signed
    OVERDUE = "milestone_overdue"  # the latest day has passed and nobody says that it was met
    MILESTONE_DUE = "milestone_due"  # the latest day is near
    END_PASSED = "end_passed"  # the contract's end has passed and a body says that it is in force
    END_NEAR = "end_near"  # the end of a contract in force is near
    CHECK_EXPIRED = "check_expired"  # the day by which a clause was to be checked again has passed
    CHECK_DUE = "check_due"  # that day is near
    REVIEW_OVERDUE = "review_overdue"  # the day of a review of the contract or an improvement measure has passed
    REVIEW_DUE = "review_due"  # that day is near
    ACTION_OVERDUE = "action_overdue"  # the day by which something was to be done has passed, and it is not said to be
    ACTION_DUE = "action_due"  # that day is near
    RETURN_MISSING = "return_missing"  # a measure's next period is over, and no result of it has come
    UNKNOWN = "unknown_reference"  # a programme, milestone, measure or organisation that nothing else tells of
    IDENTITY = "same_id_two_contents"  # one event id came with two contents


CLASS_OF: Final[Mapping[MatterKind, MatterClass]] = MappingProxyType(
    {
        MatterKind.MISSING: MatterClass.SILENCE,
        MatterKind.AMOUNT: MatterClass.DISAGREEMENT,
        MatterKind.VAT: MatterClass.DISAGREEMENT,
        MatterKind.CODING: MatterClass.DISAGREEMENT,
        MatterKind.DATE: MatterClass.DISAGREEMENT,
        MatterKind.STATUS: MatterClass.DISAGREEMENT,
        MatterKind.TERM: MatterClass.DISAGREEMENT,
        MatterKind.SUPPLIER: MatterClass.DISAGREEMENT,
        MatterKind.PARTY: MatterClass.DISAGREEMENT,
        MatterKind.ASSIGNMENT: MatterClass.DISAGREEMENT,
        MatterKind.TARGET: MatterClass.DISAGREEMENT,
        MatterKind.RESULT: MatterClass.DISAGREEMENT,
        MatterKind.OTHER: MatterClass.DISAGREEMENT,
        MatterKind.APPROVAL: MatterClass.APPROVAL,
        MatterKind.CONDITION: MatterClass.APPROVAL,
        MatterKind.TEAM: MatterClass.ARRANGEMENT,
        MatterKind.REVIEW: MatterClass.ARRANGEMENT,
        MatterKind.DECISION: MatterClass.ARRANGEMENT,
        MatterKind.ASSESSMENT: MatterClass.ARRANGEMENT,
        MatterKind.TRAINING: MatterClass.ARRANGEMENT,
        MatterKind.ASKED_TWICE: MatterClass.ARRANGEMENT,
        MatterKind.REMEDY: MatterClass.ARRANGEMENT,
        MatterKind.AUTHORITY: MatterClass.ARRANGEMENT,
        MatterKind.OVERDUE: MatterClass.OVERDUE,
        MatterKind.MILESTONE_DUE: MatterClass.DUE_SOON,
        MatterKind.END_PASSED: MatterClass.OVERDUE,
        MatterKind.END_NEAR: MatterClass.DUE_SOON,
        MatterKind.CHECK_EXPIRED: MatterClass.OVERDUE,
        MatterKind.CHECK_DUE: MatterClass.DUE_SOON,
        MatterKind.REVIEW_OVERDUE: MatterClass.OVERDUE,
        MatterKind.REVIEW_DUE: MatterClass.DUE_SOON,
        MatterKind.ACTION_OVERDUE: MatterClass.OVERDUE,
        MatterKind.ACTION_DUE: MatterClass.DUE_SOON,
        MatterKind.RETURN_MISSING: MatterClass.OVERDUE,
        MatterKind.UNKNOWN: MatterClass.UNKNOWN,
        MatterKind.IDENTITY: MatterClass.IDENTITY,
    }
)


class MatterSeverity(StrEnum):
    MINOR = "minor"
    AMBER = "amber"
    RED = "red"
