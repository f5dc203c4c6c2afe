"""Named points where tests stop, freeze or crash a worker, and guards that tests take away to show what they hold.

Read once from the environment when the process starts; when HUB_TEST_HOOKS is not set nothing of this does anything.
HUB_TEST_HOOKS: comma-separated `point=action@PATH`. Actions: `exit` (os._exit), `stop` (SIGSTOP to itself),
`raise-while` (HookRaised). A hook acts when PATH exists. `exit` and `stop` remove it: they act once, in whichever
worker comes first; `raise-while` acts until the test removes it.
HUB_TEST_WITHOUT: comma-separated names of Guard members in lower case.
"""

import os
import signal
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Final


class Point(Enum):
    """Where a hook can be."""

    HAND_OVER = "hand-over"
    BEFORE_OWNERSHIP_CHECK = "before-ownership-check"
    BETWEEN_CHECK_AND_SEND = "between-check-and-send"
    AFTER_WRITE_BEFORE_FINISH = "after-write-before-finish"
    QUARANTINED_BEFORE_FINISH = "quarantined-before-finish"


class Guard(Enum):
    """What can be taken away, in tests only."""

    CHAIN = "chain"  # without it Faust's acknowledgements move the offsets
    FINISH = "finish"  # without it whatever was fetched moves them
    LEASE = "lease"
    HEAL = "heal"
    TOMBSTONES = "tombstones"


class HookRaised(Exception):
    """What the action `raise` raises."""


def _parse(text: str) -> dict[Point, tuple[str, Path]]:
    hooks = {}
    for each in filter(None, text.split(",")):
        name, _, action = each.partition("=")
        action, _, armed = action.partition("@")
        hooks[Point(name)] = (action, Path(armed))
    return hooks


def _guards(environment: Mapping[str, str]) -> frozenset[Guard]:
    if "HUB_TEST_HOOKS" not in environment:
        return frozenset()
    return frozenset(Guard(name) for name in filter(None, environment.get("HUB_TEST_WITHOUT", "").split(",")))


_HOOKS: Final = _parse(os.environ.get("HUB_TEST_HOOKS", ""))
_REMOVED: Final = _guards(os.environ)


def is_removed(guard: Guard) -> bool:
    """True in a test that has taken the guard away."""
    return guard in _REMOVED


def _armed(point: Point) -> str | None:
    if not _HOOKS or point not in _HOOKS:
        return None
    action, armed = _HOOKS[point]
    if action == "raise-while":
        return action if armed.exists() else None
    try:
        armed.unlink()
    except FileNotFoundError:
        return None
    return action


def reach(point: Point) -> None:
    """Does what a test has set for this point; it blocks the whole event loop, as a frozen process would."""
    match _armed(point):
        case None:
            return
        case "exit":
            os._exit(9)
        case "stop":
            os.kill(os.getpid(), signal.SIGSTOP)
        case "raise-while":
            raise HookRaised(point.value)
        case action:
            raise ValueError(f"HUB_TEST_HOOKS: unknown action {action!r} at {point.value}")
