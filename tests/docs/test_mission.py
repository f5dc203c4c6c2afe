"""What the papers ask (docs/mission.md): a row that is seen names tests that there are, and events of the catalogue."""

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from hub.events.catalogue import CATALOGUE

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "mission.md").read_text("utf-8")
WORKS, IN_PART, NOT_YET = "●", "◐", "–"


class Ask(NamedTuple):
    paragraph: str
    asked: str
    state: str
    seen: str
    shown_by: str


ASKS = [
    Ask(*(each.strip() for each in line.strip("|").split("|")))
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| ¶")
]
EACH = pytest.mark.parametrize("ask", ASKS, ids=lambda ask: f"{ask.paragraph} {ask.asked}")


def test_the_page_counts_its_rows() -> None:
    states = Counter(each.state for each in ASKS)
    assert set(states) == {WORKS, IN_PART, NOT_YET}
    told = f"Of {len(ASKS)}\nasks {states[WORKS]} work, {states[IN_PART]} in part, {states[NOT_YET]} not yet."
    assert told in PAGE
    assert len(ASKS) > 90


@EACH
def test_what_is_seen_says_where_and_names_its_tests(ask: Ask) -> None:
    assert bool(ask.seen) is bool(ask.shown_by) is (ask.state != NOT_YET)
    for name in re.findall(r"`([^`]+)`", ask.shown_by):
        file, _, test = name.partition("::")
        text = (ROOT / file).read_text("utf-8")
        assert not test or f"def {test}(" in text


@EACH
def test_the_events_that_a_row_names_are_taken(ask: Ask) -> None:
    taken = {each.name for each in CATALOGUE}
    assert {*re.findall(r"`([a-z-]+)`", ask.seen)} <= taken
