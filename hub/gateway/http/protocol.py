"""HTTP/1.1 as the gateway speaks it: uvicorn's, strict about the head of a request, and with problem documents.

Promise: a connection on which the sender is to say something and does not say all of it within HEAD_SECONDS is closed,
also where a byte comes now and then: a head, and what is left of a body when the answer is given already. What cannot
be read as HTTP is answered with a problem document that repeats nothing. Who is still sending when the connection ends
can read the answer all the same (hub.gateway.http.lingering), and gets no time beyond that limit. How a body is framed
is never guessed: two lengths, a length beside chunks, an unknown transfer encoding are refused, here or in
hub.gateway.http.security.
"""

import asyncio
from typing import Any, Final, cast

import h11
import orjson
from uvicorn.protocols.http.h11_impl import H11Protocol

from hub.gateway.http.head_limit import MOST_BYTES, LimitedConnection
from hub.gateway.http.lingering import Lingering
from hub.gateway.http.problems import MEDIA, Problem, ProblemKind
from hub.gateway.http.security import HEADERS

HEAD_SECONDS: Final = 10.0

_UNREADABLE: Final = Problem(
    ProblemKind.REQUEST_WRONG,
    f"the hub cannot read the request as HTTP/1.1; check that its head is at most {MOST_BYTES // 1024} KiB and holds "
    "no control characters, that it has one Host, and that its body has one Content-Length or comes in chunks",
)


class HubProtocol(H11Protocol):
    """One connection."""

    _late: asyncio.TimerHandle | None = None
    _limit: float = 0.0  # when all must have come of what the sender has begun to say, as the loop counts
    _is_unreadable: bool = False
    _limited: Any = None  # the cycle of whose body that is said
    _ending: Lingering

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        self.conn = LimitedConnection()
        self._ending = Lingering(transport, self._seconds_left)
        super().connection_made(cast(asyncio.Transport, self._ending))
        self._mind()

    def data_received(self, data: bytes) -> None:
        if self._ending.is_lingering:
            self._ending.drop(data)
            return
        super().data_received(data)
        self._mind()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._mind()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        self._ending.end()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        super().shutdown()
        if self._ending.is_lingering:
            self._ending.end()  # the process ends, and does not wait for what it throws away

    def send_400_response(self, msg: str) -> None:
        """What uvicorn calls when it cannot read what came. msg: its words, which are not for the sender."""
        self._is_unreadable = True
        self._end_with(_UNREADABLE)

    def _mind(self) -> None:
        """Begins to wait for the sender, or ends it; what comes in between does not begin it anew."""
        if self.cycle is not self._limited:
            self._limited, self._limit = self.cycle, self.loop.time() + HEAD_SECONDS
        if self.transport.is_closing() or not self._is_waiting:
            self._forget()
        elif self._late is None:
            self._limit = self.loop.time() + HEAD_SECONDS
            self._late = self.loop.call_at(self._limit, self._too_late)

    @property
    def _is_waiting(self) -> bool:
        theirs: Any = self.conn.their_state
        return theirs is h11.IDLE or (theirs is h11.SEND_BODY and self.conn.our_state is h11.DONE)

    def _seconds_left(self) -> float:
        """How long a connection that is closed now may still say what nobody reads."""
        is_to_come = self._is_unreadable or self.conn.their_state is h11.SEND_BODY
        return self._limit - self.loop.time() if is_to_come else 0.0

    def _forget(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _too_late(self) -> None:
        self._late = None
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            words = f"the head of the request did not come within {HEAD_SECONDS:g} seconds; send it again"
            self._end_with(Problem(ProblemKind.TOO_SLOW, words))
        else:
            self.transport.close()  # nothing was begun, or all of it is answered

    def _end_with(self, problem: Problem) -> None:
        """The answer, if none is begun, and the end."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            body = orjson.dumps(problem.body(""))
            headers = {**HEADERS, "Content-Type": MEDIA, "Content-Length": str(len(body)), "Connection": "close"}
            said = h11.Response(status_code=problem.kind.status.value, headers=list(headers.items()))
            for event in (said, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        if self.cycle is not None and not self.cycle.response_complete:
            # whoever waits for the rest of this body is told at once, also where the connection is not closed yet
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()
