"""All that was said, read from the log when a page of another day is asked for."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from aiokafka.errors import KafkaError

from hub.configuration.model import Configuration, ConfigurationUnreadable
from hub.gateway.http.problems import Problem, ProblemKind
from hub.instance.connection import Cluster
from hub.instance.damaged import LogDamaged
from hub.instance.log_reading import LogUnusable
from hub.log.registry import RegistryAway
from hub.reconcile.statement import Statement
from hub.usecases.asking import whole_log

NOT_KNOWN: Final = "what stood on another day is read from the log, and is not known now"
INSTEAD: Final = "`hub report GROUP --as-of DATE` makes the report of any day, and `as_of=today` shows today"


@dataclass(frozen=True, slots=True)
class Everything:
    """What was said, by partnership, and the configuration that stands."""

    statements: Mapping[str, list[Statement]]
    configuration: Configuration


Move = Callable[[], None]
"""Called whenever something came."""

ReadEverything = Callable[[int, Move], Awaitable[Everything]]
"""Reads the log, if it holds no more records than that. Raises Problem AWAY, CLOSED."""


class _TooMany(Exception):
    """The log holds more than is asked for."""


def from_kafka(cluster: Cluster) -> ReadEverything:
    """Reads a cluster's."""

    async def read(most: int, move: Move) -> Everything:
        def check(_: int, whole: int) -> None:
            move()
            if whole > most:
                raise _TooMany

        try:
            log = await whole_log(cluster, check)
            return Everything(log.by_partnership(), log.configuration())
        except _TooMany as many:
            detail = f"the log holds more than {most:,} records, too many to go back in a page; {INSTEAD}"
            raise Problem(ProblemKind.AWAY, detail) from many
        except LogDamaged as lost:
            raise Problem(ProblemKind.CLOSED, f"another day is read from the log, which is damaged: {lost}") from lost
        except (KafkaError, OSError, RegistryAway, LogUnusable, ConfigurationUnreadable) as away:
            raise Problem(ProblemKind.AWAY, f"{NOT_KNOWN}: it cannot be read") from away

    return read
