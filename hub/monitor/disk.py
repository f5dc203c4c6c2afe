"""How full the disk is on which an instance keeps its data: looked at here, rated by pure rules.

Why these limits: Kafka ends when it cannot write, and then nothing is taken any more; what it acknowledged is safe.
LOW_BYTES is what a load of some millions of events takes with its pictures: somebody has hours, not minutes.
FULL_BYTES leave room for what a start writes. The shares keep a small disk from being told of all the time.
"""

import shutil
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

LOW_BYTES: Final = 5 << 30
LOW_SHARE: Final = 0.1
FULL_BYTES: Final = 1 << 30
FULL_SHARE: Final = 0.05


class Room(Enum):
    """How much room there is."""

    ENOUGH = "enough"
    LOW = "low"  # less than LOW_BYTES, or of a small disk less than LOW_SHARE
    FULL = "full"  # less than FULL_BYTES, or of a small disk less than FULL_SHARE: Kafka may end at any moment


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk that holds a folder."""

    folder: str
    total_bytes: int
    free_bytes: int

    @property
    def room(self) -> Room:
        return room(self.total_bytes, self.free_bytes)

    def to_json(self) -> dict[str, str | int]:
        return {
            "folder": self.folder,
            "total_bytes": self.total_bytes,
            "free_bytes": self.free_bytes,
            "room": self.room.value,
        }


def room(total_bytes: int, free_bytes: int) -> Room:
    """Pure. Of bytes and share the smaller one counts, so that low always comes before full."""
    if free_bytes < min(FULL_BYTES, total_bytes * FULL_SHARE):
        return Room.FULL
    return Room.LOW if free_bytes < min(LOW_BYTES, total_bytes * LOW_SHARE) else Room.ENOUGH


def disk_of(home: Path) -> Disk | None:
    """The disk of the home, or of the nearest folder above it that is there; None where it cannot be asked."""
    folder = next((each for each in (home, *home.parents) if each.exists()), home)
    try:
        used = shutil.disk_usage(folder)
    except OSError:
        return None
    return Disk(str(home), used.total, used.free)
