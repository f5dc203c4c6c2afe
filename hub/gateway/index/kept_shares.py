"""What the pictures of the groups that were asked for last give to their reports, kept until others are. Pure.

Promise: the same as made from each picture anew. What is kept is bounded by the bytes of the pictures, and those that
were asked for longest ago go first; so does what a picture gave that does not stand any more.
"""

from collections.abc import Iterable
from typing import Final

from hub.gateway.index.held_picture import HeldPicture
from hub.reports.shares import Key, PictureShare

MOST_BYTES: Final = 16 << 20


class KeptShares:
    """By picture. most_bytes: of the pictures whose shares are kept, but for those that are asked for together."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: dict[HeldPicture, PictureShare] = {}  # those asked for last at the end
        self.bytes = 0

    def of(self, pictures: Iterable[HeldPicture]) -> dict[Key, PictureShare]:
        """What each of these gives."""
        found: dict[Key, PictureShare] = {}
        for held in pictures:
            found[held.key] = self._of(held)
        while self.bytes > self._most_bytes:
            self._let_go(next(iter(self._kept)))
        return found

    def _of(self, held: HeldPicture) -> PictureShare:
        share = self._let_go(held) if held in self._kept else PictureShare.of(held.key.kind, held.picture)
        self._kept[held] = share
        self.bytes += len(held.body)
        return share

    def _let_go(self, held: HeldPicture) -> PictureShare:
        self.bytes -= len(held.body)
        return self._kept.pop(held)
