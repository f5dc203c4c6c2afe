"""Publishing that ends before its end: by Ctrl-C, by SIGTERM, or because Kafka went away. What is in the log is said.

What is told as acknowledged is in the log. Of what was on its way then nothing is known: it may be there too, and
publishing the same files again is harmless.
"""

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from aiokafka.errors import KafkaError

from hub.cli.running import KNOWN, WRONG_USE, kafka_unreadable
from hub.events.counting import count_words
from hub.usecases.publishing import EVENTS_AT_ONCE, Result

AGAIN: Final = (
    f"of what came behind them, up to {EVENTS_AT_ONCE} events, nothing is known; publish the same again, which is "
    "harmless"
)
NOTHING_SENT: Final = "Nothing was sent; publish the same again when that is mended"
_NAMES: Final = ("accepted", "refused", "duplicates", "events")


class CutOff(Exception):
    """The text says why, and what was acknowledged. code: the exit code."""

    def __init__(self, why: str, acknowledged: "Acknowledged", code: int) -> None:
        super().__init__(f"{why}\n{acknowledged.words}")
        self.code = code
        self.document: dict[str, Any] = {"ok": False, "error": why, "acknowledged": acknowledged.document()}


@dataclass(slots=True)
class Acknowledged:
    """What Kafka had acknowledged at the last write that was whole. is_dry: nothing is written.

    may_send: the way to Kafka was opened; before that nothing can have been sent.
    """

    is_dry: bool
    may_send: bool = False
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_NAMES, 0))
    by: signal.Signals = signal.SIGINT

    def take(self, result: Result) -> None:
        """At a moment at which all that is counted has been acknowledged."""
        self.counts = {name: getattr(result, name) for name in _NAMES}

    def document(self) -> dict[str, int]:
        return dict(self.counts)

    @property
    def words(self) -> str:
        told = self.counts
        counted = (
            f"{told['accepted']} accepted (events: {told['events']}), {told['refused']} refused, "
            f"{count_words(told['duplicates'], 'duplicate')}"
        )
        if self.is_dry:
            return f"Judged until then, nothing written: {counted}"
        return f"Acknowledged by Kafka until then: {counted}; {AGAIN}" if self.may_send else NOTHING_SENT

    @contextmanager
    def told_when_cut_off(self) -> Iterator[None]:
        """Around the work, inside the loop; SIGTERM ends it as Ctrl-C does. Raises CutOff instead of what ended it."""
        try:
            with self._heeding_sigterm():
                yield
        except asyncio.CancelledError:
            raise CutOff(f"cut off by {self.by.name}", self, 128 + self.by) from None
        except KNOWN as known:
            raise CutOff(str(known), self, WRONG_USE) from known
        except KafkaError as away:
            raise CutOff(kafka_unreadable(away), self, WRONG_USE) from away

    @contextmanager
    def _heeding_sigterm(self) -> Iterator[None]:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        if task is None or threading.current_thread() is not threading.main_thread():
            yield  # signals go to the main thread alone, and whoever runs the command from another one heeds them
            return

        def end() -> None:
            self.by = signal.SIGTERM
            task.cancel()

        # not by way of SIGINT, which whatever is started in the background of a script ignores
        loop.add_signal_handler(signal.SIGTERM, end)
        try:
            yield
        finally:
            loop.remove_signal_handler(signal.SIGTERM)
