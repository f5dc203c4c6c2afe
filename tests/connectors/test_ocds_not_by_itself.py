"""What a release says and cannot mean by itself is told: parties that it does not carry, suppliers that amendments
name, contracts beside a tag of an earlier stage."""

from typing import Any

import pytest

from connectors.ocds.stages import STAGES, TAGS
from tests.connectors.releases import a_contract, an_award
from tests.connectors.releases_read import documents, signed, told

NOT_CARRIED = "is no party of this release"
CARE = {"id": "GB-CFS-2", "name": "Example Care Ltd"}


def told_of(field: str, release: dict[str, Any]) -> str:
    return told(release).get(field, "")


@pytest.mark.parametrize(
    ("supplier", "field"),
    [
        ({"id": "nobody"}, "id"),
        ({"id": "GB-FTS-9", "name": "Example Care Ltd"}, "id"),
        ({"name": "Another Care Ltd"}, "name"),
    ],
)
def test_a_supplier_that_the_release_does_not_carry_is_told(supplier: dict[str, str], field: str) -> None:
    told_problem = told_of(f"awards[0].suppliers[0].{field}", signed(awards=[an_award(suppliers=[supplier])]))
    assert told_problem.startswith(NOT_CARRIED)


@pytest.mark.parametrize("supplier", [CARE, {"name": "Example Care Ltd"}, {"id": "GB-COH-01234567"}])
def test_one_that_it_carries_or_a_register_knows_is_no_word(supplier: dict[str, str]) -> None:
    release = signed(awards=[an_award(suppliers=[supplier])])
    assert not any(each.startswith(NOT_CARRIED) for each in told(release).values())


@pytest.mark.parametrize("name", ["suppliersRemoved", "suppliersAdded"])
@pytest.mark.parametrize("holder", ["awards", "contracts"])
def test_suppliers_of_an_amendment_are_told_in_one_word(holder: str, name: str) -> None:
    amended = {"amendments": [{"id": "release-1", name: [CARE, CARE]}]}
    entry = an_award(**amended) if holder == "awards" else a_contract(**amended)
    found = told(signed(**{holder: [entry]}))
    assert [each for each in found if name in each] == [f"{holder}[0].amendments[0].{name}"]
    assert "by itself" in found[f"{holder}[0].amendments[0].{name}"]


@pytest.mark.parametrize("tag", sorted(TAGS))
def test_a_signed_contract_beside_a_tag_of_an_earlier_stage_is_told(tag: str) -> None:
    release = signed(contracts=[a_contract()]) | {"tag": [tag]}
    earlier = STAGES.index(TAGS[tag]) < STAGES.index("award")
    assert ("nothing further" in told_of("contracts", release)) == earlier
    data = documents(release)["procurement-declared"]["data"]
    assert STAGES.index(data.get("stage", "planning")) <= STAGES.index(TAGS[tag])


OTHER_NAME = "is another name than parties[] has first"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"buyer": {"id": "GB-CFS-1", "name": "Other Borough Council"}}, "buyer.name"),
        (
            {"awards": [an_award(suppliers=[{"id": "GB-CFS-2", "name": "Other Care Ltd"}])]},
            "awards[0].suppliers[0].name",
        ),
    ],
)
def test_two_names_for_one_id_in_one_release_are_told(changes: dict[str, Any], field: str) -> None:
    assert told_of(field, signed(**changes)).startswith(OTHER_NAME)


def test_two_entries_of_one_registered_body_with_two_names_are_told() -> None:
    registered: dict[str, Any] = {"identifier": {"scheme": "GB-COH", "id": "01234567"}, "roles": ["supplier"]}
    parties: list[Any] = [{"id": "GB-CFS-1", "name": "Example Borough Council", "roles": ["buyer"]}]
    parties += [registered | {"id": f"s{number}", "name": name} for number, name in enumerate(("Care Ltd", "Cure Ltd"))]
    release = signed(parties=parties, awards=[an_award(suppliers=[{"id": "s0"}, {"id": "s1"}])])
    assert [each for each in told(release) if each.endswith("name")] == ["parties[2].name"]
    assert told_of("parties[2].name", release).startswith(OTHER_NAME)


@pytest.mark.parametrize("name", ["EXAMPLE CARE LTD", "Example  Care Ltd", "Example Care Ltd"])
def test_one_name_in_other_letters_is_no_other_name(name: str) -> None:
    release = signed(awards=[an_award(suppliers=[{"id": "GB-CFS-2", "name": name}])])
    assert not any(each.startswith(OTHER_NAME) for each in told(release).values())
