"""A picture and where it stands, and open matters with their places, as types. What a picture is made of is told beside
its rule, in hub.reconcile.kinds."""

from typing import Annotated

from pydantic import Field

from hub.gateway.models import Page
from hub.reconcile.kinds.contract.typed import ContractPicture
from hub.reconcile.kinds.procurement.typed import ProcurementPicture
from hub.reconcile.kinds.programme.typed import ProgrammePicture
from hub.reconcile.kinds.provider.typed import ProviderPicture
from hub.reconcile.typed import Day, Difference, Instant, Partnership, Typed


class Stood(Typed):
    """Which record of commissioning.picture.v1 it is, and for which day it was judged; it holds before `until`."""

    partition: int
    offset: int
    written_at: Instant
    judged_for: Day
    until: Day | None


class Contract(Typed):
    """A contract's picture and where it stands."""

    stood: Stood
    picture: ContractPicture


class Programme(Typed):
    """A programme's picture and where it stands."""

    stood: Stood
    picture: ProgrammePicture


class Procurement(Typed):
    """A procurement's picture and where it stands."""

    stood: Stood
    picture: ProcurementPicture


class Provider(Typed):
    """A provider's picture and where it stands."""

    stood: Stood
    picture: ProviderPicture


class PlacedDifference(Difference):
    """An open matter and the picture that holds it."""

    partnership: Partnership
    href: Annotated[str, Field(description="The picture of its subject")]


class Differences(Page):
    """A page of open matters, the worst and longest-standing first."""

    items: list[PlacedDifference]
    total: Annotated[int, Field(description="How many the filters leave, on all pages together")]
