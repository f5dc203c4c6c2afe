"""An id that begins or ends with what nobody sees is refused in every field that names a thing, with what to write."""

import sys
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import StringConstraints

from hub.admission.admit import Admitted, Refused, admit
from hub.admission.annotated import Leaf
from hub.admission.edges import NO_IDS, trimmed
from hub.admission.guarding import text_fields
from hub.admission.refusal import Code
from hub.events.catalogue import CATALOGUE, EventType
from tests.admission.test_nothing import document_of
from tests.support.documents import CCG, COUNCIL, EVENT_ID, OTHER_ID, context, declared

TYPES = pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
UNSEEN = [
    chr(each)
    for each in range(sys.maxunicode + 1)
    if chr(each).isspace() or unicodedata.category(chr(each)) in ("Zs", "Zl", "Zp", "Cf")
]


def strips_itself(leaf: Leaf) -> bool:
    return any(isinstance(each, StringConstraints) and each.strip_whitespace for each in leaf.metadata)


def ids_of(event_type: EventType) -> Iterator[tuple[str | int, ...]]:
    """Every text of the type but those that lose such characters by themselves, codes of a list, and what is no id."""
    for leaf in text_fields(event_type):
        if not strips_itself(leaf) and leaf.codelist is None and leaf.name not in NO_IDS:
            yield leaf.path


def with_edge(values: Any, path: tuple[str | int, ...], edge: str) -> tuple[str, str]:
    """Adds it at the end of the value there, in the first of each list: (the path as refusals write it, the value)."""
    name, *rest = path
    held, written = values[name], str(name)
    if isinstance(held, list):
        values, name, held, written = held, 0, held[0], f"{name}[0]"
    if rest:
        further, value = with_edge(held, tuple(rest), edge)
        return f"{written}.{further}", value
    values[name] = f"{held}{edge}"
    return written, held


@TYPES
@pytest.mark.parametrize("edge", [" ", "\n", "\u200b"])
def test_in_every_field_that_names_a_thing(event_type: EventType, edge: str) -> None:
    walked = list(ids_of(event_type))
    assert {("meta", "organisation"), ("meta", "subject"), ("meta", "partnerships")} <= set(walked)
    for path in walked:
        document = document_of(event_type)
        where, value = with_edge(document["data"], path, edge)
        where = where if where.startswith("meta.") else f"data.{where}"
        answer = admit(document, context())
        assert isinstance(answer, Refused), where
        # the attribute source still says it without
        told = [each for each in answer.refusals if each.field == where and each.code is not Code.DISAGREES]
        assert [(each.code, each.fix) for each in told] == [(Code.ID_WITH_SPACES, f"write `{value}`")], where


def test_the_walk_sees_what_things_are_named_by() -> None:
    named = {str(path[-1]) for each in CATALOGUE for path in ids_of(each)}
    assert named >= {
        *("organisation", "subject", "partnerships", "source_system", "id", "supplier"),
        *("programme", "milestone", "measure", "measures", "decision", "improvement", "procurement", "award", "lot"),
        *("lots", "notice", "category", "categories", "paper", "batch", "unit"),
    }


def test_what_is_no_id_is_a_field_that_there_is() -> None:
    assert set(NO_IDS) <= {leaf.name for each in CATALOGUE for leaf in text_fields(each)}


def programme(name: str) -> Any:
    document = declared(attributes={"type": "uk.jch.contract.contract-assigned.v1"}, stage=None, title=None)
    document["data"]["programme"] = name
    return document


def test_without_it_the_event_is_let_in() -> None:
    assert isinstance(admit(programme("carers"), context()), Admitted)
    assert isinstance(admit(programme("carers 2"), context()), Admitted)


SEEN = st.characters(exclude_categories=("Zs", "Zl", "Zp", "Cc", "Cf", "Cs"))


