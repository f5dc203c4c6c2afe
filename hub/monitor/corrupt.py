"""Records whose bytes changed after Kafka wrote them: the checksum of their batch is wrong, and no reader takes them.

Kafka answers all the while, so this is never told as Kafka being away.
"""

import re
from collections.abc import Awaitable, Iterable
from typing import Final, TypeVar

from aiokafka.errors import CorruptRecordException

Found = TypeVar("Found")

RUNBOOK: Final = "docs/runbooks/log-corrupt.md"
_PARTITION: Final = re.compile(r"topic='(?P<topic>[^']+)', partition=(?P<partition>\d+)")


def damaged_partition(damaged: CorruptRecordException) -> str:
    """topic[partition], as far as the client names it."""
    found = _PARTITION.search(str(damaged))
    return f"{found['topic']}[{found['partition']}]" if found else "a topic"


def words_of(damaged: CorruptRecordException) -> str:
    where = damaged_partition(damaged)
    return f"{where} holds records whose bytes changed on the disk: their checksum is wrong. See {RUNBOOK}"


def is_among(partition: str, told: Iterable[str]) -> bool:
    """Whether a partition, as topic[number], is among those told, which may have the instance's prefix."""
    return any(each.endswith(partition) for each in told)


async def readable(asking: Awaitable[Found], instead: Found, corrupt: list[str]) -> Found:
    """The answer, or what is said instead where records cannot be read; the partition is added to `corrupt`."""
    try:
        return await asking
    except CorruptRecordException as damaged:
        partition = damaged_partition(damaged)
        if partition not in corrupt:
            corrupt.append(partition)
        return instead
