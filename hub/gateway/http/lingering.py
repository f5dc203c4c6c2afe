"""How a connection ends while its sender is still sending: the answer first, and what still comes is thrown away.

A socket that is closed with bytes unread is reset by the kernel, and the reset takes the answer with it: a client that
sends all of its body before it reads would see a broken connection, and never why.
Promise: after `close` no more is written; what comes is dropped as it comes, at most MOST_BYTES of it and for as long
as `seconds` says, SECONDS at most; then, or when the sender has ended, the connection is closed.
Source: RFC 9112, section 9.6 (a server closes its own half first).
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final

MOST_BYTES: Final = 64 << 20
SECONDS: Final = 3.0


class Lingering:
    """A connection's transport. seconds: how long the sender may go on when it is closed; 0: there is nothing to come.

    Everything else is the transport's.
    """

    def __init__(self, transport: asyncio.Transport, seconds: Callable[[], float]) -> None:
        self._transport, self._seconds = transport, seconds
        self._late: asyncio.TimerHandle | None = None
        self._dropped = 0
        self.is_lingering = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        return self.is_lingering or self._transport.is_closing()

    def write(self, data: bytes) -> None:
        if not self.is_lingering:
            self._transport.write(data)

    def close(self) -> None:
        if self.is_closing():
            return
        seconds = min(self._seconds(), SECONDS)
        if seconds <= 0:
            self._transport.close()
            return
        self.is_lingering = True
        self._late = asyncio.get_running_loop().call_later(seconds, self.end)
        try:
            self._transport.write_eof()
        except OSError:  # the sender is gone already
            self.end()
        else:
            self._transport.resume_reading()  # a body that nobody took had stopped it

    def drop(self, data: bytes) -> None:
        """What came after the end."""
        self._dropped += len(data)
        if self._dropped > MOST_BYTES:
            self.end()

    def end(self) -> None:
        """Closes it without waiting for the sender."""
        if self._late is not None:
            self._late.cancel()
            self._late = None
        self._transport.close()
