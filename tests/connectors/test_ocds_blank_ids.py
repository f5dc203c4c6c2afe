"""An id of which nothing is left is no id: whatever bears it is refused by its path, and not passed over.

The standard asks that an id is there, and lets one of blanks pass.
"""

from typing import Any

import pytest

from tests.connectors.releases import a_contract, an_award
from tests.connectors.test_ocds import refused, signed

LISTS = {
    "awards": an_award(),
    "contracts": a_contract(),
    "tender.lots": {"id": "1", "title": "Lot"},
    "tender.items": {"id": "1", "relatedLot": "1"},
}


@pytest.mark.parametrize("blank", [" ", "\u200b", "\t\n"])
@pytest.mark.parametrize("place", LISTS)
def test_an_id_of_blanks_is_refused_by_its_path(place: str, blank: str) -> None:
    holder, _, name = place.rpartition(".")
    entries: list[dict[str, Any]] = [LISTS[place] | {"id": blank}]
    changes = {holder: {"id": "t", name: entries}} if holder else {name: entries}
    ((field, problem),) = refused(signed(**changes))
    assert field == f"{place}[0].id"
    assert problem.startswith("is missing")
