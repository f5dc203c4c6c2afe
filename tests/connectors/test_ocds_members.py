"""What OCDS merges by member and an event states as one: values, and the terms of extending a contract. For any
releases either what stands is what the standard compiles, or a release was told where it may not be."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors.ocds.connector import item
from tests.connectors.releases import a_contract, a_release
from tests.connectors.releases_read import documents, signed, told
from tests.connectors.standing import pictures_of, stated
from tests.connectors.test_ocds_merging import BEGIN, merger

OCID = "ocds-h6vhtk-0c0050"


def releases_of(contracts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        a_release(
            ocid=OCID,
            id=f"r{number}",
            date=f"{BEGIN + timedelta(days=number)}T10:00:00Z",
            tag=["contractUpdate"],
            awards=None,
            contracts=[{"id": "c-1", "awardID": "a-1", **each}],
        )
        for number, each in enumerate(contracts)
    ]


def told_of(releases: list[dict[str, Any]], name: str) -> list[str]:
    return [
        each.field
        for release in releases
        for each in item(release, "file", None).warnings
        if each.field.replace("[]", "[0]").startswith(f"contracts[0].{name}")
        and each.problem != "is given and not used"
    ]


def or_null(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([*values, None])


_VALUES = st.fixed_dictionaries(
    {},
    optional={"amount": or_null(100, 200), "amountGross": or_null(120, 240), "currency": or_null("GBP", "EUR")},
)


@given(st.lists(_VALUES, min_size=1, max_size=4))
@example([{"amount": 100, "currency": "GBP"}, {"amount": 200}])
@example([{"amount": 100, "currency": "GBP"}, {"currency": "EUR"}])
@example([{"amount": 100, "amountGross": 120, "currency": "GBP"}, {"amount": None}])
@example([{"amount": 100, "currency": "GBP"}, {"amountGross": 240, "currency": "GBP"}])
@example([{"amountGross": 120, "currency": "GBP"}, {"amountGross": None}])
def test_a_value_that_nothing_is_told_of_is_the_compiled_one(values: list[dict[str, Any]]) -> None:
    releases = releases_of([{"value": each} for each in values])
    if told_of(releases, "value"):
        return
    compiled = merger().create_compiled_release(releases)["contracts"][0].get("value", {})
    amount = compiled.get("amount", compiled.get("amountGross"))
    words = stated(pictures_of(releases)["contract", f"{OCID}/c-1"])
    if amount is None:
        assert "value" not in words
    else:
        assert (float(words["value"]["amount"]), words["value"]["currency"]) == (amount, compiled["currency"])


@given(st.lists(_VALUES, min_size=1, max_size=4))
def test_a_value_that_is_told_changes_nothing_that_stands_or_is_told_to_change_it(values: list[dict[str, Any]]) -> None:
    """What is called not used is not used."""
    releases = releases_of([{"value": each} for each in values])
    used = [
        value
        for value, release in zip(values, releases, strict=True)
        if not any("is not used" in each.problem for each in item(release, "file", None).warnings)
    ]
    words = [stated(pictures_of(releases_of([{}, *({"value": each} for each in held)]))["contract", f"{OCID}/c-1"])
             for held in (values, used)]  # fmt: skip
    assert words[0].get("value") == words[1].get("value")


@pytest.mark.parametrize(
    ("value", "field", "problem"),
    [
        ({"amount": 200}, "amount", "has no currency beside it, so it is not used"),
        ({"amountGross": 200}, "amountGross", "has no currency beside it, so it is not used"),
        ({"amount": 200, "currency": None}, "amount", "has no currency beside it, so it is not used"),
        ({"currency": "EUR"}, "currency", "has no amount beside it, so it is not used"),
        ({"currency": None}, "currency", "is null and has no amount beside it, so it is not used"),
        ({"amountGross": None}, "amountGross", "is null and has no amount beside it, so it is not used"),
        ({"amount": None}, "amount", "is null, which takes back the whole value"),
        ({"amountGross": 240, "currency": "GBP"}, "amountGross", "stands without an amount"),
    ],
)
def test_a_value_that_is_given_in_part_is_told_at_its_member(value: Any, field: str, problem: str) -> None:
    found = told(signed(contracts=[a_contract() | {"value": value}]))
    assert found[f"contracts[0].value.{field}"].startswith(problem)


def test_a_value_of_which_the_amount_is_null_and_the_one_with_vat_is_not_keeps_that() -> None:
    value = {"amount": None, "amountGross": 120, "currency": "GBP"}
    data = documents(signed(contracts=[a_contract() | {"value": value}]))["declared/c-1"]["data"]
    assert (data["value"], data.get("clears")) == ({"amount": 120, "currency": "GBP", "basis": "gross"}, None)
    assert not [each for each in told(signed(contracts=[a_contract() | {"value": value}])) if "value" in each]


_TERMS = st.fixed_dictionaries(
    {},
    optional={
        "renewal": st.fixed_dictionaries({}, optional={"description": or_null("once", "twice")}),
        "options": st.fixed_dictionaries({}, optional={"description": or_null("more hours", "less")}),
        "hasRenewal": st.booleans(),
        "hasOptions": st.booleans(),
    },
)


def without_the_flagless(contracts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In the hub's words: who says that there is no renewal says that there are no terms of it."""
    found = []
    for each in contracts:
        kept = dict(each)
        for name, flag in (("renewal", "hasRenewal"), ("options", "hasOptions")):
            mentioned = "description" in each.get("renewal", {}) or "description" in each.get("options", {})
            if each.get(flag) is False and mentioned and "description" not in each.get(name, {}):
                kept[name] = {"description": None}
        found.append(kept)
    return found


