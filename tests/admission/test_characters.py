"""No text of an event holds a control character or turns the direction of writing, whichever field, whichever door."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.admission.admit import Admitted, Refused, admit
from hub.admission.characters import control_in, control_in_attribute
from hub.admission.refusal import Code
from hub.gateway.api.cloudevents_http import events_sent
from tests.connectors.releases import a_release
from tests.connectors.test_one_fault import read
from tests.gateway.modes import MODES
from tests.support.documents import context, declared

SCHEMAS = Path(__file__).parents[2] / "schemas"
EXAMPLES = [file.read_bytes() for file in sorted(SCHEMAS.glob("*/*/example.json"))]
LAID_OUT = "\t\n\r"
TURNING = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
BAD = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), *TURNING) if chr(code) not in LAID_OUT]


def test_the_rule_is_of_all_controls_that_unicode_has() -> None:
    controls = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cc"}
    turning = {
        chr(code)
        for code in range(0x110000)
        if unicodedata.bidirectional(chr(code)) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    }
    assert set(BAD) == (controls | turning) - set(LAID_OUT)
    assert {chr(code) for code in range(0x110000) if control_in(chr(code))} == set(BAD)
    assert {chr(code) for code in range(0x110000) if control_in_attribute(chr(code))} == controls | turning


def texts(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, str):
        yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in parts:
        yield from texts(each, (*path, name))


def with_text(document: bytes, path: tuple[str | int, ...], change: Any) -> Any:
    copy = orjson.loads(document)
    into = copy
    for name in path[:-1]:
        into = into[name]
    into[path[-1]] = change(into[path[-1]])
    return copy


@pytest.mark.parametrize("document", EXAMPLES, ids=lambda each: orjson.loads(each)["type"])
def test_in_every_text_of_every_type_it_is_refused_and_the_field_named(document: bytes) -> None:
    assert len(list(texts(orjson.loads(document)))) > 5
    for path in texts(orjson.loads(document)):
        last = next(str(each) for each in reversed(path) if isinstance(each, str))
        for bad in ("\0", "\u202e"):
            answer = admit(with_text(document, path, lambda text, bad=bad: f"{text[:2]}{bad}{text[2:]}"), context())
            assert isinstance(answer, Refused), path
            assert [each for each in answer.refusals if last in each.field], (path, answer.refusals)


@given(st.sampled_from(EXAMPLES), st.data(), st.sampled_from(BAD))
def test_nothing_that_is_let_in_holds_one(document: bytes, data: st.DataObject, bad: str) -> None:
    path = data.draw(st.sampled_from(list(texts(orjson.loads(document)))))
    at = data.draw(st.integers(0, 40))
    changed = with_text(document, path, lambda text: f"{text[:at]}{bad}{text[at:]}")
    assert isinstance(admit(changed, context()), Refused)


@given(st.text(st.sampled_from([*BAD[:3], "\u202e", "a", "\n", "\t", " ", "é"]), min_size=1, max_size=12))
@example("a\n\tb\r\nc")
@example("a\u200fb")
def test_a_title_is_let_in_if_it_holds_none(text: str) -> None:
    answer = admit(declared(title=f"x{text}x"), context())
    assert isinstance(answer, Admitted) is (control_in(text) is None)


@pytest.mark.parametrize("mode", MODES)
def test_over_http_it_is_refused_in_every_mode(mode: str) -> None:
    request = MODES[mode](declared(title="Carers\u202eContract"))
    (item,) = events_sent(request.headers, request.body).items
    (document,) = item.documents
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    assert [(each.code, each.field) for each in answer.refusals] == [(Code.CONTROL_CHARACTER, "data.title")]


def test_of_a_release_they_are_left_out_and_that_is_told() -> None:
    (item,) = read(a_release(tender={"id": "t", "title": "Care\u202e\x07 home"}))
    assert all(isinstance(admit(each, context()), Admitted) for each in item.documents)
    assert "tender.title" in {each.field for each in item.warnings if "control characters" in each.problem}


def test_the_position_is_told_and_the_text_is_not() -> None:
    answer = admit(declared(title="Jo Bloggs\x07"), context())
    assert isinstance(answer, Refused)
    (refusal,) = answer.refusals
    assert refusal.problem == "holds the control character U+0007 at position 10"
    assert "Bloggs" not in refusal.problem + refusal.fix
