"""Pages of long lists: every row once, in order, forwards and backwards; one page is sent of very many."""

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from hub.gateway.http.problems import Problem
from hub.gateway.index.ordered import Ordered
from hub.gateway.index.picture_index import sort_key
from hub.gateway.index.pictures import HeldPictures
from hub.gateway.index.store import Store
from hub.gateway.pages import paging
from hub.gateway.pages.lists import PageFilter, listed
from tests.gateway.made import app_over
from tests.gateway.many import many_contracts

MANY = 20_000
MOST_BYTES = 400_000
NUMBERS = st.integers(-200, 200)


def of_numbers(numbers: list[int], after: str | None, before: str | None) -> paging.PageOfRows[int]:
    return paging.of_list(
        sorted(numbers),
        lambda each: (each,),
        paging.decode(after, (int,)) if after else None,
        paging.decode(before, (int,)) if before else None,
    )


@given(st.lists(NUMBERS, unique=True, max_size=130), NUMBERS, st.booleans())
def test_a_list_in_order_and_what_is_always_in_order_give_the_same_pages(
    numbers: list[int], at: int, behind: bool
) -> None:
    after, until = ((at,), None) if behind else (None, (at,))
    of_list = paging.of_list(sorted(numbers), lambda each: (each,), after, until)
    ordered = Ordered[int](lambda each: (each,))
    for each in numbers:
        ordered.put(each)
    of_ordered = paging.of_ordered(ordered.behind, ordered.before, ordered.key, after, until)
    assert list(of_list.rows) == list(of_ordered.rows)
    if of_list.rows:
        assert of_list == paging.PageOfRows(of_list.rows, of_ordered.next, of_ordered.previous)


@given(st.lists(NUMBERS, unique=True, max_size=230))
def test_forwards_and_backwards_meet_every_row_once(numbers: list[int]) -> None:
    pages = [of_numbers(numbers, None, None)]
    assert pages[0].previous is None
    while pages[-1].next is not None:
        pages.append(of_numbers(numbers, pages[-1].next, None))
    assert [each for page in pages for each in page.rows] == sorted(numbers)
    assert all(len(page.rows) == paging.SIZE for page in pages[:-1])
    for page, earlier in zip(pages[:0:-1], pages[-2::-1], strict=False):
        assert page.previous is not None
        assert list(of_numbers(numbers, None, page.previous).rows) == list(earlier.rows)


@pytest.fixture(scope="module")
def large() -> Store:
    return many_contracts(MANY)


def test_all_pages_of_all_contracts_in_both_directions(large: Store) -> None:
    wanted = PageFilter()
    pages = [listed(large.pictures, "contract", wanted, None, None)[0]]
    while pages[-1].next is not None:
        pages.append(listed(large.pictures, "contract", wanted, pages[-1].next, None)[0])
    ids = [each.key.id for page in pages for each in page.rows]
    assert len(ids) == len(set(ids)) == MANY
    back, count, _ = listed(large.pictures, "contract", wanted, None, pages[200].previous)
    assert count == MANY
    assert list(back.rows) == list(pages[199].rows)
    assert back.next is not None
    assert back.previous is not None


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/contracts",
        "/contracts?q=care+500",
        "/contracts?q=nothing-like-it",
        "/contracts?partnership=place-7",
        "/differences",
        "/differences?severity=amber&sort=subject",
        "/differences?sort=age&partnership=place-10",
        "/search?q=care",
    ],
)
def test_of_very_many_contracts_one_page_is_sent(large: Store, address: str) -> None:
    """How long it takes is measured in bench/pages.py."""
    answer = TestClient(app_over(large), base_url="http://127.0.0.1").get(address)
    assert answer.status_code == 200
    assert answer.text.count("<tr") <= paging.SIZE + 1
    assert len(answer.content) < MOST_BYTES


def test_a_page_from_the_middle_begins_where_its_cursor_says(large: Store) -> None:
    pictures: HeldPictures = large.pictures
    wanted = PageFilter("CARE 5", "place-7")
    first, count, _ = listed(pictures, "contract", wanted, None, None)
    expected = wanted.filter.narrow("contract", pictures)
    assert count == len(expected) > 2
    assert all("5" in each.words and each.key.partnership == "place-7" for each in expected)
    again, *_ = listed(pictures, "contract", wanted, paging.encode(sort_key(expected[1])), None)
    assert list(first.rows) == expected[: paging.SIZE]
    assert list(again.rows) == expected[2 : 2 + paging.SIZE]


@pytest.mark.parametrize("cursor", ["x", "%%%", "bnVsbA", paging.encode((1, 2)), paging.encode((1, "a", "b")), "é"])
def test_a_cursor_of_another_make_is_refused(cursor: str) -> None:
    with pytest.raises(Problem):
        paging.decode(cursor, (str, str, str))
