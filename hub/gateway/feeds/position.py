"""A reader's position in a feed, as it stands in `id` and comes back in `Last-Event-ID`: `0:1041,1:77`.

The highest offset that was looked at of each partition of the feed, in their order; a group's also says which
partnerships it was a feed of: `0:1041,1:77~5f3a9c01`. Pure.
"""

import re
from dataclasses import dataclass
from typing import Final

_OF_PARTITION: Final = r"\d{1,9}:(?:-1|\d{1,18})"
_FORM: Final = re.compile(rf"(?P<offsets>{_OF_PARTITION}(?:,{_OF_PARTITION})*)?(?:~(?P<mark>[0-9a-f]{{8}}))?", re.ASCII)


class PositionMalformed(ValueError):
    """What was sent is no position of a feed."""


@dataclass(frozen=True, slots=True)
class FeedPosition:
    """offsets: by partition. mark: of the group's partnerships; empty where there is none."""

    offsets: dict[int, int]
    mark: str = ""

    def __str__(self) -> str:
        parts = ",".join(f"{partition}:{self.offsets[partition]}" for partition in sorted(self.offsets))
        return f"{parts}~{self.mark}" if self.mark else parts

    def around(self, partition: int) -> tuple[str, str]:
        """What stands before and behind the offset of a partition: the rest is the same for many items in a row."""
        lower = "".join(f"{each}:{self.offsets[each]}," for each in sorted(self.offsets) if each < partition)
        higher = "".join(f",{each}:{self.offsets[each]}" for each in sorted(self.offsets) if each > partition)
        return f"{lower}{partition}:", f"{higher}~{self.mark}" if self.mark else higher

    @classmethod
    def read(cls, text: str) -> "FeedPosition":
        """From what `str` wrote. Raises PositionMalformed."""
        found = _FORM.fullmatch(text)
        if found is None or not text:
            raise PositionMalformed("not of the form 0:1041,1:77, with the mark of a group's partnerships behind it")
        parts = [each.split(":") for each in (found["offsets"] or "").split(",") if each]
        offsets = {int(partition): int(offset) for partition, offset in parts}
        if len(offsets) != len(parts):
            raise PositionMalformed("a partition is named twice")
        return cls(offsets, found["mark"] or "")
