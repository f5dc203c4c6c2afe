"""A length of time that nobody can read is told to its sender, wherever a type has one."""

import io
import re
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from pydantic import BaseModel

from connectors.registry import CONNECTORS
from hub.admission import lengths
from hub.admission.admit import OPERATOR, Admitted, admit
from hub.admission.annotated import models_in
from hub.events.catalogue import CATALOGUE
from hub.usecases.admitting import Door
from tests.admission.no_reference import NO_REFERENCE
from tests.support.documents import NOW, context, declared, wandsworth

READ = ("P36M", "P1Y6M", "P90D", "P2W", "PT36H")
UNREAD = ("3 years", "36", "p36m", "P", "PT", "P1.5Y", "P-1Y", "P36M ago", "2015-04-01/P1Y")
NOTHING = ("P0D", "P0Y0M", "PT0H")


def told(document: Any) -> list[tuple[str, str]]:
    answer = admit(document, context())
    assert isinstance(answer, Admitted), answer
    return [(each.field, each.problem) for each in lengths.warnings(answer.event, "a.json:1")]


def procured(**data: Any) -> Any:
    document = declared(
        attributes={"type": "uk.jch.contract.procurement-declared.v1", "subject": "ocds-h6vhtk-000001"}, **data
    )
    del document["data"]["stage"]
    return document


PLACES = {
    "data.duration": lambda text: declared(duration=text),
    "data.lots[1].duration": lambda text: procured(lots=[{"id": "1"}, {"id": "2", "duration": text}]),
    "data.awards[0].duration": lambda text: procured(awards=[{"id": "1", "duration": text}]),
}


@pytest.mark.parametrize("place", PLACES)
def test_what_cannot_be_read_is_told_by_its_place_and_what_can_is_not(place: str) -> None:
    for text in READ:
        assert told(PLACES[place](text)) == []
    for text in UNREAD:
        ((field, problem),) = told(PLACES[place](text))
        assert (field, "is no length of time" in problem) == (place, True), text
    for text in NOTHING:
        assert told(PLACES[place](text)) == [(place, "is no time at all")]


def models() -> Iterator[type[BaseModel]]:
    for event_type in CATALOGUE:
        yield from models_in(event_type.model)


def test_every_length_of_the_catalogue_is_looked_at() -> None:
    of_table = {path for path, why in NO_REFERENCE.items() if why in ("a length of time", "as duration")}
    assert {path.rpartition(".")[2] for path in of_table} == set(lengths.LENGTHS)
    assert {re.sub(r"^data\.|\[.\]", "", path) for path in PLACES} == of_table
    named = {name for model in models() for name in model.model_fields if "duration" in name or "length" in name}
    assert named == set(lengths.LENGTHS), "a length of time of another name is not looked at"


def test_doors_tell_it() -> None:
    source = io.BytesIO(orjson.dumps(declared(duration="3 years")))
    (item,) = CONNECTORS["cloudevents"].items(source, "a.json", None)
    answer = Door(wandsworth(), OPERATOR, "test").admit(item, NOW)
    assert [each.field for each in answer.warnings] == ["data.duration"]
