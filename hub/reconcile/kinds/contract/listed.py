"""What a contract holds and is shown as tables, and which of its days are watched."""

from typing import Final, NamedTuple

from hub.reconcile.answers import ANSWERS
from hub.reconcile.kinds.contract.fields import DATA_REQUEST, FOLLOW_UP, IMPROVEMENT_REVIEW, REMEDY
from hub.reconcile.listed import DatedPart, Listed, Word

IMPROVEMENTS: Final = Listed(
    member="improvements",
    item="improvement",
    name="placed",
    heading="Improvement measures",
    one="Improvement measure",
    columns=("reason", "measures", "review_on"),
    in_short=("reason",),
    dated=(
        DatedPart(
            IMPROVEMENT_REVIEW,
            "review_on",
            "its review was due on {day}: no later date is given, and it is not lifted",
            "its review is due on {day}: within {days} days",
        ),
    ),
)

VARIATIONS: Final = Listed(
    member="variations",
    item="variation",
    name="varied",
    heading="Variations",
    one="Variation",
    columns=("extended_to", "percent", "value", "rationale", "decision"),
    in_short=("extended_to", "percent", "value", "rationale"),
    by_day=True,
)


class RequestWords(NamedTuple):
    """By which two bodies that use one reference tell of one request: each may number its own from 1."""

    title: str
    questions: frozenset[str]


def as_worded(word: Word) -> RequestWords:
    return RequestWords(word["title"], frozenset(word["questions"]))


REQUESTS: Final = Listed(
    member="requests",
    item="request",
    name="requested",
    heading="Data requests",
    one="Data request",
    columns=("title", "questions", "period_start", "period_end", "answer_due", "received_on"),
    in_short=("title", "questions", "answer_due"),
    dated=(
        DatedPart(
            DATA_REQUEST,
            "answer_due",
            "{title}: the provider was to answer by {day}, and nobody says that it did",
            "{title}: the provider is to answer by {day}: within {days} days",
            settles=lambda word, waiting: "received_on" in word and as_worded(word) == as_worded(waiting),
        ),
    ),
)

TERMS: Final = Listed(
    member="terms",
    item="term",
    name="stated",
    heading="Key terms",
    one="Key term",
    columns=("wording", "number", "unit", "clause_number"),
    in_short=("wording", ("number", "unit")),
    by_field_name=True,
)

LISTED: Final = (
    TERMS,
    Listed(
        member="ratings",
        item="rating",
        name="rated",
        heading="Ratings",
        one="Rating",
        columns=("rating", "period_start", "period_end", "reason", "rater"),
        in_short=("rating", "period_end"),
        by_field_name=True,
        id_heading="Measure",
    ),
    IMPROVEMENTS,
    Listed(
        member="breaches",
        item="breach",
        name="recorded",
        heading="Breaches",
        one="Breach",
        columns=("breached_on", "description", "clause", "consequence"),
        in_short=("description", "breached_on"),
    ),
    Listed(
        member="reviews",
        item="review",
        name="reviewed",
        heading="Reviews",
        one="Review",
        columns=("reviewed_on", "review_outcome", "findings", "reviewed_by"),
        in_short=("reviewed_on", "review_outcome"),
    ),
    VARIATIONS,
    Listed(
        member="remedies",
        item="remedy",
        name="remedied",
        heading="Remedies",
        one="Remedy",
        columns=(
            "title",
            "remedy_kind",
            "breach",
            "measures",
            "acting",
            "act_post",
            "act_by",
            "done_on",
            "result",
        ),
        in_short=("title", "remedy_kind", "act_by"),
        dated=(
            DatedPart(
                REMEDY,
                "act_by",
                "{title}: this was to be done by {day}, and nobody says that it was",
                "{title}: this is to be done by {day}: within {days} days",
                settles=lambda word, _: "done_on" in word,
            ),
        ),
    ),
    Listed(
        member="visits",
        item="visit",
        name="visited",
        heading="Monitoring visits",
        one="Monitoring visit",
        columns=("visited_on", "visit_kind", "visited_by", "findings", "follow_up", "follow_up_by", "followed_up_on"),
        in_short=("visited_on", "visit_kind", "follow_up"),
        dated=(
            DatedPart(
                FOLLOW_UP,
                "follow_up_by",
                "what a visit found was to be followed up by {day}, and nobody says that it was",
                "what a visit found is to be followed up by {day}: within {days} days",
                # another body may want something else to follow
                settles=lambda word, waiting: (
                    "followed_up_on" in word and word.get("follow_up") in (None, waiting.get("follow_up"))
                ),
            ),
        ),
    ),
    REQUESTS,
    Listed(
        member="feedback",
        item="feedback",
        name="counted",
        heading="Complaints and compliments",
        one="Period of feedback",
        columns=(
            "period_start",
            "period_end",
            "complaints",
            "upheld",
            "compliments",
            "safeguarding",
            "information_requests",
            "learned",
        ),
        in_short=("period_end", "complaints", "compliments"),
    ),
    ANSWERS,
)
