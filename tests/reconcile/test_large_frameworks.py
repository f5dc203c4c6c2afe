"""What a framework of many contracts costs: in proportion to how many there are, and not to their square.

Steps are counted, not seconds: so the answer is the same on every machine.
"""

import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from hub.reconcile.days import Day
from hub.reconcile.views import PartnershipViews
from hub.reports.trace import trace
from tests.reconcile.summary import Ready
from tests.reconcile.told import COUNCIL, KNOWN, Said, events
from tests.support.pools import PARTNERSHIP

OCID = "ocds-h6vhtk-00001"
DAY = date(2015, 10, 1)
AS_OF = Day.of(DAY)


def framework(contracts: int) -> list[Ready]:
    """Each of them with an award, and with a provider of its own."""
    said: list[Said] = [(COUNCIL, "procurement-declared", {"subject": OCID, "framework": True})]
    for number in range(contracts):
        award = {"id": f"{number}", "status": "active", "suppliers": [{"id": f"GB-COH-{number:08}"}]}
        said.append((COUNCIL, "procurement-declared", {"subject": OCID, "awards": [award]}))
        terms = {"stage": "contract", "procurement": OCID, "award": f"{number}"}
        said.append((COUNCIL, "declared", {"subject": f"{OCID}/{number}", **terms}))
    return events(said)


def steps(work: Callable[[], Any]) -> int:
    """How many lines of the hub's own code are run."""
    count = 0

    def line(frame: Any, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def called(frame: Any, event: str, argument: Any) -> Any:
        return line if "/hub/" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def traced(statements: list[Ready]) -> None:
    (found,) = trace({PARTNERSHIP: [each[2] for each in statements]}, KNOWN, statements[-1][2].event_id, DAY)
    assert found["changes"]


def pictured_as_it_comes(statements: list[Ready]) -> None:
    """The last event of many, as the engine takes it in."""
    views = PartnershipViews(PARTNERSHIP, KNOWN)
    for _, _, each, plain in statements:
        views.add(each, plain)


def every_picture(statements: list[Ready]) -> None:
    views = PartnershipViews.of(PARTNERSHIP, [each[2] for each in statements], KNOWN)
    assert len(list(views.pictures(AS_OF))) == len(statements)


@pytest.mark.parametrize("work", [traced, every_picture], ids=lambda each: each.__name__)
def test_twice_as_many_contracts_cost_twice_as_much(work: Callable[[list[Ready]], None]) -> None:
    few, many = framework(30), framework(60)
    assert steps(lambda: work(many)) < 2.05 * steps(lambda: work(few))


def test_what_the_last_event_touches_is_found_in_one_go() -> None:
    """Of n events each may touch n pictures: that is a square, and not its product with the contracts again."""
    few, many = framework(30), framework(60)
    assert steps(lambda: pictured_as_it_comes(many)) < 4 * steps(lambda: pictured_as_it_comes(few))
