"""What the values of a process that is one contract come to: an award's value counts once, a ceiling too, and where
nobody knows nothing is added up, with a word."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors.ocds.connector import item
from connectors.ocds.sums import Why
from tests.connectors.releases import a_contract, a_release, an_award
from tests.connectors.standing import pictures_of

Values = list[tuple[str, int | None]]
"""Each contract's award and own value."""
AWARDS = {"a-1": 900, "a-2": 900, "a-3": 500}
FRAMEWORK = {"techniques": {"hasFrameworkAgreement": True}}


def money(amount: int | None, **more: Any) -> dict[str, Any] | None:
    return None if amount is None else {"amount": amount, "currency": "GBP", **more}


def summed(tender: dict[str, Any], **changes: Any) -> tuple[Decimal | None, list[tuple[str, str]]]:
    """The amount of the one contract, and what is told of sums."""
    release = a_release(tag=["award", "contract"], tender={"id": "t", **tender}, **changes)
    found = item(release, "a.json", None)
    assert not found.refusals, found.refusals
    (data,) = [each["data"] for each in found.documents if each["type"].endswith("contract.declared.v1")]
    words = {why.problem for why in Why}
    told = [(each.field, each.problem) for each in found.warnings if each.problem in words]
    return (data["value"]["amount"] if "value" in data else None), told


OF_CONTRACTS: list[tuple[dict[str, Any], Values, int | None, Why | None]] = [
    ({}, [("a-1", 10), ("a-2", 20)], 30, None),
    ({}, [("a-1", 10), ("a-2", 10)], 20, None),
    ({}, [("a-1", None), ("a-2", None)], 1800, None),
    ({}, [("a-1", None), ("a-1", None), ("a-3", None)], 1400, None),
    ({}, [("a-1", None), ("a-1", 10)], None, Why.REST),
    ({"value": money(900)}, [("a-1", 900), ("a-1", None)], 900, Why.CEILING),
    ({}, [("a-1", 10), ("a-9", None)], None, Why.MISSING),
    ({"value": money(10)}, [("a-1", 10), ("a-2", 10)], 10, Why.CEILING),
    ({"value": money(10)}, [("a-1", 10), ("a-2", 10), ("a-3", 20)], None, Why.BESIDE_OWN),
    ({"value": money(10)}, [("a-1", 10), ("a-2", 20)], 30, None),
    # what is called off by each of them is no ceiling, equal or not
    (FRAMEWORK, [("a-1", 250), ("a-1", 250), ("a-1", 250)], 750, None),
    (FRAMEWORK | {"value": money(900)}, [("a-1", 250), ("a-2", 250)], 500, None),
    (FRAMEWORK, [("a-1", 10), ("a-2", 20)], 30, None),
    (FRAMEWORK, [("a-1", None), ("a-2", None)], 900, Why.CEILING),
    (FRAMEWORK, [("a-1", 900), ("a-2", None)], 900, Why.CEILING),
    (FRAMEWORK, [("a-1", 900), ("a-2", 900)], 900, Why.CEILING),
    (FRAMEWORK | {"value": money(250)}, [("a-1", 250), ("a-2", 250)], 250, Why.CEILING),
    (FRAMEWORK, [("a-1", None), ("a-3", None)], None, Why.CEILINGS),
    (FRAMEWORK, [("a-1", None), ("a-2", None), ("a-3", None)], None, Why.CEILINGS),
    (FRAMEWORK, [("a-1", None), ("a-2", 10)], None, Why.BESIDE_OWN),
    (FRAMEWORK, [("a-1", 900), ("a-1", 10)], None, Why.BESIDE_OWN),
]


@pytest.mark.parametrize(("tender", "contracts", "amount", "why"), OF_CONTRACTS)
def test_what_contracts_come_to(tender: dict[str, Any], contracts: Values, amount: int | None, why: Why | None) -> None:
    found, told = summed(
        tender,
        awards=[an_award(id=key, value=money(each)) for key, each in AWARDS.items()],
        contracts=[
            a_contract(id=f"c-{number}", awardID=award, value=money(own))
            for number, (award, own) in enumerate(contracts)
        ],
    )
    assert found == amount
    assert told == ([] if why is None else [("contracts[0].value", why.problem)])


OF_AWARDS: list[tuple[dict[str, Any], list[Any], int | None, Why | None]] = [
    ({}, [money(10), money(10)], 20, None),
    ({}, [money(10), None], None, Why.MISSING),
    ({}, [money(10), money(10, currency="EUR")], None, Why.MIXED),
    # one is net of VAT, and of the other nobody says whether it is
    ({}, [money(10), money(10, amountGross=12)], None, Why.MIXED),
    (FRAMEWORK, [money(10), money(10)], 10, Why.CEILING),
    (FRAMEWORK, [money(10), money(10), None], 10, Why.CEILING),
    (FRAMEWORK, [money(10), money(10), money(20)], None, Why.CEILINGS),
    (FRAMEWORK, [money(10), money(20)], None, Why.CEILINGS),
    ({"value": money(10)}, [money(10), money(10)], 10, Why.CEILING),
]


