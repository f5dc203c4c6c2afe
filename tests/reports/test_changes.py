"""What differs between two states of a picture is named, on whichever side it stands and however often."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.reports.changes import changes

_ITEMS = st.lists(st.fixed_dictionaries({"field": st.sampled_from("ab"), "value": st.integers(0, 1)}), max_size=3)
_STATES = st.dictionaries(
    st.sampled_from("xyz"), _ITEMS | st.integers(0, 1) | st.dictionaries(st.sampled_from("kl"), st.integers(0, 1))
)


@given(_STATES, _STATES)
def test_something_is_named_exactly_where_two_differ_and_in_either_direction(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert bool(changes(before, after)) == (before != after)
    assert changes(before, after) == changes(after, before)


A, B = {"field": "a", "value": 1}, {"field": "b", "value": 1}


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ([A, B], [A], ["differences/b"]),
        ([A], [A, B], ["differences/b"]),
        ([A, A], [A], ["differences/a"]),
        ([A, B], [B, A], ["differences"]),
        ([A], [{**A, "value": 2}], ["differences/a"]),
    ],
)
def test_of_a_list_the_odd_ones_are_named(before: list[Any], after: list[Any], named: list[str]) -> None:
    assert changes({"differences": before}, {"differences": after}) == named
