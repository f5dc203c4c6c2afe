"""What a worker says of itself: one JSON document, replaced as a whole, so that a reader never sees half of it."""

import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from hub.engine.engine import Engine
from hub.engine.shard import Shard
from hub.engine.shard_state import Progress, Stage
from hub.events.counting import count_words


@dataclass(slots=True)
class Rate:
    """Events per second of one shard, between two looks."""

    added: int = 0
    at: float = 0.0
    per_second: float = 0.0

    def look(self, added: int, at: float) -> float:
        """The rate since the last look; at: a monotonic time in seconds."""
        if at > self.at:
            self.per_second = 0.0 if not self.at else (added - self.added) / (at - self.at)
            self.added, self.at = added, at
        return self.per_second


def not_ready_because(engine: Engine) -> list[str]:
    """Everything that keeps the worker from being ready, in words; empty when it is ready."""
    reasons = [words for words in (engine.problem, engine.kafka_problem, engine.configuration.problem) if words]
    refusal = engine.configuration.refusal()
    if refusal and refusal not in reasons:
        reasons.append(refusal)
    if not engine.assigned:
        reasons.append("no partitions have been assigned yet: the worker is joining its group")
    elif engine.heartbeat_age_seconds > engine.settings.session_timeout_seconds:
        reasons.append(f"no heartbeat acknowledged for {engine.heartbeat_age_seconds:.0f} s")
    for number, shard in sorted(engine.shards.items()):
        reasons += [f"partition {number} {each}" for each in shard_troubles(shard.progress)]
    return reasons


def shard_troubles(progress: Progress) -> list[str]:
    """Why a shard is not ready, in words; one that breaks off and tries again says the same at every moment."""
    told = []
    if progress.failures:
        told.append(f"waits and tries again: {progress.last_failure}")
    match progress.stage:
        case Stage.LIVE:
            pass
        case Stage.RESTORING:
            if progress.to_restore or not told:
                told.append(f"restoring, {progress.restored} of {count_words(progress.to_restore, 'record')}")
        case Stage.WAITING | Stage.FAILED:
            if not told or progress.reason != progress.last_failure:
                told.append(f"{progress.stage.value}: {progress.reason}")
        case Stage.STOPPED:
            told.append("stopped: the group is rebalancing")
    return told


def status_of(engine: Engine, now: datetime, monotonic: float, rates: dict[int, Rate]) -> dict[str, Any]:
    """The status document. rates: kept by the caller from look to look."""
    reasons = not_ready_because(engine)
    standing = engine.configuration.now()
    age = engine.heartbeat_age_seconds
    return {
        "worker": engine.settings.name,
        "pid": os.getpid(),
        "time": now.isoformat(),
        "ready": not reasons,
        "state": _state(engine, reasons),
        "reasons": reasons,
        "generation": engine.app.epoch[0],
        "heartbeat_age_seconds": None if age == float("inf") else round(age, 3),
        "configuration": None
        if standing is None
        else {"hash": standing.configuration.hash, "offset": standing.configuration.offset},
        "partitions": {
            str(number): _shard_status(shard, rates.setdefault(number, Rate()), monotonic)
            for number, shard in sorted(engine.shards.items())
        },
    }


def _state(engine: Engine, reasons: list[str]) -> str:
    if reasons:
        return "not ready"
    if not engine.shards:
        return "ready, without partitions: other workers of the group have them all"
    return "ready"


def _shard_status(shard: Shard, rate: Rate, monotonic: float) -> dict[str, Any]:
    progress, counts = asdict(shard.progress), asdict(shard.state.pictures.counts)
    progress["stage"] = shard.progress.stage.value
    return {
        **progress,
        **counts,
        "added": shard.state.additions.new,
        "duplicates": shard.state.additions.duplicates,
        "set_aside": shard.state.set_aside,
        "o": shard.state.position.as_dict(),
        "queued": shard.intake.records,
        "events_per_second": round(
            rate.look(shard.state.additions.new + shard.state.additions.duplicates, monotonic), 1
        ),
        "pictures": len(shard.state.pictures.heads),
        "sweep_left": len(shard.state.sweep),
        "whole": shard.state.is_whole,
        "untrue": shard.state.pictures.untrue,
    }


def write_atomically(path: Path, document: dict[str, Any]) -> None:
    """Replaces the file as a whole; makes its folder. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2))
    part.replace(path)