@given(st.text(st.sampled_from(UNSEEN)), st.text(SEEN, max_size=5), st.text(st.sampled_from(UNSEEN)))
@example("", "carers", " ")
@example("\u200b", "", "")
@example(" ", "carers", "\n")
def test_two_programmes_never_differ_by_what_nobody_sees_at_their_ends(before: str, name: str, after: str) -> None:
    assert trimmed(before + name + after) == name
    answer = admit(programme(before + name + after), context())
    if before or after or not name:
        assert isinstance(answer, Refused)
        assert len([each for each in answer.refusals if each.field == "data.programme"]) == 1


def test_each_character_that_nobody_sees_is_taken_off_at_either_end() -> None:
    assert len(UNSEEN) > 100
    assert [each for each in UNSEEN if trimmed(f"{each}carers{each}") != "carers"] == []


@pytest.mark.parametrize(
    ("document", "field", "fix"),
    [
        (programme("carers "), "data.programme", "write `carers`"),
        (programme(" carers"), "data.programme", "write `carers`"),
        (declared(attributes={"subject": " GB-LAE-WND/14-565"}), "subject", "write `GB-LAE-WND/14-565`"),
        (
            declared(attributes={"subject": None}, meta={"subject": "GB-LAE-WND/14-565\n"}),
            "meta.subject",
            "write `GB-LAE-WND/14-565`",
        ),
        (declared(attributes={"id": f"{EVENT_ID} "}), "id", f"write `{EVENT_ID}`"),
        (declared(meta={"corrects": f"\t{OTHER_ID}"}), "meta.corrects", f"write `{OTHER_ID}`"),
        (declared(suppliers=[{"id": "GB-COH-00000005\n"}]), "data.suppliers[0].id", "write `GB-COH-00000005`"),
        (declared(meta={"organisation": "GB-LAE-WND\n"}), "meta.organisation", "write `GB-LAE-WND`"),
        (programme("Jo Bloggs "), "data.programme", "write the same without it"),
    ],
)
def test_it_is_one_refusal_that_names_what_is_left(document: Any, field: str, fix: str) -> None:
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    assert [(each.code, each.field, each.fix) for each in answer.refusals] == [(Code.ID_WITH_SPACES, field, fix)]


@pytest.mark.parametrize(
    ("name", "where"), [(" carers", "begins"), ("carers\n", "ends"), ("\u200bcarers ", "begins and ends")]
)
def test_it_is_told_at_which_end_it_stands(name: str, where: str) -> None:
    answer = admit(programme(name), context())
    assert isinstance(answer, Refused)
    (only,) = answer.refusals
    assert only.problem == f"{where} with a space or another character that nobody sees"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (declared(period_end="2018-03-31 "), Code.VALUE_WRONG),
        (declared(stage="contract "), Code.CODE_UNKNOWN),
        (declared(clears=["value "]), Code.CLEARS_WRONG),
        (declared(value={"amount": "1", "currency": "GBP "}), Code.CURRENCY_UNKNOWN),
        (declared(attributes={"subject": "Carers "}), Code.ID_WRONG),
        (declared(title="Carers ", description=" For carers"), None),
        (declared(title="Carers/./Home", description="../carers"), None),
    ],
)
def test_of_what_names_no_thing_it_is_not_told(document: Any, code: Code | None) -> None:
    answer = admit(document, context())
    assert [each.code for each in getattr(answer, "refusals", ())] == ([code] if code else [])


@pytest.mark.parametrize("principal", [COUNCIL, CCG])
@pytest.mark.parametrize("organisation", [f"{COUNCIL}\n", "local:wandsworth/1\u200b"])
@pytest.mark.parametrize("named", [[], ["wandsworth"]])
def test_who_may_say_it_is_not_told_of_an_id_that_has_one(named: list[str], organisation: str, principal: str) -> None:
    """Without it the id may be that of a member, and of whoever publishes."""
    answer = admit(declared(meta={"organisation": organisation, "partnerships": named}), context(principal))
    assert isinstance(answer, Refused)
    assert [(each.code, each.field) for each in answer.refusals] == [(Code.ID_WITH_SPACES, "meta.organisation")]


