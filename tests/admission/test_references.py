"""What events refer to: decided for every field, told with what was meant, and gone when somebody declares it."""

import types
import typing
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, StringConstraints

from hub.admission.admit import Admitted, admit
from hub.admission.reference_table import DECLARES, REFERS, SUBJECTS, ReferenceKind
from hub.admission.references import SLIPS, Known, Name, Reference, declarations, missing, references, undeclared
from hub.admission.unknown_bodies import Bodies
from hub.configuration.model import Body, Configuration
from hub.events import fields, ids
from hub.events.catalogue import CATALOGUE, EventType
from hub.events.codelists import titles
from hub.events.envelope import Event
from hub.events.procurement import Party
from hub.serialization.encoded import EncodedEvent
from tests.admission.no_reference import NO_REFERENCE
from tests.support.documents import CCG, COUNCIL, context, declared, wandsworth
from tests.support.filled import filled
from tests.support.strategies import events, full_events

TYPES = pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
NAMING = (fields.Reference, fields.FieldName)
CHECKS = (ids.check_organisation_id, ids.check_contract_id)


def naming_fields(model: type[BaseModel], within: str = "") -> set[str]:
    """Paths of fields that hold a reference, a name, a UUID or an organisation, also inside parts; an organisation that
    stands for itself by the path of its field."""
    return {
        f"{within}{path}"
        for name, info in model.model_fields.items()
        if name != "meta"
        for path in _naming(name, info.annotation, info.metadata)
    }


def _naming(name: str, annotation: Any, metadata: Any = ()) -> set[str]:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _naming(name, args[0], (*metadata, *args[1:]))
    if origin in (types.UnionType, typing.Union, tuple):
        inner = metadata if origin is not tuple else ()
        return {path for each in args if each is not type(None) for path in _naming(name, each, inner)}
    if annotation in (fields.Organisation, Party):
        return {name}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return naming_fields(annotation, f"{name}.")
    patterns = {
        str(each.pattern) for kind in NAMING for each in typing.get_args(kind) if isinstance(each, StringConstraints)
    }
    own = {str(each.pattern) for each in metadata if isinstance(each, StringConstraints)}
    is_id = any(getattr(each, "func", None) in CHECKS for each in metadata)
    return {name} if annotation is UUID or patterns & own or is_id else set()


def declaring(event_type: EventType) -> set[str]:
    """Paths of the fields in which a type says what it declares, as `naming_fields` writes them."""
    ids_of_parts = {"awards": "awards.id"}
    return {ids_of_parts.get(each, each) for each in DECLARES.get(event_type.name, {}) if each != "subject"}


@TYPES
def test_every_field_that_could_be_a_reference_is_decided(event_type: EventType) -> None:
    declares = declaring(event_type)
    for path in naming_fields(event_type.model):
        lines = [path in REFERS, path in NO_REFERENCE, path in declares and path not in REFERS]
        assert sum(lines) == 1, f"{path}: a line in REFERS, in DECLARES, or one in NO_REFERENCE with why"
    assert event_type.about in SUBJECTS or event_type.withdraws


def test_no_line_is_of_a_field_that_there_is_not() -> None:
    there = {path for each in CATALOGUE for path in naming_fields(each.model)}
    assert there >= {*REFERS, *NO_REFERENCE}
    assert REFERS.keys().isdisjoint(NO_REFERENCE)


def test_what_declares_is_in_the_catalogue_and_everything_that_is_referred_to_is_declared_by_something() -> None:
    assert {each.name for each in CATALOGUE} >= DECLARES.keys()
    declared_kinds = {kind for fields_ in DECLARES.values() for kind in fields_.values()}
    # an open matter is told by pictures alone, as what is said adds up to it, and so is on what it stands
    told_otherwise = {ReferenceKind.ORGANISATION, ReferenceKind.DIFFERENCE, ReferenceKind.STATEMENT}
    assert declared_kinds == {*REFERS.values(), *SUBJECTS.values()} - told_otherwise


