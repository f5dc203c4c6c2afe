"""An id that somebody else will write otherwise is told to its sender, in every field that names a thing."""

import sys
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hub.admission import alike
from hub.admission.admit import Admitted, admit
from hub.admission.warning import TO_REPLACE
from hub.events.catalogue import CATALOGUE, EventType
from hub.events.company_numbers import company_number
from hub.events.ids import IN_CAPITALS
from tests.admission.test_edges import ids_of
from tests.admission.test_nothing import document_of
from tests.support.documents import context, declared

TYPES = pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)


def set_at(values: Any, path: tuple[str | int, ...], value: str) -> str:
    """Puts it there, in the first of each list; the path as warnings write it."""
    name, *rest = path
    held, written = values[name], str(name)
    if isinstance(held, list):
        values, name, held, written = held, 0, held[0], f"{name}[0]"
    if rest:
        return f"{written}.{set_at(held, tuple(rest), value)}"
    values[name] = value
    return written


def told(event_type: EventType, value: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each field that takes such a value, with what is told of it: (problem, fix)."""
    for path in ids_of(event_type):
        document = document_of(event_type)
        where = set_at(document["data"], path, value)
        where = where if where.startswith("meta.") else f"data.{where}"
        try:
            event = event_type.model.model_validate(document["data"])
        except ValidationError:
            continue
        found = alike.warnings(event_type, event, "a.jsonl, line 1")
        yield where, [(each.problem, each.fix) for each in found if each.field == where]


COMPANY = "is a number of Companies House as the register does not write it, and so another id than its own"
SEEMS = "holds a character that looks like another or that nobody sees, and so is another id than it seems"


def test_a_company_s_number_without_its_nought_is_told_wherever_an_organisation_may_stand() -> None:
    walked = {}
    for event_type in CATALOGUE:
        for where, found in told(event_type, "GB-COH-1234567"):
            assert found == [(COMPANY, f"write GB-COH-01234567; {TO_REPLACE}")], (event_type.name, where)
            walked[where.replace("[0]", "")] = True
    assert walked.keys() >= {
        *("data.suppliers.id", "data.funders.id", "data.buyer.id", "data.parties.id", "data.awards.suppliers.id"),
        *("data.departures.supplier", "data.lead.id", "data.partners.id", "data.required.id"),
    }


SMALL = "has small letters where its register has capitals, and so is another id than its own"


@TYPES
@pytest.mark.parametrize("register", sorted(IN_CAPITALS))
def test_small_letters_of_a_register_in_capitals_are_told(event_type: EventType, register: str) -> None:
    for where, found in told(event_type, f"{register}-Ab12-c3d"):
        assert found == [(SMALL, f"write {register}-AB12-C3D; {TO_REPLACE}")], where
    for value in (f"{register}-AB12-C3D", "GB-SRS-sid4gov/ab", f"local:{register}/ab"):
        assert all(found == [] for _, found in told(event_type, value)), value


def test_the_reference_behind_an_organisation_keeps_its_letters() -> None:
    (event_type,) = (each for each in CATALOGUE if each.ce_type == "uk.jch.contract.declared.v1")
    subjects = [found for where, found in told(event_type, "GB-LAE-wnd/ab-1") if where == "meta.subject"]
    assert subjects == [[(SMALL, f"write GB-LAE-WND/ab-1; {TO_REPLACE}")]]


LIKE_ANOTHER = (
    "cafe\u0301",
    *(f"14{each}565" for each in "\u00a0\u2009\u2011\u2013\u200b\u2028\u2029"),
)
"""An accent by itself; spaces and dashes that are not the ordinary ones; what nobody sees."""


@TYPES
def test_a_reference_that_looks_like_another_is_told(event_type: EventType) -> None:
    for value in LIKE_ANOTHER:
        for where, found in told(event_type, value):
            assert [problem for problem, _ in found] == [SEEMS], (where, value)
            assert value not in found[0][1]


OTHERS = {
    "14-5\u04315": "U+0431, CYRILLIC SMALL LETTER BE",
    "1\u0410-5": "U+0410, CYRILLIC CAPITAL LETTER A",
    "14-56\uff15": "U+FF15, FULLWIDTH DIGIT FIVE",
    "14-56\u0665": "U+0665, ARABIC-INDIC DIGIT FIVE",
    "\u039f-14": "U+039F, GREEK CAPITAL LETTER OMICRON",
    "14\u2212565": "U+2212, MINUS SIGN",
    "14\u2044565": "U+2044, FRACTION SLASH",
    "caf\u00e9 \u2116 14": "U+2116, NUMERO SIGN",
    "O\u02bcHara": "U+02BC, MODIFIER LETTER APOSTROPHE",
}
"""Of another script, width or form than those of a keyboard."""


@TYPES
def test_a_reference_with_a_letter_or_digit_that_looks_like_another_is_told_with_which(event_type: EventType) -> None:
    for value, named in OTHERS.items():
        expected = [(SEEMS, f"write the character of a keyboard in the place of {named}; {TO_REPLACE}")]
        for where, found in told(event_type, value):
            assert found == ([] if where.endswith(".unit") else expected), (where, named)


@pytest.mark.parametrize("value", OTHERS)
def test_so_is_a_contract_s_id_behind_its_organisation(value: str) -> None:
    answer = admit(declared(attributes={"subject": f"GB-LAE-WND/{value}"}), context())
    assert isinstance(answer, Admitted)
    (found,) = alike.warnings(answer.event_type, answer.event, "")
    assert (found.field, found.problem) == ("meta.subject", SEEMS)


@pytest.mark.parametrize("value", ["\u0434\u043e\u0431\u0440\u043e", "\u5408\u540c", "\u03ba\u03b1\u03bb\u03cc"])
def test_a_word_of_another_script_by_itself_is_as_it_is_meant(value: str) -> None:
    walked = [found for each in CATALOGUE for _, found in told(each, value)]
    assert len(walked) > 10
    assert not any(walked)


@pytest.mark.parametrize("value", ["5\u04315 \u0410\u0411", "\uff11\uff12", "\u5408\u540c 14"])
def test_texts_may_hold_them(value: str) -> None:
    answer = admit(declared(title=value, suppliers=[{"id": "GB-COH-00000005", "name": value}]), context())
    assert isinstance(answer, Admitted)
    assert list(alike.warnings(answer.event_type, answer.event, "")) == []


def test_a_unit_is_written_as_it_is() -> None:
    units = [found for each in CATALOGUE for where, found in told(each, "\u00b5g/m\u00b3") if where.endswith(".unit")]
    assert units
    assert not any(units)


def test_so_is_a_programme_s_name_with_each_of_them() -> None:
    (event_type,) = (each for each in CATALOGUE if each.ce_type == "uk.jch.contract.contract-assigned.v1")
    for value in LIKE_ANOTHER:
        assert [problem for problem, _ in dict(told(event_type, value))["data.programme"]] == [SEEMS], repr(value)


@pytest.mark.parametrize("value", ["14\u00a0565", "cafe\u0301"])
def test_references_take_such_values(value: str) -> None:
    """So that the walk above sees some."""
    assert sum(len(list(told(each, value))) for each in CATALOGUE) > 10


@pytest.mark.parametrize("category", ["Cf", "Zl", "Zp", "Zs", "Pd"])
def test_no_character_that_is_unseen_or_looks_like_a_blank_or_hyphen_is_let_in_and_not_told(category: str) -> None:
    """Those that turn the direction of writing are refused."""
    beyond_ascii = [chr(each) for each in range(128, sys.maxunicode + 1)]
    answers = {
        each: admit(declared(attributes={"subject": f"GB-LAE-WND/14{each}565"}), context())
        for each in beyond_ascii
        if unicodedata.category(each) == category
    }
    found = {
        each: [(warning.field, warning.problem) for warning in alike.warnings(answer.event_type, answer.event, "")]
        for each, answer in answers.items()
        if isinstance(answer, Admitted)
    }
    assert found
    assert found == {each: [("meta.subject", SEEMS)] for each in found}


@TYPES
@pytest.mark.parametrize(
    "value", ["café 14", "Tŷ'r Ŵyl 14", "14 565", "GB-COH-01234567", "GB-COH-SC123456", "GB-NHS-08X", "GB-CHC-1234"]
)
def test_what_everybody_writes_alike_is_not(event_type: EventType, value: str) -> None:
    for where, found in told(event_type, value):
        assert found == [], where


def test_the_reference_behind_a_company_s_number_is_kept() -> None:
    document = declared(meta={"subject": "GB-COH-sc12345/7 a"}, attributes={"subject": "GB-COH-sc12345/7 a"})
    answer = admit(document, context())
    assert isinstance(answer, Admitted)
    (found,) = alike.warnings(answer.event_type, answer.event, "")
    assert (found.field, found.fix) == ("meta.subject", f"write GB-COH-SC012345/7 a; {TO_REPLACE}")


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("1234567", "01234567"),
        ("12345678", "12345678"),
        (" 1234567 ", "01234567"),
        ("123456789", None),
        ("sc1", "SC000001"),
        ("IP12345R", "IP12345R"),
        ("SL12345A", "SL12345A"),
        ("ZZ123456", None),
        ("", None),
    ],
)
def test_company_numbers(given: str, number: str | None) -> None:
    assert company_number(given) == number


PREFIXES = (
    *("AC", "CE", "CS", "FC", "FE", "GE", "GS", "IC", "IP", "LP", "NC", "NF", "NI", "NL", "NO", "NP", "OC", "OE"),
    *("PC", "R0", "RC", "RS", "SA", "SC", "SE", "SF", "SG", "SI", "SL", "SO", "SP", "SR", "SZ", "ZC"),
)
"""Source: domain handbook section 4."""


@pytest.mark.parametrize("prefix", PREFIXES)
def test_each_register_of_companies_house_is_known(prefix: str) -> None:
    assert company_number(f"{prefix}123456") == f"{prefix}123456"
    assert company_number(f"{prefix}1234567") is None


@given(st.from_regex(r"\A(SC|NI|OC)?[0-9]{1,8}\Z"))
def test_a_company_s_number_is_written_in_one_way(text: str) -> None:
    number = company_number(text)
    if number is not None:
        assert company_number(number) == number
        assert len(number) == 8


def test_each_such_id_of_an_event_is_told() -> None:
    answer = admit(declared(suppliers=[{"id": "GB-COH-1234567"}, {"id": "GB-COH-sc123456"}]), context())
    assert isinstance(answer, Admitted)
    found = [each.field for each in alike.warnings(answer.event_type, answer.event, "")]
    assert found == ["data.suppliers[0].id", "data.suppliers[1].id"]


@TYPES
@pytest.mark.parametrize("number", ["ACME", "123456789", "SC1234567", "SL12345AB", "1234-567"])
def test_what_is_no_number_of_companies_house_is_told(event_type: EventType, number: str) -> None:
    for where, found in told(event_type, f"GB-COH-{number}"):
        assert [each[0][:33] for each in found] == ["is no number of Companies House, "], where


@pytest.mark.parametrize("number", ["01234567", "SC123456", "ZZ123456", "IP12345R", "SL12345A", "R0123456"])
def test_what_has_the_form_of_one_is_not(number: str) -> None:
    # a number beside it that is none, so that each field is looked at
    answer = admit(declared(suppliers=[{"id": f"GB-COH-{number}"}, {"id": "GB-COH-ACME"}]), context())
    assert isinstance(answer, Admitted)
    assert [each.field for each in alike.warnings(answer.event_type, answer.event, "")] == ["data.suppliers[1].id"]
