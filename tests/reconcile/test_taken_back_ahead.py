"""A list that is taken back ahead of its day: what was said before goes on that day, what was said since stays."""

from datetime import date
from typing import Any

import pytest

from hub.configuration.model import Body, Configuration
from hub.reconcile.days import Day
from tests.reconcile import oracle
from tests.reconcile.process_log import Log
from tests.reconcile.summary import comparable, ready, summary, whole
from tests.reconcile.test_awards import OCID
from tests.reconcile.told import CCG, COUNCIL, KNOWN, Said, pictures

ONE, OTHER = "GB-COH-00000001", "GB-COH-00000002"
LEFT = {"award": "1", "supplier": ONE}
CLEARED = {"id": "1", "status": "active", "awarded_on": "2015-06-01", "clears": ["suppliers"]}


def departed(log: Log, on: date) -> list[str]:
    """Who has left award 1; the naive replay says so too."""
    statements, day = ready(log.told), Day.of(on)
    pictures = whole(statements, day)
    told = oracle.replay([(kind, event, each.content_hash) for kind, event, each, _ in statements], on)
    assert {key: summary(each) for key, each in pictures.items()} == {
        key: comparable(key[0], answer) for key, answer in told.items()
    }
    awards = {each["award"]: each for each in pictures["procurement", OCID].body["awards"]}
    sides: list[dict[str, Any]] = awards.get("1", {}).get("departed", [])
    return sorted(each["id"] for side in sides for each in side["value"])


@pytest.mark.parametrize("since", [None, {"departures": [{**LEFT, "left_on": "2015-09-01"}]}])
def test_what_was_said_before_goes_also_where_the_same_is_told_for_later(since: dict[str, Any] | None) -> None:
    log = Log()
    log.process(day="2015-01-01", departures=[LEFT])
    log.process(day="2015-03-01", awards=[CLEARED])
    if since:
        log.process(day="2015-04-01", **since)
    found = [departed(log, date(2015, month, 1)) for month in (5, 6, 9)]
    assert found == [[ONE], [], [ONE] if since else []]


def test_what_one_statement_tells_for_after_its_take_back_does_not_keep_what_was_said_before() -> None:
    log = Log()
    log.process(day="2015-01-01", departures=[LEFT])
    log.process(day="2015-03-01", awards=[CLEARED], departures=[{**LEFT, "left_on": "2015-09-01"}])
    assert [departed(log, date(2015, month, 1)) for month in (5, 6, 9)] == [[ONE], [], [ONE]]


def test_what_was_said_since_stays() -> None:
    log = Log()
    log.process(day="2015-03-01", awards=[CLEARED])
    log.process(day="2015-04-01", departures=[{"award": "1", "supplier": OTHER}])
    assert [departed(log, date(2015, month, 1)) for month in (5, 6, 9)] == [[OTHER]] * 3


def test_whoever_is_named_by_a_later_statement_on_the_day_of_leaving_stays() -> None:
    log = Log()
    log.process(day="2015-01-01", departures=[{**LEFT, "left_on": "2015-03-01"}])
    assert departed(log, date(2015, 3, 1)) == [ONE]
    log.process(day="2015-03-01", awards=[{"id": "1", "status": "active", "suppliers": [{"id": ONE}]}])
    assert departed(log, date(2015, 3, 1)) == []


@pytest.mark.parametrize("ahead", [False, True])
def test_what_a_statement_says_beside_its_own_take_back_stays(ahead: bool) -> None:
    """Also where a predecessor had told of the same for a later day, which then counts for nothing."""
    gone = Body(id=COUNCIL, name="Wandsworth", until=date(2015, 1, 31), successors=(CCG,))
    under = Configuration(1, {**KNOWN.documents, f"organisation/{COUNCIL}": gone})
    told = {"departures": [{**LEFT, "left_on": "2015-09-01"}], "occurred_at": "2015-01-01"}
    said = {
        "awards": [{"id": "1", "status": "active", "clears": ["suppliers"]}],
        "departures": [LEFT],
        "occurred_at": "2015-03-01",
    }
    about = {"subject": OCID}
    every: list[Said] = [(COUNCIL, "procurement-declared", told | about)] if ahead else []
    every.append((CCG, "procurement-declared", said | about))
    for on in ("2015-05-01", "2015-10-01"):
        (award,) = pictures(*every, on=on, configuration=under)["procurement", OCID]["awards"]
        assert [(side["organisation"], [each["id"] for each in side["value"]]) for side in award["departed"]] == [
            (CCG, [ONE])
        ]
