"""The guard against personal data: what it finds, and what it must leave alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.json_source import values
from hub.admission.personal import find, find_in_id, mask, may_be_kept
from hub.admission.refusal import Code
from tests.admission.made_texts import Made, negatives, positives

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("text", ["9434765919", "seen 943 476 5919.", "943-476-5919", "(9990000018)", "NHS:9434765919"])
def test_nhs_numbers_are_found(text: str) -> None:
    assert Code.NHS_NUMBER in set(find(text))


WIDE = {each: each + 0xFEE0 for each in range(0x21, 0x7F)} | {ord(" "): 0x3000}
ARABIC = {each: each - ord("0") + 0x0660 for each in range(ord("0"), ord("9") + 1)}


@pytest.mark.parametrize("letters", [WIDE, ARABIC], ids=["full width", "other digits"])
@pytest.mark.parametrize("made", list(positives()), ids=lambda made: made.text)
def test_what_is_found_is_found_in_other_letters_too(made: Made, letters: dict[int, int]) -> None:
    text = made.text.translate(letters)
    if letters is WIDE or not any(each.isalpha() or each in "@" for each in made.text):
        assert set(find(text)) == set(find(made.text))
    assert len(mask(text)) == len(mask(made.text)), "it is taken out where it stands"


@pytest.mark.parametrize(
    "text",
    [
        "9434765918",  # the check digit is wrong
        "ocds-b5fd17-7b68a5a5-c7c6-4b6a-af57-25252442e31e",  # a hit inside an ocid
        "9-3814-24136",  # a tender id
        "https://example.org/notice/9434765919",
        "UPRN 9434765919",
        "19434765919",
        "£1,250,000.00 from 2015-04-01 to 2018-03-31",
        "Paper No. 15-190, paragraph 17 a",
        "2014/15 and 2015/16",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert set(find(text)) == set()


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "part", ["x", "0", "0 ", "1", "a.", "a@", "born ", "07 ", "020 ", "+44 ", "943 476 ", "https://", "ocds-", "AB12"]
)
def test_a_long_text_takes_no_longer_than_its_length(part: str) -> None:
    # the size limit of an event; a pattern that went back over it would take minutes
    text = part * (256 * 1024 // len(part))
    assert isinstance(set(find(text)), set)
    assert len(mask(text)) <= len(text) * 16


def test_what_stands_behind_an_id_is_masked_where_it_stands() -> None:
    assert mask("ocds-b5fd17-a.9434765919, 020 7946 0018, 016973-2025") == (
        "ocds-b5fd17-a.9434765919, [phone removed], 016973-2025"
    )


def test_masking_says_what_it_took_and_leaves_the_rest() -> None:
    assert mask("ring 020 7946 0018 or +44 20 7946 0018, jo@example.org, ref 031-067685") == (
        "ring [phone removed] or [phone removed], [email removed], ref 031-067685"
    )
    assert set(find(mask("020 7946 0018, jo@example.org"))) == set()


@pytest.mark.parametrize("made", [*positives(), *negatives()], ids=lambda made: f"{made.rule}: {made.text!r}")
def test_the_made_set(made: Made) -> None:
    assert set(find(made.text)) == ({made.code} if made.code else set())


def test_the_made_set_is_large_enough_to_tell_something() -> None:
    assert len({each.text for each in positives()}) >= 200
    assert len({each.text for each in negatives()}) >= 300


@pytest.mark.parametrize("beside", ["{} 2024", "{} 14", "2024 {}", "1 {} 2"])
def test_a_number_beside_it_hides_no_telephone_number(beside: str) -> None:
    """A year, a day or a count follows after a space, as the groups of the number do."""
    made = [each.text for each in positives() if each.code is Code.PHONE]
    assert [text for text in made if Code.PHONE not in find(beside.format(text))] == []


_PIECES = st.sampled_from(
    [
        *("020 7946 0018", "07700900123", "jo@example.org", "028961-2025", "9990000018", "AB123456C"),
        *("DOB 3 April 1951", "ocds-b5fd17-1", "https://example.org/", "UPRN ", "GB-COH-", "ref ", "\u00a3"),
        *("+44", "(0)", "0", "@", ".", "-", " ", "x"),
    ]
)  # fmt: skip
TEXTS = st.lists(_PIECES | st.text(max_size=6), max_size=12).map("".join) | st.text(
    "0123456789 -()+@.abAB", max_size=60
)


@example("jo@example.orghttps://example.org/020 7946 0018")
@example("https://example.org/jo@example.orghttps://example.org/020 7946 0018")
@given(TEXTS)
@settings(max_examples=500)
def test_what_is_not_found_is_not_masked_and_what_is_masked_is_not_found_again(text: str) -> None:
    contacts = {Code.EMAIL, Code.PHONE}
    masked = mask(text)
    assert (masked != text) == bool(contacts & set(find(text)))
    assert mask(masked) == masked
    assert contacts.isdisjoint(find(masked))


@given(TEXTS)
@settings(max_examples=300)
def test_an_id_is_never_told_of_what_a_text_is_not(text: str) -> None:
    whole, part = set(find_in_id(text, whole=True)), set(find_in_id(text, whole=False))
    assert part <= whole <= set(find(text))


@pytest.mark.parametrize(
    "text",
    ['{"a": "tel\\n020 7946 0018"}', '{"a": "jo\\u0040example.org"}', '{"a": "\\u0030207 946 0018"}'],
)
def test_an_escape_of_json_hides_nothing_from_what_is_kept(text: str) -> None:
    assert not may_be_kept(text, ())


def test_neither_does_another_encoding() -> None:
    for text in ("write to jo@example.org", "ring 020 7946 0018", "seen 9434765919", "AB123456C"):
        for encoding in ("utf-16", "utf-16-be", "utf-32-le"):
            assert not may_be_kept(text.encode(encoding).decode(errors="replace"), ())
    assert may_be_kept('{"notice": "028961-2025"}', ())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


REAL = sorted(
    [
        *(ROOT / "deploy" / "examples" / "contracts_finder").glob("*.json*"),
        *(ROOT / "tests" / "examples" / "cases_real_world").glob("*.json*"),
    ]
)


def test_there_are_real_releases() -> None:
    assert len(REAL) > 20


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.name)
def test_no_false_alarm_in_a_real_release(file: Path) -> None:
    with file.open("rb") as stream:
        for each in values(stream):
            for text in _texts(each.value):
                assert list(find(text)) == [], text
                assert mask(text) == text
