"""What a release names and does not carry is told by its path: a slip in an id, or what an earlier release carried."""

from typing import Any

import orjson
import pytest

from tests.connectors.releases import an_award
from tests.connectors.releases_read import documents, refused, signed
from tests.connectors.standing import items
from tests.connectors.test_ocds_origins import rich

PLACES = (
    "tender.items[0].relatedLot",
    "awards[0].items[0].relatedLot",
    "contracts[0].items[0].relatedLot",
    "awards[0].relatedLots[0]",
    "contracts[0].awardID",
)


def told(release: dict[str, Any]) -> dict[str, str]:
    (item,) = items([release])
    assert item.documents
    return {each.field: each.fix for each in item.warnings if "this release does not carry" in each.problem}


def slipped(path: str, value: Any) -> dict[str, Any]:
    release: dict[str, Any] = orjson.loads(orjson.dumps(rich()))
    around: Any = release
    *to, last = path.replace("[", ".").replace("]", "").split(".")
    for step in to:
        around = around[int(step) if step.isdigit() else step]
    around[int(last) if last.isdigit() else last] = value
    return release


def test_what_is_carried_is_no_word() -> None:
    assert told(rich()) == {}


@pytest.mark.parametrize("path", PLACES)
def test_what_is_not_carried_is_told_by_its_path_and_let_in(path: str) -> None:
    found = told(slipped(path, "lot-l"))
    assert set(found) == {path}
    assert ("tender.lots" in found[path]) == (not path.endswith("awardID"))


@pytest.mark.parametrize("path", [each for each in PLACES if not each.endswith("[0]")])
def test_what_is_no_id_is_told_as_that_alone(path: str) -> None:
    assert told(slipped(path, "None")) == {}


def test_a_release_that_leaves_its_lots_out_tells_of_each_that_it_names() -> None:
    release = rich()
    release["tender"] = {name: value for name, value in release["tender"].items() if name != "lots"}
    assert set(told(release)) == {each for each in PLACES if "elatedLot" in each}


NAME = "Acme Care Ltd"


def named_alone(*numbers: str) -> dict[str, Any]:
    """Parties of one name and these company numbers, and a supplier that is given by its name only."""
    buyer = {"id": "GB-LAE-WIL", "name": "Wiltshire Council", "roles": ["buyer"]}
    parties = [
        {"id": f"p-{at}", "name": NAME, "identifier": {"scheme": "GB-COH", "id": number}, "roles": ["supplier"]}
        for at, number in enumerate(numbers)
    ]
    return signed(parties=[buyer, *parties], buyer={"id": "GB-LAE-WIL"}, awards=[an_award(suppliers=[{"name": NAME}])])


def test_a_name_alone_means_one_body_or_is_refused() -> None:
    data = documents(named_alone("00000001", "00000001"))["procurement-declared"]["data"]
    assert [each["id"] for each in data["awards"][0]["suppliers"]] == ["GB-COH-00000001"]
    ((field, problem),) = refused(named_alone("00000001", "00000002"))
    assert (field, problem) == ("awards[0].suppliers[0].id", "is the id or the name of several parties")
