"""How the worker's memory is looked after: Python's cyclic collector, which costs much here and finds nothing.

What a worker holds, it holds for as long as it lives: claims, pictures, what was said; and hardly anything of it refers
back to itself. At its default thresholds the collector walks all of that again and again.
"""

import gc
from typing import Final

# new objects that outlive their call before the youngest are looked at; what is left of these once in 50 such looks
YOUNG: Final = 100_000
MIDDLE: Final = 50
OLD: Final = 1000


def few_collections() -> None:
    """Collect seldom from now on. What is there already, modules and schemas, is never looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)


def settle() -> None:
    """What has just been built up, a restored history, lasts: the collector need not look at it again."""
    gc.freeze()
