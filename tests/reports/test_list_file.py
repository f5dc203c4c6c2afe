"""A list as a file: a spreadsheet reads back what the pictures say, and reckons with none of it.

Source: BOL Sum., 5; RFC 4180.
"""

import csv
from io import StringIO
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.gateway.pages.lists import IN_FILES
from hub.reconcile.days import Day
from hub.reports.list_file import BYTE_ORDER_MARK, ListRow, list_file
from hub.reports.sources import events_in
from hub.reports.words import Words
from tests.reconcile.dense import any_day, history
from tests.reconcile.summary import ready, whole
from tests.reconcile.told import CCG, CONTRACT, COUNCIL, KNOWN, Said, pictures
from tests.support.seeds import any_seed

WORDS = Words(KNOWN.name_of)
MATTERS = {"red": 1, "amber": 0, "minor": 2}


def declared(by: str = COUNCIL, **data: object) -> Said:
    return by, "declared", {"stage": "contract", **data}


def value(amount: str, currency: str = "GBP") -> dict[str, str]:
    return {"amount": amount, "currency": currency, "basis": "net"}


def read(text: str) -> list[dict[str, str]]:
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""), strict=True))


def file(*said: Said, title: str = "Carers") -> dict[str, str]:
    picture = pictures(*said)["contract", CONTRACT]
    (row,) = read(list_file([ListRow(CONTRACT, "Wandsworth", title, picture, MATTERS)], WORDS))
    return row


def test_a_row_has_what_is_said_with_the_statements_that_it_stands_on() -> None:
    assert file(declared(value=value("480000"), period_end="2016-03-31")) == {
        "Reference": CONTRACT,
        "Partnership": "Wandsworth",
        "Title": "Carers",
        "Value": "£480,000.00 net of VAT",
        "Value in figures": "480000.00",
        "Currency": "GBP",
        "Net or gross": "net",
        "What the value covers": "",
        "End date": "31 March 2016",
        "Stage": "In force",
        "Open matters: Red": "1",
        "Open matters: Amber": "0",
        "Open matters: Minor": "2",
        "Statements": "00000000-0000-0000-0000-000000000001",
    }


def test_where_bodies_differ_each_has_its_word_and_there_is_no_figure() -> None:
    row = file(declared(value=value("480000")), declared(CCG, value=value("500000")))
    assert "£480,000.00" in row["Value"]
    assert "£500,000.00" in row["Value"]
    assert (row["Value in figures"], row["Currency"]) == ("", "")
    assert len(row["Statements"].split()) == 2


def test_where_they_say_the_same_there_is_one_figure() -> None:
    row = file(declared(value=value("480000")), declared(CCG, value=value("480000.00")))
    assert (row["Value in figures"], row["Currency"]) == ("480000.00", "GBP")


def test_of_a_field_that_only_others_speak_of_a_cell_is_empty() -> None:
    one, another = (pictures(each)["contract", CONTRACT] for each in (declared(), declared(theme="carers")))
    rows = read(list_file([ListRow("1", "", "", one, MATTERS), ListRow("2", "", "", another, MATTERS)], WORDS))
    assert [bool(each["Theme"]) for each in rows] == [False, True]
    assert [each["Reference"] for each in rows] == ["1", "2"]


def test_a_list_of_nothing_has_its_first_line() -> None:
    assert read(list_file([], WORDS)) == []
    assert list_file([], WORDS).strip() == f"{BYTE_ORDER_MARK}Reference,Partnership,Title,Statements"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(begin: str) -> None:
    row = file(declared(), title=f"{begin}HYPERLINK(1)")
    assert row["Title"] == f"'{begin}HYPERLINK(1)"


def test_a_number_below_nothing_stays_a_number() -> None:
    assert file(declared(), title="-5.00")["Title"] == "-5.00"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30))
def test_a_text_is_read_back_as_it_is(title: str) -> None:
    assert file(declared(), title=title)["Title"].removeprefix("'") in (title, title.removeprefix("'"))


@any_seed(10)
def test_every_word_of_every_side_is_in_the_file(seed: int) -> None:
    random = Random(seed)
    found = whole(ready(history(random, 120)), Day.of(any_day(random)))
    for kind in IN_FILES:
        bodies = {name: each.body for (of, name), each in found.items() if of == kind}
        rows = read(list_file([ListRow(name, "", "", body, MATTERS) for name, body in bodies.items()], WORDS))
        for row, body in zip(rows, bodies.values(), strict=True):
            for name, field in body["fields"].items():
                told = row[WORDS.label(name)]
                assert all(WORDS.value(name, side["value"]) in told for side in field["sides"]), name
            assert set(row["Statements"].split()) == set(events_in(body["fields"]))
