"""Every writing of a telephone number that the table has is found whole, and its digits grouped otherwise are not."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.admission.telephone import _WRITINGS, telephone_numbers

NUMBERS: dict[str, list[str]] = {
    "0[1235789]\\d{9}": ["01134960000"],
    "0[27]\\d": ["020 79460000", "020 7946 0000"],
    "0[1235789]\\d\\d": ["0113 4960000", "0113 496 0000", "0113 49 60 000", "0113 496 00 00"],
    "0[17]\\d{3}": ["01632 960000", "01632 960 000", "01632 96 00 00", "01632 96 0000", "01632 9600 00"],
    "01\\d{4}": ["013873 96000", "013873 96 000", "013873 960 00"],
    "01\\d{3}": ["01632 96000", "01632 96 000", "01632 960 00"],
    "01697[37]": ["016977 9600", "016977 96 00"],
    "0[58]00": ["0800 960000", "0800 960 000"],
}
OTHERWISE = ["0113 4960 000", "020 794 60000", "01632 9 60000", "013873 9600 0", "0800 96 0000", "0800 9600 00"]
OTHERWISE += ["08 00 11 11", "0 8001111"]  # of eight digits, and no writing of 0800 1111


def test_every_writing_of_the_table_has_its_number() -> None:
    assert {first: {tuple(map(len, each.split()[1:])) for each in found} for first, found in NUMBERS.items()} == dict(
        _WRITINGS
    )


@pytest.mark.parametrize("number", [each for found in NUMBERS.values() for each in found])
def test_it_is_found_whole(number: str) -> None:
    assert list(telephone_numbers(f"ring {number} today")) == [(5, 5 + len(number))]


@pytest.mark.parametrize("word", ["tel", "Tel", "TEL", "mob", "Mob", "MOB", "fax", "Fax", "FAX"])
def test_it_is_found_right_behind_the_word_for_it_and_behind_no_other(word: str) -> None:
    assert list(telephone_numbers(f"{word}020 7946 0000")) == [(3, 16)]
    assert list(telephone_numbers("ref020 7946 0000")) == []


@pytest.mark.parametrize("number", OTHERWISE)
def test_digits_in_other_groups_are_no_number(number: str) -> None:
    assert list(telephone_numbers(f"ring {number} today")) == []


@given(st.lists(st.sampled_from(["020", "0113", "01632", "7946", "0207", "960", "0000", "+44", "tel"]), max_size=9))
@example(["020", "7946", "0207", "7946", "0000"])
@example(["01632", "960", "0207", "7946", "0000"])
def test_no_number_lies_within_another(groups: list[str]) -> None:
    spans = list(telephone_numbers(" ".join(groups)))
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
