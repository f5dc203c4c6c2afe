"""A value of another kind anywhere in an event is told once for its field, by the refusal that tells most."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from hub.admission.admit import Refused, admit
from hub.admission.naming import ATTRIBUTES, OF_ITS_FORM
from hub.admission.refusal import Code
from tests.support.documents import context, declared

SCHEMAS = Path(__file__).parents[2] / "schemas"
EXAMPLES = sorted(SCHEMAS.glob("*/*/example.json"))


def nodes(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in parts:
        yield from nodes(each, (*path, name))


def with_other(document: bytes, path: tuple[str | int, ...], other: Any) -> Any:
    copy = orjson.loads(document)
    into = copy
    for name in path[:-1]:
        into = into[name]
    into[path[-1]] = other
    return copy


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parents[1].name}-{file.parent.name}")
def test_each_field_is_refused_for_its_form_once(file: Path) -> None:
    document = file.read_bytes()
    for path in nodes(orjson.loads(document)):
        for other in ("", "no such code", -1, True, [1], {"a": 1}):
            answer = admit(with_other(document, path, other), context())
            if isinstance(answer, Refused):
                told = Counter(each.field for each in answer.refusals if each.code in (*OF_ITS_FORM, Code.DISAGREES))
                assert set(told.values()) <= {1}, (path, other, answer.refusals)


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (declared(stage=" "), Code.CODE_UNKNOWN),
        (declared(value={"amount": "1", "currency": "pound sterling"}), Code.CURRENCY_UNKNOWN),
        (declared(attributes={"subject": " "}), Code.ID_WRONG),
        (declared(attributes={"type": []}), Code.TYPE_UNKNOWN),
        (declared(attributes={"specversion": 1.5}), Code.ATTRIBUTE_WRONG),
        (declared(attributes={"dataclassification": "top secret"}), Code.CLASSIFICATION_REFUSED),
        (declared(clears=["Title"]), Code.CLEARS_WRONG),
    ],
)
def test_the_refusal_that_tells_most_is_the_one(document: Any, code: Code) -> None:
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    assert [each.code for each in answer.refusals] == [code]


@pytest.mark.parametrize("name", ATTRIBUTES)
@pytest.mark.parametrize("other", ["2015-13-01", "no such thing", 7, True, [1], {"a": 1}, " "])
def test_what_is_none_is_not_told_to_differ_as_well(name: str, other: Any) -> None:
    """The same is said by an attribute and by meta, and meta's is wrong."""
    answer = admit(declared(meta={name: other}), context())
    if isinstance(answer, Refused):
        told = [each for each in answer.refusals if each.field == f"meta.{name}"]
        assert len(told) == 1, told
