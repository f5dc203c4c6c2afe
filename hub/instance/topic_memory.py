"""Which topics an instance has made or met, kept in its folder: what is missing or another one is told, not made anew.

Input topics and the configuration are the truth, and nothing can make them anew; pictures can. Source: design, 2 and 3.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hub.log.topics_there import holds_the_truth

FILE: Final = Path("data") / "topics.json"


class TopicLost(Exception):
    """A topic that holds what was said is gone, or another one; the text says which and what may be done."""


@dataclass(frozen=True, slots=True)
class Lost:
    """missing: not there any more. replaced: there, and not the one that was remembered."""

    missing: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.missing, *self.replaced)


def read(home: Path) -> dict[str, str]:
    """Full names of topics and their ids; empty where nothing was remembered, or nothing that can be read."""
    try:
        said = json.loads((home / FILE).read_text())
    except (OSError, ValueError):
        return {}
    if not isinstance(said, dict):
        return {}
    return {name: each for name, each in said.items() if isinstance(each, str)}


def write(home: Path, ids: Mapping[str, str]) -> None:
    """As a whole. Raises OSError."""
    file = home / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(file.name + ".part")
    part.write_text(json.dumps(dict(sorted(ids.items())), indent=2))
    part.replace(file)


def lost(remembered: Mapping[str, str], now: Mapping[str, str]) -> Lost:
    """What of the truth was remembered and is not there, or is not that any more."""
    held = {name: each for name, each in sorted(remembered.items()) if holds_the_truth(name)}
    return Lost(
        missing=tuple(name for name in held if name not in now),
        replaced=tuple(name for name, each in held.items() if now.get(name, each) != each),
    )


def check(found: Lost, accepted: Collection[str]) -> None:
    """Raises TopicLost unless each was accepted. accepted: full names."""
    left = [name for name in found.all if name not in accepted]
    if not left:
        return
    told = [f"{name} is not there any more" for name in found.missing if name in left]
    told += [
        f"{name} is not the topic that this instance knew, but one of the same name"
        for name in found.replaced
        if name in left
    ]
    options = " ".join(f"--accept-lost-topic {name}" for name in left)
    raise TopicLost(
        f"{'; '.join(told)}. What was said in it is the truth and cannot be made anew. Restore the topic from a copy, "
        "by the steps of docs/runbooks/topic-missing.md: folders that are put back do not bring it back. Or, if what "
        f"it held may be lost, run `hub up {options}`: the topic is made anew, all pictures are made again from what "
        "is left, and partners publish again. If this is another cluster, name the right one (HUB_BOOTSTRAP_SERVERS)"
    )
