"""What it means when records of a topic are lost: one line for each topic of the hub. Pure.

Promise: whoever looks for losses walks this table, so that a topic without a line is found by a test and not by a loss.
Source: design, sections 2 (nothing that was acknowledged is lost) and 3.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hub.events.moments import in_london
from hub.events.topics import AUDIT, CONFIGURATION, INPUT_TOPICS, PICTURE, QUARANTINE, REFUSAL, WARNING
from hub.log.damage import damage


class Loss(StrEnum):
    """What goes with the records of a topic."""

    SAID = "said"  # what partners said: pictures of what is left would say less
    RULES = "rules"  # who may speak and who is reported to: what is let in would be judged by what is left
    EVIDENCE = "evidence"  # what was kept for people: nothing waits for it, and nothing can make it anew
    REMADE = "remade"  # nothing: the engine makes it again


MEANS: Final[Mapping[str, Loss]] = MappingProxyType(
    {
        **dict.fromkeys(INPUT_TOPICS, Loss.SAID),
        CONFIGURATION: Loss.RULES,
        PICTURE: Loss.REMADE,
        QUARANTINE: Loss.EVIDENCE,
        REFUSAL: Loss.EVIDENCE,
        WARNING: Loss.EVIDENCE,
        AUDIT: Loss.EVIDENCE,
    }
)

KEPT: Final[Mapping[str, str]] = MappingProxyType(
    {
        QUARANTINE: "records in quarantine that were kept",
        REFUSAL: "refusals that were kept",
        WARNING: "warnings that were kept",
        AUDIT: "entries that were recorded",
    }
)
"""What each topic of evidence holds, in words."""

CLOSING: Final = frozenset({Loss.SAID, Loss.RULES})
"""Losses behind which no door lets anything in and no report is made."""


@dataclass(frozen=True, slots=True)
class ReachedEnd:
    """Up to where a partition was seen to reach. lost_at: when it was seen shorter, in milliseconds since 1970.

    start: below which offset an operator accepted that nothing is held any more.
    """

    end: int
    lost_at: int | None = None
    start: int = 0


def looked(means: Loss, before: ReachedEnd | None, end: int, now: int) -> ReachedEnd:
    """What is to be remembered after a look. now: in milliseconds since 1970.

    Nothing lower is remembered of the truth. Of evidence it is, with the moment of its last loss: doors go on writing,
    and soon the topic is as long as it was.
    """
    if before is None or means is Loss.REMADE:
        return ReachedEnd(end)
    if end >= before.end:
        return replace(before, end=end)
    return replace(before, end=end, lost_at=now) if means is Loss.EVIDENCE else before


def loss(topic: str, start: int, end: int, committed: int, reached: ReachedEnd | None, now: int) -> str | None:
    """What a partition has lost and what to do, in words; None where nothing is lost.

    topic: without prefix. committed: as for hub.log.damage. now: in milliseconds since 1970.
    """
    before = reached or ReachedEnd(0)
    is_short, is_cut = end < before.end or before.lost_at is not None, start > before.start
    match MEANS[topic]:
        case Loss.SAID:
            found = damage(topic, start, end, committed)
            if found is not None or not is_short:
                return found
            return damage(topic, 0, end, before.end, "had been reached")
        case Loss.RULES if is_short or is_cut:
            where = f"begins at offset {start}" if is_cut else f"ends at offset {end}, and had reached {before.end}"
            return (
                f"{where}: documents of the configuration are gone, and who may speak would be judged by what is left. "
                "Restore the topic from a copy. Without one: `hub down`, then "
                f"`hub up --accept-lost-topic {topic}`, then `hub configuration publish FILE` of every document"
            )
        case Loss.EVIDENCE if is_short or is_cut:
            at = now if before.lost_at is None else before.lost_at
            which = f"below offset {start}" if is_cut else f"before {_moment(at)}"
            return f"has lost records: {KEPT[topic]} {which} are gone"
        case _:
            return None


def _moment(milliseconds: int) -> str:
    local = in_london(milliseconds)
    return f"{local.day} {local:%B %Y, %H:%M:%S %Z}"
