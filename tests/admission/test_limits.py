"""What a model takes, admission and every door behind it takes: the largest event of each type."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import orjson
import pytest
from pydantic import BaseModel, Field

from connectors.registry import CONNECTORS
from hub.admission.admit import OPERATOR, Admitted, Context, Refused, admit
from hub.admission.document import _values_over
from hub.admission.limits import MOST_ATTRIBUTES, MOST_BYTES, MOST_LEVELS, MOST_VALUES, Extent, extent
from hub.admission.refusal import Code
from hub.events.catalogue import BY_CE_TYPE, CATALOGUE, EventType
from hub.events.topics import INPUT_TOPICS, QUARANTINE
from hub.gateway.api.incoming import MOST_BYTES as MOST_BODY_BYTES
from hub.instance.topic_plan import planned
from hub.log.batch_writer import REQUEST_BYTES
from hub.log.codec import Stamp, frame, headers
from hub.log.publisher import MOST_RECORD_BYTES
from hub.serialization.avro import encode
from tests.support.documents import NOW, context, declared
from tests.support.largest import everywhere, largest_document

CASES: Final = Path(__file__).parents[1] / "examples" / "cases_real_world"
TYPES = pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)


def admitted(document: Any) -> Admitted:
    answer = admit(document, Context(everywhere(), NOW, OPERATOR, "test"))
    assert isinstance(answer, Admitted), [each.to_json() for each in answer.refusals][:5]
    return answer


def of_topic(topic: str) -> int:
    return int(planned(1)[topic][1]["max.message.bytes"])


def test_what_a_model_can_hold_is_counted_with_what_its_parts_can() -> None:
    class One(BaseModel):
        text: str

    class Many(BaseModel):
        ones: Annotated[tuple[One, ...], Field(max_length=3)]
        either: One | str | None

    class Either(BaseModel):
        either: One | str | None

    assert extent(One) == Extent(values=1, levels=2)
    assert extent(Either) == Extent(values=2, levels=3)
    assert extent(Many) == Extent(values=(1 + 3 * 2) + (1 + 1), levels=4)


def test_a_list_without_a_limit_is_no_field_of_an_event() -> None:
    class Endless(BaseModel):
        ones: tuple[str, ...]

    with pytest.raises(ValueError, match="a list of an event has no limit"):
        extent(Endless)


@TYPES
def test_the_largest_event_of_a_type_goes_through_every_door(event_type: EventType) -> None:
    document = largest_document(event_type)
    body = orjson.dumps(document)
    assert len(body) <= MOST_BODY_BYTES
    (item,) = CONNECTORS["cloudevents"].items(io.BytesIO(body), "file", None)
    answer = admitted(item.documents[0])
    beside = headers(event_type, answer.event, Stamp(NOW, OPERATOR, "test"))
    record = len(frame(1, encode(event_type, answer.event))) + sum(len(name) + len(value) for name, value in beside)
    assert record <= MOST_RECORD_BYTES <= of_topic(event_type.topic)


@TYPES
def test_every_list_of_a_type_has_a_limit(event_type: EventType) -> None:
    assert extent(event_type.model).values + MOST_ATTRIBUTES <= MOST_VALUES


def test_what_comes_in_fits_all_the_way_to_quarantine() -> None:
    # Avro needs no more bytes than JSON for the same values
    assert MOST_BYTES < MOST_RECORD_BYTES
    assert 2 * MOST_BYTES <= MOST_BODY_BYTES
    for topic in INPUT_TOPICS:
        assert MOST_RECORD_BYTES <= of_topic(topic) < of_topic(QUARANTINE) <= REQUEST_BYTES


def test_a_text_of_letters_that_need_more_bytes_is_told_the_limit() -> None:
    suppliers = [{"id": f"GB-COH-{number:08}", "name": "\u20ac" * 500} for number in range(2000)]
    answer = admit(declared(suppliers=suppliers, description="x" * 20_000), context())
    assert isinstance(answer, Refused)
    (refusal,) = answer.refusals
    assert refusal.code is Code.TOO_LARGE
    assert str(MOST_BYTES) in refusal.problem


def refused(document: Any) -> list[tuple[Code, str]]:
    answer = admit(document, context())
    return [(each.code, each.field) for each in answer.refusals] if isinstance(answer, Refused) else []


def test_an_event_may_have_as_many_bytes_as_the_limit_and_not_one_more() -> None:
    room = MOST_BYTES - len(orjson.dumps(declared(attributes={"note": " "}))) + 1
    assert refused(declared(attributes={"note": "x" * room})) == []
    assert refused(declared(attributes={"note": "x" * (room + 1)})) == [(Code.TOO_LARGE, "")]


def a_list(values: int) -> Any:
    return {"note": [0] * (values - 1)}


def an_object(values: int) -> Any:
    return {"note": {str(each): 0 for each in range(values - 1)}}


def lists_in_lists(levels: int) -> Any:
    value: Any = 0
    for _ in range(levels - 2):
        value = [value]
    return {"note": value}


@pytest.mark.parametrize(
    ("made", "most", "code"),
    [
        (a_list, MOST_VALUES, Code.TOO_LARGE),
        (an_object, MOST_VALUES, Code.TOO_LARGE),
        (lists_in_lists, MOST_LEVELS, Code.TOO_DEEP),
    ],
)
def test_what_holds_as_much_as_the_limit_is_told_what_else_is_wrong_with_it(
    made: Callable[[int], Any], most: int, code: Code
) -> None:
    assert refused(made(most)) == [(Code.ATTRIBUTE_MISSING, "")]
    assert refused(made(most + 1)) == [(code, "")]


def test_the_deepest_part_counts_and_not_how_many_stand_beside_it() -> None:
    beside: dict[str, Any] = {"beside": [[] for _ in range(MOST_LEVELS)]}
    assert refused(lists_in_lists(MOST_LEVELS) | beside) == [(Code.ATTRIBUTE_MISSING, "")]
    assert refused(lists_in_lists(MOST_LEVELS + 1) | beside) == [(Code.TOO_DEEP, "")]
    # a writer of JSON that goes less deep than a partner's document leaves it to be walked
    assert refused(lists_in_lists(5000)) == [(Code.TOO_DEEP, "")]


@pytest.mark.parametrize(
    ("document", "count"),
    [({}, 0), ({"a": 1}, 1), ({"a": [1, 2]}, 3), ({"a": {"b": {"c": ()}}, "d": ({}, {"e": [[]]})}, 8), ([1, [2]], 3)],
)
def test_every_value_in_a_document_counts_however_deep_it_stands(document: Any, count: int) -> None:
    assert not _values_over(document, count)
    assert _values_over(document, count - 1)


def test_one_more_than_the_limit_is_refused_by_the_field_and_not_by_the_size() -> None:
    suppliers = [{"id": f"GB-COH-{number:08}", "name": "x"} for number in range(2001)]
    answer = admit(declared(suppliers=suppliers), context())
    assert isinstance(answer, Refused)
    assert [(each.code, each.field) for each in answer.refusals] == [(Code.VALUE_WRONG, "data.suppliers")]


def test_the_levels_leave_room_for_every_type() -> None:
    for event_type in CATALOGUE:
        assert extent(event_type.model).levels < MOST_LEVELS


def test_seven_hundred_suppliers_go_in() -> None:
    with (CASES / "10_seven_hundred_suppliers.jsonl").open("rb") as stream:
        documents = [each for item in CONNECTORS["ocds"].items(stream, "file", None) for each in item.documents]
    assert documents
    for document in documents:
        assert document["type"] in BY_CE_TYPE
        assert isinstance(admit(document, context(now=NOW.replace(year=2027))), Admitted)