@pytest.mark.parametrize(("tender", "values", "amount", "why"), OF_AWARDS)
def test_what_awards_come_to(tender: dict[str, Any], values: list[Any], amount: int | None, why: Why | None) -> None:
    found, told = summed(tender, awards=[an_award(id=f"a-{at}", value=each) for at, each in enumerate(values)])
    assert found == amount
    assert told == ([] if why is None else [("awards[0].value", why.problem)])


OF_LOTS: list[tuple[list[tuple[int | None, list[str]]], int | None, Why | None]] = [
    ([(500, ["1"]), (500, ["2"])], 1000, Why.OF_LOTS),
    ([(500, ["1"]), (500, ["1"]), (450, ["2"])], 950, Why.OF_LOTS),
    ([(500, ["1", "2"]), (500, ["2", "1"])], 500, Why.CEILING),
    ([(500, ["1"]), (499, ["1"])], None, Why.CEILINGS),
    ([(500, ["1"]), (500, ["1", "2"])], None, Why.CEILINGS),
    ([(500, ["1"]), (500, [])], None, Why.CEILINGS),
    ([(500, ["1"]), (500, ["2"]), (None, ["3"])], None, Why.MISSING),
    ([(500, ["1"]), (None, ["1"]), (500, ["1"])], 500, Why.CEILING),
]
"""Awards of a framework: each one's value and lots."""


@pytest.mark.parametrize(("awards", "amount", "why"), OF_LOTS)
@pytest.mark.parametrize("signed", [False, True])
def test_the_ceiling_of_each_lot_counts_once(awards: Any, amount: int | None, why: Why | None, signed: bool) -> None:
    made = [
        an_award(id=f"a-{at}", value=money(value), relatedLots=lots or None) for at, (value, lots) in enumerate(awards)
    ]
    contracts = [a_contract(id=f"c-{at}", awardID=f"a-{at}", value=None) for at in range(len(awards))]
    found, told = summed(FRAMEWORK, awards=made, **({"contracts": contracts} if signed else {}))
    assert found == amount
    assert [problem for _, problem in told] == ([] if why is None else [why.problem])
    apart = pictures_of(
        [
            a_release(
                ocid="ocds-h6vhtk-0c0070",
                tag=["award", "contract"],
                tender={"id": "t", **FRAMEWORK},
                awards=made,
                contracts=contracts,
            )
        ]
    )
    (total,) = apart["procurement", "ocds-h6vhtk-0c0070"]["totals"]
    assert amount == (None if total["value"] is None else Decimal(total["value"]["amount"])), total["reckoning"]


def test_every_reason_has_its_case() -> None:
    reasons = {each[3] for each in (*OF_CONTRACTS, *OF_AWARDS)} | {each[2] for each in OF_LOTS}
    assert reasons == {None, *Why}


def test_a_process_that_is_no_framework_has_no_ceiling() -> None:
    none = {"techniques": {"hasFrameworkAgreement": False}}
    assert summed(none, awards=[an_award(id=key, value=money(10)) for key in ("a-1", "a-2")]) == (Decimal(20), [])


@pytest.mark.parametrize("holder", ["awards", "contracts"])
def test_of_two_entries_of_one_id_the_last_counts(holder: str) -> None:
    make: Any = {"awards": an_award, "contracts": a_contract}[holder]
    for amounts in ((10, 20), (20, 10)):
        entries = [make(value=money(each)) for each in amounts]
        assert summed({}, **{holder: entries})[0] == amounts[-1]


_AMOUNTS = st.sampled_from([None, None, 250, 250, 500, 900, 40])
_CONTRACTS = st.lists(st.tuples(st.sampled_from(sorted(AWARDS)), _AMOUNTS), min_size=1, max_size=5)


def as_one_and_apart(tender: dict[str, Any], contracts: Values) -> tuple[Any, dict[str, Any]]:
    """What a process that is one contract comes to, and the total of the same contracts kept by themselves."""
    said = {
        "awards": [an_award(id=key, value=money(each)) for key, each in AWARDS.items()],
        "contracts": [
            a_contract(id=f"c-{number}", awardID=award, value=money(own))
            for number, (award, own) in enumerate(contracts)
        ],
        "tender": {"id": "t", **tender},
        "tag": ["award", "contract"],
    }
    apart = pictures_of([a_release(ocid="ocds-h6vhtk-0c0070", **said)])["procurement", "ocds-h6vhtk-0c0070"]
    (total,) = apart["totals"]
    return summed(tender, awards=said["awards"], contracts=said["contracts"])[0], total


@example(framework=False, whole=900, contracts=[("a-1", 900), ("a-1", None)])
@given(st.booleans(), st.sampled_from([None, 250, 900]), _CONTRACTS)
def test_a_process_that_is_one_contract_comes_to_what_its_contracts_would(
    framework: bool, whole: int | None, contracts: Values
) -> None:
    """The rule of hub.reconcile.kinds.procurement.totals, which a connector may not ask."""
    tender = (FRAMEWORK if framework else {}) | ({} if whole is None else {"value": money(whole)})
    amount, total = as_one_and_apart(tender, contracts)
    assert amount == (None if total["value"] is None else Decimal(total["value"]["amount"])), total["reckoning"]
