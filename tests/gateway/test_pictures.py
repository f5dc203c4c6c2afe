"""What stands, in which order it is listed, and what a feed is told of it."""

from datetime import date
from random import Random

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.gateway.index.held_picture import PictureKey
from hub.gateway.index.picture_index import MATTER_KEYS, MatterOrder, sort_key
from hub.gateway.index.pictures import HeldPictures
from hub.reconcile.days import Day
from hub.reconcile.picture import KINDS, picture_key
from tests.gateway.made import TODAY, basis_at, picture_record
from tests.reconcile.dense import history
from tests.reconcile.summary import FLAT, ready, whole

NAMED = PictureKey("wandsworth", "contract", "GB-LAE-WND/1")
KEY = picture_key(*NAMED)
OTHER = picture_key("wandsworth", "contract", "GB-LAE-WND/2")


def body(title: str, *differences: tuple[str, str]) -> bytes:
    return orjson.dumps(
        {
            "title": title,
            "fields": {},
            "differences": [
                {"severity": severity, "since": "2015-06-04", "id": each, "kind": "amount"}
                for each, severity in differences
            ],
        }
    )


def title_of(pictures: HeldPictures, key: PictureKey = NAMED) -> str | None:
    found = pictures.get(key)
    return None if found is None else found.title


def test_a_stale_record_that_comes_later_is_ignored_and_is_no_item() -> None:
    pictures = HeldPictures()
    pictures.take(picture_record(0, KEY, body("new"), basis_at(5)))
    pictures.take(picture_record(1, KEY, body("old"), basis_at(4, generation=0)))
    assert title_of(pictures) == "new"
    assert [each.id for each in pictures.items(0, -1)] == ["0-0"]


def test_a_tombstone_removes_and_a_stale_record_does_not_bring_back() -> None:
    pictures = HeldPictures()
    pictures.take(picture_record(0, KEY, body("a", ("d", "red")), basis_at(5)))
    pictures.take(picture_record(1, KEY, None, basis_at(6)))
    pictures.take(picture_record(2, KEY, body("a"), basis_at(5)))
    assert len(pictures) == len(pictures.matters()) == pictures.count("contract") == 0
    assert [(each.id, each.gone) for each in pictures.items(0, -1)] == [("0-0", False), ("0-1", True)]


def test_the_same_body_again_is_no_item() -> None:
    pictures = HeldPictures()
    pictures.take(picture_record(0, KEY, body("a"), basis_at(5)))
    pictures.take(picture_record(1, KEY, body("a"), basis_at(6)))
    pictures.take(picture_record(2, KEY, body("b"), basis_at(7)))
    assert [each.id for each in pictures.items(0, -1)] == ["0-0", "0-2"]
    assert pictures.position(0) == 2


@pytest.mark.parametrize(
    ("key", "said"),
    [(b"not a key", b"{}"), (b'["a","b"]', b"{}"), (b'["a","meal","b"]', b"{}"), (KEY, b"[]"), (KEY, b"\xff")],
)
def test_a_record_of_another_making_is_told_and_left_to_the_engine(key: bytes, said: bytes) -> None:
    pictures = HeldPictures()
    pictures.take(picture_record(0, KEY, body("a"), basis_at(5)))
    pictures.take(picture_record(1, key, said, basis_at(6)))
    assert title_of(pictures) == "a"
    assert [(each.key, each.offset) for each in pictures.untrue.values()] == [(key, 1)]


def test_midnight_writes_at_the_same_position() -> None:
    pictures = HeldPictures()
    pictures.take(picture_record(0, KEY, body("due"), basis_at(5, day=date(2015, 6, 4))))
    pictures.take(picture_record(1, KEY, body("late"), basis_at(5, day=date(2015, 6, 5))))
    assert title_of(pictures) == "late"


def test_what_does_not_come_again_was_taken_out_meanwhile() -> None:
    pictures = HeldPictures()
    pictures.take(picture_record(0, KEY, body("a")))
    pictures.take(picture_record(1, OTHER, body("b")))
    pictures.read_again({0: 2})
    pictures.take(picture_record(0, KEY, body("a")))
    pictures.forget_unseen()
    assert [each.key.id for each in pictures.all()] == ["GB-LAE-WND/1"]
    assert [each.id for each in pictures.items(0, -1)] == ["0-0", "0-1"], "reading again makes no item"


