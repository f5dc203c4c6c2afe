"""A contract that a release carries is told of: nobody is told that nobody has declared it, however little is said."""

import io
import json
from datetime import date
from typing import Any

import pytest

from connectors.registry import CONNECTORS
from hub.admission.admit import OPERATOR
from hub.admission.references import Known, declarations, missing, references
from hub.usecases.admitting import Door
from tests.connectors.releases import a_release
from tests.connectors.standing import pictures_of
from tests.support.documents import NOW, wandsworth

OCID = "ocds-h6vhtk-0c0041"


def release(tag: str, **contract: Any) -> dict[str, Any]:
    bare = {"id": "1", "awardID": "a1", "value": {"amount": 5, "currency": "GBP"}, **contract}
    buyer = {"id": "GB-LAE-WND", "name": "Wandsworth Borough Council"}
    party = {**buyer, "identifier": {"scheme": "GB-LAE", "id": "WND"}, "roles": ["buyer"]}
    return a_release(ocid=OCID, tag=[tag], contracts=[bare], awards=[{"id": "a1"}], buyer=buyer, parties=[party])


@pytest.mark.parametrize(
    "said",
    [
        release("contract"),
        release("award", dateSigned="2015-03-01T00:00:00Z"),
        release("contractAmendment", status="pending"),
        release("contract", status="active", dateSigned="2015-03-01T00:00:00Z"),
    ],
)
def test_a_contract_that_is_told_with_its_process_is_declared(said: dict[str, Any]) -> None:
    known = wandsworth()
    items = CONNECTORS["ocds"].items(io.BytesIO(json.dumps(said).encode()), "f", None)
    fresh = [each for item in items for each in Door(known, OPERATOR, "test").admit(item, NOW).fresh]
    events = [(each.admitted.event_type, each.admitted.event) for each in fresh]
    declared = Known(frozenset(name for kind, event in events for name in declarations(kind, event, known)))
    found = [each for kind, event in events for each in references(kind, event, known)]
    assert [each for each in missing(found, declared) if each.name.kind.value == "contract"] == []
    pictures = pictures_of([said], date(2026, 1, 1), known)
    matters = pictures["contract", f"{OCID}/1"]["differences"]
    assert [each for each in matters if each["class"] == "unknown_reference"] == []