@TYPES
@settings(max_examples=20)
@given(data=st.data())
def test_every_line_of_the_table_is_read(event_type: EventType, data: st.DataObject) -> None:
    """An event that states every field refers to what each of its lines says, and declares what each says."""
    event = data.draw(full_events(event_type))
    event = event.model_copy(update={"meta": event.meta.model_copy(update={"partnerships": ("wandsworth",)})})
    found = {(str(each.kind), each.name) for each in named_anyhow(event_type, event)}
    expected: set[tuple[str, str]] = set()
    if event_type.about in SUBJECTS:
        expected.add((SUBJECTS[event_type.about], event.meta.subject))
    for path, kind in {**REFERS, **DECLARES.get(event_type.name, {})}.items():
        if kind is not ReferenceKind.ORGANISATION and path != "subject":
            expected |= {(str(kind), each) for each in values_at(event, path.split("."))}
    assert found == expected


WITHIN_OTHERS = (ReferenceKind.AWARD, ReferenceKind.SUPPLIER, ReferenceKind.STATEMENT)
"""Of these what they are within is told, where that is not declared."""


def named_anyhow(event_type: EventType, event: Event) -> set[Name]:
    configuration = wandsworth()
    referred = {each.name for each in references(event_type, event, configuration)}
    return referred | set(declarations(event_type, event, configuration))


def values_at(of: Any, path: list[str]) -> set[str]:
    """What stands at a path, of parts their ids."""
    if isinstance(of, tuple):
        return {value for each in of for value in values_at(each, path)}
    if not path:
        if isinstance(of, UUID):
            return {str(of)}
        return {of if isinstance(of, str) else of.id} if of is not None else set()
    return values_at(getattr(of, path[0], None), path[1:]) if of is not None else set()


@TYPES
@given(data=st.data())
def test_an_event_as_the_log_holds_it_refers_to_the_same(event_type: EventType, data: st.DataObject) -> None:
    event, configuration = data.draw(full_events(event_type)), wandsworth()
    plain = EncodedEvent(event_type, event).plain
    for read in (references, declarations):
        assert list(read(event_type, plain, configuration)) == list(read(event_type, event, configuration))
    bodies = Bodies(configuration)
    assert list(bodies.unknown(event_type, plain, "")) == list(bodies.unknown(event_type, event, ""))


@TYPES
@given(data=st.data())
def test_no_event_refers_to_what_it_declares(event_type: EventType, data: st.DataObject) -> None:
    event = data.draw(events(event_type))
    own = set(declarations(event_type, event, wandsworth()))
    found = list(references(event_type, event, wandsworth()))
    assert own.isdisjoint(each.name for each in found)
    assert missing(found, Known(frozenset(each.name for each in found))) == []
    told = set(missing(found, Known(frozenset(own))))
    # of what is within something that is missing itself, that is told
    assert told >= {each for each in found if each.name.kind not in WITHIN_OTHERS}
    assert bool(told) == bool(found)
    for each in found:
        assert each.name.partnership in event.meta.partnerships


def of(name: str, subject: str = "GB-LAE-WND/14-565", /, **data: Any) -> Admitted:
    document = declared(attributes={"type": f"uk.jch.{name}.v1", "subject": subject})
    answer = admit({**document, "data": {"meta": {"organisation": COUNCIL}, **data}}, context())
    assert isinstance(answer, Admitted), answer
    return answer


def referred(event: Admitted) -> list[Reference]:
    return list(references(event.event_type, event.event, wandsworth()))


def names(event: Admitted) -> list[tuple[str, tuple[str, ...], str]]:
    """Of what is not the contract that it is about."""
    return [
        each.name[::2] + each.name[3:]
        for each in referred(event)
        if each.name[::3] != (ReferenceKind.CONTRACT, CONTRACT)
    ]


CONTRACT = "GB-LAE-WND/14-565"