@pytest.mark.parametrize("name", ["n/a\u200b", "None\u2060", " GB-LAE-None"])
def test_a_word_for_nothing_is_none_with_it_either(name: str) -> None:
    answer = admit(programme(name), context())
    assert isinstance(answer, Refused)
    assert [(each.code, each.field, each.fix) for each in answer.refusals] == [
        (Code.ID_WRONG, "data.programme", "write the same without it")
    ]


def test_a_name_that_is_none_without_it_is_not_what_to_write() -> None:
    document = declared(attributes={"type": "uk.jch.performance.observed.v1"}, stage=None, title=None)
    document["data"] |= {"measure": "Waits ", "period_start": "2015-01-01", "period_end": "2015-03-31", "value": "1"}
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    assert [each.field for each in answer.refusals] == ["data.measure"]
    assert "Waits" not in answer.refusals[0].fix


def test_what_could_be_a_person_s_is_not_repeated() -> None:
    answer = admit(programme("07700900123 "), context())
    assert isinstance(answer, Refused)
    assert [each.fix for each in answer.refusals] == ["write the same without it"]


def test_what_is_no_id_without_it_either_is_told_by_its_form() -> None:
    answer = admit(declared(suppliers=[{"id": "Acme "}]), context())
    assert isinstance(answer, Refused)
    ((code, problem),) = [(each.code, each.problem) for each in answer.refusals]
    assert (code, problem) == (Code.ID_WRONG, "is not an organisation id")


def test_a_withdrawal_is_told_of_the_field_that_its_sender_wrote() -> None:
    document = declared(attributes={"type": "uk.jch.contract.withdrawn.v1", "subject": None}, stage=None, title=None)
    document["data"] |= {"event": f"{OTHER_ID} ", "reason": "A slip."}
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    assert [(each.code, each.field) for each in answer.refusals] == [(Code.ID_WITH_SPACES, "data.event")]


@pytest.mark.parametrize("programme", ["n/a", "None", "carers"])
def test_a_word_for_nothing_is_never_what_to_write_instead(programme: str) -> None:
    document = declared(attributes={"type": "uk.jch.contract.contract-assigned.v1"})
    document["data"] = {"meta": document["data"].get("meta", {}), "programme": f"{programme} "}
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    fixes = {each.fix for each in answer.refusals if each.field == "data.programme"}
    assert (f"write `{programme}`" in fixes) is (programme == "carers")


MEASURED = [each for each in CATALOGUE if "measure" in each.model.model_fields]


@pytest.mark.parametrize("event_type", MEASURED, ids=lambda each: each.ce_type)
@pytest.mark.parametrize("written", ["Waits ", " 1st", "two words "])
def test_what_lacks_its_form_without_the_edge_too_is_told_the_form_at_once(event_type: EventType, written: str) -> None:
    document = document_of(event_type)
    document["data"]["measure"] = written
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    told = [each.fix for each in answer.refusals if each.field == "data.measure"]
    assert told == ["write a name: a-z, 0-9 and _, first a letter, at most 64"]


@pytest.mark.parametrize("part", [".", ".."])
@pytest.mark.parametrize("name", ["GB-LAE-WND/{}", "GB-LAE-WND/{}/a", "GB-LAE-WND/a/{}"])
def test_an_id_with_a_part_that_leads_elsewhere_is_refused(part: str, name: str) -> None:
    answer = admit(declared(attributes={"subject": name.format(part)}), context())
    assert isinstance(answer, Refused)
    assert [(each.code, each.field) for each in answer.refusals] == [(Code.ID_WRONG, "subject")]
    assert isinstance(admit(declared(attributes={"subject": name.format("a" + part + "b")}), context()), Admitted)
    answer = admit(programme(f"carers/{part}"), context())
    assert isinstance(answer, Refused)
    assert [(each.code, each.field) for each in answer.refusals] == [(Code.ID_WRONG, "data.programme")]
