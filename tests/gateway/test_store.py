"""The store keeps, of two records for a key, the one with the higher position."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hub.gateway.store import Pictures
from hub.log.position import Basis, Position

KEY = b'["wandsworth","contract","GB-LAE-WND/1"]'
DAY = date(2015, 6, 4)


def at(offset: int, generation: int = 1) -> Basis:
    return Basis(Position((offset, offset, -1, -1, 0)), generation, DAY, None, "c")


def test_a_stale_record_that_comes_later_is_ignored() -> None:
    pictures = Pictures()
    assert pictures.take(KEY, at(5), b'{"n":5}')
    assert not pictures.take(KEY, at(4, generation=0), b'{"n":4}')
    assert pictures.bodies() == {("wandsworth", "contract", "GB-LAE-WND/1"): {"n": 5}}


def test_a_tombstone_removes_and_a_stale_record_does_not_bring_back() -> None:
    pictures = Pictures()
    pictures.take(KEY, at(5), b'{"n":5}')
    pictures.take(KEY, at(6), None)
    pictures.take(KEY, at(5), b'{"n":5}')
    assert len(pictures) == 0
    assert pictures.bodies() == {}


def test_what_does_not_come_again_was_taken_out_meanwhile() -> None:
    other = b'["wandsworth","contract","GB-LAE-WND/2"]'
    pictures = Pictures()
    pictures.take(KEY, at(5), b"{}")
    pictures.take(other, at(5), b"{}")
    pictures.read_again()
    pictures.take(KEY, at(5), b"{}")
    pictures.forget_unseen()
    assert list(pictures.bodies()) == [("wandsworth", "contract", "GB-LAE-WND/1")]


def test_midnight_writes_at_the_same_position() -> None:
    pictures = Pictures()
    pictures.take(KEY, at(5), b'{"late":false}')
    assert pictures.take(KEY, replace(at(5), judged_for=date(2015, 6, 5)), b'{"late":true}')


@given(st.permutations(range(6)))
def test_any_order_of_a_chain_ends_at_its_end(order: list[int]) -> None:
    pictures = Pictures()
    for offset in order:
        pictures.take(KEY, at(offset), b'{"n":%d}' % offset)
    assert pictures.bodies()["wandsworth", "contract", "GB-LAE-WND/1"] == {"n": 5}
