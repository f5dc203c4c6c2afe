"""Records of the output topic that no worker wrote: no page shows them, all pages stand, and they are named."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from aiokafka import TopicPartition
from aiokafka.structs import OffsetAndMetadata
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.gateway.api.links import page_of
from hub.gateway.index import bounds, following
from hub.gateway.index.held_picture import HeldPicture, PictureKey
from hub.gateway.index.store import Store
from hub.gateway.index.typed_pictures import is_picture
from hub.log.position import Basis
from hub.log.raw_reader import RawRecord
from hub.log.topics import TopicNames, partition_of
from hub.log.untrue import Untrue
from hub.reconcile.kinds.registry import LISTED
from hub.reconcile.picture import KINDS, picture_key
from tests.gateway.made import GROUP, TODAY, app_over, basis_at, filled_store, picture_record

FORGED = "FORGED-TITLE"
NEXT = 10_000  # behind all that stands
BROWSER = {"Accept": "text/html"}
EVERYWHERE = (
    "/", "/contracts", "/programmes", "/providers", "/procurements", "/differences", "/groups",
    f"/groups/{GROUP.id}", f"/groups/{GROUP.id}/report", "/search?q=forged", "/status",
)  # fmt: skip
COMMON = ("/", f"/groups/{GROUP.id}/report", "/status")


def first(store: Store, kind: str) -> HeldPicture:
    return next(iter(store.pictures.listed(kind)))


def forged(held: HeldPicture, basis: Basis | None = None, body: bytes | None = None, offset: int = NEXT) -> Any:
    text = orjson.dumps({**held.picture(), "title": FORGED}, option=orjson.OPT_SORT_KEYS) if body is None else body
    return picture_record(offset, picture_key(*held.key), text, basis or basis_at(NEXT))


def client(store: Store) -> TestClient:
    return TestClient(app_over(store), "http://127.0.0.1", raise_server_exceptions=False, headers=BROWSER)


def test_a_day_that_has_not_come_is_on_no_page_and_is_named_everywhere() -> None:
    store = filled_store(today=TODAY)
    held = first(store, "contract")
    store.pictures.take(forged(held, basis_at(NEXT, day=TODAY + timedelta(2))))
    browser = client(store)
    for address in (*EVERYWHERE, page_of("contract", *held.key[::2])):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert FORGED not in answer.text, address
    assert f"offset {NEXT}" in browser.get("/status").text
    ready = browser.get("/readyz")
    assert (ready.status_code, f"offset {NEXT}" in ready.json()["reasons"][0]) == (503, True)
    # a worker writes over it: nothing is told any more
    over = forged(held, replace(basis_at(9, day=TODAY), over=NEXT), held.body, NEXT + 1)
    store.pictures.take(over)
    told = browser.get("/readyz").json()
    assert (told["ready"], told["reasons"]) == (True, [])


def test_what_was_written_over_stays_so_when_its_day_has_come() -> None:
    early, late = filled_store(today=TODAY), filled_store(today=TODAY + timedelta(400))
    for store in (early, late):
        held = first(store, "contract")
        store.pictures.take(forged(held, basis_at(NEXT, day=TODAY + timedelta(2))))
        store.pictures.take(forged(held, replace(basis_at(9), over=NEXT), held.body, NEXT + 1))
        assert (first(store, "contract").title, store.untrue) == (held.title, [])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("body", [b"", b"[]", b'{"title":"FORGED-TITLE"}', b"\xff\x00"])
def test_where_nothing_else_stands_the_page_says_that_the_record_is_no_picture(kind: str, body: bytes) -> None:
    store = filled_store()
    key = PictureKey("wandsworth", kind, "GB-LAE-WND/not-there")
    store.pictures.take(picture_record(NEXT, picture_key(*key), body, basis_at(NEXT)))
    browser = client(store)
    page = browser.get(page_of(kind, key.partnership, key.id))
    assert (page.status_code, "This record is no picture" in page.text) == (502, True)
    answer = browser.get(f"/v1/{kind}s/{key.partnership}/{key.id}", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (502, "urn:uk.jch:problem:no-picture")
    assert {browser.get(address).status_code for address in COMMON} == {200}


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of everything in a picture that has a type; what a body said of a field may be anything."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inside:
        if name != "value":
            yield (*at, name)
            yield from places(each, (*at, name))


def with_junk(picture: dict[str, Any], at: tuple[Any, ...], junk: Any) -> bytes:
    made: Any = orjson.loads(orjson.dumps(picture))
    inside = made
    for name in at[:-1]:
        inside = inside[name]
    inside[at[-1]] = junk
    return orjson.dumps(made, option=orjson.OPT_SORT_KEYS)


SOUND = filled_store()
BY_DAY = {sort.item for sort in LISTED.values() if sort.by_day}
JUNK: st.SearchStrategy[Any] = st.sampled_from([None, 5, True, "x", [], {}, ["x"], [{}], {"x": 1}, 1e300])


def test_dates_that_are_none_are_no_picture() -> None:
    """Found: every date of a picture, with what a page cannot put in words."""
    for kind in KINDS:
        picture = first(SOUND, kind).picture()
        dates = [at for at in places(picture) if at[-1] in ("since", "recorded_at", *BY_DAY)]
        assert dates or kind == "provider", kind
        for at in dates:
            assert not any(is_picture(kind, with_junk(picture, at, junk)) for junk in ("x", None)), (kind, at)


def test_a_side_s_hash_that_is_none_stops_no_report() -> None:
    """Found: of two sides one had a hash, and the other had null where it stands."""
    store, held = filled_store(), first(SOUND, "contract")
    at = next(each for each in places(held.picture()) if each[-1] == "content_hash")
    store.pictures.take(forged(held, body=with_junk(held.picture(), at, None)))
    assert client(store).get(COMMON[1]).status_code == 200


@settings(max_examples=25)
@given(st.sampled_from(KINDS), st.data())
def test_whatever_stands_in_a_body_every_page_stands(kind: str, data: st.DataObject) -> None:
    store, held = filled_store(), first(SOUND, kind)
    at = data.draw(st.sampled_from([*places(held.picture())]))
    body = with_junk(held.picture(), at, data.draw(JUNK))
    store.pictures.take(forged(held, body=body))
    browser = client(store)
    for address in (page_of(kind, *held.key[::2]), *COMMON):
        assert browser.get(address).status_code == 200, (address, at)


def test_each_reason_has_words_that_a_sentence_can_end_with() -> None:
    assert all(each.value and not each.value.endswith(".") for each in Untrue)


def test_a_tombstone_over_a_key_in_a_wrong_partition_settles_it_and_leaves_the_picture_where_it_belongs() -> None:
    store = filled_store()
    store.pictures.partitions = 4
    held = first(store, "contract")
    home = partition_of(held.key.partnership.encode(), 4)
    wrong, key = (home + 1) % 4, picture_key(*held.key)
    store.pictures.take(picture_record(NEXT, key, b"{}", basis_at(NEXT), wrong))
    assert [each["partition"] for each in store.untrue] == [wrong]
    store.pictures.take(picture_record(NEXT + 1, key, None, replace(basis_at(NEXT + 9), over=NEXT), wrong))
    assert store.untrue == []
    assert store.pictures.get(held.key) is held


ENDS = 100  # of every input topic


class Kafka:
    """A consumer of the output topic, in whose one partition these records stand."""

    def __init__(self, records: Sequence[RawRecord]) -> None:
        self._records = list(records)
        self._read = 0
        self._fetcher = SimpleNamespace()  # hub.log.fetch_wait tells it how long to wait
        self.all_taken = asyncio.Event()

    def __call__(self, **settings: Any) -> "Kafka":
        return self

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        pass

    async def topics(self) -> set[str]:
        return {TopicNames().picture}

    async def beginning_offsets(self, tps: Iterable[TopicPartition]) -> None:
        pass

    def partitions_for_topic(self, topic: str) -> set[int]:
        return {0}

    def assign(self, tps: Iterable[TopicPartition]) -> None:
        pass

    async def seek_to_beginning(self, *tps: TopicPartition) -> None:
        pass

    async def end_offsets(self, tps: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        return {tp: len(self._records) if tp.topic == TopicNames().picture else ENDS for tp in tps}

    async def position(self, tp: TopicPartition) -> int:
        return self._read

    async def getmany(self, **limits: int) -> dict[TopicPartition, list[RawRecord]]:
        if self._read:
            self.all_taken.set()
            await asyncio.Event().wait()
        self._read = len(self._records)
        return {TopicPartition(TopicNames().picture, 0): self._records}


@asynccontextmanager
async def no_admin(bootstrap_servers: str) -> AsyncIterator[None]:
    yield None


@pytest.mark.parametrize(("claimed", "why"), [(ENDS - 1, []), (ENDS, [Untrue.POSITION.value])])
async def test_what_the_store_follows_is_believed_as_far_as_the_inputs_reach(
    monkeypatch: pytest.MonkeyPatch, claimed: int, why: list[str]
) -> None:
    """Without having asked where they end before it takes a record, it would believe any claim."""
    names, held = TopicNames(), first(SOUND, "contract")
    inputs = [*(TopicPartition(each, 0) for each in names.inputs), TopicPartition(names.configuration, 0)]
    record = picture_record(0, picture_key(*held.key), held.body, basis_at(claimed))

    async def offsets_of(admin: object, group: str) -> dict[TopicPartition, OffsetAndMetadata]:
        return dict.fromkeys(inputs, OffsetAndMetadata(ENDS, ""))

    kafka = Kafka([record])
    monkeypatch.setattr(following, "AIOKafkaConsumer", kafka)
    monkeypatch.setattr(bounds, "admin_of", no_admin)
    monkeypatch.setattr(bounds, "offsets_of", offsets_of)
    store = Store("127.0.0.1:9", names, Random(0))
    (follower,) = [each for each in store._followers if each._topics == (names.picture,)]
    task = asyncio.create_task(follower.follow())
    taken = asyncio.create_task(kafka.all_taken.wait())
    await asyncio.wait((task, taken), timeout=10, return_when=asyncio.FIRST_COMPLETED)
    task.cancel()
    assert kafka.all_taken.is_set(), follower.problem
    assert [each.why.value for each in store.pictures.untrue.values()] == why
    assert (store.pictures.get(held.key) is None) is bool(why)
