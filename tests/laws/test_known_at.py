"""What was known at a time is what the log held then, and nothing else: pictures, report, explanation and trace."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from random import Random
from typing import Any, NamedTuple

import orjson
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hub.cli.main import hub
from hub.configuration.model import Configuration, canonical
from hub.engine.verify import LocatedRecord
from hub.instance.log_reading import InputLog, PartitionLog
from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.statement import Statement
from hub.reports.pictures_on_day import bodies
from hub.usecases.asking import NotFound, explanation, report_of, stamp_of, told_above, tracing
from tests.laws.histories import GROUPS, LAW, POOLS, configurations, days, histories, said_of
from tests.reconcile.dense import history
from tests.support import pools

PLACES = (pools.PARTNERSHIP, "leeds")
NOON = datetime(2015, 10, 1, 12, tzinfo=UTC)
BEGIN = round(NOON.timestamp()) * 1000


class Record(NamedTuple):
    """A record of the log. partition: 0 for the first place, 1 for the second."""

    partition: int
    statement: Statement


def records(most: int = 25) -> st.SearchStrategy[list[Record]]:
    """Events at two places, some admitted twice, each at any of few times: in no order across the partitions."""

    def admitted(statements: list[Statement]) -> st.SearchStrategy[list[Record]]:
        if not statements:
            return st.just([])
        record = st.tuples(st.integers(0, 1), st.sampled_from(statements), st.integers(0, 6))
        made = record.map(lambda drawn: Record(drawn[0], replace(drawn[1], known=BEGIN + drawn[2])))
        return st.lists(made, max_size=most * 2)

    return histories(most).flatmap(admitted)


def log_of(records: Sequence[Record], configuration: Configuration) -> InputLog:
    partitions = [PartitionLog(), PartitionLog()]
    for offset, each in enumerate(records):
        partitions[each.partition].located.append(LocatedRecord(0, offset, PLACES[each.partition], each.statement))
    documents: list[tuple[int, bytes, bytes | None]] = [
        (offset, key.encode(), canonical(document))
        for offset, (key, document) in enumerate(configuration.documents.items())
    ]
    return InputLog(partitions, documents)


def answers(log: InputLog, day: date, known_at: datetime | None) -> dict[str, Any]:
    """All that can be asked of the log, but for the words that name the time that was asked about."""
    found: dict[str, Any] = {}
    for group in GROUPS:
        found[f"report {group.id}"] = {**report_of(log, group.id, day, known_at), "known_at": None}
    for kind, pool in POOLS.items():
        for key in pool:
            found[f"{kind} {key}"] = or_nothing(lambda k=kind, x=key: explanation(log, k, x, None, day, known_at))
            for field in KIND_OF[kind].citing:
                found[f"{field} of {kind} {key}"] = told_above(log, kind, key, field, day, known_at)
    for event in {each.event_id for statements in log.by_partnership().values() for each in statements}:
        found[event] = or_nothing(lambda e=event: tracing(log, e, day, known_at))
    found["pictures"] = bodies(log.by_partnership(), log.configuration(), day, stamp_of(known_at))
    return {name: each for name, each in found.items() if each}


def or_nothing(ask: Any) -> Any:
    try:
        return ask()
    except NotFound:
        return None


def at(stamp: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=stamp)


@LAW
@given(told=records(), configuration=configurations(), day=days(), after=st.integers(-1, 7))
def test_it_is_what_had_been_admitted_first_by_then(
    told: list[Record], configuration: Configuration, day: date, after: int
) -> None:
    first: dict[tuple[Any, ...], int] = {}
    for each in told:
        first.setdefault((each.partition, *each.statement.identity), each.statement.known)
    by_then = [each for each in told if first[each.partition, *each.statement.identity] <= BEGIN + after]
    then = answers(log_of(told, configuration), day, at(BEGIN + after))
    assert then == answers(log_of(by_then, configuration), day, None)


@LAW
@given(told=records(), configuration=configurations(), day=days(), after=st.integers(-1, 7))
def test_where_time_goes_on_it_is_the_log_up_to_then(
    told: list[Record], configuration: Configuration, day: date, after: int
) -> None:
    told = sorted(told, key=lambda each: each.statement.known)
    prefix = list(takewhile(lambda each: each.statement.known <= BEGIN + after, told))
    then = answers(log_of(told, configuration), day, at(BEGIN + after))
    assert then == answers(log_of(prefix, configuration), day, None)


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda each: each.year in range(1900, 2200)))
def test_a_time_within_a_millisecond_leaves_out_the_rest_of_it(asked: datetime) -> None:
    stamp = stamp_of(asked)
    assert stamp is not None
    assert at(stamp) <= asked < at(stamp + 1)


@pytest.mark.parametrize(
    ("given", "there"),
    [
        (None, True),
        ("2015-10-01T12:00:01", True),
        ("2015-10-01T12:00", True),
        ("2015-10-01T11:59:59", False),
        ("2015-10-01", False),
    ],
)
@pytest.mark.parametrize("command", ["report", "explain", "trace"])
def test_commands_leave_out_what_was_admitted_later(
    monkeypatch: pytest.MonkeyPatch, command: str, given: str | None, there: bool
) -> None:
    """One event, admitted at noon: a time is asked for by the second, and the boundary belongs to it."""
    (statement,) = [each for each in said_of(history(Random(3), 400)) if each.type.name == "declared"][:1]
    log = log_of([Record(0, replace(statement, known=BEGIN))], Configuration(0, {"group/group": GROUPS[0]}))
    monkeypatch.setattr(f"hub.cli.{command}.read_log", lambda json: log)
    monkeypatch.setattr("hub.cli.trace.run", lambda ask, json: [])  # no event of that id was refused
    arguments = {
        "report": ["group", "--format", "json"],
        "explain": ["contract", statement.subject, "--json"],
        "trace": [statement.event_id, "--json"],
    }[command]
    known = ["--known-at", given] if given else []
    answer = CliRunner().invoke(hub, [command, *arguments, "--as-of", "2016-06-01", *known])
    assert (f'"event": "{statement.event_id}"' in answer.stdout) == there
    if command == "report":
        assert answer.exit_code == 0
        assert orjson.loads(answer.stdout)["known_at"] == (given and log_time(given))
    else:
        assert answer.exit_code == (0 if there else 1)


def log_time(given: str) -> str:
    return datetime.fromisoformat(given).replace(tzinfo=UTC).isoformat()
