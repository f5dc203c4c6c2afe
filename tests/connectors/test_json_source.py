"""JSON lines, arrays and documents over many lines, good and damaged."""

import io
from decimal import Decimal

from connectors.json_source import first_readable, values
from hub.admission.strict_json import BadJson


def read(text: bytes) -> list[tuple[str, object]]:
    return [(each.place, "bad" if isinstance(each.value, BadJson) else each.value) for each in values(io.BytesIO(text))]


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
