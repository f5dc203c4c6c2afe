"""The README states what bench/results/latest.json says, in a table that is made of it."""

import json

import pytest

from bench.table import BEGIN, END, README, RESULTS, table, with_table


def test_the_readme_states_the_results() -> None:
    readme = README.read_text()
    made = table(json.loads(RESULTS.read_text()))
    assert with_table(readme, made) == readme, "make the table anew: python -m bench.table --write"


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    assert with_table(f"before\n{BEGIN}\nold\n{END}\nafter\n", "new") == "before\nnew\nafter\n"


def test_a_readme_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="bench: begin"):
        with_table("nothing here", "new")
