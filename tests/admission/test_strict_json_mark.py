"""A byte order mark before a JSON text is passed over, as RFC 8259 allows; anywhere else it is a character."""

import pytest

from hub.admission.strict_json import BadJson, parse

MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize("text", [b"{}", b'{"a": [1, 2]}', b'"a"'])
def test_it_changes_nothing_that_is_read(text: bytes) -> None:
    assert parse(MARK + text) == parse(text)


def test_what_is_wrong_behind_it_is_told_as_without_it() -> None:
    text = b'{"a": 1,\n "a": 2}'
    assert parse(MARK + text) == parse(text)
    assert isinstance(parse(text), BadJson)
    assert parse(MARK + MARK + b"{}") == {}
