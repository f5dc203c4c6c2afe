"""The kinds of value that an event may hold, each with its limits.

Promise: a value that one of these types accepts survives Avro and comes back equal, so a model built from
them and its frozen schema can be compared field by field. Limits are part of the contract with partners.
Source: design section 3; OCDS 1.1 for money and periods; org-id.guide for organisation ids.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from hub.events import ids
from hub.events.moments import moment


@dataclass(frozen=True, slots=True)
class Codelist:
    """Marks a text field whose values come from schemas/codelists/<name>.csv.

    Codes are checked at admission and not by the type, so that an old reader can carry a new code.
    """

    name: str


@dataclass(frozen=True, slots=True)
class Happened:
    """Marks the day of something that has happened by then, so that nobody can know of it before. words: why."""

    words: str


def _text(limit: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=limit)


def _to_milliseconds(value: datetime) -> datetime:
    # Avro keeps milliseconds: what is cut here would otherwise change on the way through the log
    try:
        value = value.astimezone(UTC)
    except OverflowError as outside:
        raise ValueError("its year lies outside 1 to 9999 in UTC") from outside
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


FEWEST_TOLD = 5
"""Smaller counts of people, but for none, are suppressed. Source: domain handbook section 13."""


def check_headcount(count: Decimal) -> Decimal:
    """Raises ValueError for so few people that one could tell who they are; admission sees that none are below 0."""
    if 0 < count < FEWEST_TOLD:
        raise ValueError(
            "counts so few people that one could tell who they are; leave it out, or say 0 where there are none"
        )
    return count


Title = Annotated[str, _text(500)]
Text = Annotated[str, _text(20_000)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$")]
Reference = Annotated[str, StringConstraints(pattern=r"^[^\s\x00-\x1f][^\x00-\x1f]{0,254}$")]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
OrganisationId = Annotated[str, AfterValidator(ids.check_organisation_id)]
ContractId = Annotated[str, AfterValidator(ids.check_contract_id)]
PartnershipId = Annotated[str, AfterValidator(ids.check_partnership_id)]
Instant = Annotated[
    AwareDatetime, BeforeValidator(lambda given: moment(given) or given), AfterValidator(_to_milliseconds)
]
Post = Title
"""A post of an organisation, such as Head of Adult Commissioning: who holds it is nobody's business here."""
ClientGroup = Annotated[Code, Codelist("client-group")]
Posts = Annotated[tuple[Post, ...], Field(max_length=20)]
Headcount = Annotated[
    Decimal, Field(max_digits=9, decimal_places=0, allow_inf_nan=False), AfterValidator(check_headcount)
]
"""How many people; a few are not told."""
Pounds = Annotated[Decimal, Field(max_digits=14, decimal_places=2, allow_inf_nan=False)]
Quantity = Annotated[Decimal, Field(max_digits=18, decimal_places=4, allow_inf_nan=False)]
Percent = Annotated[Decimal, Field(max_digits=9, decimal_places=4, allow_inf_nan=False)]


def check_period(period_start: date | None, period_end: date | None) -> None:
    """Raises ValueError where both are given and the end is before the start."""
    if period_start and period_end and period_end < period_start:
        raise ValueError(f"period_end {period_end} is before period_start {period_start}")


class Value(BaseModel):
    """A part of an event: immutable, and a name that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Money(Value):
    """An amount with two decimals; `basis` tells whether VAT is inside, `covers` what it is of."""

    amount: Pounds
    """In major units: 450000.00 are pounds, not pence."""
    currency: Currency = "GBP"
    """ISO 4217."""
    basis: Annotated[Code, Codelist("money-basis")] = "unknown"
    """Whether VAT is inside."""
    covers: Annotated[Code, Codelist("money-covers")] | None = None
    """Whether it is of a year, of the whole term, or a ceiling; left out where that is not known."""


class Organisation(Value):
    """A body by its id. The name is left out where it could be a person's (a sole trader)."""

    id: OrganisationId
    """Its id as org-id.guide writes it, such as GB-NHS-08X, or one of the hub's own, beginning with `local:`."""
    name: Title | None = None
    """Its name; left out where it could be a person's."""


class Due(Value):
    """A day or a range of days as somebody wrote it: "September to December 2012" keeps its words.

    Something due is late after `latest`, never before. Source: SUT 3.3; the rule is our own choice.
    """

    text: Title
    """The words of whoever set it, such as September to December 2012."""
    earliest: date
    """The first day of the range."""
    latest: date
    """The last day of the range; after it the thing is late."""
    precision: Annotated[Code, Codelist("due-precision")]
    """How exactly the words name a day."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.latest < self.earliest:
            raise ValueError(f"latest {self.latest} is before earliest {self.earliest}")
        return self
