"""The pictures of one output partition: what the log holds, what must be written, and the writing itself.

Promise: a key that was evaluated and is not yet acknowledged stands in `unsettled`, whatever happens in between; a
record is sent only right after `check` agreed; foreign records between our own are read, and what they made stale is
due. A record that cannot be the engine's counts for nothing, is told, and is written over.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date
from typing import Final

from aiokafka import TopicPartition

from hub.engine import hooks
from hub.engine.anomalies import Anomalies
from hub.engine.calendar import Calendar
from hub.engine.ports import Output
from hub.log.batch_writer import Acked, BatchWriter, Outgoing, RecordTooLarge, check_size
from hub.log.heads import Head, Heads, body_digest
from hub.log.position import NOTHING, Basis, Order, Position, succeed
from hub.log.raw_reader import RawReader, RawRecord, ReaderPool, Stretch
from hub.log.untrue import ReaderKnowledge, Shape, Untrue, classify, says_again

TAIL_RECORDS: Final = 2000
"""So many last records may be a late worker's, with no owner there any more to have mended them."""


@dataclass(frozen=True, slots=True)
class EvaluatedLot:
    """What a lot of outputs was evaluated from."""

    position: Position
    generation: int
    today: date
    configuration: str


@dataclass(slots=True)
class Counts:
    """What has been done since the shard began."""

    written: int = 0
    unchanged: int = 0
    heals: int = 0
    outranked: int = 0


class Outrun(Exception):
    """The log holds a record that includes something we have not read: read on before writing."""


