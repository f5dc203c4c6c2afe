"""Output records that cannot be the engine's, as a worker met them: told once in its log, and in its status."""

import logging
from collections import deque
from collections.abc import Container
from dataclasses import dataclass
from typing import Final

from hub.log.raw_reader import RawRecord
from hub.log.untrue import Untrue

log = logging.getLogger("hub.engine.anomalies")

MOST: Final = 100
KEY_CHARACTERS: Final = 200


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One record. at: milliseconds since 1970 at which it was written, by the log."""

    key: bytes
    partition: int
    offset: int
    at: int
    why: Untrue


class Anomalies:
    """The last MOST of one output partition, each once, however often it is read."""

    def __init__(self) -> None:
        self._seen: deque[Anomaly] = deque(maxlen=MOST)
        self._highest = -1

    def note(self, record: RawRecord, why: Untrue) -> None:
        """Records come in log order, or again."""
        if record.offset <= self._highest:
            return
        self._highest = record.offset
        self._seen.append(Anomaly(record.key or b"", record.partition, record.offset, record.timestamp, why))
        location = f"{record.topic}-{record.partition}-{record.offset}"
        log.warning("an output record is not the engine's", extra={"record": location, "reason": f"it {why.value}"})

    def told(self, stale: Container[bytes]) -> list[dict[str, object]]:
        """stale: the keys that are not written over yet."""
        return [
            {
                "key": each.key.decode(errors="replace")[:KEY_CHARACTERS],
                "partition": each.partition,
                "offset": each.offset,
                "at": each.at,
                "why": each.why.value,
                "stands": each.key in stale,
            }
            for each in self._seen
        ]
