"""What a group had committed, and where its topics ended, at the last few looks; kept in one file of the instance.

Promise: the file is bounded (LOOKS) and replaced whole. Whoever reads it gets one moment, or the reason why nothing is
known. The rules that need it stand in hub.monitor.lag_rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self

import orjson

from hub.monitor.lag_rules import WINDOW, Commit, End, LagState, lag_state

LOOKS: Final = 12
EVERY_SECONDS: Final = 5.0
OLD_SECONDS: Final = 4 * EVERY_SECONDS

Partition = tuple[str, int]
"""A topic without its prefix, and a partition."""


@dataclass(frozen=True, slots=True)
class LagLook:
    """One look. members: how many members the group had. standing: (committed, end) of each partition."""

    at: datetime
    members: int
    standing: Mapping[Partition, tuple[int, int]]


@dataclass(slots=True)
class LagHistory:
    """The last looks at one group, oldest first."""

    group: str
    looks: list[LagLook] = field(default_factory=list)

    def add(self, look: LagLook) -> None:
        """Takes a look; the oldest goes when there are more than LOOKS. One from before the last is ignored."""
        if not self.looks or look.at > self.looks[-1].at:
            self.looks.append(look)
            del self.looks[:-LOOKS]

    def states(self, now: datetime) -> dict[Partition, LagState]:
        """The state of every partition that the last look saw."""
        partitions = self.looks[-1].standing if self.looks else {}
        return {partition: lag_state(self.commits(partition), self.ends(partition), now) for partition in partitions}

    def commits(self, partition: Partition) -> list[Commit]:
        """The looks at which the group had members, as commits; the oldest look too, for what was committed before."""
        seen = [look for look in self.looks if partition in look.standing]
        return [
            Commit(look.at, committed, max(0, end - committed))
            for number, look in enumerate(seen)
            if look.members or not number
            for committed, end in (look.standing[partition],)
        ]

    def ends(self, partition: Partition) -> list[End]:
        return [End(look.at, look.standing[partition][1]) for look in self.looks if partition in look.standing]

    def trouble(self, now: datetime) -> str | None:
        """Why the states are not to be trusted, in words; None when they are."""
        if not self.looks:
            return "nothing has been seen yet"
        age = (now - self.looks[-1].at).total_seconds()
        if age > OLD_SECONDS:
            return f"the last look was {age:.0f} s ago: the supervisor is not up, or Kafka did not answer it"
        if len(self.looks) < WINDOW:
            return f"{len(self.looks)} looks so far, {WINDOW} are needed: wait {EVERY_SECONDS * WINDOW:.0f} s"
        return None

    def encode(self) -> bytes:
        partitions = sorted({partition for look in self.looks for partition in look.standing})
        return orjson.dumps(
            {
                "group": self.group,
                "at": [look.at.isoformat() for look in self.looks],
                "members": [look.members for look in self.looks],
                # a list per partition, null where a look did not see it: a tenth of a list of objects
                "partitions": [
                    {
                        "topic": topic,
                        "partition": number,
                        "seen": [look.standing.get((topic, number)) for look in self.looks],
                    }
                    for topic, number in partitions
                ],
            }
        )

    @classmethod
    def decode(cls, raw: bytes) -> Self:
        """Raises ValueError for what `encode` did not write."""
        try:
            said: dict[str, Any] = orjson.loads(raw)
            standing: list[dict[Partition, tuple[int, int]]] = [{} for _ in said["at"]]
            for each in said["partitions"]:
                for number, seen in enumerate(each["seen"]):
                    if seen is not None:
                        standing[number][each["topic"], int(each["partition"])] = (int(seen[0]), int(seen[1]))
            times = [datetime.fromisoformat(each).astimezone(UTC) for each in said["at"]]
            looks = [LagLook(*each) for each in zip(times, map(int, said["members"]), standing, strict=True)]
            return cls(str(said["group"]), looks)
        except (KeyError, TypeError, IndexError, AttributeError) as odd:
            raise ValueError(f"not a history of lag: {odd!r}") from odd


def path(home: Path) -> Path:
    return home / "run" / "lag-history.json"


def write(home: Path, history: LagHistory) -> None:
    """Raises OSError."""
    file = path(home)
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_suffix(".new")
    aside.write_bytes(history.encode())
    aside.replace(file)


def forget(home: Path) -> None:
    """What was seen so far is not what comes next: the group is about to be sent back by the hub itself."""
    path(home).unlink(missing_ok=True)


def read(home: Path, group: str) -> LagHistory | None:
    """The history of that group; None when there is none or it is not readable."""
    try:
        found = LagHistory.decode(path(home).read_bytes())
    except (OSError, ValueError):
        return None
    return found if found.group == group else None
