"""What a contract holds and is shown as tables."""

from typing import Final

from hub.reconcile.listed import Listed

IMPROVEMENTS: Final = Listed(
    member="improvements",
    item="improvement",
    name="placed",
    heading="Improvement measures",
    one="Improvement measure",
    columns=("reason", "measures", "review_on"),
    in_short=("reason",),
)

LISTED: Final = (
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
)
