"""HTTP/1.1 as h11 reads it, with a limit on the head of a request that holds however the head comes.

h11 limits what it has of a head that is not ended; one that comes whole in one piece passes whatever its length.
"""

import re
from typing import Final

import h11

MOST_BYTES: Final = 16 * 1024
"""Of the request line and all headers, with the blank line that ends them."""

_END: Final = re.compile(rb"\n\r?\n")


class LimitedConnection(h11.Connection):
    """A server's end of a connection. A longer head is told as h11 tells what it cannot read."""

    def __init__(self) -> None:
        super().__init__(h11.SERVER, MOST_BYTES)

    def next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """As h11's. Raises RemoteProtocolError also where the next head is longer than MOST_BYTES."""
        if self.their_state is h11.IDLE:
            waiting, _ = self.trailing_data
            if len(waiting) > MOST_BYTES and not _END.search(waiting, 0, MOST_BYTES):
                # before it is read as a request: an answer to HEAD would have no body to say why
                raise h11.RemoteProtocolError("the head is too long")
        return super().next_event()
