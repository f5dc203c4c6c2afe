"""What becomes of each field of a programme: how two bodies' words on it are compared, and of a date what opens by it
and from when it counts.

Promise: the tables are total; tests walk the catalogue and fail for a field or a date without a line.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hub.reconcile import rules
from hub.reconcile.comparing import OWN_POSTS, OWN_WORDS, Compared, Line, Lines, NotCompared
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.tense import DUE, WHOLE, Plan, Tenses
from hub.reconcile.watched import DONE, Dates, Nothing, Watch

_OWN_BOARD: Final = NotCompared("each organisation's board meets, decides and attaches conditions by itself; all count")

_FOR_WHOM: Final = Compared(MatterKind.TERM, rules.set_of_codes(MatterKind.TERM, "client groups", MatterSeverity.MINOR))
_DUE: Final[Mapping[str, Line]] = MappingProxyType(
    {
        "due_latest": Compared(MatterKind.DATE, rules.dates),
        "due_earliest": NotCompared("only the latest day makes it late; both ranges are shown side by side"),
        "due_text": OWN_WORDS,
        "due_precision": NotCompared("it tells how the words were read; the days that they came to are compared"),
    }
)

LINES: Final[Lines] = MappingProxyType(
    {
        ("", "mode"): Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
        ("", "lead"): Compared(MatterKind.PARTY, rules.one_body(MatterKind.PARTY)),
        ("", "partners"): Compared(MatterKind.PARTY, rules.set_of_bodies(MatterKind.PARTY, "partners")),
        ("", "arrangement"): Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
        ("milestone", "title"): OWN_WORDS,
        ("milestone", "due"): {
            "latest": Compared(MatterKind.DATE, rules.dates),
            "earliest": NotCompared("only the latest day makes a milestone late; both ranges are shown side by side"),
            "text": OWN_WORDS,
            "precision": NotCompared("it tells how the words were read; the days that they came to are compared"),
        },
        ("milestone", "kind"): Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
        ("milestone", "owner"): Compared(MatterKind.PARTY, rules.one_body(MatterKind.PARTY)),
        ("milestone", "met"): {"met_on": Compared(MatterKind.DATE, rules.dates), "note": OWN_WORDS},
        ("decision", "recorded"): {
            "state": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
            "title": OWN_WORDS,
            "body": NotCompared("it is the board that the statements are about, so it is equal on all sides"),
            "role": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS, MatterSeverity.MINOR)),
            "decided_on": _OWN_BOARD,
            "conditions": _OWN_BOARD,
            "required": NotCompared("the bodies that must approve are the union of what all say"),
            "paper": NotCompared("each body decides on a paper of its own"),
            "value": Compared(MatterKind.AMOUNT, rules.money),
            "signed_by": OWN_POSTS,
        },
        ("condition", "fulfilled"): {
            "decision": NotCompared("it is part of what the condition is known by, so it is equal on all sides"),
            "condition": NotCompared("it is part of what the condition is known by, so it is equal on all sides"),
            "body": _OWN_BOARD,
            "met_on": _OWN_BOARD,
            "confirmed_by": OWN_POSTS,
            "note": OWN_WORDS,
        },
        ("risk", "assessed"): {
            "risk_state": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
            "likelihood": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS, MatterSeverity.MINOR)),
            "impact": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS, MatterSeverity.MINOR)),
            "title": OWN_WORDS,
            "mitigation": OWN_WORDS,
            "owner_post": OWN_POSTS,
            "review_on": NotCompared("each body looks at its risks on days of its own; each day is watched"),
        },
        ("option", "appraised"): {
            "appraisal": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
            "cost": Compared(MatterKind.AMOUNT, rules.money),
            "title": OWN_WORDS,
            "benefits": OWN_WORDS,
            "drawbacks": OWN_WORDS,
            "reason": OWN_WORDS,
        },
        ("consultation", "conducted"): {
            "period_end": Compared(MatterKind.DATE, rules.dates),
            "period_start": Compared(MatterKind.DATE, rules.dates),
            "consulted": Compared(MatterKind.TERM, rules.set_of_codes(MatterKind.TERM, "groups", MatterSeverity.MINOR)),
            "title": OWN_WORDS,
            "issues": OWN_WORDS,
            "answers": OWN_WORDS,
            "reported_to": OWN_WORDS,
        },
        ("member", "named"): {
            "post": NotCompared("a post is called in each body's own way"),
            "member_of": Compared(MatterKind.PARTY, rules.one_body(MatterKind.PARTY)),
            "team_role": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS, MatterSeverity.MINOR)),
        },
        ("need", "needed"): {
            "people": Compared(MatterKind.RESULT, rules.numbers(MatterKind.RESULT, MatterSeverity.MINOR)),
            "client_groups": _FOR_WHOM,
            "title": OWN_WORDS,
            "evidence": OWN_WORDS,
            "response": OWN_WORDS,
            "assessed_on": NotCompared("each body assesses on days of its own"),
        },
        ("intention", "intended"): {
            "value": Compared(MatterKind.AMOUNT, rules.money),
            **_DUE,
            "route": Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
            "intention_state": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
            "lead_commissioner": Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
            "client_groups": _FOR_WHOM,
            "title": OWN_WORDS,
        },
        ("phase", "phased"): {
            "phase_state": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
            **_DUE,
            "title": OWN_WORDS,
            "entry_conditions": OWN_WORDS,
        },
        ("assessment", "screened"): {
            "screening": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
            "worse_for": Compared(
                MatterKind.TERM, rules.set_of_codes(MatterKind.TERM, "characteristics", MatterSeverity.MINOR)
            ),
            "not_collected": NotCompared("each body says what it does not collect itself"),
            "contract": Compared(MatterKind.TERM, rules.codes(MatterKind.TERM)),
            "title": OWN_WORDS,
            "findings": OWN_WORDS,
            "mitigation": OWN_WORDS,
            "author_post": OWN_POSTS,
            "author_trained_on": OWN_POSTS,
            "assessed_on": Compared(MatterKind.DATE, rules.dates),
            "review_on": Compared(MatterKind.DATE, rules.dates),
            "reviewed_on": Compared(MatterKind.DATE, rules.dates),
            "review_findings": OWN_WORDS,
        },
        ("recommendation", "recommended"): {
            "answer": Compared(MatterKind.STATUS, rules.codes(MatterKind.STATUS)),
            "answer_due": Compared(MatterKind.DATE, rules.dates),
            "answered_on": Compared(MatterKind.DATE, rules.dates),
            "addressed_to": Compared(MatterKind.PARTY, rules.one_body(MatterKind.PARTY)),
            "title": OWN_WORDS,
            "made_by": OWN_WORDS,
            "answer_words": OWN_WORDS,
        },
    }
)

RISK_REVIEW: Final = Watch("risk_review", MatterKind.REVIEW_OVERDUE, MatterSeverity.AMBER, MatterKind.REVIEW_DUE, 30)
INTENTION: Final = Watch("intention", MatterKind.ACTION_OVERDUE, MatterSeverity.AMBER, MatterKind.ACTION_DUE, 60)
PHASE: Final = Watch("phase", MatterKind.ACTION_OVERDUE, MatterSeverity.AMBER, MatterKind.ACTION_DUE, 30)
IMPACT_REVIEW: Final = Watch(
    "impact_review", MatterKind.REVIEW_OVERDUE, MatterSeverity.AMBER, MatterKind.REVIEW_DUE, 30
)
ANSWER: Final = Watch("answer", MatterKind.ACTION_OVERDUE, MatterSeverity.RED, MatterKind.ACTION_DUE, 30)
MILESTONE: Final = Watch("milestone", MatterKind.OVERDUE, MatterSeverity.RED, MatterKind.MILESTONE_DUE, 30)

_NOT_BEFORE: Final = Nothing("something due is late after its latest day, never before")
_CONSULTS: Final = Nothing("it bounds a consultation; what came of it is told with it")

DATES: Final[Dates] = MappingProxyType(
    {
        ("milestone-scheduled", "due.earliest"): _NOT_BEFORE,
        ("milestone-scheduled", "due.latest"): MILESTONE,
        ("milestone-met", "met_on"): DONE,
        ("decision-recorded", "decided_on"): DONE,
        ("condition-met", "met_on"): DONE,
        ("risk-recorded", "review_on"): RISK_REVIEW,
        ("consultation-held", "period_start"): _CONSULTS,
        ("consultation-held", "period_end"): _CONSULTS,
        ("need-assessed", "assessed_on"): DONE,
        ("intention-recorded", "due.earliest"): _NOT_BEFORE,
        ("intention-recorded", "due.latest"): INTENTION,
        ("phase-planned", "due.earliest"): _NOT_BEFORE,
        ("phase-planned", "due.latest"): PHASE,
        ("eia-recorded", "author_trained_on"): DONE,
        ("eia-recorded", "assessed_on"): DONE,
        ("eia-recorded", "review_on"): IMPACT_REVIEW,
        ("eia-recorded", "reviewed_on"): DONE,
        ("recommendation-made", "answer_due"): ANSWER,
        ("recommendation-made", "answered_on"): DONE,
    }
)

_IS_PLANNED: Final = Plan("a consultation is announced before it begins")

TENSES: Final[Tenses] = MappingProxyType(
    {
        ("milestone-scheduled", "due.earliest"): DUE,
        ("milestone-scheduled", "due.latest"): DUE,
        ("milestone-met", "met_on"): WHOLE,
        ("decision-recorded", "decided_on"): WHOLE,
        ("condition-met", "met_on"): WHOLE,
        ("risk-recorded", "review_on"): DUE,
        ("consultation-held", "period_start"): _IS_PLANNED,
        ("consultation-held", "period_end"): _IS_PLANNED,
        ("need-assessed", "assessed_on"): WHOLE,
        ("intention-recorded", "due.earliest"): DUE,
        ("intention-recorded", "due.latest"): DUE,
        ("phase-planned", "due.earliest"): DUE,
        ("phase-planned", "due.latest"): DUE,
        ("eia-recorded", "author_trained_on"): WHOLE,
        ("eia-recorded", "assessed_on"): WHOLE,
        ("eia-recorded", "review_on"): DUE,
        ("eia-recorded", "reviewed_on"): WHOLE,
        ("recommendation-made", "answer_due"): DUE,
        ("recommendation-made", "answered_on"): WHOLE,
    }
)
