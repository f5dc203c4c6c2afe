"""What breaks the grammar of JSON is told in words for its writer, each with a cure that mends it."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.admission import json_slips
from hub.admission.json_slips import Slip, slip
from hub.admission.strict_json import BadJson, parse

# (text, what is told, the text as the cure asks for it; None where the cure is left to the format)
CASES: list[tuple[str, Slip, str | None]] = [
    ('{"a": 1,}', json_slips._LAST_COMMA, '{"a": 1}'),
    ("[1, 2, ]", json_slips._LAST_COMMA, "[1, 2]"),
    ("{'a': 1}", json_slips._SINGLE, '{"a": 1}'),
    ("{a: 1}", json_slips._SINGLE, '{"a": 1}'),
    ("{\"a\": 'x'}", json_slips._SINGLE, '{"a": "x"}'),
    ('{"a": `x`}', json_slips._SINGLE, '{"a": "x"}'),
    ('{"a": ‘x’}', json_slips._SINGLE, '{"a": "x"}'),
    ('{"a": ’x’}', json_slips._SINGLE, '{"a": "x"}'),
    ('{"a": 1,b: 2}', json_slips._SINGLE, '{"a": 1,"b": 2}'),
    ("{1: 2}", json_slips._SINGLE, '{"1": 2}'),
    ("{“a”: 1}", json_slips._CURLY, '{"a": 1}'),
    ('{"a": “x”}', json_slips._CURLY, '{"a": "x"}'),
    ('{"a": ”x”}', json_slips._CURLY, '{"a": "x"}'),
    ('{"a": „x“}', json_slips._CURLY, '{"a": "x"}'),
    ('// why\n{"a": 1}', json_slips._COMMENT, '{"a": 1}'),
    ('{"a": 1, /* why */ "b": 2}', json_slips._COMMENT, '{"a": 1, "b": 2}'),
    ('{"a": 1 # why\n}', json_slips._COMMENT, '{"a": 1}'),
    ('{"a": 1} // why', json_slips._COMMENT, '{"a": 1}'),
    ('{"a" 1}', json_slips._NO_COLON, '{"a": 1}'),
    ('{"a": 1 "b": 2}', json_slips._NO_COMMA, '{"a": 1, "b": 2}'),
    ('{"a": 1"b": 2}', json_slips._NO_COMMA, '{"a": 1,"b": 2}'),
    ('["a" 1]', json_slips._NO_COMMA, '["a", 1]'),
    ('{"a": "x"]', json_slips._NO_COMMA, '{"a": "x"}'),
    ('{"a": "he said "yes""}', json_slips._NO_COMMA, '{"a": "he said \\"yes\\""}'),
    ('{"a": }', json_slips._NO_VALUE, '{"a": null}'),
    ('{"a": , "b": 1}', json_slips._NO_VALUE, '{"b": 1}'),
    ('{"a": 1,, "b": 2}', json_slips._NO_VALUE, '{"a": 1, "b": 2}'),
    ('{"a": yes}', json_slips._NOT_A_VALUE, '{"a": "yes"}'),
    ('{"a": X}', json_slips._NOT_A_VALUE, '{"a": "X"}'),
    ('{"a": £5}', json_slips._NOT_A_VALUE, '{"a": "£5"}'),
    ('{"a": None}', json_slips._PYTHONS, '{"a": null}'),
    ('{"a": True}', json_slips._PYTHONS, '{"a": true}'),
    ('{"a": 1,250.50}', json_slips._NUMBER, '{"a": 1250.50}'),
    ('{"a": 1,5}', json_slips._NUMBER, '{"a": 1.5}'),
    ('{"a": 1.250.50}', json_slips._NUMBER, '{"a": 1250.50}'),
    ('{"a": 01}', json_slips._NUMBER, '{"a": 1}'),
    ('{"a": +1}', json_slips._NUMBER, '{"a": 1}'),
    ('{"a": .5}', json_slips._NUMBER, '{"a": 0.5}'),
    ('{"a": 2015-10-01}', json_slips._NUMBER, '{"a": "2015-10-01"}'),
    ('{"a": 12:30}', json_slips._NUMBER, '{"a": "12:30"}'),
    ('{"a": 1}}', json_slips._MORE, None),
    ('{"a": 1} {"a": 2}', json_slips._MORE, None),
    ('{"a": "x\ny"}', json_slips._CONTROL, '{"a": "x\\ny"}'),
    ('{"a": \x00 1}', json_slips._CONTROL_OUTSIDE, '{"a":  1}'),
    ('{"a": "C:\\qipp"}', json_slips._ESCAPE, '{"a": "C:\\\\qipp"}'),
    ("contract,amount\n1,2", json_slips._OTHER, None),
]


@pytest.mark.parametrize(("text", "expected", "mended"), CASES, ids=[repr(text) for text, _, _ in CASES])
def test_a_slip_is_told_with_what_mends_it(text: str, expected: Slip, mended: str | None) -> None:
    found = parse(text.encode())
    assert isinstance(found, BadJson)
    problem, _, place = found.problem.partition(", at line ")
    assert (problem, found.cure) == expected
    assert re.fullmatch(r"\d+, column \d+", place)
    assert (mended is None) == (expected.cure == "")
    if mended is not None:
        assert not isinstance(parse(mended.encode()), BadJson)


def test_what_begins_or_goes_on_as_a_number_is_told_as_one_whatever_it_lacks() -> None:
    for text in ('{"a": -.5}', '{"a": -}', '{"a": .}', '{"a": 1e}', '{"a": 1E+}', "1e"):
        found = parse(text.encode())
        assert isinstance(found, BadJson)
        assert (found.problem.partition(", at line ")[0], found.cure) == json_slips._NUMBER, text
    # a unit behind a number is no exponent
    assert slip("Expecting ',' delimiter", '{"a": 1euro}', 7) == json_slips._NO_COMMA


def test_a_closing_bracket_in_the_place_of_a_value_is_told_by_what_stands_before_it() -> None:
    for bracket in "}]":
        for before, expected in (("[1, ", json_slips._LAST_COMMA), ('{"a": ', json_slips._NO_VALUE)):
            assert slip("Expecting value", before + bracket, len(before)) == expected, before + bracket


def test_every_slip_has_a_case() -> None:
    every = {each for each in vars(json_slips).values() if isinstance(each, Slip)}
    # a text that is open at its end is told as cut off, since no line follows that could close it
    assert {expected for _, expected, _ in CASES} | {json_slips._OPEN} == every
    assert slip("Unterminated string starting at", '"x', 0) == json_slips._OPEN
    cures = [each.cure for each in every if each.cure]
    assert len(set(cures)) == len(cures), "no cure stands for two faults"


PIECES = st.sampled_from(
    [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"',
        "'",
        "\\",
        "/",
        "#",
        "a",
        "1",
        ".",
        "-",
        "e",
        " ",
        "\n",
        "\x00",
        "“",
        "é",
        "null",
    ]
)


def failing(text: str) -> json.JSONDecodeError | None:
    try:
        json.loads(text)
    except json.JSONDecodeError as failure:
        return failure
    return None


@given(st.lists(PIECES, max_size=12).map("".join).map(failing).filter(bool))
def test_no_word_of_the_parsers_own_is_told_and_none_of_the_text(failure: json.JSONDecodeError) -> None:
    told = slip(failure.msg, failure.doc, failure.pos)
    assert told in [each for each in vars(json_slips).values() if isinstance(each, Slip)]
    # what begins as JSON is told more exactly
    assert told is not json_slips._OTHER or not failure.doc[: failure.pos].strip()


def test_bytes_of_nought_alone_are_text_in_no_encoding() -> None:
    for count in range(1, 6):
        found = parse(bytes(count))
        assert isinstance(found, BadJson)
        assert "UTF" not in found.problem
