"""What events refer to: decided for every field, told with what was meant, and gone when somebody declares it."""

import types
import typing
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, StringConstraints

from hub.admission.admit import Admitted, admit
from hub.admission.references import (
    DECLARED_BY,
    NO_REFERENCE,
    REFERS,
    Bodies,
    Kind,
    Known,
    Name,
    declarations,
    missing,
    references,
    undeclared,
)
from hub.events import fields, ids
from hub.events.catalogue import CATALOGUE, EventType
from hub.events.configuration import Configuration
from tests.support.documents import CCG, COUNCIL, context, declared, wandsworth
from tests.support.strategies import events

TYPES = pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
NAMING = (fields.Reference, fields.FieldName)
CHECKS = (ids.check_organisation_id, ids.check_contract_id)


def naming_fields(model: type[BaseModel]) -> set[str]:
    """Names of fields that hold a reference, a name, a UUID or an organisation, also inside their parts."""
    return {
        name for name, info in model.model_fields.items() if name != "meta" and _names(info.annotation, info.metadata)
    }


def _names(annotation: Any, metadata: Any = ()) -> bool:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _names(args[0], (*metadata, *args[1:]))
    if origin in (types.UnionType, typing.Union, tuple):
        return any(_names(each, metadata if origin is not tuple else ()) for each in args if each is not type(None))
    if annotation is UUID:
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return bool(naming_fields(annotation))
    patterns = {
        str(each.pattern) for kind in NAMING for each in typing.get_args(kind) if isinstance(each, StringConstraints)
    }
    own = {str(each.pattern) for each in metadata if isinstance(each, StringConstraints)}
    return bool(patterns & own) or any(getattr(each, "func", None) in CHECKS for each in metadata)


@TYPES
def test_every_field_that_could_be_a_reference_is_decided(event_type: EventType) -> None:
    for name in naming_fields(event_type.model):
        assert (name in REFERS) != (name in NO_REFERENCE), f"{name}: a line in REFERS or one in NO_REFERENCE, with why"


def test_what_declares_is_in_the_catalogue_and_declares_what_others_refer_to() -> None:
    types_ = {each.name: each for each in CATALOGUE}
    for name, field in DECLARED_BY.items():
        assert field in types_[name].model.model_fields or field == "subject"
    declared_kinds = {Kind.PROGRAMME if field == "subject" else REFERS[field] for field in DECLARED_BY.values()}
    assert declared_kinds == set(REFERS.values()) - {Kind.ORGANISATION}


@TYPES
@given(data=st.data())
def test_no_event_refers_to_what_it_declares(event_type: EventType, data: st.DataObject) -> None:
    event = data.draw(events(event_type))
    own = set(declarations(event_type, event))
    found = list(references(event_type, event))
    assert own.isdisjoint(each.name for each in found)
    assert missing(found, Known(frozenset(each.name for each in found))) == []
    assert set(missing(found, Known())) == set(found)
    for each in found:
        assert each.name.partnership in event.meta.partnerships


def of(name: str, subject: str = "GB-LAE-WND/14-565", /, **data: Any) -> Admitted:
    document = declared(attributes={"type": f"uk.jch.{name}.v1", "subject": subject})
    answer = admit({**document, "data": {"meta": {"organisation": COUNCIL}, **data}}, context())
    assert isinstance(answer, Admitted), answer
    return answer


def names(event: Admitted) -> list[tuple[str, str, str]]:
    return [(each.name.kind, each.name.within, each.name.name) for each in references(event.event_type, event.event)]


CONTRACT = "GB-LAE-WND/14-565"


def test_what_each_type_refers_to() -> None:
    assert names(of("contract.contract-assigned", programme="crers")) == [("programme", "", "crers")]
    assert names(of("workplan.milestone-met", "carers", milestone="m", met_on="2015-01-01")) == [
        ("programme", "", "carers"),
        ("milestone", "carers", "m"),
    ]
    placed = of("performance.improvement-measure-placed", improvement="i", reason="late", measures=["waits", "falls"])
    assert names(placed) == [("measure", CONTRACT, "waits"), ("measure", CONTRACT, "falls")]
    agreed = of("contract.measure-agreed", measure="waits", title="Waits", direction="lower", target="1")
    assert names(agreed) == []
    assert list(declarations(agreed.event_type, agreed.event)) == [Name(Kind.MEASURE, "wandsworth", CONTRACT, "waits")]


def test_what_was_meant_is_told() -> None:
    event = of("contract.contract-assigned", programme="crers")
    (reference,) = references(event.event_type, event.event)
    known = Known(
        frozenset(
            {
                Name(Kind.PROGRAMME, "wandsworth", "", "carers"),
                Name(Kind.PROGRAMME, "richmond", "", "crers"),
                Name(Kind.MILESTONE, "wandsworth", "", "crer"),
            }
        )
    )
    doubt = undeclared(reference, known, "a.jsonl:3")
    assert doubt.problem == "no programme `crers` is declared in wandsworth; `carers` is: did you mean that?"
    assert (doubt.where, doubt.field) == ("a.jsonl:3", "data.programme")
    assert "did you mean" not in undeclared(reference, Known(), "").problem


@pytest.mark.parametrize("kind", [each for each in Kind if each is not Kind.ORGANISATION])
def test_only_a_name_of_the_same_sort_and_place_that_is_near_is_meant(kind: Kind) -> None:
    wrong = Name(kind, "wandsworth", "carers-1", "crers")
    elsewhere = {
        *(wrong._replace(kind=each, name="carers") for each in Kind if each is not kind),
        wrong._replace(partnership="richmond", name="carers"),
        wrong._replace(within="carers-2", name="carers"),
        wrong._replace(name="stroke"),
    }
    assert Known(frozenset(elsewhere)).near(wrong) is None
    assert Known(frozenset({*elsewhere, wrong._replace(name="Carers")})).near(wrong) == "Carers"


def doubts(document: Any, configuration: Configuration | None = None) -> list[tuple[str, str]]:
    answer = admit(document, context())
    assert isinstance(answer, Admitted), answer
    bodies = Bodies(configuration or wandsworth())
    return [(each.field, each.problem) for each in bodies.unknown(answer.event_type, answer.event, "a:1")]


def test_a_body_that_nobody_configured_is_told() -> None:
    assert doubts(declared(funders=[{"id": CCG}])) == []
    ((field, problem),) = doubts(declared(funders=[{"id": "GB-NHS-08Y"}]))
    assert field == "data.funders"
    assert problem == "names GB-NHS-08Y, which no configuration knows; did you mean GB-NHS-08X?"
    ((field, problem),) = doubts(declared(meta={"organisation": "GB-LAE-WMD"}))
    assert field == "meta.organisation"
    assert problem.endswith("; did you mean GB-LAE-WND?")


def test_suppliers_and_an_instance_without_configuration_are_not_told() -> None:
    assert doubts(declared(suppliers=[{"id": "GB-COH-00000001"}])) == []
    assert doubts(declared(meta={"organisation": "GB-LAE-WMD"}), Configuration()) == []
