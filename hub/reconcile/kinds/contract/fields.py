"""What becomes of each field of a contract: how two bodies' words on it are compared, and of a date what opens by it
and from when it counts.

Promise: the tables are total; tests walk the catalogue and fail for a field or a date without a line.
"""

from types import MappingProxyType
from typing import Final

from hub.reconcile import rules
from hub.reconcile.comparing import OF_ITS_KEY, OWN_POSTS, OWN_WORDS, Compared, Lines, NotCompared
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.measures.fields import ITS_END, MEASURED
from hub.reconcile.tense import DUE, OPTION, TERM, WHOLE, Past, Plan, Tenses
from hub.reconcile.watched import DONE, Dates, Nothing, Watch

_OWN_CHECK: Final = NotCompared("each body makes checks of its own, on days of its own; outcomes are compared")
_OWN_UNITS: Final = NotCompared("each body names units of its own")

LINES: Final[Lines] = MappingProxyType(
    {
        ("", "review_on"): Compared(MatterKind.DATE, rules.dates),
        ("", "ended_on"): Compared(MatterKind.DATE, rules.dates),
        ("", "signed_on"): Compared(MatterKind.DATE, rules.dates),
        ("", "end_rationale"): OWN_WORDS,
        ("", "end_decision"): NotCompared("each body names the decision of its own board"),
        ("", "termination_reason"): Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
        ("", "suppliers"): Compared(
            MatterKind.SUPPLIER, rules.set_of_bodies(MatterKind.SUPPLIER, "suppliers", severity=MatterSeverity.RED)
        ),
        ("", "agreement"): Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
        ("", "provision"): Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
        ("", "procurement"): Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
        ("", "award"): Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
        ("", "notice"): NotCompared("a contract has several notices, and each body names the one that it has read"),
        ("", "department"): _OWN_UNITS,
        ("", "specified_by"): _OWN_UNITS,
        ("", "awarded_by"): _OWN_UNITS,
        ("", "owner_post"): OWN_POSTS,
        ("", "manager_post"): OWN_POSTS,
        ("", "monitoring_posts"): OWN_POSTS,
        ("", "client_groups"): Compared(
            MatterKind.TERM, rules.set_of_codes(MatterKind.TERM, "client groups", MatterSeverity.MINOR)
        ),
        ("", "areas"): Compared(MatterKind.TERM, rules.set_of_codes(MatterKind.TERM, "areas")),
        ("", "scope"): Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
        ("", "scope_reason"): OWN_WORDS,
        ("", "agreement_reason"): OWN_WORDS,
        ("", "needs"): Compared(MatterKind.TERM, rules.set_of_codes(MatterKind.TERM, "needs", MatterSeverity.MINOR)),
        ("", "staff_employed"): Compared(MatterKind.TERM, rules.numbers(MatterKind.TERM, MatterSeverity.MINOR)),
        ("", "users_served"): Compared(MatterKind.TERM, rules.numbers(MatterKind.TERM, MatterSeverity.MINOR)),
        ("programme", "assigned"): NotCompared(
            "to say it is all that it says; which programmes bodies name is compared"
        ),
        ("clause", "check"): {
            "outcome": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
            "checked_on": _OWN_CHECK,
            "next_check_by": _OWN_CHECK,
            "note": OWN_WORDS,
        },
        ("term", "stated"): {
            "number": Compared(MatterKind.TERM, rules.numbers(MatterKind.TERM)),
            "unit": NotCompared("a word for what is counted; the numbers are compared"),
            "wording": OWN_WORDS,
            "clause_number": NotCompared("each body cites the copy that it holds"),
        },
        ("rating", "rated"): {
            "rating": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
            "period_start": NotCompared("the last day tells which period was rated"),
            "period_end": Compared(MatterKind.DATE, rules.dates),
            "reason": OWN_WORDS,
            "rater": NotCompared("who rated tells how the rating came about; the ratings are compared"),
        },
        ("breach", "recorded"): {
            "breached_on": Compared(MatterKind.DATE, rules.dates),
            "description": OWN_WORDS,
            "clause": Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
            "consequence": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
        },
        ("review", "reviewed"): {
            "review_outcome": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
            "reviewed_on": Compared(MatterKind.DATE, rules.dates),
            "findings": OWN_WORDS,
            "reviewed_by": OWN_POSTS,
        },
        ("visit", "visited"): {
            "visited_on": Compared(MatterKind.DATE, rules.dates),
            "visit_kind": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS, MatterSeverity.MINOR)),
            "follow_up_by": Compared(MatterKind.DATE, rules.dates),
            "followed_up_on": Compared(MatterKind.DATE, rules.dates),
            "visited_by": OWN_POSTS,
            "findings": OWN_WORDS,
            "follow_up": OWN_WORDS,
        },
        ("request", "requested"): {
            "questions": Compared(
                MatterKind.TERM, rules.set_of_codes(MatterKind.TERM, "questions", MatterSeverity.MINOR)
            ),
            "period_start": Compared(MatterKind.DATE, rules.dates),
            "period_end": Compared(MatterKind.DATE, rules.dates),
            "answer_due": Compared(MatterKind.DATE, rules.dates),
            "received_on": Compared(MatterKind.DATE, rules.dates),
            "title": OWN_WORDS,
        },
        ("variation", "varied"): {
            "percent": Compared(MatterKind.TERM, rules.numbers(MatterKind.TERM, MatterSeverity.MINOR)),
            "batch": OF_ITS_KEY,
            "decision": NotCompared("each body names the decision of its own board"),
            "rationale": OWN_WORDS,
            "extended_to": Compared(MatterKind.DATE, rules.dates),
            "value": NotCompared("what it came to is the contract's value, which is compared"),
        },
        ("remedy", "remedied"): {
            "remedy_kind": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
            "act_by": Compared(MatterKind.DATE, rules.dates),
            "done_on": Compared(MatterKind.DATE, rules.dates),
            "acting": Compared(MatterKind.PARTY, rules.one_body(MatterKind.PARTY)),
            "breach": Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
            "measures": Compared(MatterKind.TERM, rules.set_of_codes(MatterKind.TERM, "measures")),
            "act_post": OWN_POSTS,
            "title": OWN_WORDS,
            "result": OWN_WORDS,
        },
        ("feedback", "counted"): {
            **{
                name: NotCompared("each body counts the feedback that came to itself")
                for name in ("complaints", "upheld", "compliments", "safeguarding", "information_requests")
            },
            "period_start": NotCompared("the last day tells which period it is of"),
            "period_end": Compared(MatterKind.DATE, rules.dates),
            "learned": OWN_WORDS,
        },
        ("improvement", "placed"): {
            "measures": Compared(MatterKind.TERM, rules.set_of_codes(MatterKind.TERM, "measures")),
            "review_on": Compared(MatterKind.DATE, rules.dates),
            "reason": OWN_WORDS,
        },
    }
)

