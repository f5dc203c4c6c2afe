"""Laws of freshness: what waits is told, what is included is not, and nothing is current without evidence."""

from collections import defaultdict
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.log.freshness import (
    EVIDENCE_SECONDS,
    Account,
    AdmittedStatement,
    Backlog,
    FreshnessLook,
    FreshnessState,
    Inclusion,
    Partition,
    Share,
)
from hub.log.topics import partition_of

PARTITIONS = 3
WHOLE = frozenset(range(PARTITIONS))
TOPICS = ("contract", "workplan")
TOPIC_PARTITIONS = tuple((topic, number) for topic in TOPICS for number in range(PARTITIONS))
PARTNERSHIPS = ("wandsworth", "richmond", "leeds", "sutton")
ORGANISATIONS = ("GB-LAE-WND", "GB-NHS-08X", "")


@dataclass
class Log:
    """The input topics, and what was last seen to be included of them. statements: by partition, in order."""

    statements: dict[Partition, list[tuple[str, str, AdmittedStatement]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    included: dict[Partition, int] = field(default_factory=dict)
    backlog: Backlog = field(default_factory=Backlog)

    def say(self, topic: str, partnership: str, organisation: str, admitted: int) -> Partition:
        partition = topic, partition_of(partnership.encode(), PARTITIONS)
        statement = AdmittedStatement(admitted // 2, f"{partition}-{len(self.statements[partition])}", admitted)
        self.backlog.take(partition, len(self.statements[partition]), (partnership, organisation), statement)
        self.statements[partition].append((partnership, organisation, statement))
        return partition

    def ends(self) -> dict[Partition, int]:
        return {partition: len(self.statements[partition]) for partition in TOPIC_PARTITIONS}

    def look(self, at: float, included: dict[Partition, int]) -> None:
        for partition, offset in included.items():
            self.included[partition] = max(offset, self.included.get(partition, 0))
        self.backlog.look(FreshnessLook(at, dict(self.included), self.ends(), WHOLE))

    def not_included(self, partnerships: set[str]) -> list[tuple[Partition, tuple[str, str, AdmittedStatement]]]:
        """As the words of the promise have it, record by record."""
        return [
            (partition, each)
            for partition, statements in self.statements.items()
            for each in statements[self.included.get(partition, 0) :]
            if each[0] in partnerships
        ]


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Records and looks in any order; the last look is at 0."""
    log = Log()
    for at in range(-draw(st.integers(0, 3)), 1):
        for _ in range(draw(st.integers(0, 8))):
            log.say(
                draw(st.sampled_from(TOPICS)),
                draw(st.sampled_from(PARTNERSHIPS)),
                draw(st.sampled_from(ORGANISATIONS)),
                draw(st.integers(0, 10**12)),
            )
        log.look(at, {partition: draw(st.integers(0, end)) for partition, end in log.ends().items()})
    return log


scopes = st.sets(st.sampled_from(PARTNERSHIPS), min_size=1)


@given(logs(), scopes)
def test_an_account_is_what_lies_beyond_the_included_offsets(log: Log, scope: set[str]) -> None:
    waits = log.not_included(scope)
    first: dict[tuple[Partition, str, str], int] = {}
    for partition, (partnership, organisation, statement) in waits:
        first.setdefault((partition, partnership, organisation), statement.admitted)
    included = [
        statement.admitted
        for partition, records in log.statements.items()
        for partnership, _, statement in records[: log.included.get(partition, 0)]
        if partnership in scope
    ]
    assert log.backlog.account(0, scope) == Account(
        FreshnessState.BEHIND if waits else FreshnessState.CURRENT,
        len(waits),
        min(first.values(), default=None),
        max(included, default=None),
    )


@given(logs(), st.sampled_from(TOPICS), st.sampled_from(PARTNERSHIPS), st.sampled_from(ORGANISATIONS))
def test_an_admitted_record_that_is_not_included_always_shows(
    log: Log, topic: str, partnership: str, organisation: str
) -> None:
    before = log.backlog.account(0, {partnership})
    log.say(topic, partnership, organisation, 10**13)
    for scope in ({partnership}, None):
        assert log.backlog.account(0, scope).state is FreshnessState.BEHIND
    assert log.backlog.account(0, {partnership}).waiting == before.waiting + 1
    assert partnership in {each.partnership for each in log.backlog.shares()}


@given(logs())
def test_what_is_included_whole_is_current(log: Log) -> None:
    log.look(1, log.ends())
    assert log.backlog.account(1).state is FreshnessState.CURRENT
    assert log.backlog.shares() == []
    assert log.backlog.account(1).since is None


@given(logs(), st.floats(0, 10_000), scopes)
@example(Log(), 0.0, {"leeds"})
def test_without_young_evidence_nothing_is_known(log: Log, age: float, scope: set[str]) -> None:
    fresh = log.backlog.account(age, scope)
    has_looked = log.backlog.account(0, scope).state is not FreshnessState.UNKNOWN
    assert (fresh.state is FreshnessState.UNKNOWN) is (age > EVIDENCE_SECONDS or not has_looked)
    assert bool(fresh.why) is (fresh.state is FreshnessState.UNKNOWN)
    # what was known last is still told beside it
    assert fresh.waiting == len(log.not_included(scope))


@given(logs(), st.integers(0, 2))
def test_records_that_were_written_and_not_read_here_are_no_ground_to_say_current(log: Log, number: int) -> None:
    partition = "contract", number
    log.look(1, log.ends())
    log.backlog.look(FreshnessLook(1, log.ends(), {**log.ends(), partition: log.ends()[partition] + 1}, WHOLE))
    there = {each for each in PARTNERSHIPS if partition_of(each.encode(), PARTITIONS) == number}
    assert log.backlog.account(1).state is FreshnessState.UNKNOWN
    for each in PARTNERSHIPS:
        state = log.backlog.account(1, {each}).state
        assert state is (FreshnessState.UNKNOWN if each in there else FreshnessState.CURRENT)


@given(logs(), st.integers(0, 2))
def test_a_log_that_ends_before_what_was_taken_in_is_never_current(log: Log, number: int) -> None:
    partition = "contract", number
    log.look(1, log.ends())
    log.backlog.look(FreshnessLook(1, {**log.ends(), partition: log.ends()[partition] + 1}, log.ends(), WHOLE))
    assert log.backlog.account(1).state is FreshnessState.UNKNOWN


@given(logs(), st.integers(0, 2))
def test_pictures_that_are_still_to_be_written_are_never_called_current(log: Log, number: int) -> None:
    """Their topic was made anew: what was taken in was in pictures once; where nothing was, there is none to write."""
    log.look(1, log.ends())
    log.backlog.look(FreshnessLook(1, log.ends(), log.ends(), WHOLE - {number}))
    has_some = any(log.ends()[topic, number] for topic in TOPICS)
    assert log.backlog.account(1).state is (FreshnessState.UNKNOWN if has_some else FreshnessState.CURRENT)
    for each in PARTNERSHIPS:
        is_there = partition_of(each.encode(), PARTITIONS) == number
        assert log.backlog.account(1, {each}).state is (
            FreshnessState.UNKNOWN if is_there and has_some else FreshnessState.CURRENT
        )


@given(logs(), scopes)
def test_shares_add_up_to_the_account(log: Log, scope: set[str]) -> None:
    account, shares = log.backlog.account(0, scope), log.backlog.shares(scope)
    assert sum(each.waiting for each in shares) == account.waiting
    assert min((each.since for each in shares if each.since is not None), default=None) == account.since
    assert max((each.up_to for each in shares if each.up_to is not None), default=None) == account.up_to
    assert len({(each.partnership, each.organisation) for each in shares}) == len(shares)


@given(logs(), scopes, st.data())
def test_reading_again_changes_nothing(log: Log, scope: set[str], data: st.DataObject) -> None:
    before = log.backlog.account(0, scope), log.backlog.shares(scope), log.backlog.last(scope)
    for partition, statements in log.statements.items():
        for offset, (partnership, organisation, statement) in enumerate(statements):
            if data.draw(st.booleans()):
                log.backlog.take(partition, offset, (partnership, organisation), statement)
    assert (log.backlog.account(0, scope), log.backlog.shares(scope), log.backlog.last(scope)) == before


@given(logs(), scopes)
def test_the_last_statement_is_the_newest_that_is_included(log: Log, scope: set[str]) -> None:
    expected: dict[tuple[str, str], AdmittedStatement] = {}
    for partition, records in log.statements.items():
        for partnership, organisation, statement in records[: log.included.get(partition, 0)]:
            if partnership in scope and organisation:
                held = expected.get((partnership, organisation), statement)
                expected[partnership, organisation] = max(held, statement, key=lambda each: (each.recorded, each.event))
    assert log.backlog.last(scope) == expected


@given(logs(), st.sampled_from(TOPIC_PARTITIONS), st.integers(0, 20))
def test_a_statement_once_included_stays_so_and_one_that_waits_is_told(
    log: Log, partition: Partition, offset: int
) -> None:
    is_included = offset < log.included.get(partition, 0)
    has_looked = log.backlog.account(0).state is not FreshnessState.UNKNOWN
    old = log.backlog.inclusion(EVIDENCE_SECONDS + 1, [(partition, offset)])
    assert old is (Inclusion.INCLUDED if is_included else Inclusion.UNKNOWN)
    waits = Inclusion.WAITING if has_looked else Inclusion.UNKNOWN
    assert log.backlog.inclusion(0, [(partition, offset)]) is (Inclusion.INCLUDED if is_included else waits)
    log.look(1, {partition: 0})
    assert (log.backlog.inclusion(1, [(partition, offset)]) is Inclusion.INCLUDED) is is_included


def test_one_that_came_twice_keeps_its_first_admission() -> None:
    log, partition, pair = Backlog(), ("contract", 0), ("leeds", "GB-LAE-LDS")
    log.take(partition, 0, pair, AdmittedStatement(5, "a", 100))
    log.take(partition, 1, pair, AdmittedStatement(5, "a", 200))
    log.look(FreshnessLook(0, {partition: 2}, {partition: 2}, WHOLE))
    assert log.last({"leeds"}) == {pair: AdmittedStatement(5, "a", 100)}
    assert log.shares({"leeds"}) == [Share(*pair, 0, None, 200)]


def test_topics_that_were_made_anew_are_not_known_until_they_are_looked_at() -> None:
    log, partition = Backlog(), ("contract", 0)
    log.take(partition, 0, ("leeds", "x"), AdmittedStatement(5, "a", 100))
    log.look(FreshnessLook(0, {partition: 1}, {partition: 1}, WHOLE))
    log.start_over()
    assert log.account(0) == Account(FreshnessState.UNKNOWN, why="the log has not been asked yet")
    log.take(partition, 0, ("leeds", "x"), AdmittedStatement(6, "b", 300))
    assert log.account(0) == Account(FreshnessState.UNKNOWN, why="the log has not been asked yet")
    log.look(FreshnessLook(0, {}, {partition: 1}, WHOLE))
    assert log.account(0).waiting == 1


@given(logs(), scopes, st.floats(0, 10_000))
def test_where_nobody_ever_looked_there_are_no_last_known_figures(log: Log, scope: set[str], now: float) -> None:
    never = Backlog()
    for partition, statements in log.statements.items():
        for offset, (partnership, organisation, statement) in enumerate(statements):
            never.take(partition, offset, (partnership, organisation), statement)
    never.reach(log.included)
    assert never.account(now, scope) == Account(FreshnessState.UNKNOWN, why="the log has not been asked yet")
    assert never.shares() == never.shares(scope) == []


@pytest.mark.parametrize("problem", ["", "Kafka does not answer"])
def test_why_nothing_is_known_is_told(problem: str) -> None:
    log = Backlog()
    log.look(FreshnessLook(0, {}, {}, WHOLE))
    log.problem = problem
    assert log.account(EVIDENCE_SECONDS + 1).why == (problem or "the last answer is older than 6 s")
    assert log.account(EVIDENCE_SECONDS).state is FreshnessState.CURRENT
