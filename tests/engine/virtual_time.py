"""An event loop whose clock moves only when nothing is left to do before the next timer: hours pass in no time."""

import asyncio
import selectors
from typing import Any


class NothingLeft(RuntimeError):
    """Everything waits for something that nobody will ever do."""


class _Selector(selectors.DefaultSelector):
    loop: "VirtualTimeLoop"

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise NothingLeft("no task can go on, and no timer runs")
        self.loop.now += max(timeout, 0.0)
        return super().select(0)


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """now: seconds, as `time` tells them."""

    def __init__(self) -> None:
        self.now = 0.0
        selector = _Selector()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self.now
