"""How the memory of a worker and a gateway is looked after: Python's cyclic collector costs much here and finds little.

What a worker holds, it holds for as long as it lives: claims, pictures, what was said; and hardly anything of it refers
back to itself. At its default thresholds the collector walks all of that again and again. A gateway holds pictures that
way, and also whole days for pages, which do refer back to themselves and must go when they are let go.
"""

import gc
from typing import Final

# new objects that outlive their call before the youngest are looked at; after how many such looks what is left of these
# is; after how many of those the rest
OF_A_WORKER: Final = (100_000, 50, 1000)
OF_A_GATEWAY: Final = (20_000, 5, 5)


def few_collections(thresholds: tuple[int, int, int]) -> None:
    """Collect seldom from now on. What is there already, modules and schemas, is never looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*thresholds)


def settle() -> None:
    """What has just been built up, a restored history, lasts: the collector need not look at it again."""
    gc.freeze()