class PartitionPictures:
    """The pictures of one partition number of the output topic.

    known: asks what is known of the world now. shape: what is wrong with a record by itself.
    """

    def __init__(
        self,
        tp: TopicPartition,
        writer: BatchWriter,
        pool: ReaderPool,
        known: Callable[[RawReader], Awaitable[ReaderKnowledge]],
        shape: Shape,
    ) -> None:
        self.tp = tp
        self.heads = Heads()
        self.calendar = Calendar()
        self.unsettled: set[bytes] = set()
        self.anomalies = Anomalies()
        self._foreign: set[bytes] = set()
        self._to_evaluate_again: set[bytes] = set()
        self.counts = Counts()
        self._writer = writer
        self._pool = pool
        self._known, self._shape = known, shape

    async def catch_up(self, check: Callable[[], None], end: int | None = None) -> None:
        """Reads what the log holds beyond what is known, up to `end` or the end now. Raises what `check` raises."""
        before = self.heads.end
        async with self._pool.take() as reader:
            if end is None:
                end = (await reader.ends([self.tp]))[self.tp]
            known = await self._known(reader)  # behind the end: nothing that is read is newer than what is known
            async with aclosing(reader.read({self.tp: Stretch(before, end)}, check)) as stretch:
                async for _, records in stretch:
                    for record in records:
                        self._take(record, known)
                        if record.key is not None:
                            self._note(record.key)
                            if before or record.offset >= end - TAIL_RECORDS:
                                self._foreign.add(record.key)
        self.heads.end = max(self.heads.end, end)

    def _take(self, record: RawRecord, known: ReaderKnowledge) -> None:
        found, is_ahead = classify(record, known, self._shape)
        if isinstance(found, Basis) and self._contradicts(record, found):
            found = Untrue.AGAIN
        if isinstance(found, Untrue):
            self.heads.leave_out(record)
            self.anomalies.note(record, found)
        else:
            self.heads.read(record, found, is_ahead=is_ahead)

    def _contradicts(self, record: RawRecord, basis: Basis) -> bool:
        held = None if record.key is None or record.offset < self.heads.end else self.heads.get(record.key)
        return held is not None and says_again(basis, held.basis, held.at) and held.digest != body_digest(record.value)

    @property
    def untrue(self) -> list[dict[str, object]]:
        """What was read that cannot be the engine's, for whoever asks how the worker is."""
        return self.anomalies.told(self.heads.stale)

    def take_foreign(self) -> set[bytes]:
        """Keys of records that were read and not written by us here since the last call; they must be evaluated again.

        Of the first reading only the end of the log counts: what came before it was mended by the owner of then.
        A picture that had not changed was not written again, so a late record of another worker can be the newest
        one of its key and yet say less than has been folded since.
        """
        taken, self._foreign = self._foreign, set()
        if hooks.is_removed(hooks.Guard.HEAL):
            return set()
        self._to_evaluate_again |= taken
        return taken

    def due_by_day(self, today: date) -> list[bytes]:
        """Keys that this day may change."""
        return self.calendar.due(today)

    def stale(self) -> set[bytes]:
        """Keys whose last record in the log is not the winner."""
        return set() if hooks.is_removed(hooks.Guard.HEAL) else set(self.heads.stale)

    def out_of_step(self, existing: Iterable[bytes], configuration: str) -> list[bytes]:
        """Keys that must be evaluated though no event asks for it.

        Pictures without a record, or evaluated under another configuration; records without a picture.
        """
        pictures = set(existing)
        due = [key for key in pictures if not _evaluated_under(self.heads.get(key), configuration)]
        if not hooks.is_removed(hooks.Guard.TOMBSTONES):
            due += [key for key, head in self.heads.items() if head.digest is not None and key not in pictures]
        return sorted(due)

    async def write(self, outputs: Sequence[Output], evaluated: EvaluatedLot, check: Callable[[], None]) -> None:
        """Writes those that differ from what the log holds, waits for the acknowledgements, and reads any gap.

        An output is the same only if body, until and configuration are, and its key's last record is the winner.
        Raises what `check` raises, WriteFailed, Outrun; then all keys of the call stay unsettled. Raises
        RecordTooLarge when the others are written; then those that are too large stay unsettled.
        """
        self.unsettled.update(output.key for output in outputs)
        lot: list[tuple[Outgoing, Basis, bytes | None]] = []
        bases: dict[tuple[date | None, int], Basis] = {}
        too_large: dict[bytes, RecordTooLarge] = {}
        for output in outputs:
            over = self._written_over(output.key, evaluated.position)
            basis = bases.setdefault(
                (output.until, over),
                Basis(
                    evaluated.position,
                    evaluated.generation,
                    evaluated.today,
                    output.until,
                    evaluated.configuration,
                    over,
                ),
            )
            digest = body_digest(output.body)
            if self._is_known(output.key, basis, digest):
                self.counts.unchanged += 1
            elif self._is_outranked(output.key, basis):
                self._check_it_has_all(output.key, basis)
                self.counts.outranked += 1  # by a worker whose day is later: ours would lose with every reader
            else:
                outgoing = Outgoing(output.key, output.body, basis.headers())
                try:
                    check_size(self.tp.topic, outgoing)
                except RecordTooLarge as error:
                    too_large[output.key] = error
                else:
                    lot.append((outgoing, basis, digest))
        if lot:
            hooks.reach(hooks.Point.BEFORE_OWNERSHIP_CHECK)
            acked = await self._writer.write(
                self.tp.topic, self.tp.partition, [outgoing for outgoing, _, _ in lot], _checked(check)
            )
            self.counts.written += len(lot)
            if self._continues(acked):
                for at, (outgoing, basis, digest) in enumerate(lot, start=self.heads.end):
                    self.heads.wrote(outgoing.key, basis, digest, at)
                    self._note(outgoing.key)
                self.heads.end = _end(acked)
            else:
                self.counts.heals += 1
                await self.catch_up(lambda: None)
        settled = {output.key for output in outputs if output.key not in too_large}
        self.unsettled -= settled
        self._to_evaluate_again -= settled
        for each in too_large.values():
            raise each

    def _written_over(self, key: bytes, position: Position) -> int:
        """Up to which offset the key's records are void by ours: all that was read, if somebody else wrote the last.

        Raises Outrun where what stands includes more than ours, which is no forgery then.
        """
        if key not in self._to_evaluate_again and (key not in self.heads.stale or hooks.is_removed(hooks.Guard.HEAL)):
            return NOTHING
        self._check_it_has_no_more(key, position)
        return self.heads.end - 1

    def _is_known(self, key: bytes, basis: Basis, digest: bytes | None) -> bool:
        head = self.heads.get(key)
        if key in self.heads.stale and not hooks.is_removed(hooks.Guard.HEAL):
            return False
        if head is None or head.digest is None:
            return digest is None
        return (
            head.digest == digest
            and head.basis.until == basis.until
            and head.basis.configuration == basis.configuration
        )

    def _is_outranked(self, key: bytes, basis: Basis) -> bool:
        head = self.heads.get(key)
        return head is not None and succeed(basis, head.basis, head.at) is Order.STALE

    def _check_it_has_all(self, key: bytes, basis: Basis) -> None:
        """A record that outranks ours settles the key only if it includes all that ours does. Raises Outrun."""
        head = self.heads.get(key)
        if head is not None and not head.basis.position.covers(basis.position):
            raise Outrun(
                f"a record in {self.tp.topic}[{self.tp.partition}] was written by a later owner from other inputs; "
                "reading on, and evaluating again"
            )

    def _check_it_has_no_more(self, key: bytes, position: Position) -> None:
        head = self.heads.get(key)
        if head is not None and not position.covers(head.basis.position):
            raise Outrun(
                f"a record in {self.tp.topic}[{self.tp.partition}] includes more than has been read; reading on, and "
                "evaluating again"
            )

    def _continues(self, acked: list[Acked]) -> bool:
        """True if our records stand right behind what is known, with nothing foreign before or between them."""
        if hooks.is_removed(hooks.Guard.HEAL):
            return True
        end = self.heads.end
        if 0 <= acked[0].first < end:
            raise RuntimeError(
                f"{self.tp.topic}[{self.tp.partition}] gave offset {acked[0].first} though it had reached {end}: "
                "the topic was cut or created anew while the worker ran"
            )
        for each in sorted(acked, key=lambda one: one.first):
            if each.first != end:
                return False
            end += each.count
        return True

    def _note(self, key: bytes) -> None:
        head = self.heads.get(key)
        self.calendar.put(key, None if head is None or head.digest is None else head.basis.until)


def _evaluated_under(head: Head | None, configuration: str) -> bool:
    return head is not None and head.digest is not None and head.basis.configuration == configuration


def _end(acked: list[Acked]) -> int:
    return max(each.first + each.count for each in acked)


def _checked(check: Callable[[], None]) -> Callable[[], None]:
    def check_and_pause() -> None:
        check()
        hooks.reach(hooks.Point.BETWEEN_CHECK_AND_SEND)

    return check_and_pause
