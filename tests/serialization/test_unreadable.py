"""Damaged bytes are told in plain words, at every place where the hub reads its own records."""

import ast
import json
from pathlib import Path
from typing import Any, cast

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.events.catalogue import CATALOGUE
from hub.log.codec import Stamp
from hub.log.quarantine import HEADER
from hub.log.quarantined import Quarantined, QuarantineUnreadable
from hub.serialization.avro import BodyUnreadable, decode_plain, encode
from hub.serialization.unreadable import why_unreadable
from tests.support import strategies

ROOT = Path(__file__).parents[2]
OF_PROGRAMMERS = {"hub/json_log.py", "hub/serialization/content.py"}
"""A log's own lines, and an error that only a change of the hub can bring about."""


def is_plain(words: str) -> bool:
    return bool(words) and not any(
        each in words for each in ("Error", "Exception", "object", "<", "NoneType", "bytes-")
    )


def failing(of: Any) -> Exception:
    with pytest.raises(Exception) as failed:
        of()
    return failed.value


@pytest.mark.parametrize(
    "of",
    [
        lambda: orjson.loads(b"{"),
        lambda: json.loads("["),
        lambda: dict[str, str]()["time"],
        lambda: b"\xff".decode(),
        lambda: [][1],
        lambda: cast(Any, None)["time"],
        lambda: int("x"),
        lambda: (1 << 70).to_bytes(8, "big"),
    ],
)
def test_each_sort_of_failure_has_words(of: Any) -> None:
    assert is_plain(why_unreadable(failing(of)))
    assert is_plain(why_unreadable(EOFError()))
    assert is_plain(why_unreadable(KeyError()))


def test_what_is_missing_is_named() -> None:
    assert why_unreadable(KeyError("time")) == "it holds no time"
    assert why_unreadable(failing(lambda: orjson.loads(b"{"))).endswith("at character 2")


@given(st.binary(max_size=200), st.sampled_from(CATALOGUE))
def test_a_damaged_body_is_told_in_plain_words(body: bytes, event_type: Any) -> None:
    words = "it is read"
    try:
        decode_plain(event_type, (event_type.major, event_type.minor), body)
    except BodyUnreadable as failure:
        words = str(failure)
    assert is_plain(words)


@given(st.data())
def test_a_body_that_is_cut_off_is_told_to_end_too_early(data: Any) -> None:
    event_type = data.draw(st.sampled_from(CATALOGUE))
    body = encode(event_type, data.draw(strategies.events(event_type)))
    with pytest.raises(BodyUnreadable, match=r"^(it ends too early|a value in it|a text in it)"):
        decode_plain(event_type, (event_type.major, event_type.minor), body[: data.draw(st.integers(0, 3))])


@given(st.binary(max_size=60) | st.sampled_from([b"[]", b"{}", b"7", b'{"time": 1}', b'{"time": "x"}']))
def test_damaged_headers_are_told_in_plain_words(header: bytes) -> None:
    with pytest.raises(ValueError, match=r".") as failed:
        Stamp.decode(header)
    assert is_plain(str(failed.value))
    with pytest.raises(QuarantineUnreadable) as unread:
        Quarantined.read(b"key", b"", [(HEADER, header)])
    assert is_plain(str(unread.value))


def test_no_text_of_the_hub_names_the_class_of_an_exception() -> None:
    found = {
        file.relative_to(ROOT).as_posix()
        for file in (*(ROOT / "hub").rglob("*.py"), *(ROOT / "connectors").rglob("*.py"))
        for each in ast.walk(ast.parse(file.read_text()))
        if isinstance(each, ast.FormattedValue) and ast.unparse(each.value).endswith(").__name__")
    }
    assert found == OF_PROGRAMMERS
