"""An organisation that a list names twice is told to its sender, or refused, in every such list of every type."""

import io
import json
import typing
from collections.abc import Iterator
from typing import Any, Final

import pytest
from pydantic import ValidationError

from connectors.registry import CONNECTORS
from hub.admission.admit import OPERATOR
from hub.admission.annotated import models_in
from hub.admission.named_twice import warnings
from hub.configuration.model import Body, Configuration, key_of
from hub.events import ids
from hub.events.catalogue import CATALOGUE, EventType
from hub.events.fields import Organisation, OrganisationId
from hub.events.procurement import Award, ProcurementDeclared
from hub.usecases.admitting import Door
from tests.support.documents import NOW, declared, wandsworth
from tests.support.filled import filled
from tests.support.pools import EVENT_IDS

ALPHA: Final = Body(id="GB-COH-00000005", name="Alpha", same_as=("GB-PPON-ABCD-1234-EFGH",))
SAME: Final = Configuration(1, {key_of(ALPHA): ALPHA})
NONE: Final = Configuration(1, {})


def is_organisation_id(value: Any) -> bool:
    try:
        return isinstance(value, str) and ids.check_organisation_id(value) == value
    except ValueError:
        return False


def lists_of_organisations(value: Any, path: str = "data") -> Iterator[tuple[str, list[Any]]]:
    """What stands in a document, whatever the models say: lists of objects that have an organisation's id."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from lists_of_organisations(each, f"{path}.{name}")
    elif isinstance(value, list):
        if any(isinstance(each, dict) and is_organisation_id(each.get("id")) for each in value):
            yield path, value
        for position, each in enumerate(value):
            yield from lists_of_organisations(each, f"{path}[{position}]")


def with_one_twice(event_type: EventType) -> Iterator[tuple[str, dict[str, Any]]]:
    """For each such list, the event in which the last of its items names the organisation of the first again."""
    plain = filled(event_type, 0, EVENT_IDS[0]).model_dump(mode="json", exclude_none=True)
    for number, (path, _) in enumerate(lists_of_organisations(plain)):
        copy = filled(event_type, 0, EVENT_IDS[0]).model_dump(mode="json", exclude_none=True)
        _, held = list(lists_of_organisations(copy))[number]
        held.append(held[0] | {"name": "Another name"})
        yield f"{path}[{len(held) - 1}].id", copy


CASES = [(each, path, data) for each in CATALOGUE for path, data in with_one_twice(each)]


@pytest.mark.parametrize(("event_type", "path", "data"), CASES, ids=[f"{each.name} {path}" for each, path, _ in CASES])
def test_it_is_told_by_its_path_or_refused(event_type: EventType, path: str, data: dict[str, Any]) -> None:
    if path.startswith("data.parties["):
        with pytest.raises(ValidationError, match="is not its own"):
            event_type.model.model_validate(data)
        return
    event = event_type.model.model_validate(data)
    assert [each.field for each in warnings(event, NONE, "f:1")] == [path]


def test_the_walk_sees_every_list_of_the_catalogue() -> None:
    walked = {(each.name, path.rpartition("[")[0].rpartition(".")[2]) for each, path, _ in CASES}
    there = {
        (each.name, name)
        for each in CATALOGUE
        for model in models_in(each.model)
        for name, info in model.model_fields.items()
        for kind in models_in(info.annotation)
        if "id" in kind.model_fields and kind.model_fields["id"].metadata == [typing.get_args(OrganisationId)[1]]
        if f"tuple[{kind.__module__}.{kind.__qualname__}, ...]" in str(info.annotation)
    }
    assert walked == there
    assert {name for _, name in there} == {"suppliers", "funders", "partners", "required", "parties"}


def test_filled_events_name_nobody_twice() -> None:
    for event_type in CATALOGUE:
        assert list(warnings(filled(event_type, 0, EVENT_IDS[0]), NONE, "f:1")) == []


def test_another_id_of_the_same_organisation_is_told_too() -> None:
    award = Award(id="1", suppliers=(Organisation(id="GB-COH-00000005"), Organisation(id="GB-PPON-ABCD-1234-EFGH")))
    (procurement,) = [each for each in CATALOGUE if each.model is ProcurementDeclared]
    event = filled(procurement, 0, EVENT_IDS[0]).model_copy(update={"awards": (award,)})
    assert [each.field for each in warnings(event, SAME, "f:1")] == ["data.awards[0].suppliers[1].id"]
    assert list(warnings(event, NONE, "f:1")) == []


TWICE = [{"id": "GB-COH-00000005", "name": "Alpha"}, {"id": "GB-COH-00000005", "name": "Beta"}]


def told_at_the_door(document: Any, name: str) -> list[tuple[str, str]]:
    (item,) = CONNECTORS[name].items(io.BytesIO(json.dumps(document).encode()), "file", None)
    answer = Door(wandsworth(), OPERATOR, "test").admit(item, NOW)
    assert answer.fresh
    return [(each.field, each.fix.partition(";")[0]) for each in answer.warnings if "names before" in each.problem]


def test_the_door_tells_it_and_lets_it_in() -> None:
    assert told_at_the_door(declared(suppliers=TWICE), "cloudevents") == [("data.suppliers[1].id", "name it once")]
