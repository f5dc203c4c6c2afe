"""What an event costs, and what it holds in memory, as the history behind it grows 1, 2, 4 and 8-fold.

The fold alone, in a process of its own, without a broker: `python -m bench.history` prints JSON. Before each
measurement the history is folded and evaluated as it came; then more events are measured, in a shard's batches.
"""

import gc
import json
import sys
import time
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import psutil

from bench.loading import Encoded, encoded
from bench.workload import Shape
from hub.configuration.model import Configuration
from hub.engine.fold import ReconcileFold
from hub.engine.memory import OF_A_WORKER, few_collections
from hub.events.catalogue import CATALOGUE
from hub.log.decode import RecordDecoder
from hub.log.records import InputRecord

FOLDS: Final = (1, 2, 4, 8)
BATCH: Final = 500
TODAY: Final = date(2026, 1, 1)


def history(contracts: int, unit: int, probe: int) -> list[dict[str, Any]]:
    """unit: events of the shortest history. probe: events measured on top of each."""
    records = _records(contracts, FOLDS[-1] * unit + probe)
    few_collections(OF_A_WORKER)
    fold = ReconcileFold(RecordDecoder(1), Configuration())
    process = psutil.Process()
    empty, done, found = process.memory_info().rss, 0, []
    for times in FOLDS:
        _run(fold, records[done : times * unit])
        gc.collect()
        held = process.memory_info().rss - empty
        began = time.process_time()
        pictures = _run(fold, records[times * unit : times * unit + probe])
        spent = time.process_time() - began
        done = times * unit + probe
        found.append(
            {
                "times": times,
                "events_before": times * unit,
                "us_per_event": round(spent / probe * 1e6, 1),
                "pictures_per_event": round(pictures / probe, 2),
                "bytes_per_event": round(held / (times * unit)),
            }
        )
    return found


def _run(fold: ReconcileFold, records: Sequence[InputRecord]) -> int:
    pictures = 0
    for start in range(0, len(records), BATCH):
        for record in records[start : start + BATCH]:
            fold.add(record)
        pictures += len(fold.evaluate(TODAY))
    return pictures


def _records(contracts: int, count: int) -> list[InputRecord]:
    ids = dict.fromkeys(CATALOGUE, 1)
    made = encoded(1, count, Shape(contracts, max(1, contracts * 150 // 20_000)), 1, ids)
    return [_record(offset, each) for offset, each in enumerate(made)]


def _record(offset: int, each: Encoded) -> InputRecord:
    return InputRecord(each.topic, 0, offset, 0, each.record.key, each.record.value, tuple(each.record.headers))


def main() -> None:
    contracts, unit, probe = (int(each) for each in sys.argv[1:4])
    print(json.dumps(history(contracts, unit, probe)))


if __name__ == "__main__":
    main()
