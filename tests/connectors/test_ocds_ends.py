"""When a contract has ended, and when a process that is one contract has."""

from typing import Any

import pytest

from tests.connectors.releases import OCID, a_contract, a_release
from tests.connectors.releases_read import SIGNED, documents, told
from tests.connectors.standing import pictures_of, stated

PUBLISHED = "2015-03-11"
MANY, ONE = "terminationRationaleClassifications", "terminationRationaleClassification"


@pytest.mark.parametrize("ocid", [OCID, SIGNED])
@pytest.mark.parametrize(
    ("end", "ended_on"), [("2015-03-10", "2015-03-10"), (PUBLISHED, PUBLISHED), ("2015-03-12", "2015-02-20")]
)
def test_a_term_that_has_passed_by_the_day_of_publication_says_when_it_ended(
    ocid: str, end: str, ended_on: str
) -> None:
    """Else the amendment does, which is of an earlier day here."""
    change = {"id": "release-1", "date": "2015-02-20T00:00:00Z"}
    contract = a_contract(status="terminated", period={"endDate": f"{end}T00:00:00Z"}, amendments=[change])
    found = documents(a_release(ocid=ocid, tag=["contractTermination"], contracts=[contract]))
    assert found["terminated" if ocid == OCID else "terminated/c-1"]["data"]["ended_on"] == ended_on


def ending(*contracts: dict[str, Any], tag: str = "contractTermination") -> dict[str, Any]:
    each = [a_contract(id=f"c-{number}") | contract for number, contract in enumerate(contracts)]
    return documents(a_release(tag=[tag], contracts=each))


OVER = {"status": "terminated"}


@pytest.mark.parametrize(
    ("contracts", "ended"),
    [
        ([OVER], True),
        ([OVER, OVER], True),
        ([OVER, {"status": "active"}], False),
        ([{"status": "active"}, OVER], False),
        ([OVER, {"status": "cancelled"}], True),
    ],
)
def test_a_process_has_ended_when_all_of_its_contracts_have(contracts: list[dict[str, Any]], ended: bool) -> None:
    for tag in ("contractTermination", "contractUpdate"):
        found = ending(*contracts, tag=tag)
        assert ("terminated" in found) is ended
        assert ended or found["declared"]["data"]["stage"] == "contract"


@pytest.mark.parametrize("days", [("2015-01-31", "2015-02-28"), ("2015-02-28", "2015-01-31")])
def test_a_process_ended_with_the_last_of_its_contracts(days: tuple[str, str]) -> None:
    found = ending(*({**OVER, "period": {"endDate": f"{day}T00:00:00Z"}} for day in days))
    assert found["terminated"]["data"]["ended_on"] == "2015-02-28"


@pytest.mark.parametrize("ocid", [OCID, SIGNED])
@pytest.mark.parametrize(
    ("given", "reason", "rationale"),
    [
        ({}, "not_stated", None),
        ({"terminationRationaleClassifications": []}, "not_stated", None),
        ({"terminationRationaleClassifications": [{"id": "a", "description": "Done"}]}, "other", "Done"),
        ({"terminationRationaleClassification": {"description": "Done"}}, "other", "Done"),
        ({"terminationRationaleClassifications": [{"id": "a"}]}, "other", None),
    ],
)
def test_no_reason_is_made_up(ocid: str, given: dict[str, Any], reason: str, rationale: str | None) -> None:
    found = documents(a_release(ocid=ocid, tag=["contractTermination"], contracts=[a_contract(**OVER, **given)]))
    data = found["terminated" if ocid == OCID else "terminated/c-1"]["data"]
    assert (data["reason"], data.get("rationale")) == (reason, rationale)


@pytest.mark.parametrize("ocid", [OCID, SIGNED])
@pytest.mark.parametrize(
    ("given", "unused"),
    [
        ({MANY: [{"description": "Done"}, {"description": "Left"}]}, f"contracts[].{MANY}[].description"),
        ({MANY: [{"description": "Done"}], ONE: {"description": "Left"}}, f"contracts[].{ONE}.description"),
    ],
)
def test_of_several_reasons_the_first_is_used_and_the_others_told(
    ocid: str, given: dict[str, Any], unused: str
) -> None:
    release = a_release(ocid=ocid, tag=["contractTermination"], contracts=[a_contract(**OVER, **given)])
    found = documents(release)["terminated" if ocid == OCID else "terminated/c-1"]["data"]
    assert (found["rationale"], told(release)[unused]) == ("Done", "is given and not used")


@pytest.mark.parametrize("ocid", [OCID, SIGNED])
@pytest.mark.parametrize(
    ("tags", "more", "is_declared"),
    [
        (["contract"], {}, True),
        (["award", "contract"], {}, True),
        (["contractUpdate"], {}, False),
        (["contractTermination"], {}, False),
        (["contract"], {"amendments": [{"id": "release-1", "date": "2015-03-11T00:00:00Z"}]}, False),
    ],
)
def test_the_first_notice_of_a_contract_that_is_over_declares_it(
    ocid: str, tags: list[str], more: dict[str, Any], is_declared: bool
) -> None:
    """Else it would be told to change what nobody has declared."""
    release = a_release(ocid=ocid, tag=tags, contracts=[a_contract(**OVER, **more)])
    kinds = {name.partition("/")[0] for name in documents(release)}
    assert {"declared", "varied"} & kinds == {"declared" if is_declared else "varied"}
    (ended,) = (each for (kind, _), each in pictures_of([release]).items() if kind == "contract")
    words = stated(ended)
    assert (words["stage"], words["status"], words["ended_on"]) == ("ended", "terminated", "2015-03-11")
