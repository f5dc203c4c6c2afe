"""Pictures as types: what their rules write, so that OpenAPI says it, and so that a body can be told to be none.
Each kind of subject has its own picture's type beside its rule; a test holds the two together.

Each figure carries the event that it came from.
"""

from datetime import date, datetime
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from hub.reconcile.matter_kinds import MatterClass, MatterKind, MatterSeverity
from hub.reconcile.picture import PictureKind
from hub.reconcile.settling import Lapse
from hub.reconcile.sides import FieldFinding

Partnership = Annotated[str, Field(description="The partnership's id", examples=["wandsworth"])]
EventId = Annotated[str, Field(description="A UUID", examples=["0191f7a0-0000-7000-8000-0000000000aa"])]


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


def _instant(text: str) -> str:
    datetime.fromisoformat(text)
    return text


def _day_key(text: str) -> str:
    date.fromisoformat(text[:10])
    return text


# pages put them in words, which they cannot of a text that is none
Instant = Annotated[
    str, AfterValidator(_instant), Field(description="UTC, ISO 8601", examples=["2016-01-04T12:00:00.000Z"])
]
Day = Annotated[str, AfterValidator(_day), Field(description="YYYY-MM-DD", examples=["2015-04-01"])]
DayKey = Annotated[
    str,
    AfterValidator(_day_key),
    Field(description="YYYY-MM-DD, and what tells it apart from others of that day", examples=["2015-04-01 b-1"]),
]


class Typed(BaseModel):
    """What programs are told. Nothing is in it that its type does not name."""

    model_config = ConfigDict(extra="forbid")


Value = Annotated[Any, Field(description="JSON data of the field: text, a date, money, organisations")]


class Citation(Typed):
    """Who said it, since when it is true, when it was recorded, in which event.

    said_by: a predecessor of the organisation, where it was said by one. taken_from: where it was said, if not of the
    picture's own subject: a contract takes from its award what is not said of it. also: further statements, where the
    word is put together from several. content_hash: which content of the event, where its id came with several.
    """

    organisation: str
    since: Day
    recorded_at: Instant
    event: EventId
    said_by: str | None = None
    document: str | None = None
    illustrative: bool = False
    content_hash: str | None = None
    taken_from: str | None = None
    also: Annotated[list["Citation"], Field(default_factory=list)]


class Side(Citation):
    """One body's word."""

    value: Value


Sides = Annotated[list[Side], Field(default_factory=list)]
"""Not there where nobody has said it."""


_SAID: Final = frozenset({"since", "recorded_at", "event"})
"""What a side has that somebody said, and no other."""


class SideOfDifference(Typed):
    """One side: a body's word, or a body that has not spoken, which has no event."""

    @model_validator(mode="before")
    @classmethod
    def _said_or_left_out(cls, side: Any) -> Any:
        """What a silent body has not is left out and never null: pages go by what is there."""
        if isinstance(side, dict) and any(side[name] is None for name in _SAID & side.keys()):
            raise ValueError("a side has its date, its record and its event, or none of them")
        return side

    organisation: str
    value: Value = None
    since: Day | None = None
    recorded_at: Instant | None = None
    event: EventId | None = None
    said_by: str | None = None
    document: str | None = None
    illustrative: bool = False
    content_hash: str | None = None
    taken_from: str | None = None
    also: Annotated[list[Citation], Field(default_factory=list)]


class FieldShown(Typed):
    """What each body says of a field, and what comparing them came to."""

    finding: FieldFinding
    sides: list[Side]


class Difference(Typed):
    """An open matter: where bodies differ, where one is silent, what is due, what is named and not known.

    Its id stays while its sides change. since: the day from which it holds. rule, date: the rule by which a watched
    date opened it, and that date. grounds: further statements that it stands on. answers: those
    that hold for the words that it stands on now.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    id: str
    kind: MatterKind
    matter: Annotated[MatterClass, Field(alias="class", description="Each kind has one; counts by class add up")]
    subject_kind: PictureKind
    subject: str
    field: str
    severity: MatterSeverity
    text: str
    since: Day
    sides: list[SideOfDifference]
    rule: str | None = None
    date: Day | None = None
    grounds: Annotated[list[Citation], Field(default_factory=list)]
    answers: Annotated[list[Side], Field(default_factory=list)]


class Speaker(Typed):
    """A statement and whose word it is."""

    organisation: str
    statement: EventId


class AnswerNotHolding(Typed):
    """An answer that does not hold, by its body and its event, and why. statements: what was said since, or else what
    the matter stands on now."""

    organisation: str
    answer: EventId
    because: Lapse
    statements: list[Speaker]


class AnsweredAbout(Typed):
    """The matter that is answered, where it is open or settled now."""

    kind: MatterKind
    field: str
    text: str


class Answer(Typed):
    """What each body answers to an open matter, by the matter's id. not_holding: those of them that settle nothing."""

    difference: str
    answered: list[Side]
    about: AnsweredAbout | None = None
    not_holding: Annotated[list[AnswerNotHolding], Field(default_factory=list)]