def test_a_topic_that_was_made_anew_counts_from_its_beginning() -> None:
    pictures = HeldPictures()
    pictures.take(picture_record(7, KEY, body("a"), basis_at(9)))
    pictures.read_again({0: 1})
    pictures.take(picture_record(0, OTHER, body("b"), basis_at(1)))
    assert [each.key.id for each in pictures.all()] == ["GB-LAE-WND/2"]
    assert [each.id for each in pictures.items(0, -1)] == ["0-0"]


def test_items_beyond_the_limit_are_dropped_and_said_to_be() -> None:
    pictures = HeldPictures(most_item_bytes=3 * len(body("0")))
    for offset in range(10):
        pictures.take(picture_record(offset, KEY, body(str(offset)), basis_at(offset)))
    assert [each.held.offset for each in pictures.items(0, -1)] == [7, 8, 9]
    assert pictures.dropped(0) == 6


def test_differences_are_listed_worst_first() -> None:
    pictures = HeldPictures()
    pictures.take(picture_record(0, KEY, body("a", ("x", "minor"), ("y", "red"))))
    pictures.take(picture_record(1, OTHER, body("b", ("z", "amber"))))
    listed = list(pictures.matters())
    assert [each.id for each in listed] == ["y", "z", "x"]
    assert list(pictures.matters().behind(listed[0])) == listed[1:]


@given(st.permutations(range(6)))
def test_any_order_of_a_chain_ends_at_its_end(order: list[int]) -> None:
    pictures = HeldPictures()
    for place, offset in enumerate(order):
        pictures.take(picture_record(place, KEY, body(str(offset)), basis_at(offset)))
    assert title_of(pictures) == "5"


@given(st.integers(0, 9), st.integers(1, 120), st.randoms(use_true_random=False))
def test_lists_hold_each_picture_once_in_order_whatever_came_before(seed: int, events: int, random: Random) -> None:
    statements = ready(history(Random(seed), events))
    pictures, offset = HeldPictures(), 0
    for count in sorted({random.randrange(1, events + 1), events}):
        for (kind, name), picture in whole(statements[:count], Day.of(TODAY), FLAT).items():
            pictures.take(picture_record(offset, picture_key("wandsworth", kind, name), picture.json()))
            offset += 1
    for kind in KINDS:
        listed = list(pictures.listed(kind))
        assert {each.key for each in listed} == {each.key for each in pictures.all() if each.key.kind == kind}
        assert [sort_key(each) for each in listed] == sorted(sort_key(each) for each in listed)
        if listed:
            middle = len(listed) // 2
            assert list(pictures.listed(kind, after=sort_key(listed[middle]))) == listed[middle + 1 :]
            assert list(pictures.listed_back(kind, sort_key(listed[middle]))) == listed[:middle][::-1]
        assert all(each in pictures.with_id(each.key.id) for each in listed)
    rows = sorted(row for each in pictures.all() for row in each.differences)
    assert list(pictures.matters()) == rows
    for order in MatterOrder:
        ordered = pictures.matters(order)
        keys = [ordered.key(row) for row in ordered]
        assert keys == sorted(set(keys))
        assert {tuple(map(type, key)) for key in keys} <= {MATTER_KEYS[order]}
        assert sorted(ordered) == rows
    assert all(pictures.matter(row.id) == row for row in rows)
    assert {each.key for each in pictures.of_places(["wandsworth", "wandsworth"])} == {
        each.key for each in pictures.all()
    }
    assert pictures.newest(3) == sorted(pictures.all(), key=lambda each: each.offset, reverse=True)[:3]


def test_a_record_that_holds_one_matter_twice_can_be_replaced() -> None:
    pictures = HeldPictures()
    pictures.take(picture_record(0, KEY, body("a", ("x", "red"), ("x", "red"))))
    assert [row.id for row in pictures.matters()] == ["x"]
    pictures.take(picture_record(1, KEY, body("b"), basis_at(1)))
    assert (len(pictures.matters()), pictures.matter("x")) == (0, None)
