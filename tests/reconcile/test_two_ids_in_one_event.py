"""An organisation that one event names by two of its ids is one: what is said under either counts, in any order."""

from itertools import permutations
from typing import Any

import pytest

from hub.configuration.model import Body, Configuration
from hub.reconcile.claims import CLEARED, DEPARTED, LEFT_ALL, SUPPLIER, Claim, Field, Origin, deciding
from hub.reconcile.days import Day
from tests.reconcile.told import CCG, COUNCIL, PLACE, pictures

OCID = "ocds-h6vhtk-0c0099"
OWN, OTHER = "GB-COH-00000001", "GB-FTS-1"
KNOWN = Configuration(
    1, {"partnership/wandsworth": PLACE, f"organisation/{OWN}": Body(id=OWN, name="Example Care", same_as=(OTHER,))}
)
ROLES = Field("party", OWN, "roles"), Field("party", OTHER, "roles")
NAME = Field("party", OWN, "name"), Field("party", OTHER, "name")
NAMED = Field("award", "1", f"{SUPPLIER}{OWN}"), Field("award", "1", f"{SUPPLIER}{OTHER}")
GONE = Field("award", "1", f"{DEPARTED}{OWN}"), Field("award", "1", f"{DEPARTED}{OTHER}")
LEFT = Field("party", OWN, LEFT_ALL), Field("party", OTHER, LEFT_ALL)

PAIRS: list[tuple[tuple[Field, Field], Any, Any, Any]] = [
    (ROLES, ["buyer"], ["funder", "buyer"], ["buyer", "funder"]),
    (NAME, "Example Care", "Care, Example", "Care, Example"),
    (NAME, CLEARED, "Example Care", "Example Care"),
    (NAMED, {"id": OWN}, {"id": OTHER, "name": "Example Care"}, {"id": OWN, "name": "Example Care"}),
    (GONE, {"id": OWN}, {"id": OTHER}, {"id": OWN}),
    (LEFT, True, True, True),
    (LEFT, CLEARED, True, True),
    (NAMED, CLEARED, {"id": OWN}, {"id": OWN}),
    (ROLES, CLEARED, ["buyer"], ["buyer"]),
]


@pytest.mark.parametrize(("fields", "one", "other", "both"), PAIRS)
def test_what_is_said_under_either_id_counts_in_any_order(
    fields: tuple[Field, Field], one: Any, other: Any, both: Any
) -> None:
    def said(field: Field, value: Any) -> Claim:
        return Claim(1, 1, "event", "hash", COUNCIL, field, value, Origin("public", None, False))

    for first, second in ((one, other), (other, one)):
        for claims in permutations([said(fields[0], first), said(fields[1], second)]):
            found = deciding(claims, Day(1), KNOWN)
            assert found.keys() == {(fields[0], COUNCIL)}
            assert found[fields[0], COUNCIL].value == both


def test_who_is_buyer_by_one_id_and_funder_by_the_other_is_both() -> None:
    parties = [{"id": OWN, "roles": ["buyer"]}, {"id": OTHER, "roles": ["funder"]}]
    said = (COUNCIL, "procurement-declared", {"subject": OCID, "parties": parties})
    fields = pictures(said, configuration=KNOWN)["procurement", OCID]["fields"]
    assert [side["value"] for name in ("buyers", "funders") for side in fields[name]["sides"]] == [[{"id": OWN}]] * 2


def test_who_is_named_by_both_ids_is_named_once() -> None:
    named = [{"id": OTHER, "name": "Example Care"}, {"id": OWN}, {"id": OWN}]
    one = (COUNCIL, "declared", {"stage": "contract", "suppliers": named})
    other = (CCG, "declared", {"stage": "contract", "suppliers": [{"id": OWN}]})
    found = pictures(one, other, configuration=KNOWN)
    (field,) = [each["fields"]["suppliers"] for (kind, _), each in found.items() if kind == "contract"]
    assert field["finding"] == "agreed"
    assert [[each["id"] for each in side["value"]] for side in field["sides"]] == [[OWN], [OWN]]
