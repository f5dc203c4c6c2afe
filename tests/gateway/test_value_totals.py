"""What the contracts of a list come to: each once, of one kind only, between the lowest and the highest word."""

from dataclasses import replace
from decimal import Decimal

import orjson
from hypothesis import given
from hypothesis import strategies as st

from hub.gateway.held_picture import Amount, Headcounts, HeldPicture, ValueKind
from hub.gateway.pages.wording import number_range, range_words
from hub.gateway.value_totals import People, Total, totals_of
from tests.gateway.made import basis_at, picture_record
from tests.gateway.test_pictures import KEY, body

KINDS = [ValueKind("GBP", "net", "year"), ValueKind("GBP", "net", "term"), ValueKind("EUR", "unknown", "")]
AMOUNTS = st.builds(Amount, st.sampled_from(KINDS), st.integers(-(10**12), 10**14))


def contract(amounts: list[Amount]) -> HeldPicture:
    record = picture_record(0, KEY, body("a"), basis_at(0))
    assert record.key and record.value
    held = HeldPicture.of(record.key, basis_at(0), record.value, 0, 0, 0)
    return replace(held, amounts=tuple(amounts))


@given(st.lists(st.lists(AMOUNTS, max_size=3), max_size=12))
def test_every_contract_is_in_one_total_or_counted_apart(told: list[list[Amount]]) -> None:
    found = totals_of(map(contract, told))
    assert sum(each.contracts for each in found.totals) + found.mixed + found.without == len(told)
    assert found.without == sum(not amounts for amounts in told)
    for kind in KINDS:
        of_it = [amounts for amounts in told if amounts and all(each.kind == kind for each in amounts)]
        totals = [each for each in found.totals if each.kind == kind]
        assert len(totals) == bool(of_it)
        for each in totals:
            assert each.contracts == len(of_it)
            assert each.low * 100 == sum(min(one.hundredths for one in amounts) for amounts in of_it)
            assert each.high * 100 == sum(max(one.hundredths for one in amounts) for amounts in of_it)
    counts = [each.contracts for each in found.totals]
    assert counts == sorted(counts, reverse=True)


def test_people_are_added_up_over_the_contracts_that_tell_of_them() -> None:
    told = [
        (Headcounts("staff_employed", 20, 24),),
        (Headcounts("staff_employed", 6, 6), Headcounts("users_served", 40, 41)),
        (),
    ]
    found = totals_of(replace(contract([]), people=each) for each in told)
    assert found.people == [People("staff_employed", 2, 26, 30), People("users_served", 1, 40, 41)]
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
    assert held.amounts == (Amount(ValueKind("GBP", "net", "year"), 1250),)


def test_the_words_name_what_it_is_of_and_that_bodies_differ() -> None:
    year, term, unsaid = (Total(kind, 2, Decimal("100.00"), Decimal("100.00")) for kind in KINDS)
    assert range_words(year) == "£100.00 a year net of VAT"
    assert range_words(term) == "£100.00 over the whole term net of VAT"
    assert range_words(unsaid) == "EUR 100.00, not said whether a year or the whole term"
    apart = year._replace(high=Decimal("120.50"))
    assert range_words(apart) == "£100.00 to £120.50 a year net of VAT, as bodies differ"