END: Final = Watch("contract_end", MatterKind.END_PASSED, MatterSeverity.RED, MatterKind.END_NEAR, 90)
REVIEW: Final = Watch("review", MatterKind.REVIEW_OVERDUE, MatterSeverity.AMBER, MatterKind.REVIEW_DUE, 30)
IMPROVEMENT_REVIEW: Final = Watch(
    "improvement_review", MatterKind.REVIEW_OVERDUE, MatterSeverity.AMBER, MatterKind.REVIEW_DUE, 30
)
CHECK: Final = Watch("clause_check", MatterKind.CHECK_EXPIRED, MatterSeverity.RED, MatterKind.CHECK_DUE, 30)
REMEDY: Final = Watch("remedy", MatterKind.ACTION_OVERDUE, MatterSeverity.RED, MatterKind.ACTION_DUE, 14)
_ASKED_ABOUT: Final = Nothing("it bounds what is asked about; the day of the answer is watched")
_ASKED_AHEAD: Final = Plan("a provider is asked of a period before it is over")
BEGINS: Final = Nothing("a contract that begins is no open matter; bodies that say different starts differ")
MAY_BE_TAKEN_UP: Final = Nothing("an option may be taken up or not; the end that was agreed is watched")
FOLLOW_UP: Final = Watch("follow_up", MatterKind.ACTION_OVERDUE, MatterSeverity.AMBER, MatterKind.ACTION_DUE, 14)
DATA_REQUEST: Final = Watch("data_request", MatterKind.ACTION_OVERDUE, MatterSeverity.AMBER, MatterKind.ACTION_DUE, 14)

