"""A feed tells how fresh the pictures are: at its beginning, and when it changes for longer than a moment."""

import asyncio
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.gateway.api import examples
from hub.gateway.feeds.freshness import SETTLE_SECONDS, FreshnessTold
from hub.gateway.feeds.scope import FeedKind, Scope
from hub.gateway.index.store import Store
from hub.log.freshness import Account, FreshnessState
from hub.log.location import RecordLocation
from tests.gateway.made import Clock, LogInMemory, demonstration, look, record
from tests.gateway.test_feeds import Site, reading_all, served


def scope_of(store: Store, kind: FeedKind) -> Scope:
    """Some feed of that kind."""
    if kind is FeedKind.GROUP:
        return Scope.of_group(store.configuration.groups[examples.GROUP])
    scope = Scope.of_picture(next(store.pictures.listed(kind.value.removesuffix("s"))).key)
    assert scope is not None
    return scope


def one_more(store: Store, log: LogInMemory, partnership: str) -> None:
    """Somebody says again what was said last there, which is a record of the log like any other."""
    location = max(location for location, raw in log.records.items() if raw.key == partnership.encode())
    said = log.records[location]
    end = max(each.offset for each in log.records if each[:2] == location[:2]) + 1
    raw = record(location.topic, end, said.key, said.value, said.headers, location.partition)
    log.records[RecordLocation(location.topic, location.partition, end)] = raw
    store.take_event(raw)


def tick(site: Site, log: LogInMemory, seconds: float, *, is_running: bool) -> None:
    """Time passes, and the gateway looks."""
    clock = site.store.clock
    assert isinstance(clock, Clock)
    clock.now += seconds
    look(site.store, log, is_running=is_running)
    site.store.changes.tell()


@pytest.mark.parametrize("kind", list(FeedKind))
async def test_every_feed_tells_that_something_waits_and_that_it_was_taken_in(kind: FeedKind) -> None:
    store, log = demonstration()
    look(store, log)
    scope = scope_of(store, kind)
    async with served(store) as site, reading_all(site, scope.address) as heard:
        ready, first = await anext(heard), await anext(heard)
        assert (ready.name, first.name, first.data["state"]) == ("ready", "freshness", "current")
        assert first.position == ready.position  # a reader may note the place of whatever it heard last
        one_more(store, log, scope.partnerships[0])
        hearing = asyncio.ensure_future(anext(heard))
        while not hearing.done():
            tick(site, log, 1, is_running=False)
            await asyncio.sleep(0.01)
        told = await hearing
        assert (told.name, told.data["state"], told.data["waiting"]) == ("freshness", "behind", 1)
        assert "1 statement is not included yet" in told.data["words"]
        tick(site, log, 1, is_running=True)
        assert (await anext(heard)).data["state"] == "current"


accounts = st.one_of(
    st.builds(Account, st.just(FreshnessState.BEHIND), st.integers(1, 3), st.integers(1, 3)),
    st.builds(Account, st.just(FreshnessState.CURRENT), up_to=st.integers(1, 3)),
    st.builds(Account, st.just(FreshnessState.UNKNOWN), why=st.sampled_from(["a", "b"])),
)


@given(st.lists(st.tuples(st.floats(0, 10), accounts), min_size=1))
def test_what_a_reader_was_told_last_is_true_or_has_been_false_for_a_moment_only(
    steps: list[tuple[float, Account]],
) -> None:
    fresh, told, behind_since = FreshnessTold(), None, None
    for now, (_, account) in zip(accumulate(step for step, _ in steps), steps, strict=True):
        behind_since = (
            (now if behind_since is None else behind_since) if account.state is FreshnessState.BEHIND else None
        )
        if fresh.is_news(account, now):
            assert account != told
            told = account
        assert told is not None
        if told.state is not account.state:
            assert behind_since is not None and now - behind_since < SETTLE_SECONDS


@given(accounts, accounts, st.floats(0, SETTLE_SECONDS, exclude_max=True))
def test_a_state_that_lasts_is_told(first: Account, then: Account, begins: float) -> None:
    fresh = FreshnessTold()
    assert fresh.is_news(first, 0)
    told = [fresh.is_news(then, begins + step * SETTLE_SECONDS) for step in range(3)]
    assert any(told) is (first != then)


@given(st.lists(st.integers(1, int(SETTLE_SECONDS)), min_size=1))
def test_statements_that_are_taken_in_at_once_are_no_news(waits: list[int]) -> None:
    """waits: for how many looks in a row, a second apart, something waited before nothing did."""
    fresh, now, current = FreshnessTold(), 0.0, Account(FreshnessState.CURRENT, up_to=1)
    assert fresh.is_news(current, now)
    for looks in waits:
        for account in [Account(FreshnessState.BEHIND, 1, 5)] * looks + [current]:
            now += 1
            assert not fresh.is_news(account, now)