def test_what_each_type_refers_to() -> None:
    assert names(of("contract.contract-assigned", programme="crers")) == [("programme", (), "crers")]
    assert names(of("workplan.milestone-met", "carers", milestone="m", met_on="2015-01-01")) == [
        ("programme", (), "carers"),
        ("milestone", ("carers",), "m"),
    ]
    placed = of("performance.improvement-measure-placed", improvement="i", reason="late", measures=["waits", "falls"])
    assert names(placed) == [
        ("measure", ("contract", CONTRACT), "waits"),
        ("measure", ("contract", CONTRACT), "falls"),
    ]
    # that the contract stands for its procurement is told by the empty place before it
    assert names(of("contract.varied", award="1")) == [("award", ("", CONTRACT), "1")]
    agreed = of("contract.measure-agreed", measure="waits", title="Waits", direction="lower", target="1")
    assert names(agreed) == []
    assert list(declarations(agreed.event_type, agreed.event, wandsworth())) == [
        Name(ReferenceKind.MEASURE, "wandsworth", ("contract", CONTRACT), "waits")
    ]


def test_what_was_meant_is_told() -> None:
    event = of("contract.contract-assigned", programme="crers")
    (reference,) = (each for each in referred(event) if each.name.kind is ReferenceKind.PROGRAMME)
    known = Known(
        frozenset(
            {
                Name(ReferenceKind.PROGRAMME, "wandsworth", (), "carers"),
                Name(ReferenceKind.PROGRAMME, "richmond", (), "crers"),
                Name(ReferenceKind.MILESTONE, "wandsworth", (), "crer"),
            }
        )
    )
    warning = undeclared(reference, known, "a.jsonl:3")
    assert warning.problem == "no programme `crers` is declared in wandsworth; `carers` is: did you mean that?"
    assert (warning.where, warning.field) == ("a.jsonl:3", "data.programme")
    assert "did you mean" not in undeclared(reference, Known(), "").problem


@pytest.mark.parametrize("kind", sorted(set(ReferenceKind) - {ReferenceKind.ORGANISATION} - SLIPS))
def test_only_a_name_of_the_same_sort_and_place_that_is_near_is_meant(kind: ReferenceKind) -> None:
    wrong = Name(kind, "wandsworth", ("carers-1",), "crers")
    elsewhere = {
        *(wrong._replace(kind=each, name="carers") for each in ReferenceKind if each is not kind),
        wrong._replace(partnership="richmond", name="carers"),
        wrong._replace(within=("carers-2",), name="carers"),
        wrong._replace(name="stroke"),
    }
    assert Known(frozenset(elsewhere)).near(wrong) is None
    assert Known(frozenset({*elsewhere, wrong._replace(name="Carers")})).near(wrong) == "Carers"


@pytest.mark.parametrize("is_declared", [True, False])
def test_a_slip_is_not_sought_in_a_process_that_is_declared(is_declared: bool) -> None:
    """Processes of one publisher are alike in all but a character or two, and many have a contract 1."""
    wrong = Name(ReferenceKind.CONTRACT, "wandsworth", (), "ocds-h6vhtk-06f1b2/1")
    names = {wrong._replace(name="ocds-h6vhtk-06f1b4/1")}
    if is_declared:
        names.add(Name(ReferenceKind.PROCUREMENT, "wandsworth", (), "ocds-h6vhtk-06f1b2"))
    assert Known(frozenset(names)).near(wrong) == (None if is_declared else "ocds-h6vhtk-06f1b4/1")
    names.add(wrong._replace(name="ocds-h6vhtk-06f1b2/11"))
    if is_declared:
        assert Known(frozenset(names)).near(wrong) == "ocds-h6vhtk-06f1b2/11"


def warnings(document: Any, configuration: Configuration | None = None) -> list[tuple[str, str]]:
    answer = admit(document, context())
    assert isinstance(answer, Admitted), answer
    bodies = Bodies(configuration or wandsworth())
    return [(each.field, each.problem) for each in bodies.unknown(answer.event_type, answer.event, "a:1")]


