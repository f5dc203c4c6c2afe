"""A small fold for the engine's tests: per key the set of sequence numbers that were said, by union.

A value is JSON {"key": str, "seq": int, "n": number of times to weigh it, "gone": bool}. gone: the key has no picture
while its highest seq is one of those. A value that is not JSON is poison. The body shows count, sum and last seq.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import orjson

from hub.engine.ports import AddOutcome, ConfigurationLike, Core, Output, SchemaAnswer
from hub.log.raw_reader import RawRecord
from hub.log.records import InputRecord, Poison
from hub.settings import Settings


@dataclass(frozen=True)
class CountingConfiguration:
    hash: str
    offset: int
    views: int
    factor: int = 1
    expires: bool = False


@dataclass
class Tally:
    sequences: set[int] = field(default_factory=set)
    total: int = 0
    last: tuple[int, bool] = (-1, False)


class CountingFold:
    def __init__(self, configuration: CountingConfiguration) -> None:
        self._configuration = configuration
        self._tallies: dict[bytes, Tally] = {}
        self._dirty: dict[bytes, None] = {}

    def add(self, record: InputRecord, *, mark: bool = True) -> AddOutcome | Poison:
        try:
            said = orjson.loads(record.value or b"")
        except orjson.JSONDecodeError:
            return Poison("not-json", "value", "the value is not JSON", "send JSON")
        key = record.key or b""
        seq: int = said["seq"]
        held = self._tallies.setdefault(key, Tally())
        if seq in held.sequences:
            return AddOutcome.DUPLICATE
        held.sequences.add(seq)
        held.total += seq
        held.last = max(held.last, (seq, bool(said.get("gone"))))
        if mark:
            self._dirty[key] = None
        return AddOutcome.NEW

    def set_aside(self, records: Sequence[RawRecord], start: int) -> int:
        return start

    def set_aside_count(self) -> int:
        return 0

    def take_in(self, limit: int, key: bytes | None = None) -> bool:
        return False

    def take_in_any(self, limit: int) -> None:
        raise AssertionError("nothing is ever set aside")

    def configure(self, configuration: ConfigurationLike) -> None:
        assert isinstance(configuration, CountingConfiguration)
        self._configuration = configuration

    def mark(self, keys: Iterable[bytes]) -> None:
        self._dirty.update(dict.fromkeys(keys))

    def dirty_count(self) -> int:
        return len(self._dirty)

    def evaluate(self, today: date, limit: int | None = None) -> Sequence[Output]:
        keys = list(self._dirty)[:limit]
        for key in keys:
            del self._dirty[key]
        return [self._output(key, today) for key in keys]

    def keys(self) -> Iterable[bytes]:
        return [key for key, held in self._tallies.items() if not held.last[1]]

    def _output(self, key: bytes, today: date) -> Output:
        held = self._tallies.get(key)
        if held is None or held.last[1]:
            return Output(key, None, None)
        until = today + timedelta(days=1) if self._configuration.expires else None
        body = {
            "count": len(held.sequences),
            "sum": held.total * self._configuration.factor,
            "last": held.last[0],
            **({"day": today.isoformat()} if self._configuration.expires else {}),
        }
        return Output(key, orjson.dumps(body, option=orjson.OPT_SORT_KEYS), until)


def build_configuration(records: Sequence[InputRecord]) -> CountingConfiguration:
    """The last record's object over the defaults; raises ValueError when it is not one."""
    if not records:
        return CountingConfiguration("none", -1, 1)
    said = orjson.loads(records[-1].value or b"")
    return CountingConfiguration(
        hash=said.get("hash", "one"),
        offset=records[-1].offset,
        views=said.get("views", 1),
        factor=said.get("factor", 1),
        expires=said.get("expires", False),
    )


async def fetch_schema(schema_id: int) -> SchemaAnswer:
    return SchemaAnswer.NO_SUCH_ID


def new_fold(partition: int, configuration: ConfigurationLike) -> CountingFold:
    assert isinstance(configuration, CountingConfiguration)
    return CountingFold(configuration)


def create(settings: Settings) -> Core:
    return Core(new_fold, build_configuration, fetch_schema, views=1, code_version="test")
