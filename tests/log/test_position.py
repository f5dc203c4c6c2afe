"""Positions and the order of output records: what readers of the pictures rely on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.log.position import NOTHING, WORDS, Basis, HeadersUnreadable, Order, Position, compare

DAY = date(2026, 4, 1)
offsets = st.integers(NOTHING, 5)
positions = st.tuples(*[offsets] * len(WORDS)).map(Position)
bases = st.builds(
    Basis,
    position=positions,
    generation=st.integers(0, 4),
    judged_for=st.integers(0, 3).map(lambda days: DAY + timedelta(days)),
    until=st.none() | st.just(date(2027, 1, 1)),
    configuration=st.sampled_from(["a1", "b2"]),
)


def chain_of(steps: list[tuple[int, int]]) -> list[Basis]:
    """One owner's records: each position covers the one before."""
    position = [NOTHING] * len(WORDS)
    chain = []
    for topic, generation in steps:
        position[topic] += 1
        chain.append(Basis(Position(tuple(position)), generation, DAY, None, "a1"))
    return chain


def read(records: list[Basis]) -> Basis:
    """What a reader ends at that takes them in this order."""
    held = records[0]
    for record in records[1:]:
        if compare(record, held) is not Order.STALE:
            held = record
    return held


@given(bases)
def test_headers_read_back(basis: Basis) -> None:
    assert Basis.from_headers([("other", b"x"), *basis.headers()]) == basis


def test_headers_are_as_published() -> None:
    position = Position.of({"contract": 123, "workplan": 7, "configuration": 3})
    assert Basis(position, 9, DAY, None, "ff").headers() == [
        ("o", b'{"contract":123,"performance":-1,"workplan":7,"intelligence":-1,"configuration":3}'),
        ("g", b"9"),
        ("judged_for", b"2026-04-01"),
        ("until", b""),
        ("configuration", b"ff"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("o", b"[1]", "not an object"),
        ("o", b"{", "not JSON"),
        ("o", b'{"contract":true}', "whole numbers"),
        ("o", b'{"contract":1,"later-topic":1}', "update this program"),
        ("g", b"one", "cannot be read"),
        ("until", b"soon", "cannot be read"),
        ("judged_for", b"\xff", "cannot be read"),
    ],
)
def test_other_headers_are_refused_in_words(name: str, value: bytes, words: str) -> None:
    good = dict(Basis(Position(), 1, DAY, None, "a1").headers())
    with pytest.raises(HeadersUnreadable, match=words):
        Basis.from_headers({**good, name: value}.items())


@pytest.mark.parametrize("name", ["o", "g", "judged_for", "until", "configuration"])
def test_a_missing_header_is_named(name: str) -> None:
    headers = [each for each in Basis(Position(), 1, DAY, None, "a1").headers() if each[0] != name]
    with pytest.raises(HeadersUnreadable, match=name):
        Basis.from_headers(headers)


@given(positions, positions, positions)
def test_join_is_commutative_associative_idempotent_and_covers(a: Position, b: Position, c: Position) -> None:
    assert a.join(b) == b.join(a)
    assert a.join(b.join(c)) == a.join(b).join(c)
    assert a.join(a) == a
    assert a.join(b).covers(a)
    assert a.join(b).covers(b)
    assert a.covers(b) == (a.join(b) == a)


@given(bases, bases)
def test_of_two_records_both_readers_name_the_same_winner(a: Basis, b: Basis) -> None:
    opposite = {Order.NEWER: Order.STALE, Order.STALE: Order.NEWER, Order.SAME: Order.SAME}
    assert compare(a, b) is opposite[compare(b, a)]
    assert compare(a, a) is Order.SAME


@given(bases, bases)
def test_a_position_that_covers_another_wins_whatever_its_generation(a: Basis, b: Basis) -> None:
    if a.position != b.position and a.position.covers(b.position):
        assert compare(a, b) is Order.NEWER


def test_equal_positions_go_by_day_then_generation() -> None:
    def basis(days: int, generation: int) -> Basis:
        return Basis(Position(), generation, DAY + timedelta(days), None, "a1")

    assert compare(basis(1, 1), basis(0, 9)) is Order.NEWER
    assert compare(basis(0, 2), basis(0, 1)) is Order.NEWER
    assert compare(basis(0, 1), basis(0, 1)) is Order.SAME


def test_incomparable_positions_go_by_generation() -> None:
    one = Basis(Position.of({"contract": 5}), 2, DAY, None, "a1")
    other = Basis(Position.of({"workplan": 5}), 1, DAY + timedelta(9), None, "a1")
    assert compare(one, other) is Order.NEWER


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=3, max_size=6), st.data())
def test_over_one_chain_of_positions_the_order_is_a_total_preorder(
    steps: list[tuple[int, int]], data: st.DataObject
) -> None:
    chain = chain_of(steps)
    a, b, c = (data.draw(st.sampled_from(chain)) for _ in range(3))
    if compare(a, b) is not Order.STALE and compare(b, c) is not Order.STALE:
        assert compare(a, c) is not Order.STALE


@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=5),
    st.lists(st.integers(0, 4), min_size=1, max_size=5),
    st.data(),
)
def test_of_an_owner_and_a_zombie_every_reader_ends_at_one_record(
    owner: list[int], zombie: list[int], data: st.DataObject
) -> None:
    records = chain_of([(topic, 2) for topic in owner]) + chain_of([(topic, 1) for topic in zombie])
    ends = {read(data.draw(st.permutations(records))).position for _ in range(4)}
    assert len(ends) == 1


@given(st.lists(bases, min_size=1, max_size=6), st.data())
def test_a_record_that_covers_all_others_ends_every_reading(records: list[Basis], data: st.DataObject) -> None:
    floor = records[0].position
    for record in records[1:]:
        floor = floor.join(record.position)
    healed = Basis(floor, max(each.generation for each in records) + 1, DAY + timedelta(9), None, "a1")
    assert read(data.draw(st.permutations([*records, healed]))) == healed
