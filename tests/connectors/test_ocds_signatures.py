"""On which day a process that is one contract was signed, by the days of its contracts."""

import pytest

from tests.connectors.releases import OCID, a_contract, a_release
from tests.connectors.releases_read import documents, told

PUBLISHED = "2015-03-11"


@pytest.mark.parametrize(
    ("days", "signed_on", "unused"),
    [
        (("2015-02-01", "2015-03-01"), "2015-03-01", []),
        (("2015-02-01", PUBLISHED), PUBLISHED, []),
        (("2015-02-01", "2015-06-01"), "2015-02-01", ["contracts[1].dateSigned"]),
        (("2015-06-01", "2015-02-01"), "2015-02-01", ["contracts[0].dateSigned"]),
        (("2015-07-01", "2015-06-01"), "2015-06-01", []),
    ],
)
def test_a_signature_to_come_hides_none_that_has(days: tuple[str, str], signed_on: str, unused: list[str]) -> None:
    contracts = [a_contract(id=f"c-{at}", dateSigned=f"{day}T00:00:00Z") for at, day in enumerate(days)]
    release = a_release(ocid=OCID, tag=["contract"], contracts=contracts)
    assert documents(release)["declared"]["data"]["signed_on"] == signed_on
    assert [path for path, problem in told(release).items() if "is to come, and another" in problem] == unused
