"""Each supplier of an award has the contracts that came of it, and its page holds until one of them changes."""

import pytest

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from tests.reconcile.summary import added
from tests.reconcile.told import COUNCIL, KNOWN, Said, events, pictures

OCID = "ocds-h6vhtk-0c0099"
PROVIDERS = ("GB-COH-00000001", "GB-COH-00000002", "GB-COH-00000003")
NAMED = [{"id": each} for each in PROVIDERS]


def bought(organisation: str = COUNCIL, **fields: object) -> Said:
    return organisation, "procurement-declared", {"subject": OCID, **fields}


def contract(key: str, **fields: object) -> Said:
    return COUNCIL, "declared", {"subject": f"{OCID}/{key}", "stage": "contract", "procurement": OCID, **fields}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_supplier_of_the_award_has_every_contract_that_came_of_it(provider: str) -> None:
    said = bought(awards=[{"id": "1", "suppliers": NAMED}])
    found = pictures(said, contract("c-1", award="1"), contract("c-2", award="1"))["provider", provider]
    assert [each["contract"] for each in found["contracts"]] == [f"{OCID}/c-1", f"{OCID}/c-2"]


@pytest.mark.parametrize("ends", ["c-1", "c-2"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_provider_s_page_holds_until_the_first_of_its_contracts_changes(provider: str, ends: str) -> None:
    said = [bought(awards=[{"id": "1", "suppliers": NAMED}]), contract("c-1", award="1"), contract("c-2", award="1")]
    said.append((COUNCIL, "varied", {"subject": f"{OCID}/{ends}", "title": "Soon", "occurred_at": "2015-11-01"}))
    picture = added(events(said), KNOWN).picture(Subject("provider", provider), Day.read("2015-10-01"))
    assert picture is not None
    assert picture.until == Day.read("2015-11-01")


@pytest.mark.parametrize("named", ["1", "2", "3"])
def test_a_provider_has_its_name_from_any_of_its_awards(named: str) -> None:
    provider = {"id": PROVIDERS[0]}
    awards = [
        {"id": key, "suppliers": [provider | {"name": "Home Care Ltd"} if key == named else provider]} for key in "123"
    ]
    assert pictures(bought(awards=awards))["provider", PROVIDERS[0]]["title"] == "Home Care Ltd"
