"""What may be said about a contract. Topic commissioning.contract.v1; the subject is the contract id.

Fields follow OCDS 1.1 where it has them (domain handbook, section 5); every field but the subject is
optional, because partners know different things.
"""

from datetime import date
from typing import Annotated, Final

from pydantic import Field

from hub.events.envelope import ClearableEvent, Event
from hub.events.fields import (
    ClientGroup,
    Code,
    Codelist,
    FieldName,
    Happened,
    Headcount,
    Money,
    Organisation,
    Percent,
    Post,
    Posts,
    Quantity,
    Reference,
    Text,
    Title,
)
from hub.events.procurement import Categories, Suppliers


class ContractTerms(ClearableEvent):
    """The fields that a declaration and a variation share.

    Source: OCDS 1.1 contracts, period.maxExtentDate; the United Kingdom's extension (hasRenewal). Who owns and monitors
    it: WAN 6; client groups: WAN 10; scope: WAN 9; areas: LEE 24; staff and users: BOL 1.2; who awards: LEE App. 1.
    """

    title: Title | None = None
    """What the contract is called."""
    description: Text | None = None
    """What is to be supplied."""
    status: Annotated[Code, Codelist("contract-status")] | None = None
    """Where it stands, in the words of OCDS."""
    suppliers: Suppliers | None = None
    """Who supplies; the list is stated whole."""
    value: Money | None = None
    """What it is worth over its whole term."""
    period_start: date | None = None
    """The first day of its term."""
    period_end: date | None = None
    """The last day of its term, options to extend left out."""
    review_on: date | None = None
    """The day on which it is to be reviewed."""
    category: Reference | None = None
    """A code of the Common Procurement Vocabulary, or of the buyer's own."""
    theme: Annotated[Code, Codelist("theme")] | None = None
    """The area of commissioning that it belongs to."""
    lead_commissioner: Annotated[Code, Codelist("lead-commissioner")] | None = None
    """Which side commissions for both."""
    procurement: Reference | None = None
    """The ocid of the procurement that it came from."""
    award: Reference | None = None
    """The award's id there: what the contract does not say itself is taken from that award."""
    signed_on: Annotated[date | None, Happened("what is signed has happened")] = None
    """The day on which it was signed."""
    duration: Reference | None = None
    """How long it runs, in ISO 8601, such as P36M, where no end is stated."""
    extendable_until: date | None = None
    """The last day that options to extend reach."""
    renewable: bool | None = None
    """Whether it can be renewed."""
    options: bool | None = None
    """Whether it has options, to extend or else."""
    extension_terms: Text | None = None
    """The options to extend, in words."""
    categories: Categories | None = None
    """Further codes of the Common Procurement Vocabulary; the list is stated whole."""
    department: Title | None = None
    """The organisational unit that it belongs to, as the register names it."""
    owner_post: Post | None = None
    """The post that owns it, such as Head of Service; no person's name."""
    manager_post: Post | None = None
    """The post that manages it; no person's name."""
    monitoring_posts: Posts | None = None
    """The posts that monitor it; no person's name; the list is stated whole."""
    specified_by: Title | None = None
    """The unit that specified what is to be supplied."""
    awarded_by: Title | None = None
    """The unit that awarded it: procurement is a function apart from commissioning."""
    client_groups: Annotated[tuple[ClientGroup, ...], Field(max_length=20)] | None = None
    """For whom it is, each group that it serves: older people with mental ill-health are of two; the list is stated
    whole."""
    areas: Annotated[tuple[Reference, ...], Field(max_length=200)] | None = None
    """The wards or areas that it serves, by their codes, such as E05009289; left out where it serves the whole place;
    the list is stated whole."""
    scope: Annotated[Code, Codelist("unit-scope")] | None = None
    """Whether the joint unit has it, or it stays outside."""
    scope_reason: Title | None = None
    """Why it stays outside, or inside, in words."""
    outcomes: Annotated[tuple[Title, ...], Field(max_length=50)] | None = None
    """The outcomes that it serves, in words or by their references; the list is stated whole."""
    needs: Annotated[tuple[Reference, ...], Field(max_length=50)] | None = None
    """The assessed needs that its specification follows from, by their references; the list is stated whole."""
    staff_employed: Headcount | None = None
    """How many people the provider employs for it."""
    users_served: Headcount | None = None
    """How many people it serves."""


class Declared(ContractTerms):
    """This organisation knows of the contract, at this stage of its life, on these terms."""

    stage: Annotated[Code, Codelist("contract-stage")]
    """How far the contract has come in its life."""
    buyer: Organisation | None = None
    """The organisation that buys, where another one says this."""
    funders: Annotated[tuple[Organisation, ...], Field(max_length=50)] | None = None
    """Who pays; the list is stated whole."""
    agreement: Annotated[Code, Codelist("agreement-kind")] | None = None
    """What sort of agreement it is."""
    agreement_reason: Text | None = None
    """Why it is a grant, or a contract, in words."""
    provision: Annotated[Code, Codelist("provision")] | None = None
    """Who provides."""
    procurement_regime: Annotated[Code, Codelist("procurement-regime")] | None = None
    """The rules under which it was bought."""
    notice: Reference | None = None
    """The reference of the notice that published it."""


