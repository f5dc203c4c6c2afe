"""What a programme holds and is shown as tables, and which of its days are watched."""

from typing import Final

from hub.reconcile.answers import ANSWERS
from hub.reconcile.days import Day
from hub.reconcile.kinds.programme.fields import ANSWER, IMPACT_REVIEW, INTENTION, PHASE, RISK_REVIEW
from hub.reconcile.listed import DatedPart, Listed, Word


def _is_reviewed(told: Word, waiting: Word) -> bool:
    held = told.get("reviewed_on")
    return held is not None and IMPACT_REVIEW.is_met(Day.read(waiting["review_on"]), Day.read(held))


CONDITIONS: Final = Listed(
    member="conditions_met",
    item="condition",
    name="fulfilled",
    heading="Conditions that are met",
    one="Condition",
    columns=("body", "met_on", "confirmed_by", "note"),
    in_short=("met_on",),
)

TEAM: Final = Listed(
    member="team",
    item="member",
    name="named",
    heading="Project team",
    one="Member of the team",
    columns=("post", "member_of", "team_role"),
    in_short=("post", "team_role"),
)

IMPACT: Final = Listed(
    member="impact_assessments",
    item="assessment",
    name="screened",
    heading="Equality impact assessments",
    one="Equality impact assessment",
    columns=(
        "title",
        "contract",
        "screening",
        "worse_for",
        "not_collected",
        "findings",
        "mitigation",
        "author_post",
        "author_trained_on",
        "assessed_on",
        "review_on",
        "reviewed_on",
        "review_findings",
    ),
    in_short=("title", "screening", "assessed_on"),
    dated=(
        DatedPart(
            IMPACT_REVIEW,
            "review_on",
            "{title}: the effect was to be looked at again by {day}, and nobody says that it was",
            "{title}: the effect is to be looked at again by {day}: within {days} days",
            settles=_is_reviewed,
        ),
    ),
)

LISTED: Final = (
    CONDITIONS,
    TEAM,
    Listed(
        member="needs",
        item="need",
        name="needed",
        heading="Needs",
        one="Need",
        columns=("title", "client_groups", "people", "evidence", "response", "assessed_on"),
        in_short=("title", "people", "assessed_on"),
    ),
    Listed(
        member="intentions",
        item="intention",
        name="intended",
        heading="Commissioning intentions",
        one="Commissioning intention",
        columns=(
            "title",
            "client_groups",
            "due_text",
            "due_latest",
            "value",
            "route",
            "lead_commissioner",
            "intention_state",
        ),
        in_short=("title", "value", "due_text", "intention_state"),
        dated=(
            DatedPart(
                INTENTION,
                "due_latest",
                "{title}: this was to be in place by {day}, and it is not said to be done",
                "{title}: this is to be in place by {day}: within {days} days",
                # whoever has dropped it waits no more; it is done for all once anybody says so
                waits=lambda word: word["intention_state"] != "dropped",
                settles=lambda word, _: word["intention_state"] == "done",
            ),
        ),
    ),
    Listed(
        member="phases",
        item="phase",
        name="phased",
        heading="Phases",
        one="Phase",
        columns=("title", "due_text", "due_latest", "entry_conditions", "phase_state"),
        in_short=("title", "due_text", "phase_state"),
        dated=(
            DatedPart(
                PHASE,
                "due_latest",
                "{title}: the phase was to end by {day}, and it is not said to have ended",
                "{title}: the phase is to end by {day}: within {days} days",
                waits=lambda word: word["phase_state"] != "stopped",
                settles=lambda word, _: word["phase_state"] == "ended",
            ),
        ),
    ),
    Listed(
        member="risks",
        item="risk",
        name="assessed",
        heading="Risks",
        one="Risk",
        columns=("title", "likelihood", "impact", "mitigation", "owner_post", "review_on", "risk_state"),
        in_short=("title", "likelihood", "impact", "risk_state"),
        dated=(
            DatedPart(
                RISK_REVIEW,
                "review_on",
                "{title}: the risk was to be looked at again by {day}, and who said so gives no later day",
                "{title}: the risk is to be looked at again by {day}: within {days} days",
                # one that a body has closed, or that has happened, waits for no review of that body
                waits=lambda word: word["risk_state"] == "open",
            ),
        ),
    ),
    Listed(
        member="options",
        item="option",
        name="appraised",
        heading="Options",
        one="Option",
        columns=("title", "benefits", "drawbacks", "cost", "appraisal", "reason"),
        in_short=("title", "appraisal"),
    ),
    Listed(
        member="consultations",
        item="consultation",
        name="conducted",
        heading="Consultations",
        one="Consultation",
        columns=("title", "consulted", "period_start", "period_end", "issues", "answers", "reported_to"),
        in_short=("title", "period_end"),
    ),
    IMPACT,
    Listed(
        member="recommendations",
        item="recommendation",
        name="recommended",
        heading="Recommendations",
        one="Recommendation",
        columns=("title", "made_by", "addressed_to", "answer_due", "answer", "answer_words", "answered_on"),
        in_short=("title", "made_by", "answer"),
        dated=(
            DatedPart(
                ANSWER,
                "answer_due",
                "{title}: this was to be answered by {day}, and nobody says that it was",
                "{title}: this is to be answered by {day}: within {days} days",
                settles=lambda word, _: "answer" in word or "answered_on" in word,
            ),
        ),
    ),
    ANSWERS,
)
