"""An id or reference that names nothing is refused at the door, in every field that could hold one."""

import string
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.admission.admit import Admitted, Refused, admit
from hub.admission.annotated import Leaf, leaves
from hub.admission.guarding import Look, look_of, text_fields
from hub.admission.nothing import WORDS
from hub.admission.refusal import Code
from hub.events import ids
from hub.events.catalogue import CATALOGUE, EventType
from hub.usecases.publishing import SpeakerUnknown, principal_of
from tests.support.documents import context, declared
from tests.support.filled import filled
from tests.support.pools import EVENT_IDS

TYPES = pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
SPELLED = sorted({*ids.NOTHING, "None", "NULL", "NaN", "N/A", "Unknown"})
HOLDERS = ("GB-LAE-", "GB-COH-", "GB-SRS-a.gov.uk/", "local:wandsworth/", "local:ocds-b5fd17-1/")


@pytest.mark.parametrize("word", SPELLED)
@pytest.mark.parametrize("holder", HOLDERS)
def test_an_organisation_id_needs_a_number(holder: str, word: str) -> None:
    with pytest.raises(ValueError, match="word for nothing"):
        ids.check_organisation_id(f"{holder}{word}")


@pytest.mark.parametrize("word", SPELLED)
@pytest.mark.parametrize(
    ("check", "form"),
    [
        (ids.check_contract_id, "GB-LAE-WND/{}"),
        (ids.check_contract_id, "ocds-b5fd17-1/{}"),
        (ids.check_contract_id, "GB-COH-{}/14-565"),
        (ids.check_procurement_id, "GB-LAE-WND/{}"),
        (ids.check_partnership_id, "GB-LAE-{}"),
    ],
)
def test_so_do_ids_of_contracts_and_places(check: Any, form: str, word: str) -> None:
    if "/14-565" in form and "/" in word:
        return  # GB-COH-N/A/14-565 is the contract A/14-565 of a body N
    with pytest.raises(ValueError, match="word for nothing"):
        check(form.format(word))


@given(st.text(string.ascii_letters + string.digits, min_size=1, max_size=8))
def test_every_other_number_is_one(number: str) -> None:
    nothing = number.casefold() in ids.NOTHING and number not in ("NAN", "NIL")
    assert ids.names_nothing(f"GB-COH-{number}") == nothing
    for kind in (f"X{number}", f"{number}0", f"{number}-1"):
        assert ids.check_organisation_id(f"GB-COH-{kind}") == f"GB-COH-{kind}"


@pytest.mark.parametrize("code", ["NAN", "NIL"])
def test_a_code_of_three_letters_is_a_code(code: str) -> None:
    assert ids.check_organisation_id(f"GB-NHS-{code}") == f"GB-NHS-{code}"


def test_whoever_publishes_is_somebody() -> None:
    with pytest.raises(SpeakerUnknown, match="word for nothing"):
        principal_of("GB-LAE-None")


def _fields(event_type: EventType) -> Iterator[tuple[Leaf, str]]:
    """Every field of a type that names a thing, with an id of its kind that names nothing."""
    for leaf in text_fields(event_type):
        match look_of(leaf, event_type):
            case Look.CHECKED if leaf.path == ("meta", "subject") or leaf.name == "contract":
                yield leaf, "GB-LAE-WND/None"
            case Look.CHECKED:
                yield leaf, "GB-LAE-None"
            case Look.REFERENCE if leaf.name not in WORDS:
                yield leaf, "N/A"
            case Look.CODE if leaf.codelist is None and leaf.name not in (*WORDS, "currency"):
                yield leaf, "null"


def put(values: Any, path: tuple[str | int, ...], value: Any) -> str:
    """Puts the value at the path, into the first of each list; the path with positions, as refusals write it."""
    name, *rest = path
    held = values[name]
    if isinstance(held, list):
        written = f"{name}[0]"
        if rest:
            return f"{written}.{put(held[0], tuple(rest), value)}"
        held[0] = value
        return written
    if rest:
        return f"{name}.{put(held, tuple(rest), value)}"
    values[name] = value
    return str(name)


def document_of(event_type: EventType) -> dict[str, Any]:
    event = filled(event_type, 0, EVENT_IDS[0]).model_dump(mode="json", exclude_none=True)
    document: dict[str, Any] = declared(attributes={"type": event_type.ce_type, "subject": None, "source": "filled"})
    return {**document, "id": str(EVENT_IDS[0]), "data": event}


@TYPES
def test_in_every_field_that_names_a_thing(event_type: EventType) -> None:
    walked = list(_fields(event_type))
    assert {leaf.path for leaf, _ in walked} >= {("meta", "organisation"), ("meta", "subject")}
    for leaf, word in walked:
        document = document_of(event_type)
        where = put(document["data"], leaf.path, word)
        where = where if where.startswith("meta.") else f"data.{where}"
        document["source"] = document["data"]["meta"]["source_system"]
        answer = admit(document, context())
        assert isinstance(answer, Refused), where
        told = [each for each in answer.refusals if each.field == where]
        assert [each.code for each in told] == [Code.ID_WRONG], (where, answer.refusals)
        assert "word for nothing" in told[0].problem
        assert told[0].fix.startswith("give the id")


@TYPES
def test_the_nil_uuid_is_the_id_of_no_event(event_type: EventType) -> None:
    nil = str(UUID(int=0))
    for leaf in leaves(event_type.model, document_of(event_type)["data"]):
        if leaf.kind is not UUID:
            continue
        document = document_of(event_type)
        where = put(document["data"], tuple(each for each in leaf.path if isinstance(each, str)), nil)
        document["source"] = document["data"]["meta"]["source_system"]
        if leaf.name == "event_id":
            document["id"] = nil
        answer = admit(document, context())
        assert isinstance(answer, Refused), where
        told = [each for each in answer.refusals if each.field.removeprefix("data.") == where]
        assert [(each.code, each.problem[:19]) for each in told] == [(Code.ID_WRONG, "is the nil UUID, wh")], where


def test_the_nil_uuid_is_told_of_the_attribute() -> None:
    answer = admit(declared(attributes={"id": str(UUID(int=0)).replace("-", "")}), context())
    assert isinstance(answer, Refused)
    assert [(each.code, each.field) for each in answer.refusals] == [(Code.ID_WRONG, "id")]
    assert isinstance(admit(declared(attributes={"id": str(UUID(int=1))}), context()), Admitted)


def test_a_measure_without_a_unit_may_say_so() -> None:
    document = declared(attributes={"type": "uk.jch.contract.measure-agreed.v1"}, stage=None)
    document["data"] |= {"measure": "falls", "direction": "lower", "target": "3", "unit": "none"}
    assert isinstance(admit(document, context()), Admitted)
