"""Saying how work goes, where saying it must never end the work.

Promise: `Teller.tell` does not raise when the disk is full, the folder is gone or the terminal was closed; the log says
so once, and once more when it can be said again. Whoever reads what is told sees by its age that it is old.
"""

import logging
from collections.abc import Callable
from typing import ParamSpec

Words = ParamSpec("Words")

log = logging.getLogger("hub.telling")


class Teller:
    """what: which thing is told, in words for the log."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._is_mute = False

    def tell(self, say: Callable[[], object]) -> None:
        """Say it if that can be done."""
        try:
            say()
        except OSError as failure:
            if not self._is_mute:
                log.warning("cannot be told", extra={"what": self._what, "reason": failure.strerror or repr(failure)})
            self._is_mute = True
            return
        if self._is_mute:
            log.info("can be told again", extra={"what": self._what})
        self._is_mute = False

    def over(self, say: Callable[Words, None]) -> Callable[Words, None]:
        """The same words, told where they can be."""

        def told(*words: Words.args, **named: Words.kwargs) -> None:
            self.tell(lambda: say(*words, **named))

        return told
