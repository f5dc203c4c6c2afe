"""The JSON of /v1 as types, so that OpenAPI says all of it. Pictures are in picture_models.

Promise: a field is never renamed or given another meaning within /v1; new ones may come.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from hub.events.taking_back import Effect
from hub.log.freshness import FreshnessState, Inclusion
from hub.reconcile.matter_kinds import MatterClass
from hub.reconcile.picture import PictureKind
from hub.reconcile.typed import EventId, Instant, Partnership, Typed
from hub.usecases.admitting import ItemOutcome


class Reason(Typed):
    """Why something was refused or is wrong. code: see docs/errors.md."""

    pointer: Annotated[
        str,
        Field(
            description="JSON pointer into the body, or the name of a header or parameter",
            examples=["#/data/value/amount", "header/ce-id", "query/limit"],
        ),
    ]
    detail: Annotated[str, Field(description="What is wrong")]
    code: Annotated[str | None, Field(description="Stable; docs/errors.md lists them")] = None
    fix: Annotated[str | None, Field(description="What to do")] = None


class Warned(Typed):
    """Something that was let in and is hardly meant, or was not used."""

    pointer: Annotated[str, Field(description="JSON pointer into the body", examples=["#/data/programme"])]
    detail: Annotated[str, Field(description="What is odd")]
    fix: Annotated[str, Field(description="What to do, if it was not meant")]


class ProblemDocument(Typed):
    """RFC 9457. `type` is stable: docs/problems.md lists them. Values that were sent are not repeated."""

    type: Annotated[str, Field(examples=["urn:uk.jch:problem:refused"])]
    title: str
    status: int
    detail: Annotated[str, Field(description="What is the matter and what to do")]
    instance: Annotated[str, Field(description="The path that was asked for")]
    errors: Annotated[list[Reason], Field(default_factory=list)]


class Record(Typed):
    """A record of the log. topic, partition and offset are Kafka's."""

    partnership: Partnership
    topic: str
    partition: int
    offset: int


class EventAnswer(Typed):
    """What became of one event of a request."""

    index: Annotated[int, Field(description="Its place in the batch, from 0")]
    event: EventId | None
    outcome: ItemOutcome
    records: Annotated[list[Record], Field(description="Where it stands, one for each partnership")]
    refusals: Annotated[list[Reason], Field(description="Every reason why it was refused")]
    warnings: Annotated[list[Warned], Field(description="It was let in, and still something is odd")]
    receipt: Annotated[str | None, Field(description="Where to follow it")]


class PublishAnswer(Typed):
    """At least one event is in the log, or the batch was empty. Look at `refused`: the rest may have been refused."""

    accepted: Annotated[int, Field(description="Let in and acknowledged by Kafka")]
    duplicates: Annotated[int, Field(description="Were in the log already, as far as the gateway has read it")]
    refused: int
    results: Annotated[list[EventAnswer], Field(description="One for each event, in order")]


class InVain(Typed):
    """An event that another one names in `corrects` or in a withdrawal, and does not take back as it seems."""

    event: EventId
    field: Annotated[str, Field(description="What names it", examples=["meta.corrects", "data.event"])]
    effect: Annotated[Effect, Field(description="takes_back: of a withdrawal, whose own effect stays")]
    problem: str
    fix: str


class Admission(Typed):
    """One content of the event in one partnership: where it was admitted, when, for whom, at which door."""

    partnership: Partnership
    type: Annotated[str, Field(examples=["uk.jch.contract.declared.v1"])]
    organisation: Annotated[str, Field(description="Who says it")]
    content_hash: str
    admitted_at: Instant
    principal: Annotated[str, Field(description="Who published it: an organisation's id, or operator")]
    door: Annotated[str, Field(description="Where it came in", examples=["http"])]
    records: Annotated[list[Record], Field(description="The first one counts; later ones said the same again")]
    takes_back: Annotated[list[EventId], Field(description="Events of its organisation that are void by it")]
    takes_back_nothing: Annotated[
        list[InVain], Field(description="What it names to be taken back, and is not, or not as it seems; as of now")
    ]
    taken_back_by: Annotated[list[EventId], Field(description="Its organisation's events that took it back")]


