"""What `make test-fast` leaves out is there, and what it runs of a law is a tenth."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.quick import OF_TEN, THOROUGH, is_quick, try_fewer

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("beginning", THOROUGH)
def test_what_is_left_out_is_there(beginning: str) -> None:
    file, _, name = beginning.partition("::")
    assert (ROOT / file).exists()
    assert not name or f"def {name}" in (ROOT / file).read_text("utf-8")


def test_what_needs_a_broker_or_is_thorough_is_left_out(request: pytest.FixtureRequest) -> None:
    item = request.node
    assert is_quick(item)
    item.add_marker("kafka")
    assert not is_quick(item)


@pytest.mark.parametrize(("said", "held"), [(200, 20), (3, 1)])
def test_a_law_is_held_against_a_tenth_of_its_examples(said: int, held: int, request: pytest.FixtureRequest) -> None:
    seen: list[int] = []

    @settings(max_examples=said, database=None)
    @given(st.integers())
    def law(number: int) -> None:
        seen.append(number)

    item = pytest.Function.from_parent(request.node.parent, name="law", callobj=law)
    try_fewer([item, item])
    law()
    assert said // OF_TEN in (held, 0)
    assert len(seen) == held
