"""When members of an amendment are used, as docs/ocds.md says: what is not used is told."""

from typing import Any, Final

import pytest

from connectors.ocds.connector import item
from tests.connectors.releases import a_contract, a_release, an_award

EACH_BY_ITSELF: Final = "ocds-h6vhtk-0a1b2c"
ONE_CONTRACT: Final = "ocds-b5fd17-0a1b2c"
LEFT: Final = {"id": "GB-COH-00000009", "name": "Left Ltd", "roles": ["removedSupplier"]}
WHY: Final = {"rationale", "description"}


def amendment(*without: str) -> dict[str, Any]:
    of_it = {"id": "release-1", "date": "2015-03-05T00:00:00Z", "rationale": "More people.", "description": "A change."}
    return {name: value for name, value in of_it.items() if name not in without}


def unused(ocid: str, holder: str, change: dict[str, Any], *, left: bool) -> set[str]:
    """The members of the amendment that are told as given and not used."""
    parties = [*a_release()["parties"], *([LEFT] if left else [])]
    held = [change] if holder == "awards" else None
    contracts = [a_contract(amendments=[change])] if holder == "contracts" else None
    release = a_release(
        ocid=ocid,
        tag=["award" if holder == "awards" else "contractAmendment"],
        parties=parties,
        awards=[an_award(amendments=held)],
        contracts=contracts,
    )
    found = item(release, "file", None)
    assert found.documents, found.refusals
    prefix = f"{holder}[].amendments[]."
    return {each.field.removeprefix(prefix) for each in found.warnings if each.field.startswith(prefix)}


@pytest.mark.parametrize(
    ("ocid", "holder", "left", "told"),
    [
        (EACH_BY_ITSELF, "awards", False, {"date", *WHY}),
        (EACH_BY_ITSELF, "awards", True, WHY),
        (EACH_BY_ITSELF, "contracts", False, {"description"}),
        (EACH_BY_ITSELF, "contracts", True, {"description"}),
        (ONE_CONTRACT, "awards", False, {"description"}),
        (ONE_CONTRACT, "awards", True, {"description"}),
        (ONE_CONTRACT, "contracts", False, {"description"}),
    ],
)
def test_the_amendment_that_the_release_publishes(ocid: str, holder: str, left: bool, told: set[str]) -> None:
    assert unused(ocid, holder, amendment(), left=left) == told
    # where there is no rationale the description says why
    assert unused(ocid, holder, amendment("rationale"), left=left) == (told if told >= WHY else told - WHY) - {
        "rationale"
    }


@pytest.mark.parametrize("holder", ["awards", "contracts"])
def test_of_another_release_nothing_but_its_number_is_used(holder: str) -> None:
    another = amendment() | {"id": "a", "releaseID": "release-0"}
    assert unused(EACH_BY_ITSELF, holder, another, left=False) >= {"date", *WHY}
