"""What a door warned of, kept: what is odd in an item that was let in, for the receipts of its events.

What an item refers to or takes back is not among it: other events may settle that, so receipts ask the log for it.

Promise: a door writes it before it writes the item's events, so that an event in the log has its warnings there; where
the events did not follow, publishing again writes both again. One record for at most EVENTS_A_RECORD events of an item;
its key is the first of their ids. Equal warnings are one, with a count.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from hub.events.topics import WARNING
from hub.log.batch_writer import Outgoing
from hub.log.codec import Stamp
from hub.log.publisher import EventPublisher
from hub.log.refusals import words

EVENTS_A_RECORD: Final = 500
MOST_WARNINGS: Final = 100
MOST_WORDS: Final = 500


class WarningsUnreadable(ValueError):
    """The record is not one that a door wrote."""


class EqualWarnings(BaseModel):
    """Equal warnings of an item. where, field: of the first of them. count: of all."""

    model_config = ConfigDict(frozen=True)
    where: str
    field: str
    problem: str
    fix: str
    count: int


class KeptWarnings(BaseModel):
    """What was odd in one item. events: ids of what it became. left_out: how many warnings are not kept."""

    model_config = ConfigDict(frozen=True)
    at: AwareDatetime
    principal: str
    door: str
    events: tuple[str, ...] = Field(min_length=1)
    warnings: tuple[EqualWarnings, ...]
    left_out: int

    @property
    def stamp(self) -> Stamp:
        return Stamp(self.at, self.principal, self.door)

    @property
    def key(self) -> bytes:
        return self.events[0].encode()

    def outgoing(self) -> Outgoing:
        return Outgoing(self.key, self.model_dump_json().encode(), [])

    @classmethod
    def read(cls, value: bytes | None) -> Self:
        """Fields of a newer release are passed over. Raises WarningsUnreadable."""
        try:
            return cls.model_validate_json(value or b"")
        except ValidationError as failure:
            raise WarningsUnreadable("not as a door writes them") from failure


def kept_warnings(events: Sequence[str], warned: Sequence[EqualWarnings], stamp: Stamp) -> list[KeptWarnings]:
    """The records of one item; none where nothing is odd. events: ids of what it became, one at least."""
    if not warned:
        return []
    told = tuple(_cut(each) for each in warned[:MOST_WARNINGS])
    return [
        KeptWarnings(
            at=stamp.time,
            principal=stamp.principal,
            door=stamp.door,
            events=tuple(events[start : start + EVENTS_A_RECORD]),
            warnings=told,
            left_out=sum(each.count for each in warned[MOST_WARNINGS:]),
        )
        for start in range(0, len(events), EVENTS_A_RECORD)
    ]


def events_named(value: bytes | None) -> Iterable[str]:
    """The ids of the events that a record is about; none of one that no door wrote."""
    try:
        return KeptWarnings.read(value).events
    except WarningsUnreadable:
        return ()


async def keep_warnings(publisher: EventPublisher, warned: Sequence[KeptWarnings]) -> None:
    """All of them are in the log when this returns. Raises BrokerAway."""
    if warned:
        await publisher.keep(WARNING, [each.outgoing() for each in warned])


def _cut(warned: EqualWarnings) -> EqualWarnings:
    texts = {"where": warned.where, "field": warned.field, "problem": warned.problem, "fix": warned.fix}
    kept = {name: words(text, MOST_WORDS) for name, text in texts.items()}
    return warned if kept == texts else warned.model_copy(update=kept)
