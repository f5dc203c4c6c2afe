"""What the ids of a publisher stand for: one line for each, with the reason.

Source: design section 3 (ids); counts over real releases in docs/decisions/0013-what-an-ocds-release-means.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final


class Identity(Enum):
    """What is a contract of its own."""

    SIGNED = "signed"  # each entry of contracts[], <ocid>/<its id>; awards and lots merge by their ids
    PROCESS = "process"  # the whole process: its contract's id is the ocid, and a release states its awards anew


@dataclass(frozen=True, slots=True)
class Publisher:
    """Whoever holds an ocid prefix. reason: why its ids are read like that."""

    prefix: str
    name: str
    identity: Identity
    reason: str


_KNOWN: Final = (
    Publisher(
        "ocds-b5fd17",
        "Contracts Finder",
        Identity.PROCESS,
        "no release has contracts[], and a correction gives an award another id: 12 and 13 suppliers of one award",
    ),
    Publisher(
        "ocds-kuma6s",
        "Sell2Wales",
        Identity.PROCESS,
        "no release has contracts[], and the ids of parties and awards are numbered anew in each release",
    ),
    Publisher(
        "ocds-r6ebe6",
        "Public Contracts Scotland",
        Identity.PROCESS,
        "two bodies publish releases of one ocid, with ids of their own, and none has contracts[]",
    ),
    Publisher(
        "ocds-h6vhtk",
        "Find a Tender",
        Identity.SIGNED,
        "ids of lots, awards and contracts are kept from notice to notice, and a notice holds only what it is about",
    ),
)

PUBLISHERS: Final[Mapping[str, Publisher]] = MappingProxyType({each.prefix: each for each in _KNOWN})


def publisher_of(ocid: str) -> Publisher:
    """The publisher of an ocid; one that is not in the table is read as the standard says."""
    prefix = "-".join(ocid.split("-")[:2])
    reason = "OCDS 1.1: ids hold within the process, releases merge by id"
    return PUBLISHERS.get(prefix) or Publisher(prefix, prefix, Identity.SIGNED, reason)
