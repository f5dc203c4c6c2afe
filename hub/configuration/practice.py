"""The standard of practice that the bodies of a place have agreed: what has to be there before something changes, or
soon after, and who may decide on how much.

Promise: what a place leaves out is looked for nowhere in it. Source: BOL Sum., 3.1 (a common standard of practice, a
scheme of delegation); LEE 33, 37, 39, Rec. 3; WIL 10.4, 17; WAN 8.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from hub.events.fields import OrganisationId, PartnershipId, Post, Title, Value

Change = Literal["extension", "variation", "end"]


class Limit(Value):
    """Up to how much a post of an organisation may decide by itself, in pounds."""

    organisation: OrganisationId
    post: Post
    amount: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2, allow_inf_nan=False)]


class Practice(Value):
    """What is looked for in a partnership.

    since: of what happened from that day on; left out, whenever it happened.
    review_before_extension_days: a contract is extended after a review no older than this (LEE 39).
    assessment_before_end: a service is decommissioned after an equality impact assessment that is looked at again
    (LEE Rec. 3). training_within_days: the author of one was trained so many days before it at most (LEE Rec. 3a).
    joint_decision_before: changes of a joint programme's contracts that name a decision which stands; of variations
    those in money (WIL 10.4, 17).
    remedy_within_days: a missed measure, and a breach, have a remedy within so many days (LEE 33; WAN 8).
    signatories: so many posts sign a decision that posts take, up to the highest limit among them (BOL).
    trend_run, trend_rising: so many results of a measure in a row are no chance, on one side of the mean, and rising or
    falling (LEE 35); a place without a standard goes by the same.
    """

    document: Literal["practice"] = "practice"
    id: PartnershipId
    source: Title | None = None
    since: date | None = None
    review_before_extension_days: Annotated[int, Field(ge=1, le=3660)] | None = None
    assessment_before_end: bool = False
    training_within_days: Annotated[int, Field(ge=1, le=3660)] | None = None
    joint_decision_before: tuple[Change, ...] = ()
    remedy_within_days: Annotated[int, Field(ge=0, le=366)] | None = None
    signatories: Annotated[int, Field(ge=1, le=10)] = 1
    trend_run: Annotated[int, Field(ge=5, le=12)] = 8
    trend_rising: Annotated[int, Field(ge=5, le=12)] = 6
    limits: Annotated[tuple[Limit, ...], Field(max_length=1000)] = ()

    def is_of(self, day: date) -> bool:
        """Whether it holds for what happened on that day."""
        return self.since is None or self.since <= day
