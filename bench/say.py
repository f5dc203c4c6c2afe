"""Progress, on stderr; stdout is for results."""

import sys
import time

_BEGAN = time.monotonic()


def say(words: str) -> None:
    print(f"[{time.monotonic() - _BEGAN:5.0f} s] {words}", file=sys.stderr, flush=True)
