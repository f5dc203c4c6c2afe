"""JSON lines, arrays and documents over many lines, good and damaged."""

import io
import json
from decimal import Decimal
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.json_source import first_readable, values
from hub.admission.strict_json import BadJson, is_beginning, parse


def read(text: bytes) -> list[tuple[str, object]]:
    return [(each.at, "bad" if isinstance(each.value, BadJson) else each.value) for each in values(io.BytesIO(text))]


def test_lines() -> None:
    assert read(b'{"a":1}\n\n{"a":2}\n') == [(":1", {"a": 1}), (":3", {"a": 2})]


def test_an_array_on_one_line_or_many() -> None:
    assert read(b'[{"a":1},\n{"a":2}]') == read(b'[{"a":1},{"a":2}]') == [("[0]", {"a": 1}), ("[1]", {"a": 2})]


def test_one_document_over_many_lines() -> None:
    assert read(b'{\n "a":\n 1\n}\n') == [("", {"a": 1})]


def test_a_damaged_first_line_does_not_hide_the_others() -> None:
    assert read(b'{"a":\n{"a":2}\n') == [(":1", "bad"), (":2", {"a": 2})]
    assert read(b'{"a" 1}\n{"a":2}\n') == [(":1", "bad"), (":2", {"a": 2})]


def test_a_damaged_array_is_one_bad_item() -> None:
    assert read(b'[{"a":1},\n{"a":') == [("", "bad")]


def test_amounts_lose_no_penny() -> None:
    assert read(b'{"amount": 1234567890123.45}') == [(":1", {"amount": Decimal("1234567890123.45")})]


def test_a_problem_is_told_without_the_text() -> None:
    found = first_readable(io.BytesIO(b'{"name": Josephine}'))
    assert isinstance(found, BadJson)
    assert "Josephine" not in found.problem
    assert "column 10" in found.problem


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text('a"{}[]\\,: \u00e9', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab{"), inner, max_size=2),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.sampled_from("ab{"), VALUES, max_size=3)


@given(st.lists(st.tuples(OBJECTS, st.sampled_from([None, 0, 1, 4]), st.sampled_from(["", "\n", "\n\n", " \n\t"]))))
@example([({"a": {}}, 0, ""), ({"b": [{}]}, 0, "\n")])
def test_whatever_follows_whatever_is_read_as_it_was_written(written: list[tuple[Any, int | None, str]]) -> None:
    text = "".join(json.dumps(value, indent=indent) + after for value, indent, after in written)
    found = list(values(io.BytesIO(text.encode())))
    assert [each.value for each in found] == [value for value, _, _ in written]


@given(st.binary(max_size=80) | st.text('{}[]",:\n\\a1 ', max_size=60).map(str.encode))
@settings(max_examples=500)
def test_any_bytes_are_read_to_their_end(text: bytes) -> None:
    for each in values(io.BytesIO(text)):
        assert not isinstance(each.value, BadJson) or each.value.problem


def test_the_line_of_a_fault_is_the_file_s_own() -> None:
    bad = [
        each.value
        for each in values(io.BytesIO(b'{"a": 1}\n\n{\n"a": 1\n\n"b": 2}\n'))
        if isinstance(each.value, BadJson)
    ]
    assert [each.problem for each in bad] == ["a comma or a closing bracket is lacking, at line 6, column 1"]


def test_a_document_that_is_never_closed_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.json_source.MOST_DOCUMENT_BYTES", 1000)
    text = b'{"a": [\n' + b'"x",\n' * 10_000 + b'{"b": 1}\n'
    bad, good = values(io.BytesIO(text))
    assert isinstance(bad.value, BadJson)
    assert "1000 bytes" in bad.value.problem
    assert good.value == {"b": 1}


def test_a_line_deeper_than_programs_go_is_told_and_kept() -> None:
    deep = b"[" * 500 + b"]" * 500
    (found,) = values(io.BytesIO(b'{"a": ' + deep + b"}"))
    assert isinstance(found.value, BadJson)
    assert (found.value.problem, found.value.text) == (
        "it is nested too deep, at line 1, column 106",
        b'{"a": ' + deep + b"}",
    )


DOCUMENTS = st.recursive(
    st.sampled_from([None, True, False, 0, -12, 1.5, 1e300, -2.5e-7]) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
).filter(lambda each: isinstance(each, list | dict))


@given(DOCUMENTS, st.sampled_from([None, 1, 4]), st.booleans(), st.floats(0, 1, exclude_max=True), st.booleans())
@example({"a": "carers"}, None, True, 0.7, False)
@example(["\u00e9"], None, False, 0.6, False)
@example({"a": "\u00e9"}, 1, True, 0.8, True)
@example([True, -1.5e-7], None, True, 0.3, False)
def test_a_document_that_is_cut_off_anywhere_is_told_as_that(
    document: Any, indent: int | None, plain: bool, share: float, ends_a_line: bool
) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=plain).encode("utf-8", "surrogatepass")
    cut = text[: max(1, int(share * len(text)))] + b"\n" * ends_a_line
    (found,) = values(io.BytesIO(cut))
    assert isinstance(found.value, BadJson), cut
    assert "is cut off" in found.value.problem, (cut, found.value)
    assert found.value.cure == "send the whole file again"
    body = parse(cut)
    assert isinstance(body, BadJson)
    assert body.cure == "it is cut off: send all of it again"


EVERY_KIND: Final = {
    "a": ['tru \u00e9 \\ " \u2028 \U0001f600', True, False, None, -1.25e-17, {"k\n": [[]]}, {}],
    "b": "\x07/",
}


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("indent", [None, 1])
def test_every_byte_at_which_it_can_be_cut_off(plain: bool, indent: int | None) -> None:
    text = json.dumps(EVERY_KIND, indent=indent, ensure_ascii=plain).encode()
    for end in range(1, len(text)):
        assert is_beginning(text[:end]), text[max(0, end - 20) : end]
        (found,) = values(io.BytesIO(text[:end]))
        assert isinstance(found.value, BadJson)
        assert found.value.cure == "send the whole file again", text[max(0, end - 20) : end]
    assert not is_beginning(text)


def test_a_line_that_is_cut_off_among_others_is_told_as_that_and_the_others_are_read() -> None:
    cut, good = values(io.BytesIO(b'{"a": "carer\n{"a": 2}\n'))
    assert isinstance(cut.value, BadJson)
    assert "the text ends at line 1" in cut.value.problem
    assert good == (":2", {"a": 2})


@pytest.mark.parametrize(
    "text", [b'{"a": "car\ners"}', b'{\n"a": "car\ners",\n"b": 1\n}', b'{"a" 1}', b'{"a": 1}}', b"[1 2"]
)
def test_what_is_wrong_and_goes_on_is_not_told_as_cut_off(text: bytes) -> None:
    for long in (b"car", b"c" * 100_000):
        found = [
            each.value for each in values(io.BytesIO(text.replace(b"car", long))) if isinstance(each.value, BadJson)
        ]
        assert found
        assert not any("cut off" in each.problem + each.cure for each in found)