def test_a_body_that_nobody_configured_is_told() -> None:
    assert warnings(declared(funders=[{"id": CCG}])) == []
    ((field, problem),) = warnings(declared(funders=[{"id": "GB-NHS-08Y"}]))
    assert field == "data.funders"
    assert problem == "names GB-NHS-08Y, which no configuration knows; did you mean GB-NHS-08X?"
    ((field, problem),) = warnings(declared(meta={"organisation": "GB-LAE-WMD"}))
    assert field == "meta.organisation"
    assert problem.endswith("; did you mean GB-LAE-WND?")


def test_a_body_is_looked_for_where_one_of_the_partnerships_is_configured() -> None:
    """A member may speak in a partnership of its own too."""
    both = {"organisation": COUNCIL, "partnerships": ["wandsworth", COUNCIL]}
    for named, found in ((both, ["data.funders"]), ({**both, "partnerships": [COUNCIL]}, [])):
        told = warnings(declared(funders=[{"id": "GB-NHS-08Y"}], meta=named))
        assert [field for field, _ in told] == found


def test_a_body_that_is_configured_and_no_member_is_meant_too() -> None:
    known = wandsworth()
    followed = Body(id="GB-NHS-36L", name="NHS South West London ICB")
    configuration = Configuration(1, {**known.documents, "organisation/GB-NHS-36L": followed})
    ((_, problem),) = warnings(declared(funders=[{"id": "GB-NHS-36K"}]), configuration)
    assert problem.endswith("; did you mean GB-NHS-36L?")


@pytest.mark.parametrize("other", ["GB-LAE-NFD", "GB-LAE-WXY", "GB-NHS-08YZ", "GB-LAE-RIC"])
def test_a_body_of_another_place_is_not_taken_for_a_slip(other: str) -> None:
    """Two of the three letters of a council's code may be another council's; who follows the hint speaks for it."""
    ((_, problem),) = warnings(declared(meta={"organisation": other}))
    alone = "what it says stands in a partnership of its own"
    assert problem == f"is in no partnership of the configuration: {alone}"


def test_suppliers_and_an_instance_without_configuration_are_not_told() -> None:
    assert warnings(declared(suppliers=[{"id": "GB-COH-00000001"}])) == []
    assert warnings(declared(meta={"organisation": "GB-LAE-WMD"}), Configuration()) == []


EXTENDED = {"period_end": "2016-03-31"}


def told(event: Admitted, *known: Name) -> list[tuple[str, str]]:
    there = Known(frozenset(known))
    warnings = [undeclared(each, there, "") for each in missing(referred(event), there)]
    return [(each.field, each.problem) for each in warnings]


CONTRACT_NAME = Name(ReferenceKind.CONTRACT, "wandsworth", (), CONTRACT)


def test_a_contract_that_nobody_has_declared_is_told_with_the_one_that_is_a_slip_away() -> None:
    event = of("contract.extended", "GB-LAE-WND/14-566", **EXTENDED)
    other = CONTRACT_NAME._replace(name="GB-LAE-WND/99-1")
    assert told(event, CONTRACT_NAME, other) == [
        (
            "meta.subject",
            "no contract `GB-LAE-WND/14-566` is declared in wandsworth; `GB-LAE-WND/14-565` is: did you mean that?",
        )
    ]
    assert told(event, other) == [("meta.subject", "no contract `GB-LAE-WND/14-566` is declared in wandsworth")]
    assert told(event, CONTRACT_NAME._replace(name="GB-LAE-WND/14-566")) == []


OCID = "ocds-h6vhtk-00001"
PROCUREMENT = Name(ReferenceKind.PROCUREMENT, "wandsworth", (), OCID)
AWARD = Name(ReferenceKind.AWARD, "wandsworth", (OCID,), "1")
CAME_OF = Name(ReferenceKind.PROCUREMENT, "wandsworth", (CONTRACT,), OCID)


