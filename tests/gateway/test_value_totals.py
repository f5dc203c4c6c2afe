"""What the contracts of a list come to: each once, of one kind only, between the lowest and the highest word."""

from dataclasses import replace
from decimal import Decimal
from functools import reduce
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.gateway.index.held_picture import HeldPicture
from hub.gateway.index.value_totals import PeopleSum, ValueSum, totals_of
from hub.gateway.index.worth import Headcounts, ValueKind, Worth
from hub.gateway.pages.wording import number_range, range_words
from tests.gateway.made import basis_at, picture_record
from tests.gateway.test_pictures import KEY, body

KINDS = [ValueKind("GBP", "net", "year"), ValueKind("GBP", "net", "term"), ValueKind("EUR", "unknown", "")]
AMOUNTS = st.tuples(st.sampled_from(KINDS), st.integers(-(10**12), 10**14)).map(
    lambda each: Worth(each[0], *2 * each[1:])
)


def contract(amounts: list[Worth], name: str = "1") -> HeldPicture:
    record = picture_record(0, KEY, body("a"), basis_at(0))
    assert record.key and record.value
    held = HeldPicture.of(record.key, basis_at(0), record.value, 0, 0, 0)
    return replace(held, key=held.key._replace(id=name), worth=reduce(Worth.beside, amounts) if amounts else None)


@given(st.lists(st.lists(AMOUNTS, max_size=3), max_size=12))
def test_every_contract_is_in_one_total_or_counted_apart(told: list[list[Worth]]) -> None:
    found = totals_of(contract(amounts, str(number)) for number, amounts in enumerate(told))
    assert sum(each.contracts for each in found.values) + found.mixed + found.without == len(told)
    assert found.without == sum(not amounts for amounts in told)
    for kind in KINDS:
        of_it = [amounts for amounts in told if amounts and all(each.kind == kind for each in amounts)]
        totals = [each for each in found.values if each.kind == kind]
        assert len(totals) == bool(of_it)
        for each in totals:
            assert each.contracts == len(of_it)
            assert each.low * 100 == sum(min(one.low for one in amounts) for amounts in of_it)
            assert each.high * 100 == sum(max(one.low for one in amounts) for amounts in of_it)
    counts = [each.contracts for each in found.values]
    assert counts == sorted(counts, reverse=True)


def test_a_contract_that_two_places_tell_of_counts_once_with_all_that_is_told() -> None:
    here, there = contract([Worth(KINDS[0], 100, 100)], "1"), contract([Worth(KINDS[0], 300, 300)], "1")
    people = (Headcounts("staff_employed", 6, 6),)
    found = totals_of([replace(here, people=people), replace(there, people=people)])
    assert found.values == [ValueSum(KINDS[0], 1, Decimal("1.00"), Decimal("3.00"))]
    assert found.people == [PeopleSum("staff_employed", 1, 6, 6)]


def test_what_several_contracts_have_from_one_award_counts_once() -> None:
    of_award = Worth(KINDS[0], 10_000, 10_000, ("wandsworth", "ocds-1", "1"))
    of_another = of_award._replace(award=("wandsworth", "ocds-1", "2"))
    own = of_award._replace(award=())
    told = [of_award, of_award, of_another, own, own]
    found = totals_of(contract([each], str(number)) for number, each in enumerate(told))
    assert found.values == [ValueSum(KINDS[0], 5, Decimal(400), Decimal(400))]


@pytest.mark.parametrize(
    ("kinds", "kind"),
    [
        ([("GBP", "net", "year"), ("GBP", "unknown", "")], ("GBP", "net", "year")),
        ([("GBP", "unknown", "term"), ("GBP", "net", "")], ("GBP", "net", "term")),
        ([("GBP", "net", "year"), ("GBP", "gross", "year")], None),
        ([("GBP", "net", "year"), ("GBP", "net", "term")], None),
        ([("GBP", "net", "year"), ("EUR", "net", "year")], None),
    ],
)
def test_what_one_body_does_not_say_is_as_the_other_says_it(kinds: list[Any], kind: Any) -> None:
    found = totals_of([contract([Worth(ValueKind(*each), 100, 100) for each in kinds])])
    assert [each.kind for each in found.values] == ([ValueKind(*kind)] if kind else [])
    assert found.mixed == (kind is None)


@pytest.mark.parametrize(("statuses", "counts"), [(["cancelled"], 0), (["cancelled", "active"], 1), ([], 1)])
def test_a_contract_that_all_call_cancelled_is_in_no_total(statuses: list[str], counts: int) -> None:
    value = {"amount": "12.50", "currency": "GBP", "basis": "net"}
    fields = {"status": {"sides": [{"value": each} for each in statuses]}, "value": {"sides": [{"value": value}]}}
    body_ = orjson.dumps({"title": "a", "fields": fields, "differences": []})
    found = totals_of([HeldPicture.of(KEY, basis_at(0), body_, 0, 0, 0)])
    assert (len(found.values), found.without) == (counts, 1 - counts)


def test_people_are_added_up_over_the_contracts_that_tell_of_them() -> None:
    told = [
        (Headcounts("staff_employed", 20, 24),),
        (Headcounts("staff_employed", 6, 6), Headcounts("users_served", 40, 41)),
        (),
    ]
    found = totals_of(replace(contract([], str(number)), people=each) for number, each in enumerate(told))
    assert found.people == [PeopleSum("staff_employed", 2, 26, 30), PeopleSum("users_served", 1, 40, 41)]
    assert (number_range(26, 30), number_range(1800, 1800)) == ("26 to 30", "1,800")


def test_what_pictures_tell_of_people_and_values_is_read_off_them() -> None:
    fields = {
        "staff_employed": {"sides": [{"value": "24"}, {"value": "20"}]},
        "value": {"sides": [{"value": {"amount": "12.50", "currency": "GBP", "basis": "net", "covers": "year"}}]},
    }
    record = picture_record(0, KEY, orjson.dumps({"title": "a", "fields": fields, "differences": []}), basis_at(0))
    assert record.key and record.value
    held = HeldPicture.of(record.key, basis_at(0), record.value, 0, 0, 0)
    assert held.people == (Headcounts("staff_employed", 20, 24),)
    assert held.worth == Worth(ValueKind("GBP", "net", "year"), 1250, 1250)


def test_the_words_name_what_it_is_of_and_that_bodies_differ() -> None:
    year, term, unsaid = (ValueSum(kind, 2, Decimal("100.00"), Decimal("100.00")) for kind in KINDS)
    assert range_words(year) == "£100.00 a year net of VAT"
    assert range_words(term) == "£100.00 over the whole term net of VAT"
    assert range_words(unsaid) == "EUR 100.00, not said whether a year or the whole term"
    apart = year._replace(high=Decimal("120.50"))
    assert range_words(apart) == "£100.00 to £120.50 a year net of VAT, as bodies differ"


WORTH = st.builds(
    lambda currency, basis, covers, amount, award: Worth(ValueKind(currency, basis, covers), amount, amount, award),
    st.sampled_from(["GBP", "GBP", "EUR"]),
    st.sampled_from(["net", "gross", "unknown"]),
    st.sampled_from(["year", "term", ""]),
    st.integers(0, 3),
    st.sampled_from([(), ("wandsworth", "ocds-1", "1")]),
)


@given(st.lists(WORTH, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_in_whatever_order_bodies_speak_a_contract_is_worth_the_same(told: list[Worth], random: Any) -> None:
    shuffled = random.sample(told, len(told))
    assert reduce(Worth.beside, shuffled) == reduce(Worth.beside, told)