class Refused(Typed):
    """One reason why an event of this id was refused at a door, kept when it was."""

    at: Instant
    principal: str
    door: str
    where: Annotated[str, Field(description="Its place in what was published")]
    code: str
    field: str
    problem: str
    fix: str


class WarnedAtDoor(Typed):
    """What the publisher of the event was told when it was let in; kept. It is about the whole item that it came in."""

    at: Instant
    principal: str
    door: str
    where: Annotated[str, Field(description="Its place in what was published; of the first of equal ones")]
    field: Annotated[str, Field(description="In the words of what was published")]
    problem: str
    fix: str
    count: Annotated[int, Field(description="How often in this item")]


class UnknownReference(Typed):
    """Something that the event refers to and nobody has declared yet, as far as the gateway has read."""

    partnership: Partnership
    field: Annotated[str, Field(examples=["data.programme"])]
    problem: str
    fix: str


class QuarantinedRecord(Typed):
    """A record under the event's id that cannot be taken. id: as `hub quarantine show` takes it."""

    id: Annotated[str, Field(examples=["commissioning.contract.v1-3-1041"])]
    code: str
    field: str
    problem: str
    fix: str


class Changed(Typed):
    """A picture that stands on the event now."""

    kind: PictureKind
    partnership: Partnership
    id: str
    title: str
    href: str
    where: Annotated[list[str], Field(description="Paths inside the picture", examples=[["fields/value/sides"]])]


class Fresh(Typed):
    """What was admitted against what the pictures include. Beside "unknown", figures are those last known, if any."""

    state: Annotated[
        FreshnessState,
        Field(
            description="current: nothing waits, all pictures are of today; behind: else; unknown: no evidence of now"
        ),
    ]
    waiting: Annotated[int, Field(description="Statements that are admitted and not included yet")]
    since: Annotated[Instant | None, Field(description="When the first of them was admitted")]
    outdated: Annotated[
        int, Field(description="Pictures not evaluated yet for the day, or under the configuration, that stands")
    ]
    outdated_since: Annotated[Instant | None, Field(description="Since when that day or configuration stands")]
    included_up_to: Annotated[Instant | None, Field(description="When the last included one was admitted")]
    label: Annotated[str, Field(description="The state in words, for people")]
    words: Annotated[str, Field(description="All of it in a sentence or two, for people")]


class OrganisationFresh(Typed):
    """What one organisation has waiting in one partnership. organisation: null where records do not tell it."""

    partnership: Partnership
    organisation: str | None
    waiting: int
    since: Instant | None
    included_up_to: Instant | None


class Freshness(Fresh):
    """How fresh the pictures are, and whose statements wait."""

    organisations: list[OrganisationFresh]


class Receipt(Typed):
    """All that became of an event. state: admitted, if some content of it is in the log; else what stopped it."""

    event: EventId
    state: Literal["admitted", "taken_back", "quarantined", "refused"]
    pictures: Annotated[
        Inclusion | None,
        Field(description="Whether the pictures include it: included, waiting or unknown; null: it was not admitted"),
    ]
    admitted: list[Admission]
    refused: list[Refused]
    warnings: Annotated[list[WarnedAtDoor], Field(description="Of what was let in by itself, each of an item once")]
    more_warnings: Annotated[int, Field(description="Further warnings, which were told and not kept")]
    unknown_references: Annotated[
        list[UnknownReference] | None,
        Field(description="Open now; null while the gateway has not read all pictures, so that nobody can know"),
    ]
    quarantined: list[QuarantinedRecord]
    changed: list[Changed]
    unread: Annotated[int, Field(description="Further records of the event that were not looked at")]


