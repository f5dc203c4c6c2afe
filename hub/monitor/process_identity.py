"""Which process it was, whatever has the same pid now."""

from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class Identity:
    """Which process: a pid alone may be given to another one. started: seconds since 1970."""

    pid: int
    started: float

    def process(self) -> psutil.Process | None:
        """The process, if it is still this one and not a zombie."""
        try:
            found = psutil.Process(self.pid)
            same = abs(found.create_time() - self.started) < 1 and found.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return None
        return found if same else None
