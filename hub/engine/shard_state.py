"""What all shards share, and what an operator may ask of one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from random import Random

from hub.engine.configuration import ConfigurationFollower
from hub.engine.intake import BatchSource
from hub.engine.ports import Core
from hub.log.batch_writer import BatchWriter
from hub.log.quarantine import Quarantine
from hub.log.raw_reader import ReaderPool


class Stage(Enum):
    """Where a shard stands."""

    STOPPED = "stopped"
    RESTORING = "restoring"
    LIVE = "live"
    WAITING = "waiting"
    FAILED = "failed"


@dataclass(slots=True)
class Progress:
    """What an operator may ask of a shard. reason: words, for WAITING and FAILED.

    failures: how often it broke off since everything last went well; last_failure: the last time's words.
    """

    stage: Stage = Stage.STOPPED
    reason: str = ""
    failures: int = 0
    last_failure: str = ""
    restored: int = 0
    to_restore: int = 0
    quarantined: int = 0
    swept: int = 0

    def wait_because(self, reason: str) -> None:
        """It does not go on until what is told has changed."""
        self.stage, self.reason = Stage.WAITING, reason

    def broke_off(self) -> None:
        """What it was doing was not done, for the reason that is told now."""
        self.failures += 1
        self.last_failure = self.reason

    def went_well(self) -> None:
        """All that was dirty is written."""
        self.failures, self.last_failure = 0, ""


@dataclass(frozen=True, slots=True)
class ShardParts:
    """What all shards of a worker share.

    inputs: the topics that INPUT_TOPICS are called here, in that order; picture: the output topic.
    restoring: numbers of the shards that are reading the log; others leave them the processor while they do.
    clock: the time, aware; today is London's day of it. random: spreads retries.
    """

    inputs: tuple[str, ...]
    picture: str
    core: Core
    source: BatchSource
    restore_pool: ReaderPool
    heal_pool: ReaderPool
    writer: BatchWriter
    quarantine: Quarantine
    configuration: ConfigurationFollower
    restoring: set[int]
    clock: Callable[[], datetime]
    random: Random