DATES: Final[Dates] = MappingProxyType(
    {
        **{
            (name, path): line
            for name in ("declared", "varied")
            for path, line in (
                ("period_start", BEGINS),
                ("period_end", END),
                ("review_on", REVIEW),
                ("signed_on", DONE),
                ("extendable_until", MAY_BE_TAKEN_UP),
            )
        },
        ("extended", "period_end"): END,
        ("terminated", "ended_on"): DONE,
        ("clause-checked", "checked_on"): DONE,
        ("clause-checked", "next_check_by"): CHECK,
        ("rated", "period_start"): MEASURED,
        ("rated", "period_end"): MEASURED,
        ("contract-reviewed", "reviewed_on"): DONE,
        ("breach-recorded", "breached_on"): DONE,
        ("monitoring-visit-recorded", "visited_on"): DONE,
        ("monitoring-visit-recorded", "follow_up_by"): FOLLOW_UP,
        ("monitoring-visit-recorded", "followed_up_on"): DONE,
        ("data-requested", "period_start"): _ASKED_ABOUT,
        ("data-requested", "period_end"): _ASKED_ABOUT,
        ("data-requested", "answer_due"): DATA_REQUEST,
        ("data-requested", "received_on"): DONE,
        ("remedy-recorded", "act_by"): REMEDY,
        ("remedy-recorded", "done_on"): DONE,
        ("feedback-stated", "period_start"): MEASURED,
        ("feedback-stated", "period_end"): MEASURED,
        ("improvement-measure-placed", "review_on"): IMPROVEMENT_REVIEW,
    }
)

TENSES: Final[Tenses] = MappingProxyType(
    {
        **{
            (name, path): line
            for name in ("declared", "varied")
            for path, line in (
                ("period_start", TERM),
                ("period_end", TERM),
                ("review_on", DUE),
                # the stage is stated beside it, and counts from the day that the statement itself gives
                ("signed_on", Past(frozenset({"signed_on"}))),
                ("extendable_until", OPTION),
            )
        },
        ("extended", "period_end"): TERM,
        # the day of the end that is agreed, and its reason, are known at once
        ("terminated", "ended_on"): Past(frozenset({"stage", "status"}), is_agreed=True),
        ("clause-checked", "checked_on"): WHOLE,
        ("clause-checked", "next_check_by"): DUE,
        ("rated", "period_start"): ITS_END,
        ("rated", "period_end"): WHOLE,
        ("contract-reviewed", "reviewed_on"): WHOLE,
        ("breach-recorded", "breached_on"): WHOLE,
        ("monitoring-visit-recorded", "visited_on"): WHOLE,
        ("monitoring-visit-recorded", "follow_up_by"): DUE,
        ("monitoring-visit-recorded", "followed_up_on"): WHOLE,
        ("data-requested", "period_start"): _ASKED_AHEAD,
        ("data-requested", "period_end"): _ASKED_AHEAD,
        ("data-requested", "answer_due"): DUE,
        ("data-requested", "received_on"): WHOLE,
        ("remedy-recorded", "act_by"): DUE,
        ("remedy-recorded", "done_on"): WHOLE,
        ("feedback-stated", "period_start"): ITS_END,
        ("feedback-stated", "period_end"): WHOLE,
        ("improvement-measure-placed", "review_on"): DUE,
    }
)
