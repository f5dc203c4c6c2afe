"""Who holds a feed open: how many may, how long a reader may take nothing, and the end for all of them.

A reader has no buffer here; its position is all that it costs besides its connection.
"""

from dataclasses import dataclass, field


@dataclass
class Readers:
    """most: so many at once. heartbeat_seconds: a silent feed says that it is there. stall_seconds: a reader that takes

    nothing for so long is cut. retry_ms: when a reader should come again after its connection ended.
    """

    most: int = 500
    heartbeat_seconds: float = 15.0
    stall_seconds: float = 20.0
    retry_ms: int = 2000
    ending: bool = False
    _held: int = field(default=0, init=False)

    def __len__(self) -> int:
        return self._held

    def enter(self) -> bool:
        """False if there is no slot left."""
        if self._held >= self.most:
            return False
        self._held += 1
        return True

    def leave(self) -> None:
        self._held -= 1
