"""What was made last is what would be made now: of groups' pages and reports too, whatever changes between."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

import orjson
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from hub.configuration.model import Configuration
from hub.gateway.app import create_app
from hub.gateway.index.kept_shares import KeptShares
from hub.gateway.index.last_made import LastMade
from hub.gateway.index.store import Store
from hub.log.freshness import Account, AdmittedStatement, FreshnessState
from tests.gateway.made import GROUP, TODAY, basis_at, filled_store, of_any_body, parts_over, picture_record


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2)), max_size=30),
    st.sampled_from([0, 3, 5, 100]),
)
def test_the_same_as_made_anew_and_no_more_than_may_be_kept(asked: list[tuple[str, int]], most: int) -> None:
    last = LastMade[str](most)
    for name, number in asked:
        assert last.get(name, (number,), f"{name} {number}".__str__) == f"{name} {number}"
        assert last.size == sum(len(each.made) for each in last._last.values()) <= most


def test_it_is_made_again_only_where_what_it_is_made_of_is_another() -> None:
    last, made = LastMade[str](), []

    def make() -> str:
        made.append("made")
        return "made"

    for number in (1, 1, 2, 2, 1):
        last.get("a", (number,), make)
    assert len(made) == 3


ADDRESSES = [f"/groups/{GROUP.id}{each}" for each in ("", "/report", "/report.html", "/report.json")]


def _another_title(store: Store, random: Random) -> None:
    held = random.choice([*store.pictures.all()])
    body = orjson.dumps({**held.picture(), "title": f"Other {random.random()}"})
    offset = store.pictures.position(0) + 1
    key = orjson.dumps([*held.key])
    store.pictures.take(picture_record(offset, key, body, basis_at(offset)))


def _gone(store: Store, random: Random) -> None:
    held = random.choice([each for each in store.pictures.all() if each.key.kind != "contract"] or [None])
    if held is not None:
        offset = store.pictures.position(0) + 1
        store.pictures.take(picture_record(offset, orjson.dumps([*held.key]), None, basis_at(offset)))


def _another_name(store: Store, random: Random) -> None:
    group = GROUP.model_copy(update={"name": f"Name {random.random()}"})
    documents = {**store.configuration.documents, f"group/{group.id}": group}
    store.configuration = Configuration(store.configuration.offset, documents)


def _another_statement(store: Store, random: Random) -> None:
    at = random.randrange(1_400_000_000_000, 1_500_000_000_000)
    last = {(GROUP.partnerships[0], "GB-LAE-WND"): AdmittedStatement(at, "0", at)}
    store.last_statements = lambda _: last


def _another_freshness(store: Store, random: Random) -> None:
    why, up_to = random.choice(["", "nobody knows"]), random.choice([None, random.randrange(1_400_000_000_000)])
    account = Account(FreshnessState.UNKNOWN if why else FreshnessState.CURRENT, up_to=up_to, why=why)
    store.account = lambda _: account


Change = Callable[[Store, Random], None]
CHANGES: list[Change] = [_another_title, _gone, _another_name, _another_statement, _another_freshness]


@given(
    st.integers(0, 9),
    st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
def test_groups_are_told_of_as_if_nothing_were_kept(seed: int, changes: list[Change], random: Random) -> None:
    store = of_any_body(filled_store(seed, 40))
    today = TODAY
    parts = replace(parts_over(store), today=lambda: today)
    client = TestClient(create_app(parts), base_url="http://127.0.0.1")
    for change in (None, *changes):
        if change is not None:
            change(store, random)
        today += timedelta(days=random.randrange(2))
        asked = random.choices(ADDRESSES, k=3)
        answers = [client.get(each) for each in asked]
        kept = store.reports, store.pages_of_groups, store._shares
        for address, answer in zip(asked, answers, strict=True):
            store.reports, store.pages_of_groups, store._shares = LastMade(), LastMade(), KeptShares()
            assert answer.status_code == 200
            assert client.get(address).content == answer.content
        store.reports, store.pages_of_groups, store._shares = kept
