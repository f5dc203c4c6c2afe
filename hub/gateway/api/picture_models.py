"""Where a picture stands, and open matters with their pictures, as types. What a picture is made of is told beside its
rule, in hub.reconcile.kinds."""

from typing import Annotated

from pydantic import Field

from hub.gateway.api.models import Page
from hub.reconcile.typed import Day, Difference, Instant, Partnership, Typed


class Stood(Typed):
    """Which record of commissioning.picture.v1 it is, and for which day it was evaluated; it holds before `until`."""

    partition: int
    offset: int
    written_at: Instant
    judged_for: Day
    until: Day | None


class ListedDifference(Difference):
    """An open matter and the picture that holds it."""

    partnership: Partnership
    href: Annotated[str, Field(description="The picture of its subject")]


class Differences(Page):
    """A page of open matters, the worst and longest-standing first."""

    items: list[ListedDifference]
    total: Annotated[int, Field(description="How many the filters leave, on all pages together")]
