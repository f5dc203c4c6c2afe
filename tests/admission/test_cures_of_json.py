"""What is no JSON is told with a cure of its own: none stands for two different faults."""

import gzip
import io
import json
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.admission.encodings import not_utf8
from hub.admission.json_tokens import tokens
from hub.admission.strict_json import MOST_DIGITS, MOST_LEVELS, BadJson, is_beginning, parse

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


def zipped(content: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("a.json", content)
    return into.getvalue()


FAULTS: dict[str, list[bytes]] = {
    "not UTF-8": [b'{"a": "Caf\xe9"}'],
    "no number": [b'{"a": NaN}', b'{"a": Infinity}', b'{"a": -Infinity}'],
    "a name twice": [b'{"a": 1, "a": 2}', b'{"b": {"a": 1, "a": 1}}'],
    "too deep": [b"[" * (MOST_LEVELS + 1) + b"]" * (MOST_LEVELS + 1), b"[" * 200_000 + b"]" * 200_000],
    "too long": [b'{"a": ' + b"9" * (MOST_DIGITS + 500) + b"}", b'{"a": 1e999999}', b'{"a": 1.0e99999999999999999999}'],
    "cut off": [b'{"a": "care', b'{"a": [1, 2', '{"a": "Café'.encode()[:-1], b'[{"a": tru'],
    "packed": [gzip.compress(b'{"a": 1}'), gzip.compress(gzip.compress(b'{"a": 1}')), zipped(b'{"a": 1}')],
    "markup": [b"<!DOCTYPE html><html></html>", b'  <?xml version="1.0"?><a/>'],
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_its_cure(fault: str) -> None:
    cures = {
        fault: {found.cure for each in texts if isinstance(found := parse(each), BadJson)}
        for fault, texts in FAULTS.items()
    }
    assert len(cures[fault]) == 1
    assert "" not in cures[fault]
    assert not any(cures[fault] & other for name, other in cures.items() if name != fault)


@pytest.mark.parametrize(
    "text",
    # packed bytes hold the time at which they were packed, so they name no test
    [pytest.param(text, id=f"{fault} {at}") for fault, texts in FAULTS.items() for at, text in enumerate(texts)],
)
def test_none_of_them_is_taken(text: bytes) -> None:
    assert isinstance(parse(text), BadJson)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_another_encoding_is_called_what_it_is(encoding: str) -> None:
    found = parse('{"a": 1}'.encode(encoding))
    assert isinstance(found, BadJson)
    assert (found.problem, found.cure) == (f"is in {encoding[:6].upper()}", "save it as UTF-8 and publish that")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("length", [2, 3, 4, 5])
def test_so_is_the_shortest_beginning_of_it(encoding: str, length: int) -> None:
    told = not_utf8("{}{".encode(encoding)[:length])
    assert told is not None
    assert told[0] == "is in UTF-16"


def test_in_utf_32_three_bytes_of_four_are_nought_behind_the_letter_or_before_it() -> None:
    for encoding, shortest in (("utf-32-le", 3), ("utf-32-be", 4)):
        for length in range(shortest, 9):
            told = not_utf8("{}".encode(encoding)[:length])
            assert told is not None, (encoding, length)
            assert told[0] == "is in UTF-32", (encoding, length)


def test_a_slip_of_writing_is_told_by_its_place() -> None:
    found = parse(b'{"a": 1,}', 7)
    assert isinstance(found, BadJson)
    assert "at line 7, column 9" in found.problem


PLACED = ("no number", "a name twice", "too deep", "too long")
"""Faults of which the grammar of JSON knows nothing, so no reader of JSON tells where they are."""


@pytest.mark.parametrize("text", [text for fault in PLACED for text in FAULTS[fault]], ids=lambda text: repr(text[:30]))
@given(before=st.lists(JSON_VALUES, max_size=3), after=st.lists(JSON_VALUES, max_size=2), line=st.integers(1, 50))
def test_what_is_json_and_not_taken_is_told_by_its_line_and_column(
    text: bytes, before: list[Any], after: list[Any], line: int
) -> None:
    lines = [json.dumps(each).encode() + b"," for each in before]
    others = [b"," + json.dumps(each).encode() for each in after]
    found = parse(b"\n".join([b"[", *lines, text, *others, b"]"]), line)
    assert isinstance(found, BadJson)
    assert f", at line {line + len(before) + 1}, column " in found.problem


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b'{"a": "NaN",\n "b": NaN}', "line 2, column 7"),
        (b'{"a": {"x": 1},\n "b": {"x": 1, "a": ["x", "x"]},\n "\\u0061": 3}', "line 3, column 2"),
        (b'[{"amount": 1, "\xc3\xa9": "\\"amount\\"", "amount": 2}]', "column 35"),
        (b'[1.5, "9", -2e4,\n' + b"9" * 5000 + b"]", "line 2, column 1"),
        (b'{"a": [1],\n "b": 2, "a": 3}', "line 2, column 10"),
        (b'[{"a": 1}, "a",\n {"a": 1, "a": 2}]', "line 2, column 11"),
        (b'\n {"a": NaN}', "line 2, column 8"),
    ],
)
def test_the_place_is_that_of_the_fault_and_of_nothing_that_looks_like_it(text: bytes, place: str) -> None:
    found = parse(text)
    assert isinstance(found, BadJson)
    assert found.problem.endswith(place)


