"""A picture of yesterday, or under the configuration of before, is told at every answer; nothing is called current."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import httpx
import orjson
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from hub.configuration.model import Group, canonical, key_of
from hub.gateway.api import examples
from hub.gateway.api.freshness import HEADER
from hub.gateway.app import create_app
from hub.gateway.index.held_picture import PictureKey
from hub.gateway.index.outdated import Outdated
from hub.gateway.index.pictures import HeldPictures
from hub.gateway.index.store import Store
from hub.log.freshness import EVIDENCE_SECONDS, FreshnessState
from hub.reconcile.picture import picture_key
from hub.reports.freshness_words import account_words
from tests.gateway.made import (
    DEMONSTRATED,
    Clock,
    basis_at,
    demonstration,
    look,
    parts_over,
    picture_record,
    record,
)
from tests.gateway.test_freshness import ALL, PAGES

TOMORROW = DEMONSTRATED + timedelta(days=1)
PLACES = ("leeds", "wandsworth")
UNDER = ("before", "now")

Written = tuple[str, int, int | None, int, int | None, str]
"""Partnership, name, body or none for a tombstone, position, day until which it holds, configuration."""
WRITTEN = st.lists(
    st.tuples(
        st.sampled_from(PLACES),
        st.integers(0, 2),
        st.none() | st.integers(0, 1),
        st.integers(0, 9),
        st.none() | st.integers(0, 5),
        st.sampled_from(UNDER),
    ),
    max_size=30,
)


def day(number: int) -> date:
    return DEMONSTRATED + timedelta(days=number)


def take(pictures: HeldPictures, written: Iterable[Written], first: int = 0) -> None:
    for offset, (place, name, body, position, until, under) in enumerate(written, first):
        basis = basis_at(position, until=None if until is None else day(until), configuration=under)
        said = None if body is None else orjson.dumps({"title": str(body), "fields": {}, "differences": []})
        pictures.take(picture_record(offset, picture_key(place, "contract", f"GB-LAE-WND/{name}"), said, basis))


@given(WRITTEN, st.integers(0, 5), st.sampled_from([None, *([each] for each in PLACES), PLACES, ["nowhere"]]))
def test_what_is_outdated_is_what_a_walk_over_what_stands_finds(
    written: list[Written], now: int, asked: list[str] | None
) -> None:
    pictures, standing = HeldPictures(), dict[tuple[str, int], Written]()
    take(pictures, written)
    for each in written:  # the furthest position stands; of records at the same one, all of one day, the last
        held = standing.get(each[:2])
        says_again = held is not None and each[3:] == held[3:] and each[2] != held[2]  # not the engine's
        if held is None or (each[3] >= held[3] and not says_again):
            standing[each[:2]] = each
    shown = [each for each in standing.values() if each[2] is not None and (asked is None or each[0] in asked)]
    due = {each: each[4] for each in shown if each[4] is not None and each[4] <= now}
    other = {each for each in shown if each[5] != "now"}
    earliest = day(min(due.values())) if due else None
    assert pictures.outdated(day(now), "now", asked) == Outdated(len(due.keys() | other), earliest, bool(other))


def test_what_is_gone_is_not_outdated() -> None:
    """Compacted away while nobody followed, or of a topic that was made anew."""
    written: list[Written] = [("leeds", 0, 1, 1, 0, "now"), ("leeds", 1, 1, 2, 0, "now")]
    pictures = HeldPictures()
    take(pictures, written)
    assert pictures.outdated(day(0), "now").pictures == 2
    pictures.read_again({0: 2})
    take(pictures, written[1:], 1)
    pictures.forget_unseen()
    assert pictures.outdated(day(0), "now").pictures == 1
    pictures.read_again({0: 0})
    assert pictures.outdated(day(0), "now") == Outdated()


class Days:
    """London's day, as the gateway's clock has it."""

    def __init__(self) -> None:
        self.today = DEMONSTRATED

    def __call__(self) -> date:
        return self.today


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def store(days: Days) -> Store:
    """All that was admitted is included, and the picture of one contract holds until midnight."""
    store, log = demonstration(days)
    look(store, log)
    held = store.pictures.get(PictureKey("wandsworth", "contract", "GB-LAE-WND/14-565"))
    assert held is not None
    basis = replace(held.basis, position=basis_at(10**6).position, until=TOMORROW)
    end = store.pictures.position(held.partition) + 1
    store.pictures.take(picture_record(end, picture_key(*held.key), held.body, basis, held.partition))
    return store


def asked(store: Store, address: str) -> httpx.Response:
    client = TestClient(create_app(parts_over(store)), base_url="http://127.0.0.1")
    answer: httpx.Response = client.get(address, headers={"Accept": "*/*" if "/v1/" in address else "text/html,*/*"})
    return answer


def concerns(address: str) -> bool:
    """The procurement is of another place."""
    return not address.endswith(examples.PROCUREMENT)


@pytest.mark.parametrize("address", ALL)
def test_over_midnight_no_answer_calls_yesterday_current(store: Store, days: Days, address: str) -> None:
    assert asked(store, address).headers[HEADER].startswith("current;")
    days.today = TOMORROW
    told = asked(store, address)
    if concerns(address):
        assert told.headers[HEADER].startswith('behind;waiting=0;outdated=1;outdated-since="2016-03-02T00:00:00.000Z"')
    if address in PAGES:
        text = unescape(told.text)
        assert ("up to date" in text.lower()) is not concerns(address)
        words = (
            "1 picture is not evaluated for today's date and rules yet, which hold since 2 March 2016, 00:00:00 GMT."
        )
        assert (words in text) is concerns(address)


def test_a_configuration_that_nothing_was_evaluated_under_is_told(store: Store) -> None:
    group = Group(id="elsewhere", name="Elsewhere", partnerships=("wandsworth",))
    said = record("configuration", 0, key_of(group).encode(), canonical(group), timestamp=1_456_790_400_000)
    store._take_configuration(said)
    account = store.account()
    assert (account.state, account.outdated) == (FreshnessState.BEHIND, len(store.pictures))
    assert account_words(account).endswith("which hold since 1 March 2016, 00:00:00 GMT.")


def test_it_is_told_also_where_it_is_not_known_what_was_admitted(store: Store, days: Days) -> None:
    days.today = TOMORROW
    assert isinstance(store.clock, Clock)
    store.clock.now += 2 * EVIDENCE_SECONDS
    told = account_words(store.account())
    assert "is not known" in told
    assert "1 picture is not evaluated for today" in told
