"""The same events and dates give the same bytes: in any order, any number of times, in any process."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from hub.configuration.model import Configuration
from hub.reconcile.statement import Statement
from hub.reports.joint_programmes import joint_programmes
from hub.reports.partners import last_statements, with_partners
from hub.reports.pictures_on_day import bodies
from hub.reports.render import Format, render
from tests.laws.histories import GROUPS, LAW, by_partnership, configurations, days, histories, shuffled


def reports(statements: list[Statement], configuration: Configuration, day: date) -> list[bytes]:
    there, last = (
        bodies(by_partnership(statements), configuration, day, None),
        last_statements(by_partnership(statements)),
    )
    documents = [
        with_partners(joint_programmes(each, there, configuration, as_of=day, known_at=None), each, configuration, last)
        for each in GROUPS
    ]
    return [render(each, to) for each in documents for to in Format]


@LAW
@given(statements=histories(), configuration=configurations(), day=days(), random=st.randoms(use_true_random=False))
def test_order_and_repetition_change_no_report(
    statements: list[Statement], configuration: Configuration, day: date, random: Any
) -> None:
    again = shuffled([*statements, *statements], random)
    assert reports(again, configuration, day) == reports(statements, configuration, day)


@settings(LAW, max_examples=1)
@example(history=0)
@given(history=st.integers(0, 10_000))
def test_another_seed_of_hashes_gives_the_same_bytes(history: int) -> None:
    """Sets of text come in another order then; whatever shows that order differs between two processes."""
    printed = {
        subprocess.run(
            [sys.executable, "-m", "tests.laws.rendered", str(history)],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(printed) == 1
    assert len(printed.pop().split()) == len(GROUPS) * len(Format) + 2
