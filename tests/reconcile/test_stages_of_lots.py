"""A lot without an award: what it does to how far its procurement has come."""

from typing import Any

import pytest

from tests.reconcile.process_log import Log, asked, stage
from tests.reconcile.test_awards import COUNCIL


def lots(log: Log, *statuses: str | None, **more: Any) -> str:
    told = [{"id": str(key), "status": status} for key, status in enumerate(statuses, 1)]
    return log.process(lots=told, **more)


def ended_by_lots(*statuses: str | None, **more: Any) -> str | None:
    """One contract that has ended, of an award of lot 1."""
    log = Log()
    lots(log, *statuses, **more)
    log.award("1", lots=["1"])
    log.contract("1")
    log.end("1")
    return stage(log)


@pytest.mark.parametrize("status", ["planned", "planning", "pending", "active", None])
def test_a_lot_without_an_award_keeps_it_from_its_end(status: str | None) -> None:
    assert ended_by_lots("active", status) == "contract"
    assert ended_by_lots(status) == "ended"


@pytest.mark.parametrize("status", ["active", None])
def test_what_it_waits_for_cites_the_status_of_the_lot_or_else_who_lists_it(status: str | None) -> None:
    log = Log()
    first = log.process(lots=[{"id": "2", "status": status}])
    log.award("1", lots=["1"])
    log.contract("1")
    ended = log.end("1")
    last = log.process(lots=[{"id": "2", "title": "Respite"}])
    assert asked(log).events == {COUNCIL: sorted([ended, first if status else last])}


@pytest.mark.parametrize("status", ["complete", "terminated", "cancelled", "unsuccessful", "withdrawn"])
def test_a_lot_whose_tender_is_over_waits_for_no_award(status: str) -> None:
    assert ended_by_lots("active", status) == "ended"
    assert ended_by_lots("active", "active", status=status) == "ended"


def test_a_lot_that_was_awarded_to_nobody_waits_for_no_award() -> None:
    log = Log()
    lots(log, "active", "active")
    log.process(awards=[{"id": "1", "status": "active", "lots": ["1"]}])
    log.contract("1")
    log.end("1")
    assert stage(log) == "contract"
    log.process(awards=[{"id": "2", "status": "unsuccessful", "lots": ["2"]}])
    assert stage(log) == "ended"


def test_which_lot_waits_cannot_be_told_where_awards_name_no_lots_or_contracts_no_award() -> None:
    log = Log()
    lots(log, "active", "active")
    log.award("1")
    log.contract("1")
    log.end("1")
    assert stage(log) == "ended"
    other = Log()
    lots(other, "active", "active")
    other.award("1", lots=["1"])
    other.contract("1", award=None)
    other.end("1")
    assert stage(other) == "ended"


def test_a_lot_without_an_award_holds_nothing_back_before_that() -> None:
    log = Log()
    lots(log, "active", "active", stage="tender")
    assert stage(log) == "tender"
    log.award("1", lots=["1"])
    assert stage(log) == "award"
    log.contract("1")
    assert stage(log) == "contract"
