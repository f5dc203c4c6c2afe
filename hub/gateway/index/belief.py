"""Which output records the gateway shows: those that can be the engine's, and whose bodies are pictures. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from hub.gateway.index.held_picture import HeldPicture, PictureUnreadable
from hub.log.position import Basis
from hub.log.raw_reader import RawRecord
from hub.log.untrue import NO_DAY, ReaderKnowledge, Shape, Untrue, any_shape, classify


class LeftOut(NamedTuple):
    """A record that is not shown, and that no worker has written over yet."""

    key: bytes
    partition: int
    offset: int
    why: Untrue


Typed = Callable[[str, bytes], bool]
"""Whether a body is a picture of a kind."""


def any_body(kind: str, body: bytes) -> bool:
    """Takes every body for a picture."""
    return True


def any_claim(partition: int) -> ReaderKnowledge:
    """Of whoever knows nothing: no day is too late."""
    return ReaderKnowledge.of_day(NO_DAY)


@dataclass(frozen=True, slots=True)
class Belief:
    """known: what a record of a partition may claim at the moment. shape, typed: what a record and its body must be."""

    known: Callable[[int], ReaderKnowledge] = any_claim
    shape: Shape = any_shape
    typed: Typed = any_body

    def basis(self, record: RawRecord) -> Basis | Untrue:
        """What the record was made from, or why it cannot be the engine's."""
        return classify(record, self.known(record.partition), self.shape).found

    def picture(self, record: RawRecord, basis: Basis) -> HeldPicture | Untrue:
        """The picture of a record that is no tombstone."""
        key, body = record.key or b"", record.value or b""
        try:
            held = HeldPicture.of(key, basis, body, record.partition, record.offset, record.timestamp)
        except PictureUnreadable:
            return Untrue.BODY
        return held if self.typed(held.key.kind, body) else Untrue.BODY
