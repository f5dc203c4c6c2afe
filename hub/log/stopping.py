"""Ends a consumer of aiokafka, also one whose broker has gone.

Promise: what ends inside the library ends nobody else. aiokafka cancels tasks of its own and waits for them, and one
that has not begun yet passes its CancelledError on: whoever follows a topic would end without a word and go on showing
what it had.
"""

import asyncio
from typing import Any

from aiokafka import AIOKafkaConsumer


def is_cancelled() -> bool:
    """Whether somebody asked the task that runs now to end; a CancelledError without that is somebody else's."""
    task = asyncio.current_task()
    return task is None or task.cancelling() > 0


async def stop_consumer(consumer: "AIOKafkaConsumer[Any, Any]") -> None:
    """Closes its connections. Raises CancelledError where the caller is cancelled meanwhile, and only then."""
    await asyncio.sleep(0)  # most tasks that were made a moment ago begin here, and then end without a word
    task = asyncio.current_task()
    asked = task.cancelling() if task is not None else 0
    try:
        await consumer.stop()
    except asyncio.CancelledError:
        if task is None or task.cancelling() > asked:
            raise
        # it was left before it came to its connections, and does nothing when it is called again
        await consumer._client.close()
