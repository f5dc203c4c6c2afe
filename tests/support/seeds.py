"""Laws over histories that are made of one number: another number in every run, printed where the law is broken."""

from collections.abc import Callable
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st


def any_seed(most: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A test that takes `seed` holds for any; `most` of them a run. Nothing is shrunk: a seed has no smaller one."""
    law = settings(max_examples=most, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    return lambda test: law(given(seed=st.integers(0, 2**32 - 1))(test))