def nested(levels: int, beside: str = "") -> bytes:
    """Lists in lists, and something beside them in the outermost."""
    return f"[{'[' * (levels - 1)}{']' * (levels - 1)}{beside}]".encode()


@pytest.mark.parametrize("beside", ["", ", []", ', {"a": [[], {}]}'])
def test_what_is_as_deep_as_may_be_is_taken_whatever_stands_beside_it(beside: str) -> None:
    assert parse(nested(MOST_LEVELS, beside)) == json.loads(nested(MOST_LEVELS, beside))
    found = parse(nested(MOST_LEVELS + 1, beside))
    assert isinstance(found, BadJson)
    assert found.problem == f"it is nested too deep, at line 1, column {MOST_LEVELS + 1}"


def test_so_is_a_value_in_the_deepest_of_them() -> None:
    inner = b"[" * (MOST_LEVELS - 1) + b'1, "["' + b"]" * (MOST_LEVELS - 1)
    for text in (b"[" + inner + b"]", b"[[], " + inner + b"]"):
        assert parse(text) == json.loads(text)
    assert parse(b'"' + b"[" * 2 * MOST_LEVELS + b'"') == "[" * 2 * MOST_LEVELS, "brackets in a text are no levels"


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_number_that_is_too_long_is_told_at_its_place(sign: str) -> None:
    told = parse(f'{{"a": {sign}{"9" * (MOST_DIGITS + 500)}}}'.encode())
    assert isinstance(told, BadJson)
    assert told.problem.endswith("line 1, column 7")


@pytest.mark.parametrize("sign", ["", "-"], ids=["large", "small"])
def test_a_number_may_have_as_many_digits_as_the_limit_and_not_one_more(sign: str) -> None:
    assert parse(f"1e{sign}{MOST_DIGITS}".encode()) == Decimal(f"1e{sign}{MOST_DIGITS}")
    assert isinstance(parse(f"1e{sign}{MOST_DIGITS + 1}".encode()), BadJson)


def test_a_word_that_begins_as_no_number_is_told_at_its_place() -> None:
    for text in (b'{"a": NaNny}', b'{"NaN": 1,"a": NaN}'):
        column = text.rindex(b"NaN") + 1
        assert parse(text).problem == f"NaN is not a JSON number, at line 1, column {column}"


@pytest.mark.parametrize("wrong", ["9" * 5000 + ",", "[" * 100_000], ids=["a long number", "deep"])
def test_what_sending_all_of_it_would_not_mend_is_not_told_as_cut_off(wrong: str) -> None:
    cut = f'[{wrong} "\u00e9'.encode()[:-1]
    assert not is_beginning(cut)
    found = parse(cut)
    assert isinstance(found, BadJson)
    assert "cut off" not in found.cure


@pytest.mark.parametrize(
    "text", ['{"a\tb": 1, "a\\tb": 2}', '{"a\\u0000": 1, "a\0": 2}', '{"\\q": 1, "\\q": 2}', '{"a": 1]{"b": 2, "b": 3}']
)
def test_names_are_read_as_far_as_they_can_be_where_a_text_is_no_json(text: str) -> None:
    """Control characters and escapes that JSON does not have: two writings of a name are one, and nothing is raised."""
    again = [each.again for each in tokens(text) if each.again is not None]
    assert len(again) == 1


@given(st.text('{}[],:"\\ua1 \n\0'))
def test_the_walk_over_a_text_raises_for_none(text: str) -> None:
    for each in tokens(text):
        assert text.startswith(each.text, each.at)


def test_a_name_that_stands_twice_is_told_unless_it_could_be_a_persons() -> None:
    told, hidden = parse(b'{"value": 1, "value": 1}'), parse(b'{"a@example.org": 1, "a@example.org": 1}')
    assert isinstance(told, BadJson)
    assert isinstance(hidden, BadJson)
    assert "the name value twice" in told.problem
    assert "example.org" not in hidden.problem
