"""A worker that stops, freezes or breaks at named points, and goes without guards, as a test says.

HUB_TEST_HOOKS: comma-separated `point=action@PATH`. Actions: `exit` (os._exit), `stop` (SIGSTOP to itself),
`raise-while` (HookRaised). A hook acts when PATH exists. `exit` and `stop` remove it: they act once, in whichever
worker comes first; `raise-while` acts until the test removes it.
HUB_TEST_WITHOUT: comma-separated names of Guard members in lower case.
"""

import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from hub.engine import hooks
from hub.engine.hooks import Guard, Point
from hub.engine.worker import main


class HookRaised(Exception):
    """What the action `raise-while` raises."""


def install(environment: Mapping[str, str]) -> None:
    """Raises ValueError for a point, action or guard that there is not."""
    for each in _listed(environment, "HUB_TEST_HOOKS"):
        name, _, rest = each.partition("=")
        action, _, armed = rest.partition("@")
        hooks._acts.append(Hook(Point(name), action, Path(armed)))
    hooks._REMOVED = frozenset(map(Guard, _listed(environment, "HUB_TEST_WITHOUT")))


def _listed(environment: Mapping[str, str], name: str) -> list[str]:
    return list(filter(None, environment.get(name, "").split(",")))


class Hook:
    """Acts at its point when its file exists."""

    def __init__(self, point: Point, action: str, armed: Path) -> None:
        if action not in ("exit", "stop", "raise-while"):
            raise ValueError(f"HUB_TEST_HOOKS: unknown action {action!r} at {point.value}")
        self._point, self._action, self._armed = point, action, armed

    def __call__(self, point: Point) -> None:
        if point is not self._point:
            return
        if self._action == "raise-while":
            if self._armed.exists():
                raise HookRaised(point.value)
            return
        try:
            self._armed.unlink()
        except FileNotFoundError:
            return
        if self._action == "exit":
            os._exit(9)
        os.kill(os.getpid(), signal.SIGSTOP)


if __name__ == "__main__":
    install(os.environ)
    sys.exit(main())
