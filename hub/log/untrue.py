"""Which output records cannot be the engine's: one rule for the worker, the gateway and `hub verify`. Pure.

A record of the output topic is believed by its headers (hub.log.position). What they claim may be impossible: a day
that has not come, inputs beyond the end of their topic, a generation that the group has not reached. A reader leaves
such a record out, as if it were not there; the owner of the partition writes over it. Source: decision 2.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Final, NamedTuple, Protocol

from hub.log.heads import LogRecord
from hub.log.position import WORDS, Basis, HeadersUnreadable, Position

MIDNIGHT_PASSES: Final = timedelta(days=1)
"""How far an output's day may lie ahead of the reader's: another clock may be past midnight already."""
NO_DAY: Final = date.max - MIDNIGHT_PASSES
"""A day before which every output was evaluated: for whoever knows no day, so that none is too late."""

MOST_GENERATION: Final = 1 << 32
"""Kafka counts a group's generations in 31 bits; a group that began anew goes on above what stands in the log."""


class Untrue(Enum):
    """Why a record cannot be the engine's, in words that follow "the record"."""

    HEADERS = "has not the headers of a picture"
    KEY = "has a key that is no picture's"
    PARTITION = "stands in a partition where its key does not belong"
    BODY = "has a body that is no picture"
    DAY = "was judged for a day that has not come"
    POSITION = "includes events beyond the end of their topic"
    OVER = "was written over records that stand behind it"
    GENERATION = "was written under a generation that the group has not reached"
    AGAIN = "says something else than the record before it, with the same claims"


class OutputRecord(LogRecord, Protocol):
    """What is looked at of a raw Kafka record; aiokafka's ConsumerRecord is one."""

    @property
    def partition(self) -> int: ...


Shape = Callable[[OutputRecord], Untrue | None]
"""What is wrong with a record's key or body by themselves."""


def any_shape(record: OutputRecord) -> Untrue | None:
    """Finds nothing wrong."""
    return None


@dataclass(frozen=True, slots=True)
class ReaderKnowledge:
    """What a reader knows of the world at a moment after the record was written.

    today: London's day. last: the last offset that each topic of a position holds. certain: of which topics it is
    certain that they never held more: one that the group never committed anything of may have been made anew, and then
    the pictures of before are ahead of it without being forged. generation: the group's, None for whoever does not
    know it.
    """

    today: date
    last: Position
    certain: tuple[bool, ...]
    generation: int | None = None

    @classmethod
    def of_day(cls, today: date) -> "ReaderKnowledge":
        """For whoever knows the day alone."""
        return cls(today, Position(), (False,) * len(WORDS))


class OutputClassification(NamedTuple):
    """found: what a record that may be the engine's was made from, else why it cannot be.

    is_ahead: it includes more than its topics hold, and perhaps they held more once.
    """

    found: Basis | Untrue
    is_ahead: bool = False


def classify(record: OutputRecord, known: ReaderKnowledge, shape: Shape) -> OutputClassification:
    """Whether the record may be the engine's."""
    try:
        basis = Basis.from_headers(record.headers)
    except HeadersUnreadable:
        return OutputClassification(Untrue.HEADERS)
    why = shape(record) or _claims(basis, known)
    if why is None and basis.over >= record.offset:
        why = Untrue.OVER
    return OutputClassification(why or basis, not known.last.covers(basis.position))


def says_again(basis: Basis, held: Basis, held_at: int) -> bool:
    """Whether a record claims what the one before it, at offset `held_at`, claims too: then both have one body, for
    what was evaluated from the same comes out the same; with another one it is not the engine's."""
    # most records of a key differ in their position, which is seen at once
    return basis.over < held_at and basis.position == held.position and replace(basis, over=held.over) == held


def _claims(basis: Basis, known: ReaderKnowledge) -> Untrue | None:
    """What of the claims cannot be true."""
    if basis.judged_for > known.today + MIDNIGHT_PASSES:
        return Untrue.DAY
    beyond = (said > last for said, last in zip(basis.position.offsets, known.last.offsets, strict=True))
    if any(certain and is_beyond for certain, is_beyond in zip(known.certain, beyond, strict=True)):
        return Untrue.POSITION
    highest = MOST_GENERATION if known.generation is None else known.generation
    if basis.generation > highest:
        return Untrue.GENERATION
    return None
