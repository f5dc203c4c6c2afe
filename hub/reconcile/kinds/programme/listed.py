"""What a programme holds and is shown as tables."""

from typing import Final

from hub.reconcile.listed import Listed

RISKS: Final = Listed(
    member="risks",
    item="risk",
    name="assessed",
    heading="Risks",
    one="Risk",
    columns=("title", "likelihood", "impact", "mitigation", "owner_post", "review_on", "risk_state"),
    in_short=("title", "likelihood", "impact", "risk_state"),
)

LISTED: Final = (
    RISKS,
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
)
