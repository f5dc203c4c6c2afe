"""What may be said about a contract. Topic commissioning.contract.v1; the subject is the contract id.

Fields follow OCDS 1.1 where it has them (domain handbook, section 5); every field but the subject is
optional, because partners know different things.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from hub.events.envelope import Event, Statement
from hub.events.fields import Code, Codelist, FieldName, Money, Organisation, Percent, Quantity, Reference, Text, Title
from hub.events.procurement import Categories, Suppliers


class ContractTerms(Statement):
    """The fields that a declaration and a variation share.

    procurement, award: the ocid that the contract came from, and the award's id there: what the contract does not say
    itself is taken from that award. extendable_until: the last day that options to extend reach. duration: of ISO 8601,
    such as P36M. Source: OCDS 1.1 contracts, period.maxExtentDate; the United Kingdom's extension (hasRenewal).
    """

    title: Title | None = None
    description: Text | None = None
    status: Annotated[Code, Codelist("contract-status")] | None = None
    suppliers: Suppliers | None = None
    value: Money | None = None
    period_start: date | None = None
    period_end: date | None = None
    review_on: date | None = None
    category: Reference | None = None
    theme: Annotated[Code, Codelist("theme")] | None = None
    lead_commissioner: Annotated[Code, Codelist("lead-commissioner")] | None = None
    procurement: Reference | None = None
    award: Reference | None = None
    signed_on: date | None = None
    duration: Reference | None = None
    extendable_until: date | None = None
    renewable: bool | None = None
    options: bool | None = None
    extension_terms: Text | None = None
    categories: Categories | None = None


class Declared(ContractTerms):
    """This organisation knows of the contract, at this stage of its life, on these terms."""

    stage: Annotated[Code, Codelist("contract-stage")]
    buyer: Organisation | None = None
    funders: Annotated[tuple[Organisation, ...], Field(max_length=50)] | None = None
    agreement: Annotated[Code, Codelist("agreement-kind")] | None = None
    provision: Annotated[Code, Codelist("provision")] | None = None
    procurement_regime: Annotated[Code, Codelist("procurement-regime")] | None = None
    notice: Reference | None = None


class Varied(ContractTerms):
    """Terms that changed by agreement. Source: OCDS amendments; LEE 37 (percent and batch of blanket changes)."""

    rationale: Text | None = None
    percent: Percent | None = None
    batch: Reference | None = None
    notice: Reference | None = None


class Extended(Event):
    """The term was extended. Source: LEE 39 (never automatically, so somebody says that it was agreed)."""

    period_end: date
    rationale: Text | None = None
    decision: Reference | None = None


class Terminated(Event):
    """The contract ended before or at its term."""

    ended_on: date
    reason: Annotated[Code, Codelist("termination-reason")]
    rationale: Text | None = None


class ContractAssigned(Event):
    """The contract belongs to a programme of the joint workplan."""

    programme: Reference


class ClauseChecked(Event):
    """Adherence to a standard clause was checked. Source: WAN 12 (DBS checks); outcomes only, no certificates."""

    clause: Annotated[Code, Codelist("clause")]
    outcome: Annotated[Code, Codelist("clause-outcome")]
    checked_on: date
    next_check_by: date | None = None
    note: Title | None = None


class MeasureAgreed(Statement):
    """A performance measure agreed with the provider. Source: LEE 33; OCDS metrics extension.

    target and tolerance are in the measure's unit; a result misses when it is worse than the target by
    more than the tolerance, in the given direction.
    """

    measure: FieldName
    title: Title
    unit: Reference | None = None
    direction: Annotated[Code, Codelist("measure-direction")]
    target: Quantity
    tolerance: Quantity | None = None
    owner: Organisation | None = None
    agreed_on: date | None = None
