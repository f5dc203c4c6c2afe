"""Which pictures a feed tells of. Pure.

A group's: those of its partnerships. A programme's: its own and those of the contracts that are assigned to it. A
procurement's: its own and those of the contracts that came of it. A provider's: its own and those of the contracts and
procurements that name it. When a contract leaves a programme, the programme's own picture changes, so whoever follows
the programme is told. A contract has no feed: whoever follows one of these is told of it.

Promise: a feed takes every picture that the picture it follows names.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from urllib.parse import quote

from hub.configuration.model import Group
from hub.gateway.index.held_picture import HeldPicture, PictureKey
from hub.log.topics import partition_of


class FeedKind(StrEnum):
    """What a feed follows; the value is its word in the address."""

    GROUP = "groups"
    PROGRAMME = "programmes"
    PROCUREMENT = "procurements"
    PROVIDER = "providers"


@dataclass(frozen=True)
class Scope:
    """One feed. id: of the group or of the picture that is followed. partnerships: whose pictures may belong."""

    kind: FeedKind
    id: str
    partnerships: tuple[str, ...]

    @classmethod
    def of_group(cls, group: Group) -> "Scope":
        return cls(FeedKind.GROUP, group.id, tuple(sorted(set(group.partnerships))))

    @classmethod
    def of(cls, kind: FeedKind, partnership: str, name: str) -> "Scope":
        """Of what a picture is of."""
        return cls(kind, name, (partnership,))

    @classmethod
    def of_picture(cls, key: PictureKey) -> "Scope | None":
        """The feed that follows a picture; None for a kind that has none."""
        word = f"{key.kind}s"
        return cls.of(FeedKind(word), key.partnership, key.id) if word in list(FeedKind) else None

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
        if self.kind is FeedKind.GROUP:
            return None
        return PictureKey(self.partnerships[0], self.kind.removesuffix("s"), self.id)

    def partitions(self, count: int) -> tuple[int, ...]:
        """Where its pictures stand, in order, in a topic of so many partitions."""
        return tuple(sorted({partition_of(each.encode(), count) for each in self.partnerships}))

    def takes(self, held: HeldPicture) -> bool:
        """Whether a picture belongs to it."""
        if held.key.partnership not in self._places:
            return False
        match self.kind:
            case FeedKind.GROUP:
                return True
            case FeedKind.PROGRAMME:
                names_it = self.id in held.programmes or self.id in held.assessed_in
                return held.key == self.key or (held.key.kind == "contract" and names_it)
            case FeedKind.PROCUREMENT:
                return held.key == self.key or (held.key.kind == "contract" and self.id in held.procurements)
            case FeedKind.PROVIDER:
                names_it = held.key.kind in ("contract", "procurement") and self.id in held.providers
                return held.key == self.key or names_it

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset(self.partnerships)