class Statement(Typed):
    """What the event says, as the newest schema of its type reads it."""

    partnership: Partnership
    type: str
    content_hash: str
    admitted_at: Instant
    taken_back_by: list[EventId]
    said: Annotated[dict[str, Any], Field(description="schemas/<topic>/<event>/*.avsc describe it")]


class EventShown(Typed):
    """An event. Two contents under one id are two statements, and a difference."""

    event: EventId
    statements: list[Statement]
    changed: list[Changed]
    receipt: str


class Severities(Typed):
    """How many open matters of each weight."""

    red: int
    amber: int
    minor: int


class Row(Typed):
    """A picture in a list."""

    kind: PictureKind
    partnership: Partnership
    id: str
    title: str
    classification: str
    differences: Annotated[Severities, Field(description="Open matters; a programme's with those of its contracts")]
    href: Annotated[str, Field(description="The whole picture")]


class Page(Typed):
    """next: the cursor of the next page, null at the end. A page may be short, also empty, and still have a next."""

    next: Annotated[str | None, Field(description="Give it as `cursor`; opaque; stays good while things change")]


class ValueTotal(Typed):
    """What the contracts of a list come to that have values of one kind; each counts once."""

    currency: str
    basis: Annotated[str, Field(description="Of the codelist money-basis: whether VAT is inside")]
    covers: Annotated[
        str | None, Field(description="Of money-covers: a year, the whole term or a ceiling; null: not said")
    ]
    contracts: Annotated[int, Field(description="How many it is of")]
    low: Annotated[str, Field(description="By the lowest amount that a body gives of each")]
    high: Annotated[str, Field(description="By the highest")]


class PeopleTotal(Typed):
    """How many people the contracts of a list employ or serve; somebody whom two serve is in both."""

    field: str
    contracts: Annotated[int, Field(description="Of how many it is told")]
    low: int
    high: int


class ValueTotals(Typed):
    """What the contracts that the filters leave come to, on all pages together."""

    totals: list[ValueTotal]
    mixed: Annotated[int, Field(description="Contracts whose bodies give values of different kinds: in no total")]
    without: Annotated[int, Field(description="Contracts without a value")]
    people: list[PeopleTotal]


class Rows(Page):
    """A page of pictures, by title."""

    items: list[Row]
    total: Annotated[int, Field(description="How many the filters leave, on all pages together")]
    values: Annotated[ValueTotals | None, Field(description="Of a list of contracts that is narrowed; else null")] = (
        None
    )


class Hit(Typed):
    """Something found."""

    kind: PictureKind | Literal["event"]
    partnership: Partnership | None
    id: str
    title: str
    href: str


class Hits(Page):
    """A page of what was found: an event of that id first, then pictures, kind by kind, each kind by title."""

    items: list[Hit]


class GroupRow(Typed):
    """Somebody to report to."""

    id: Annotated[str, Field(examples=["integration-group"])]
    name: str
    partnerships: list[Partnership]
    open_register: Annotated[bool, Field(description="Its page says where contracts of other places are listed")]
    source: Annotated[str | None, Field(description="The paper that names it")]
    href: str


class Groups(Typed):
    """All groups, by name."""

    items: list[GroupRow]


class GroupShown(GroupRow):
    """A group, and the programmes that it is told of.

    differences, matters: the open matters of all pictures of its partnerships, each once, by weight and by class.
    """

    programmes: list[Row]
    differences: Severities
    matters: Annotated[dict[MatterClass, int], Field(description="Classes add up to what is open")]


class Alive(Typed):
    """The process answers."""

    status: Literal["alive"]


class Ready(Typed):
    """Whether all that stood in the topics has been read, events can be let in and Kafka answers; reasons why not."""

    ready: bool
    reasons: list[str]
    freshness: Annotated[Fresh, Field(description="Not a reason: a gateway that waits for the engine still answers")]