@given(st.lists(_TERMS, min_size=1, max_size=4))
@example([{"renewal": {"description": "once"}, "options": {"description": "less"}}])
@example([{"renewal": {"description": "once"}}, {"options": {"description": "less"}}])
@example([{"options": {"description": "less"}}, {"renewal": {"description": None}}])
def test_terms_of_extending_that_nothing_is_told_of_are_the_compiled_ones(contracts: list[dict[str, Any]]) -> None:
    releases = releases_of(contracts)
    if told_of(releases, "renewal") or told_of(releases, "options"):
        return
    meant = releases_of(without_the_flagless(contracts))
    compiled = merger().create_compiled_release(meant)["contracts"][0]
    described = {name: compiled.get(name, {}).get("description") for name in ("renewal", "options")}
    found = {name: text for name, text in described.items() if text is not None}
    words = stated(pictures_of(releases)["contract", f"{OCID}/c-1"])
    both = "; ".join(f"{name}: {text}" for name, text in found.items())
    assert words.get("extension_terms") == (both if len(found) == 2 else next(iter(found.values()), None))


@pytest.mark.parametrize(("one", "other"), [("renewal", "options"), ("options", "renewal")])
def test_terms_of_extending_that_stand_alone_are_told_in_one_word(one: str, other: str) -> None:
    for text in ("once", None):
        alone = [a_contract(id=key) | {one: {"description": text}} for key in ("c-1", "c-2")]
        found = told(signed(contracts=alone))
        assert [each for each in found if one in each] == [f"contracts[].{one}.description"]
        assert f"those of {other} in an earlier release" in found[f"contracts[].{one}.description"]
        flag = {"renewal": "hasRenewal", "options": "hasOptions"}[other]
        assert not [each for each in told(signed(contracts=[alone[0] | {flag: False}])) if one in each]


def test_both_terms_of_extending_say_which_is_which_and_what_is_cut_is_told() -> None:
    both = a_contract(renewal={"description": "a" * 300}, options={"description": "b" * 300})
    release = signed(contracts=[both])
    text = documents(release)["declared/c-1"]["data"]["extension_terms"]
    assert text.startswith("renewal: aaa")
    assert "; options: bbb" in text
    assert "is cut" in told(release)["contracts[0].renewal.description"]
