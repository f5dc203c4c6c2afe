"""Ends a consumer of aiokafka, also one whose broker has gone.

Promise: what ends inside the library ends nobody else. aiokafka cancels tasks of its own and waits for them, and one
that has not begun yet passes its CancelledError on: whoever follows a topic would end without a word and go on showing
what it had. One that takes no notice is cancelled again: whoever reads would wait for it for ever.
"""

import asyncio
import logging
from typing import Any, Final

from aiokafka import AIOKafkaConsumer

log = logging.getLogger("hub.log.stopping")

AGAIN_SECONDS: Final = 1.0
"""After which the library is asked again to end."""


def is_cancelled() -> bool:
    """Whether somebody asked the task that runs now to end; a CancelledError without that is somebody else's."""
    task = asyncio.current_task()
    return task is None or task.cancelling() > 0


async def stop_consumer(consumer: "AIOKafkaConsumer[Any, Any]") -> None:
    """Closes its connections. Raises CancelledError where the caller is cancelled meanwhile, and only then."""
    await asyncio.sleep(0)  # most tasks that were made a moment ago begin here, and then end without a word
    stopping = asyncio.ensure_future(consumer.stop())
    try:
        while not (await asyncio.wait([stopping], timeout=AGAIN_SECONDS))[0]:
            log.warning("a consumer has not ended yet, and is asked again")
            _cancel_fetching(consumer)
    except asyncio.CancelledError:
        stopping.cancel()
        # what it may still raise is told to nobody who asked for it
        stopping.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        raise
    if stopping.cancelled():
        # it was left before it came to its connections, and does nothing when it is called again
        await consumer._client.close()
    else:
        stopping.result()


def _cancel_fetching(consumer: "AIOKafkaConsumer[Any, Any]") -> None:
    """Once more: while the fetcher waits for the end of fetches whose partitions were taken back, it takes its own
    cancellation for theirs and goes on (aiokafka 0.14, since its pull request 1007), and whoever closes it waits for
    ever."""
    fetching = getattr(consumer._fetcher, "_fetch_task", None)
    if fetching is not None and not fetching.done():
        fetching.cancel()
