"""Records that were evaluated before, set aside as Kafka gave them until somebody looks at their partnership.

A worker that begins again has a long history to hold and a few partnerships to look at, and to set a record aside
costs a small part of decoding it. Nothing is decided here: what is taken out later is decoded as any other record.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from hub.events.catalogue import CATALOGUE
from hub.log.raw_reader import RawRecord
from hub.log.records import InputRecord
from hub.serialization.schemas import versions

# where admission puts it; a record that has it elsewhere is not set aside, but decoded at once
_SCHEMA_AT: Final = 4

_Headers = tuple[tuple[str, bytes | None], ...]


class _Undecoded(NamedTuple):
    """The parts of a record that differ from the next one's. own: the first header; others: the rest."""

    topic: str
    partition: int
    offset: int
    timestamp_ms: int
    value: bytes | None
    own: _Headers
    others: _Headers


@cache
def _readable() -> frozenset[tuple[str, bytes]]:
    """The `ce_dataschema` headers of which it is sure that no registry is asked to read the value."""
    return frozenset(
        ("ce_dataschema", f"{each.word}/{each.name}/v{major}.{minor}".encode())
        for each in CATALOGUE
        for major, minor in versions(each)
    )


class SetAside:
    """By key, in the order in which they came."""

    def __init__(self) -> None:
        self._by_key: dict[bytes, deque[_Undecoded]] = {}
        self._alike: dict[_Headers, _Headers] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, key: bytes) -> bool:
        return key in self._by_key

    def put(self, records: Sequence[RawRecord], start: int) -> int:
        """Takes the records from index `start` on, up to one that must be decoded now; returns that one's index."""
        readable, by_key, alike = _readable(), self._by_key, self._alike
        at = start
        for at in range(start, len(records)):
            raw = records[at]
            headers, key = raw.headers, raw.key
            if key is None or len(headers) <= _SCHEMA_AT or headers[_SCHEMA_AT] not in readable:
                break
            others = tuple(headers[1:])
            held = by_key.get(key)
            if held is None:
                held = by_key[key] = deque()
            held.append(
                _Undecoded(
                    raw.topic,
                    raw.partition,
                    raw.offset,
                    raw.timestamp,
                    raw.value,
                    (headers[0],),
                    alike.setdefault(others, others),
                )
            )
        else:
            at = len(records)
        self._count += at - start
        return at

    def take(self, key: bytes | None, limit: int) -> Iterator[InputRecord]:
        """Takes up to `limit` records out: of this key, or of any where it is None."""
        while limit > 0 and self._by_key:
            found = key if key is not None else next(iter(self._by_key))
            held = self._by_key.get(found)
            if held is None:
                return
            while held and limit > 0:
                each = held.popleft()
                self._count -= 1
                limit -= 1
                headers = each.own + each.others
                yield InputRecord(
                    each.topic, each.partition, each.offset, each.timestamp_ms, found, each.value, headers
                )  # fmt: skip
            if not held:
                del self._by_key[found]
