"""A difference about a part of a procurement is no second one of the term that follows from its parts."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.reconcile.kinds.procurement.following import FOLLOWING
from tests.reconcile.told import CCG, COUNCIL, Said, pictures

OCID = "ocds-h6vhtk-0c0099"
TRUST = "GB-NHS-RYX"
ONE, OTHER, THIRD = ({"id": f"GB-COH-0000000{number}"} for number in (1, 2, 3))
VOID = ("cancelled", "unsuccessful", "withdrawn")


def procurement(body: str, **fields: Any) -> Said:
    return body, "procurement-declared", {"subject": OCID, **fields}


def found(*said: Said) -> tuple[set[str], dict[str, str]]:
    """The fields of the differences, and what each term came to."""
    body = pictures(*said)["procurement", OCID]
    differences = [each["field"] for each in body["differences"] if each["class"] == "disagreement"]
    assert len(differences) == len(set(differences))
    return set(differences), {name: str(field["finding"]) for name, field in body["fields"].items()}


def lot(key: str, **fields: Any) -> dict[str, Any]:
    return {"lots": [{"id": key, **fields}]}


def parties(**roles: str) -> dict[str, Any]:
    return {"parties": [{"id": f"GB-GOR-{key}", "roles": [role]} for key, role in roles.items()]}


def award(*suppliers: dict[str, str]) -> dict[str, Any]:
    return {"awards": [{"id": "1", "suppliers": list(suppliers)}]}


def left_every_award(supplier: dict[str, str]) -> dict[str, Any]:
    return {"parties": [{**supplier, "roles": ["removedSupplier"]}]}


def category(code: str) -> dict[str, Any]:
    return {"items": [{"id": "1", "category": code}]}


Case = tuple[dict[str, Any], dict[str, Any], str]
CASES: dict[str, list[Case]] = {
    "period_start": [(lot("1", period_start="2015-04-01"), lot("1", period_start="2015-05-01"), "lot:1/period_start")],
    "period_end": [
        (lot("1", period_end="2018-03-31"), lot("1", period_end="2018-04-30"), "lot:1/period_end"),
        (
            lot("1", period_end="2018-03-31", status="active"),
            {
                "lots": [
                    {"id": "1", "period_end": "2018-03-31", "status": "cancelled"},
                    {"id": "2", "period_end": "2017-03-31"},
                ]
            },
            "lot:1/status",
        ),
    ],
    "extendable_until": [
        (lot("1", extendable_until="2020-03-31"), lot("1", extendable_until="2020-04-30"), "lot:1/extendable_until")
    ],
    "categories": [(category("85000000"), category("85312300"), "item:1/category")],
    "buyers": [(parties(D1="buyer"), parties(D1="funder", D2="buyer"), "party:GB-GOR-D1/roles")],
    "funders": [(parties(D1="funder"), parties(D1="buyer", D2="funder"), "party:GB-GOR-D1/roles")],
    "suppliers": [
        (award(ONE), award(OTHER), "award:1/suppliers"),
        (
            award(ONE, OTHER),
            award(ONE, OTHER) | {"departures": [{"award": "1", "supplier": ONE["id"]}]},
            "award:1/suppliers",
        ),
        (award(ONE, OTHER), award(ONE, OTHER) | left_every_award(ONE), "award:1/suppliers"),
    ],
}  # fmt: skip
BESIDE: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("two lots of which each body names one", lot("1", period_end="2018-03-31"), lot("2", period_end="2019-03-31")),
    ("one body states the term itself", {"period_end": "2018-03-31"}, lot("1", period_end="2019-03-31")),
    (
        "both state the term themselves, and lots beside",
        {"period_end": "2018-03-31", **lot("1", period_end="2018-03-31")},
        {"period_end": "2019-03-31", **lot("1", period_end="2019-03-31")},
    ),
    (
        "one states the term itself, and of the lot that it would follow from they say different things",
        {"period_end": "2018-03-31", **lot("1", period_end="2018-03-31")},
        lot("1", period_end="2019-03-31"),
    ),
    (
        "the lot that decides is not the one that they dispute",
        {"lots": [{"id": "1", "period_end": "2016-03-31"}, {"id": "2", "period_end": "2018-03-31"}]},
        lot("1", period_end="2016-04-30"),
    ),
]


def test_every_term_that_follows_has_its_case() -> None:
    assert set(CASES) == FOLLOWING


@pytest.mark.parametrize(("term", "case"), [(term, case) for term, cases in CASES.items() for case in cases])
def test_it_is_counted_at_the_part_alone(term: str, case: Case) -> None:
    one, other, part = case
    for bodies in ((COUNCIL, CCG), (CCG, COUNCIL)):
        differences, findings = found(
            *(procurement(body, **said) for body, said in zip(bodies, (one, other), strict=True))
        )
        assert part in differences
        assert term not in differences
        assert findings[term] == "of_parts"


@pytest.mark.parametrize(("name", "one", "other"), BESIDE, ids=[name for name, *_ in BESIDE])
def test_what_no_part_accounts_for_is_counted_by_itself(name: str, one: dict[str, Any], other: dict[str, Any]) -> None:
    differences, findings = found(procurement(COUNCIL, **one), procurement(CCG, **other))
    assert "period_end" in differences
    assert findings["period_end"] == "differs"


# each names ONE in an award of which the other says nothing, and to one of them it has left: they dispute no award
_ONE_IS_IN = {"awards": [{"id": "1", "suppliers": [OTHER]}, {"id": "2", "suppliers": [ONE]}]}
_ONE_HAS_LEFT = {"awards": [{"id": "1", "suppliers": [OTHER]}, {"id": "3", "suppliers": [ONE]}]} | left_every_award(ONE)


@pytest.mark.parametrize(
    ("one", "other"),
    [({}, {}), (lot("1", period_end="2018-03-31"), lot("1", period_end="2019-03-31"))],
    ids=["nothing else", "a lot that they dispute"],
)
def test_a_departure_from_every_award_is_no_part_of_awards_that_nobody_disputes(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    differences, findings = found(procurement(COUNCIL, **_ONE_IS_IN, **one), procurement(CCG, **_ONE_HAS_LEFT, **other))
    assert "suppliers" in differences
    assert findings["suppliers"] == "differs"
    assert not {each for each in differences if each.startswith("award:")}


@pytest.mark.parametrize("bodies", list(permutations((COUNCIL, CCG, TRUST))), ids=", ".join)
def test_any_one_of_three_may_be_the_one_by_whose_word_they_would_agree(bodies: tuple[str, ...]) -> None:
    """By the first one's word on lot 1 all end on one day; by the others' whoever has lot 2 ends after the rest."""
    two_lots = {"lots": [{"id": "1", "period_end": "2016-03-31"}, {"id": "2", "period_end": "2018-03-31"}]}
    told = (lot("1", period_end="2018-03-31"), two_lots, lot("1", period_end="2017-03-31"))
    differences, findings = found(*(procurement(body, **said) for body, said in zip(bodies, told, strict=True)))
    assert differences == {"lot:1/period_end"}
    assert findings["period_end"] == "of_parts"


def test_whoever_says_nothing_of_what_is_disputed_keeps_its_own_words() -> None:
    """By the third body ONE has left, so that it agrees with the first; all of them do, once the second does."""
    differences, findings = found(
        procurement(COUNCIL, **award(OTHER)),
        procurement(CCG, **award(THIRD)),
        procurement(TRUST, awards=[{"id": "2", "suppliers": [ONE, OTHER]}], **left_every_award(ONE)),
    )
    assert differences == {"award:1/suppliers"}
    assert findings["suppliers"] == "of_parts"


_LOT = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["active", "cancelled"]),
        "period_end": st.sampled_from(["2016-03-31", "2017-03-31", "2018-03-31"]),
    },
)
_LOTS = st.dictionaries(st.sampled_from(["1", "2", "3"]), _LOT, max_size=3)
Lots = dict[str, dict[str, str]]


def last_day(lots: Lots) -> str | None:
    ends = [each["period_end"] for each in lots.values() if each.get("status") not in VOID and "period_end" in each]
    return max(ends, default=None)


def said_like(lots: Lots, other: Lots) -> Lots:
    """The lots, each with the other's word on whatever both speak of."""
    return {
        key: {name: other.get(key, {}).get(name, value) for name, value in each.items()} for key, each in lots.items()
    }


@given(_LOTS, _LOTS)
def test_one_difference_is_counted_once(one: Lots, other: Lots) -> None:
    differences, _ = found(
        *(
            procurement(body, lots=[{"id": key, **each} for key, each in lots.items()])
            for body, lots in ((COUNCIL, one), (CCG, other))
        )
    )
    ends = last_day(one), last_day(other)
    agreed = [(last_day(one), last_day(said_like(other, one))), (last_day(said_like(one, other)), last_day(other))]
    still = all(None not in each and each[0] != each[1] for each in agreed)
    assert ("period_end" in differences) == (None not in ends and ends[0] != ends[1] and still)
    assert ("lot:1/period_end" in differences) == (
        len({each["1"]["period_end"] for each in (one, other) if "period_end" in each.get("1", {})}) == 2
    )