class Varied(ContractTerms):
    """Terms that changed by agreement. Source: OCDS amendments; LEE 37 (percent and batch of blanket changes)."""

    rationale: Text | None = None
    """Why it was varied, in words."""
    percent: Percent | None = None
    """By how many per cent, in a change of many contracts at once."""
    batch: Reference | None = None
    """The reference of that change of many, made by the first variation that names it."""
    notice: Reference | None = None
    """The reference of the notice that published it."""
    decision: Reference | None = None
    """The reference of the decision that agreed to it."""


CHANGE: Final = ("rationale", "percent", "batch", "decision")
"""What a variation or extension tells of the change itself: no term, so nothing that a later one could take back."""


class Extended(Event):
    """The term was extended. Source: LEE 39 (never automatically, so somebody says that it was agreed)."""

    period_end: date
    """The last day of the term as it is now."""
    rationale: Text | None = None
    """Why, in words."""
    decision: Reference | None = None
    """The reference of the decision that agreed to it."""


NOT_STATED: Final = "not_stated"
"""Of termination-reason."""


class Terminated(Event):
    """The contract ended before or at its term."""

    ended_on: date
    """The day on which it ended."""
    reason: Annotated[Code, Codelist("termination-reason")]
    """How it came to end; `not_stated` says nothing of it, and takes no reason back."""
    rationale: Text | None = None
    """Why, in words."""
    decision: Reference | None = None
    """The reference of the decision that agreed to it."""


class ContractReviewed(Event):
    """The contract was reviewed: what was found, and what is to follow. Source: LEE 39 (a contract cannot simply be
    extended); SUT 2.2 (does it work).
    """

    review: Reference
    """The review's reference within the contract; whoever records it again says what came of it since."""
    reviewed_on: Annotated[date, Happened("what was reviewed has happened")]
    """The day of the review."""
    review_outcome: Annotated[Code, Codelist("review-outcome")]
    """What is to follow."""
    findings: Text | None = None
    """What was found, in words; no personal data."""
    reviewed_by: Post | None = None
    """The post that reviewed it; no person's name."""


class ContractAssigned(Event):
    """The contract belongs to a programme of the joint workplan."""

    programme: Reference
    """The programme's reference, as it was declared."""


class ClauseChecked(Event):
    """Adherence to a standard clause was checked; outcomes only, no certificates. Source: WAN 12 (DBS checks)."""

    clause: Annotated[Code, Codelist("clause")]
    """The standard clause that was checked."""
    outcome: Annotated[Code, Codelist("clause-outcome")]
    """Whether it was adhered to."""
    checked_on: Annotated[date, Happened("what was checked has happened")]
    """The day of the check."""
    next_check_by: date | None = None
    """The last day for the next check."""
    note: Title | None = None
    """Anything to add; outcomes alone, no certificates and no names."""


class TermStated(Event):
    """A key term of the contract, under a name that every contract uses for it, so that terms of one provider can be
    read side by side. Source: LEE 34 (consistent terms across a provider's contracts).
    """

    term: FieldName
    """The term's name, such as payment_days or notice_months."""
    wording: Title
    """What it says, in short."""
    number: Quantity | None = None
    """The number in it, where there is one."""
    unit: Title | None = None
    """What the number counts, such as days."""
    clause_number: Reference | None = None
    """Where it stands in the contract."""


class BreachRecorded(Event):
    """A breach of the contract was recorded, and what came of it. Source: Procurement Act 2023, section 71 (breach of
    contract); LEE 39 (what a review before an extension looks at).
    """

    breach: Reference
    """The reference by which the breach is known; whoever records it again says what came of it since."""
    breached_on: Annotated[date, Happened("a breach has happened")]
    """The day of the breach, or the first of several."""
    description: Text
    """What was breached and how, in words; no personal data."""
    clause: Annotated[Code, Codelist("clause")] | None = None
    """The standard clause that was breached, if it is one."""
    consequence: Annotated[Code, Codelist("breach-consequence")] | None = None
    """What came of it so far."""


class RemedyRecorded(Event):
    """What is to follow a miss or a breach, who acts by when, and whether it was done; whoever records it again says
    where it stands. Source: LEE 33 (swift action by the tools of the contract); WAN 8 (one approach to every supplier).
    """

    remedy: Reference
    """The remedy's reference within the contract."""
    title: Title
    """What is to be done."""
    remedy_kind: Annotated[Code, Codelist("remedy-kind")]
    """Which tool of the contract it is."""
    breach: Reference | None = None
    """The breach that it follows, by its reference."""
    measures: Annotated[tuple[FieldName, ...], Field(max_length=100)] = ()
    """Names of the measures whose misses it follows."""
    acting: Organisation | None = None
    """The organisation that is to act."""
    act_post: Post | None = None
    """The post that is to act; no person's name."""
    act_by: date | None = None
    """The day by which it is to be done."""
    done_on: Annotated[date | None, Happened("what was done has happened")] = None
    """The day on which it was done."""
    result: Text | None = None
    """What came of it, in words; no personal data."""
