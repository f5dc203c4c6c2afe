"""Which pictures a feed tells of. Pure.

A group's: those of its partnerships. A programme's: its own and those of the contracts that are assigned to it. A
provider's: its own and those of the contracts that name it. When a contract leaves a programme, the programme's own
picture changes, so whoever follows the programme is told.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from urllib.parse import quote

from hub.events.configuration import Group
from hub.gateway.shown import PictureKey, Shown
from hub.log.topics import partition_of


class FeedKind(StrEnum):
    """What a feed follows; the value is its word in the address."""

    GROUP = "groups"
    PROGRAMME = "programmes"
    PROVIDER = "providers"


@dataclass(frozen=True)
class Scope:
    """One feed. id: of the group, programme or provider. partnerships: whose pictures may belong."""

    kind: FeedKind
    id: str
    partnerships: tuple[str, ...]

    @classmethod
    def of_group(cls, group: Group) -> "Scope":
        return cls(FeedKind.GROUP, group.id, tuple(sorted(set(group.partnerships))))

    @classmethod
    def of(cls, kind: FeedKind, partnership: str, name: str) -> "Scope":
        """Of a programme or provider."""
        return cls(kind, name, (partnership,))

    @cached_property
    def address(self) -> str:
        """The path under which it is served."""
        words = ([] if self.kind is FeedKind.GROUP else [self.partnerships[0]]) + [self.id]
        return "/".join(["/v1/feeds", self.kind.value, *(quote(each, safe="") for each in words)])

    @cached_property
    def mark(self) -> str:
        """Tells a group's set of partnerships from another one; empty for a feed whose set never changes."""
        if self.kind is not FeedKind.GROUP:
            return ""
        return hashlib.sha256("\n".join(self.partnerships).encode()).hexdigest()[:8]

    @cached_property
    def key(self) -> PictureKey | None:
        """The picture without which there is no such feed; None for a group."""
        match self.kind:
            case FeedKind.GROUP:
                return None
            case FeedKind.PROGRAMME:
                return PictureKey(self.partnerships[0], "programme", self.id)
            case FeedKind.PROVIDER:
                return PictureKey(self.partnerships[0], "provider", self.id)

    def partitions(self, count: int) -> tuple[int, ...]:
        """Where its pictures stand, in order, in a topic of so many partitions."""
        return tuple(sorted({partition_of(each.encode(), count) for each in self.partnerships}))

    def takes(self, shown: Shown) -> bool:
        """Whether a picture belongs to it."""
        if shown.key.partnership not in self._places:
            return False
        match self.kind:
            case FeedKind.GROUP:
                return True
            case FeedKind.PROGRAMME:
                return shown.key == self.key or (shown.key.kind == "contract" and self.id in shown.programmes)
            case FeedKind.PROVIDER:
                return shown.key == self.key or (shown.key.kind == "contract" and self.id in shown.suppliers)

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset(self.partnerships)
