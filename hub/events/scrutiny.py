"""What may be said about how a programme is looked at by others: its effect on people who share a protected
characteristic, and what scrutiny, inspection and peers recommend. Topic commissioning.workplan.v1; subject: the
programme's id.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from hub.events.envelope import Event
from hub.events.fields import Code, Codelist, ContractId, Happened, Organisation, Post, Reference, Text, Title

Characteristics = Annotated[tuple[Annotated[Code, Codelist("protected-characteristic")], ...], Field(max_length=20)]


class EiaRecorded(Event):
    """An equality impact assessment (EIA): what was looked at, whom it is worse for, what is not known.

    Whoever tells of it again says what its review found. Source: Equality Act 2010, section 149; LEE Rec. 3, 41-42;
    WAN 25, App. 1; BOL 8; SUT 6; WIL 13-14.
    """

    assessment: Reference
    """The assessment's reference within the programme."""
    title: Title
    """What was assessed: a plan, a change of staffing, the end of a service."""
    contract: ContractId | None = None
    """The contract that it is about, where it is about one."""
    screening: Annotated[Code, Codelist("impact-screening")]
    """What screening came to."""
    worse_for: Characteristics = ()
    """Characteristics whose people it is worse for; the list is stated whole."""
    not_collected: Characteristics = ()
    """Characteristics of which nothing is collected, so that nothing can be said; the list is stated whole."""
    findings: Text | None = None
    """What was found, in words; no personal data."""
    mitigation: Text | None = None
    """What is done about it, in words; no personal data."""
    author_post: Post | None = None
    """The post that assessed it; no person's name."""
    author_trained_on: Annotated[date | None, Happened("training that counts has happened")] = None
    """The day on which its author was last trained to do so."""
    assessed_on: Annotated[date, Happened("what was assessed has happened")]
    """The day of the assessment."""
    review_on: date | None = None
    """The day on which its effect is to be looked at again."""
    reviewed_on: Annotated[date | None, Happened("what was reviewed has happened")] = None
    """The day on which its effect was looked at again."""
    review_findings: Text | None = None
    """What was foreseen and what was not, and what mitigation did, in words; no personal data."""


class RecommendationMade(Event):
    """A recommendation of scrutiny, an inspection or peers, and what was answered; whoever tells of it again says what
    was answered since. Source: LEE 50-51 (formal response by July 2017); WAN 1; SUT 1.4; WIL 6.
    """

    recommendation: Reference
    """The recommendation's reference within the programme."""
    title: Title
    """What is recommended."""
    made_by: Title
    """The board, committee, inspectorate or peers that recommend it; no person's name."""
    addressed_to: Organisation | None = None
    """The organisation that is to answer."""
    answer_due: date | None = None
    """The day by which it is to be answered."""
    answer: Annotated[Code, Codelist("recommendation-answer")] | None = None
    """What was answered."""
    answer_words: Text | None = None
    """What was answered, in words."""
    answered_on: Annotated[date | None, Happened("what was answered has happened")] = None
    """The day of the answer."""
