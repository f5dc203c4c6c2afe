"""What a worker and a gateway use of a processor while nothing comes."""

import asyncio
import time
from collections.abc import Sequence
from typing import Final

from bench.processes import Measured
from bench.say import say

QUIET_SECONDS: Final = 15.0
"""They are told to rest only after some seconds without records (`hub/log/fetch_wait.py`)."""
SECONDS: Final = 60.0


async def idle_percent(processes: Sequence[Measured], seconds: float = SECONDS) -> float:
    """Of one processor, all of them together."""
    await asyncio.sleep(QUIET_SECONDS)
    began, before = time.monotonic(), sum(each.processor_seconds() for each in processes)
    await asyncio.sleep(seconds)
    spent = sum(each.processor_seconds() for each in processes) - before
    found = round(100 * spent / (time.monotonic() - began), 1)
    say(f"idle: {found} % of a processor")
    return found
