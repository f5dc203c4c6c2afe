"""Which fields the guard against personal data looks at, and how: decided for every text of the catalogue."""

from typing import Any, get_args

import pytest
from pydantic import StringConstraints

from hub.admission.admit import Admitted, Refused, admit
from hub.admission.guarding import Look, found, look_of, text_fields
from hub.admission.personal import PERSONAL
from hub.admission.refusal import Code
from hub.events import fields
from hub.events.catalogue import CATALOGUE, EventType
from tests.admission.personal_page import PAGE, page
from tests.support.documents import COUNCIL, context, declared

TYPES = pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)


@TYPES
def test_only_free_texts_fall_to_the_row_for_what_has_no_type(event_type: EventType) -> None:
    # a new kind of id would be a text here, and needs a row of its own in hub.admission.guarding
    for leaf in text_fields(event_type):
        limits = [each for each in leaf.metadata if isinstance(each, StringConstraints)]
        if look_of(leaf, event_type) is Look.TEXT:
            assert [each.pattern for each in limits] == [None], leaf.path
            assert not leaf.checks, leaf.path


@TYPES
def test_a_code_that_nobody_looks_at_is_held_to_its_list(event_type: EventType) -> None:
    pattern = next(each.pattern for each in get_args(fields.Code) if isinstance(each, StringConstraints))
    for leaf in text_fields(event_type):
        if leaf.pattern == pattern:
            assert leaf.codelist, f"{leaf.path}: without a list a code may be anything, also AB123456C"


def test_the_page_names_every_field_and_its_figures_are_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


def refused(document: Any) -> set[tuple[Code, str]]:
    answer = admit(document, context())
    assert isinstance(answer, Refused), document
    return {(each.code, each.field) for each in answer.refusals}


@pytest.mark.parametrize(
    "notice", ["028961-2025", "2025/S 000-028961", "DN774246", "GB-PPON-PBCD-2079-XGHJ", "031-067685", "C-07700900123"]
)
def test_a_reference_to_a_notice_is_no_telephone_number(notice: str) -> None:
    assert isinstance(admit(declared(notice=notice), context()), Admitted)


@pytest.mark.parametrize(
    ("notice", "code"),
    [
        ("jo@example.org", Code.EMAIL),
        ("notice/jo@example.org", Code.EMAIL),
        ("07700 900123", Code.PHONE),
        ("02079460018", Code.PHONE),
        ("ref 01632 960123", Code.PHONE),
        ("9990000018", Code.NHS_NUMBER),
        ("AB123456C", Code.NATIONAL_INSURANCE),
    ],
)
def test_a_reference_is_no_way_round_the_guard(notice: str, code: Code) -> None:
    assert refused(declared(notice=notice)) == {(code, "data.notice")}


@pytest.mark.parametrize(("reference", "code"), [("jo@example.org", Code.EMAIL), ("for Jo 07700 900123", Code.PHONE)])
def test_neither_is_what_follows_a_register(reference: str, code: Code) -> None:
    assert refused(declared(attributes={"subject": f"{COUNCIL}/{reference}"})) == {(code, "subject")}


@pytest.mark.parametrize("number", ["07700900123", "9434765919", "AB123456C"])
def test_where_the_form_of_an_id_is_checked_a_number_of_a_person_is_one_fault(number: str) -> None:
    """It begins with no register, which is told, and its digits are not told beside that."""
    assert refused(declared(suppliers=[{"id": number}])) == {(Code.ID_WRONG, "data.suppliers[0].id")}


def test_a_supplier_without_an_id_is_not_called_by_an_address() -> None:
    supplier = {"id": "local:ocds-b5fd17-1/jo@example.org"}
    assert refused(declared(suppliers=[supplier])) == {(Code.EMAIL, "data.suppliers[0].id")}


@TYPES
def test_a_text_is_looked_at_wherever_it_stands(event_type: EventType) -> None:
    for leaf in text_fields(event_type):
        look = look_of(leaf, event_type)
        told = set(found(look, "jo@example.org"))
        assert told == (set() if look is Look.CODE else {Code.EMAIL}), leaf.path
        assert told <= PERSONAL
