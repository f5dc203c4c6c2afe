"""OCDS releases for tests, small and valid."""

from typing import Any, Final

OCID: Final = "ocds-b5fd17-0b1c2d3e"


def a_release(**changes: Any) -> dict[str, Any]:
    """An award of one contract; None takes a member away."""
    release: dict[str, Any] = {
        "ocid": OCID,
        "id": "release-1",
        "date": "2015-03-11T10:37:43Z",
        "tag": ["award"],
        "initiationType": "tender",
        "parties": [
            {"id": "GB-CFS-1", "name": "Example Borough Council", "roles": ["buyer"]},
            {"id": "GB-CFS-2", "name": "Example Care Ltd", "roles": ["supplier"]},
        ],
        "buyer": {"id": "GB-CFS-1", "name": "Example Borough Council"},
        "tender": {"id": "t", "title": "Support for carers", "description": "For adults.", "status": "complete"},
        "awards": [an_award()],
    }
    return {name: value for name, value in (release | changes).items() if value is not None}


def an_award(**changes: Any) -> dict[str, Any]:
    award: dict[str, Any] = {
        "id": "a-1",
        "status": "active",
        "date": "2015-02-01T00:00:00Z",
        "value": {"amount": 1000, "currency": "GBP"},
        "suppliers": [{"id": "GB-CFS-2", "name": "Example Care Ltd"}],
        "contractPeriod": {"startDate": "2015-04-01T00:00:00+01:00", "endDate": "2018-03-31T23:59:59+01:00"},
    }
    return {name: value for name, value in (award | changes).items() if value is not None}


def a_contract(**changes: Any) -> dict[str, Any]:
    contract: dict[str, Any] = {
        "id": "c-1",
        "awardID": "a-1",
        "status": "active",
        "dateSigned": "2015-03-01T00:00:00Z",
        "value": {"amount": 900, "currency": "GBP"},
    }
    return {name: value for name, value in (contract | changes).items() if value is not None}