def test_an_award_is_one_of_its_procurement() -> None:
    event = of("contract.declared", stage="contract", procurement=OCID, award="1")
    assert [each for each, _ in told(event)] == ["data.procurement"]
    assert told(event, PROCUREMENT) == [("data.award", f"no award `1` is declared for `{OCID}` in wandsworth")]
    assert told(event, PROCUREMENT, AWARD) == []
    assert told(event, PROCUREMENT, AWARD._replace(within=("ocds-h6vhtk-00002",))) != []


def test_an_award_without_its_procurement_is_one_of_the_contract_s() -> None:
    event = of("contract.varied", award="1")
    lost = [("data.award", f"no award `1` is declared for `{CONTRACT}` in wandsworth")]
    assert told(event, CONTRACT_NAME) == lost
    assert told(event, CONTRACT_NAME, AWARD, PROCUREMENT) == lost
    assert told(event, CONTRACT_NAME, CAME_OF, PROCUREMENT) == lost
    assert told(event, CONTRACT_NAME, CAME_OF, PROCUREMENT, AWARD) == []
    # whoever named the procurement is told that nobody tells of it
    assert told(event, CONTRACT_NAME, CAME_OF) == []


def test_a_departure_names_an_award_and_whom_it_names() -> None:
    left = {"award": "1", "supplier": "GB-COH-00000001"}
    event = of("contract.procurement-declared", OCID, departures=[left])
    supplier = Name(ReferenceKind.SUPPLIER, "wandsworth", (OCID, "1"), "GB-COH-00000001")
    assert [each for each, _ in told(event, PROCUREMENT)] == ["data.departures[0].award"]
    assert told(event, PROCUREMENT, AWARD) == [
        (
            "data.departures[0].supplier",
            f"no supplier `GB-COH-00000001` is named for award `1` of `{OCID}` in wandsworth",
        )
    ]
    assert told(event, PROCUREMENT, AWARD, supplier) == []
    award = {"id": "1", "suppliers": [{"id": "GB-COH-00000001"}]}
    assert told(of("contract.procurement-declared", OCID, awards=[award], departures=[left])) == []


def test_a_buyer_among_the_parties_is_told_once_and_other_parties_are_not() -> None:
    def document(*roles: str, **data: Any) -> Any:
        party = {"id": "GB-NHS-08Y", "roles": roles}
        attributes = {"type": "uk.jch.contract.procurement-declared.v1", "subject": OCID}
        said = declared(attributes=attributes)
        return {**said, "data": {"meta": {"organisation": COUNCIL}, "parties": [party], **data}}

    for roles in (("buyer",), ("funder",), ("supplier", "funder")):
        ((field, problem),) = warnings(document(*roles))
        assert field == "data.parties[0].id"
        assert problem == "names GB-NHS-08Y, which no configuration knows; did you mean GB-NHS-08X?"
    assert [field for field, _ in warnings(document("buyer", buyer={"id": "GB-NHS-08Y"}))] == ["data.buyer"]
    for role in set(titles("party-role")) - {"buyer", "funder"}:
        assert warnings(document(role)) == []


@pytest.mark.parametrize(
    ("name", "declared_by"),
    [
        ("programme-declared", {(ReferenceKind.PROGRAMME, "subject")}),
        ("milestone-scheduled", {(ReferenceKind.MILESTONE, "milestone")}),
        ("measure-agreed", {(ReferenceKind.MEASURE, "measure")}),
        ("milestone-met", set()),
    ],
)
def test_what_an_event_declares(name: str, declared_by: set[tuple[ReferenceKind, str]]) -> None:
    event_type = next(each for each in CATALOGUE if each.name == name)
    event = filled(event_type, 0, UUID(int=9))
    expected = {(kind, event.meta.subject if path == "subject" else getattr(event, path)) for kind, path in declared_by}
    assert {(each.kind, each.name) for each in declarations(event_type, event, wandsworth())} == expected
