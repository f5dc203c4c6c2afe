"""What a shard promises, whatever befalls it: nothing is lost, doubled or told backward; offsets follow the pictures.

A state machine says, hands over, kills, freezes, takes away and gives back in any order; what must hold is asked after
every step, and once everything has come to rest.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
import pytest
from aiokafka import TopicPartition
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from hub.engine import hooks
from hub.engine.calendar import london_day
from hub.engine.hooks import Guard
from hub.events.topics import CONFIGURATION, QUARANTINE, word
from hub.log.position import Basis, Order, succeed
from tests.engine.faulty_world import HIDDEN, FaultyWorld
from tests.engine.memory_group import INPUTS
from tests.engine.memory_log import OUT
from tests.engine.virtual_time import VirtualTimeLoop

KEYS = (b"a", b"b", b"c")
SETTINGS = TopicPartition(CONFIGURATION, 0)
POISON = b"no json"
TURNS = st.integers(0, 40)
SPOKEN = st.sampled_from(INPUTS[:2])  # fewer than there are, so that more befalls each


@dataclass(frozen=True)
class Held:
    """What a reader of the output topic holds of a key."""

    basis: Basis
    at: int
    body: Any


class ShardOfOnePartition(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.loop = VirtualTimeLoop()
        self.world = FaultyWorld()
        self.heads: dict[bytes, Held] = {}
        self.seen = 0

    def do(self, doing: Any) -> None:
        self.loop.run_until_complete(doing)

    # what partners and operators do

    @initialize(expires=st.booleans())
    def begin(self, expires: bool) -> None:
        self.configure(1, expires)
        self.do(self.world.start())

    @rule(
        tp=SPOKEN,
        key=st.sampled_from(KEYS),
        seq=st.integers(0, 30),
        schema=st.none() | st.integers(1, 2),
    )
    def say(self, tp: TopicPartition, key: bytes, seq: int, schema: int | None) -> None:
        # what one number says is the same whenever it is said
        said = {"key": key.decode(), "seq": seq, "gone": seq % 7 == 6, **({"schema": schema} if schema else {})}
        self.world.log.append(tp, key, orjson.dumps(said))

    @rule(tp=SPOKEN, key=st.sampled_from(KEYS))
    def say_what_nobody_can_read(self, tp: TopicPartition, key: bytes) -> None:
        self.world.log.append(tp, key, POISON)

    @rule(factor=st.integers(1, 2), expires=st.booleans())
    def configure(self, factor: int, expires: bool) -> None:
        said = {"hash": f"{factor} {expires}", "factor": factor, "expires": expires}
        self.world.log.append(SETTINGS, b"all", orjson.dumps(said))

    @rule()
    def midnight(self) -> None:
        self.world.a_day_later()

    @rule(away=st.booleans())
    def registry(self, away: bool) -> None:
        self.world.registry.away = away

    # what the consumer and the loop do

    @rule(tp=SPOKEN, most=st.integers(1, 5), times=st.sampled_from([1, 1, 1, 0, 2]))
    def hand_over(self, tp: TopicPartition, most: int, times: int) -> None:
        self.world.hand_over(tp, most, times=times)

    @rule(turns=TURNS)
    def go_on(self, turns: int) -> None:
        self.do(self.world.turns(turns))

    @rule(seconds=st.integers(1, 8))
    def wait(self, seconds: int) -> None:
        self.do(asyncio.sleep(seconds))

    @precondition(lambda self: self.world.worker is not None)
    @rule()
    def tick(self) -> None:
        assert self.world.worker is not None
        self.do(self.world.worker.tick())

    @precondition(lambda self: self.world.worker is not None)
    @rule()
    def commit(self) -> None:
        self.world.group.commit()

    # what goes wrong

    @precondition(lambda self: self.world.worker is not None)
    @rule(fault=st.sampled_from(["not sent", "not acknowledged"]))
    def break_the_next_write(self, fault: str) -> None:
        assert self.world.worker is not None
        self.world.worker.fault = fault

    @precondition(lambda self: self.world.worker is not None)
    @rule(turns=TURNS, as_it_writes=st.booleans())
    def kill(self, turns: int, as_it_writes: bool) -> None:
        self.do(self.world.turns(turns, as_it_writes=as_it_writes))
        self.do(self.world.kill())

    @precondition(lambda self: self.world.worker is not None)
    @rule(turns=TURNS, as_it_writes=st.booleans())
    def freeze(self, turns: int, as_it_writes: bool) -> None:
        self.do(self.world.turns(turns, as_it_writes=as_it_writes))
        self.do(self.world.freeze())

    @precondition(lambda self: self.world.worker is not None)
    @rule(tp=SPOKEN, key=st.sampled_from(KEYS), seq=st.integers(0, 30))
    def die_in_a_write_that_another_goes_beyond(self, tp: TopicPartition, key: bytes, seq: int) -> None:
        """So that a late record is often one that an older state wrote."""
        self.say(tp, key, seq, None)
        self.world.hand_over(tp, 5)
        self.do(self.world.turns(40, as_it_writes=True))
        self.do(self.world.kill())
        self.do(self.world.start())
        self.say(tp, key, seq + 1, None)
        self.world.hand_over(tp, 5)
        self.do(asyncio.sleep(3))

    @precondition(lambda self: self.world.worker is None)
    @rule()
    def start_another(self) -> None:
        self.do(self.world.start())

    @precondition(lambda self: bool(self.world.others))
    @rule(turns=TURNS)
    def thaw(self, turns: int) -> None:
        self.do(self.world.thaw(turns=turns))

    @rule()
    def rebalance(self) -> None:
        self.do(self.world.keep_through_rebalance())

    @precondition(lambda self: bool(self.world.late))
    @rule(number=st.integers(1, 3))
    def late_records_come(self, number: int) -> None:
        self.world.land(number)

    @precondition(lambda self: bool(self.world.late))
    @rule()
    def late_records_are_lost(self) -> None:
        self.world.late.clear()

    @rule()
    def compaction(self) -> None:
        self.look()
        self.world.log.compact(OUT)

    # what must hold

    @invariant()
    def look(self) -> None:
        """Reads what was written since, as a reader of the topic does."""
        for record in self.world.log.records.get(OUT, []):
            if record.offset < self.seen:
                continue
            self.seen = record.offset + 1
            key, basis = record.key or b"", Basis.from_headers(record.headers)
            body = None if record.value is None else orjson.loads(record.value)
            assert body == self.expected(key, basis), "the position covers exactly what the picture includes"
            held = self.heads.get(key)
            if held is None or succeed(basis, held.basis, held.at) is not Order.STALE:
                assert held is None or basis.over >= held.at or basis.position.covers(held.basis.position), "backward"
                self.heads[key] = Held(basis, record.offset, body)

    @invariant()
    def offsets_follow_what_is_written(self) -> None:
        quarantined = {each.key for each in self.world.log.records.get(TopicPartition(QUARANTINE, 0), [])}
        for tp in INPUTS:
            for record in self.world.log.records.get(tp, []):
                if record.offset >= self.world.group.committed[tp]:
                    break
                if record.value == POISON:
                    assert f"{tp.topic}-{tp.partition}-{record.offset}".encode() in quarantined
                    continue
                key = record.key or b""
                head = self.heads.get(key)
                committed = {each["seq"] for each in self.said(key, self.world.group.committed)}
                if (head is None or head.body is None) and key in HIDDEN.values():
                    continue  # it had no picture under some configuration, and needs no record of that
                if head is not None and (OUT, head.at) in self.world.landed:
                    continue  # where nothing newer stood that it gives way to, it stands until it is healed
                if head is None:
                    every = {each["seq"] for each in self.said(key, self.world.log.ends)}
                    assert None in (body_of(committed), body_of(every)), "committed, and in no picture"
                else:
                    included = {each["seq"] for each in self.said(key, included_in(head.basis))}
                    assert body_of(included | committed) == body_of(included), "committed, and not in its picture"

    @invariant()
    def nobody_writes_to_what_is_another_s(self) -> None:
        assert not self.world.trespassed

    def said(self, key: bytes, ends: Mapping[TopicPartition, int]) -> Iterator[dict[str, Any]]:
        """What was said of a key before these offsets."""
        for tp in INPUTS:
            for record in self.world.log.records.get(tp, []):
                if record.key == key and record.value != POISON and record.offset < ends.get(tp, 0):
                    yield orjson.loads(record.value or b"")

    def expected(self, key: bytes, basis: Basis) -> Any:
        """By another way than the fold: everything is added up anew."""
        records = self.world.log.records[SETTINGS]
        said = orjson.loads(records[basis.position.offset(word(CONFIGURATION))].value or b"")
        assert basis.configuration == said["hash"]
        return self.added_up(key, included_in(basis), said, basis.judged_for)

    def added_up(self, key: bytes, ends: Mapping[TopicPartition, int], said: dict[str, Any], day: date) -> Any:
        body = body_of({each["seq"] for each in self.said(key, ends)})
        if body is None or key == HIDDEN.get(said["factor"]):
            return None
        body["sum"] *= said["factor"]
        return body | ({"day": day.isoformat()} if said["expires"] else {})

    def teardown(self) -> None:
        try:
            self.do(self.world.settle())
            self.look()
            self.offsets_follow_what_is_written()
            self.everything_is_told()
            written = self.world.log.ends.get(OUT, 0)
            self.do(self.world.settle())
            assert self.world.log.ends.get(OUT, 0) == written, "it writes on and on"
        finally:
            self.do(self.world.end())
            self.loop.close()

    def everything_is_told(self) -> None:
        ends = self.world.log.ends
        assert self.world.group.committed == {tp: ends.get(tp, 0) for tp in INPUTS}
        said = orjson.loads(self.world.log.records[SETTINGS][-1].value or b"")
        last = {record.key: record for record in self.world.log.records.get(OUT, [])}
        for key in KEYS:
            now = self.added_up(key, ends, said, london_day(self.world.now))
            held, record = self.heads.get(key), last.get(key)
            assert (None if held is None else held.body) == now, "the picture that stands"
            assert (None if record is None or record.value is None else orjson.loads(record.value)) == now, "compacted"


def included_in(basis: Basis) -> dict[TopicPartition, int]:
    return {tp: basis.position.offset(word(tp.topic)) + 1 for tp in INPUTS}


def body_of(sequences: set[int]) -> dict[str, Any] | None:
    if not sequences or max(sequences) % 7 == 6:
        return None
    return {"count": len(sequences), "last": max(sequences), "sum": sum(sequences)}


AMONG = settings(max_examples=400, stateful_step_count=50, deadline=None)


def test_nothing_is_lost_doubled_or_told_backward() -> None:
    run_state_machine_as_test(ShardOfOnePartition, settings=AMONG)


# what is fetched and not finished is the consumer's
@pytest.mark.parametrize(
    "guard", [Guard.CHAIN, Guard.HEAL, Guard.LEASE, Guard.TOMBSTONES], ids=lambda guard: guard.value
)
def test_the_law_notices_a_guard_that_is_taken_away(guard: Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "_REMOVED", frozenset({guard}))
    found = settings(AMONG, max_examples=50_000, phases=[Phase.generate], report_multiple_bugs=False, database=None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(ShardOfOnePartition, settings=found)
