"""Whatever happens to readers, gateways and the log: nothing lost, nothing twice, and the end is what stands."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.gateway.feeds.cursor import Begin, Cursor, ToldChange, Why
from hub.gateway.feeds.position import FeedPosition, PositionMalformed
from hub.gateway.feeds.resuming import Arrival
from hub.gateway.feeds.scope import FeedKind, Scope
from hub.gateway.index.held_picture import PictureKey
from hub.gateway.index.pictures import HeldPictures
from tests.gateway.feed_world import GROUP, PLACES, SCOPES, Log, Reader, all_of, read_whole, standing
from tests.gateway.made import filled_store

RANDOMS = st.builds(Random, st.integers(0, 1 << 32))


@pytest.mark.parametrize("scope", SCOPES, ids=lambda each: each.kind.value)
@settings(max_examples=100)
@given(random=RANDOMS, length=st.integers(1, 60))
def test_a_reader_that_comes_and_goes_hears_what_one_that_stays_hears(
    scope: Scope, random: Random, length: int
) -> None:
    log, pictures = Log(random), HeldPictures()
    read_whole(log, pictures)
    stays, leaves = Reader(scope), Reader(scope)
    opened = stays.come(pictures)
    assert opened is not None
    cursor, _ = opened
    leaves.position = cursor.position
    for _ in range(length):
        for record in log.append():
            pictures.take(record)
        for told in cursor.next(pictures):
            stays.hear(told)
        if random.random() < 0.1:
            pictures = _restarted(log, pictures, random)
        if random.random() < 0.3:
            _hear_some(leaves, pictures, random)
    _hear_some(leaves, pictures, random, whole=True)
    for told in all_of(cursor, pictures):
        stays.hear(told)
    assert _by_partition(leaves.seen) == _by_partition(stays.seen)
    assert leaves.gaps == stays.gaps == []
    ends = standing(pictures, scope)
    assert {key: body for key, body in leaves.state.items() if key in ends} == ends


@pytest.mark.parametrize("scope", SCOPES, ids=lambda each: each.kind.value)
@settings(max_examples=100)
@given(random=RANDOMS, length=st.integers(1, 80), most_bytes=st.sampled_from([1, 400, 1200, 1 << 20]))
def test_whatever_is_not_held_any_more_a_reader_who_obeys_ends_with_what_stands(
    scope: Scope, random: Random, length: int, most_bytes: int
) -> None:
    log, pictures = Log(random), HeldPictures(most_bytes)
    read_whole(log, pictures)
    stays, leaves = Reader(scope), Reader(scope)
    opened = stays.come(pictures)
    assert opened is not None
    cursor, _ = opened
    for _ in range(length):
        records = log.append()
        if random.random() < 0.1:  # the record comes, and others are compacted away, while Kafka cannot be reached
            log.compact()
            read_whole(log, pictures)
        else:
            for record in records:
                pictures.take(record)
        if random.random() < 0.05:
            log.compact()
            pictures = HeldPictures(most_bytes)
            read_whole(log, pictures)
            opened = stays.come(pictures)
            assert opened is not None
            cursor = opened[0]
        if random.random() < 0.4:
            for told in cursor.next(pictures):
                stays.hear(told)
        if random.random() < 0.2:
            _hear_some(leaves, pictures, random)
    _hear_some(leaves, pictures, random, whole=True)
    for told in all_of(cursor, pictures):
        stays.hear(told)
    ends = standing(pictures, scope)
    for reader in (stays, leaves):
        assert {key: body for key, body in reader.state.items() if key in ends} == ends
        # a contract or procurement that left a programme or provider is told of by their own pictures
        left = {key for key in reader.state.keys() - ends.keys() if scope.kind is not FeedKind.GROUP}
        assert reader.state.keys() - ends.keys() == left
        takes = {"contract", "procurement"} if scope.kind is FeedKind.PROVIDER else {"contract"}
        assert {key.kind for key in left} <= takes


@given(random=RANDOMS, length=st.integers(1, 40))
def test_a_group_that_is_told_of_other_places_ends_with_what_stands_there(random: Random, length: int) -> None:
    log, pictures, reader = Log(random), HeldPictures(), Reader(GROUP)
    for count in range(length):
        log.append()
        if random.random() < 0.2:
            reader.scope = replace(GROUP, partnerships=tuple(sorted(random.sample(PLACES, random.randrange(4)))))
        if random.random() < 0.3 or count == length - 1:
            read_whole(log, pictures)
            _hear_some(reader, pictures, random, whole=count == length - 1)
    assert reader.state == standing(pictures, reader.scope)
    assert set(reader.gaps) <= {Why.CHANGED}


@given(random=RANDOMS, before=st.integers(1, 30), after=st.integers(0, 30))
def test_a_topic_made_anew_voids_a_position_that_lies_beyond_it(random: Random, before: int, after: int) -> None:
    pictures, reader = HeldPictures(), Reader(GROUP)
    log = Log(random)
    for _ in range(before):
        log.append()
    read_whole(log, pictures)
    _hear_some(reader, pictures, random, whole=True)
    beyond = FeedPosition.read(reader.position or "")
    log, pictures = Log(random), HeldPictures()
    for _ in range(after):
        log.append()
    read_whole(log, pictures)
    if not any(offset >= log.ends[each] for each, offset in beyond.offsets.items()):
        return  # the new log has grown past it: nothing tells the two apart
    assert reader.come(pictures) is None, "the ends that are known may be older than the position"
    opened = _after_the_ends_were_asked(reader, log, pictures)
    assert opened is not None
    cursor, first = opened
    for told in [*first, *all_of(cursor, pictures)]:
        reader.hear(told)
    assert reader.gaps == [Why.UNKNOWN]
    assert reader.state == standing(pictures, GROUP)


@given(random=RANDOMS, length=st.integers(5, 40))
def test_a_position_is_waited_for_while_the_gateway_is_still_reading(random: Random, length: int) -> None:
    log, pictures, reader = Log(random), HeldPictures(), Reader(GROUP)
    for _ in range(length):
        log.append()
    read_whole(log, pictures)
    _hear_some(reader, pictures, random, whole=True)
    state = dict(reader.state)
    anew = HeldPictures()
    anew.read_again(log.ends)
    wanted = FeedPosition.read(reader.position or "").offsets
    for record in log.records():
        opened = reader.come(anew)
        is_far_enough = all(anew.position(each) >= offset for each, offset in wanted.items())
        assert (opened is not None) == is_far_enough
        anew.take(record)
    opened = reader.come(anew)
    assert opened is not None
    for told in all_of(opened[0], anew):  # what came and went behind the last picture that stood at the first time
        reader.hear(told)
    assert reader.state == state


@given(st.dictionaries(st.integers(0, 999), st.integers(-1, 10**17)), st.sampled_from(["", "0123abcd"]))
def test_a_position_reads_as_it_was_written(offsets: dict[int, int], mark: str) -> None:
    position = FeedPosition(offsets, mark)
    if str(position):
        assert FeedPosition.read(str(position)) == position
    for partition, offset in offsets.items():
        before, behind = position.around(partition)
        assert f"{before}{offset}{behind}" == str(position)


@pytest.mark.parametrize(
    "text", ["", "x", "1", "1:", "1:2,", ",1:2", "1:2,1:3", "1:-2", "1:2~", "1:2~xyz", " 1:2", "1:2\n", "٣:1", "0-12"]
)
def test_what_is_no_position_is_refused(text: str) -> None:
    with pytest.raises(PositionMalformed):
        FeedPosition.read(text)


def _restarted(log: Log, before: HeldPictures, random: Random) -> HeldPictures:
    """Another gateway over the same log; at times the same one, that reads all over again."""
    pictures = HeldPictures() if random.random() < 0.5 else before
    read_whole(log, pictures)
    return pictures


def _hear_some(reader: Reader, pictures: HeldPictures, random: Random, *, whole: bool = False) -> None:
    """Comes, hears some or all of what there is, and is gone; what was sent behind that is lost on the way."""
    opened = reader.come(pictures)
    assert opened is not None
    cursor, first = opened
    heard = [*first, *all_of(cursor, pictures)]
    for told in heard if whole else heard[: random.randrange(len(heard) + 1)]:
        reader.hear(told)


def _after_the_ends_were_asked(
    reader: Reader, log: Log, pictures: HeldPictures
) -> tuple[Cursor, list[ToldChange]] | None:
    arrival = Arrival(FeedPosition.read(reader.position or ""), Begin.START, pictures.asked)
    pictures.ends_are(log.ends)
    return arrival.start(reader.scope, pictures)


def _by_partition(ids: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in ids:
        found.setdefault(each.split("-")[0], []).append(each)
    return found


def test_every_kind_of_feed_is_among_those_that_the_laws_are_of() -> None:
    assert {scope.kind for scope in SCOPES} == set(FeedKind)


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000), length=st.integers(1, 200))
def test_a_feed_takes_its_own_picture_and_exactly_what_it_lists_or_is_named_by(seed: int, length: int) -> None:
    pictures = filled_store(seed, length).pictures
    for held in pictures.all():
        scope = Scope.of_picture(held.key)
        if scope is not None:
            taken = {each.key for each in pictures.all() if scope.takes(each)}
            listed = {PictureKey(held.key.partnership, "contract", each) for each in held.contracts}
            naming = {
                each.key
                for each in pictures.all()
                if held.key.kind == "provider"
                and each.key.kind == "procurement"
                and each.key.partnership == held.key.partnership
                and _names(each.picture(), held.key.id)
            }
            assessed = {
                PictureKey(held.key.partnership, "contract", side["value"]["contract"])
                for each in held.picture().get("impact_assessments", ())
                for side in each["screened"]
                if "contract" in side["value"]
            }
            assert taken == {held.key} | listed | naming | assessed


def _names(procurement: dict[str, Any], provider: str) -> bool:
    """Whether it names the provider in some award, or as one that has left."""
    named = [award.get(name, ()) for award in procurement["awards"] for name in ("suppliers", "departed")]
    sides = [side for each in named for side in each]
    left = [each["organisation"] for each in procurement["parties"] if each["left_says"]]
    return provider in left or any(named["id"] == provider for side in sides for named in side["value"])
