"""OCDS releases of tests, read: as documents, as what is told, as what is refused."""

import json
from decimal import Decimal
from typing import Any

from connectors.ocds.connector import item
from connectors.ocds.part import root_of
from connectors.ocds.parties import Parties
from connectors.ocds.reading import Reading
from hub.admission.refusal import Code
from tests.connectors.releases import OCID, a_release

SIGNED = "ocds-h6vhtk-0b1c2d"
"""Of a publisher that keeps the ids of contracts."""


def read(release: dict[str, Any], speaker: str | None = None) -> Any:
    return item(json.loads(json.dumps(release), parse_float=Decimal), "file:1", speaker)


def documents(release: dict[str, Any], speaker: str | None = None) -> dict[str, Any]:
    """Event name, or name and contract, to the document."""
    found = read(release, speaker)
    assert not found.refusals, found.refusals
    return {
        each["type"].split(".")[3] + each["data"]["meta"]["subject"].removeprefix(release["ocid"]): each
        for each in found.documents
    }


def told(release: dict[str, Any]) -> dict[str, str]:
    """Field to problem of what is let in and told."""
    found = read(release)
    assert not found.refusals, found.refusals
    return {each.field: each.problem for each in found.warnings}


def refused(release: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each.field, each.problem) for each in read(release).refusals]


def codes(release: Any) -> list[Code]:
    return [each.code for each in item(release, "file:1", None).refusals]


def signed(**changes: Any) -> dict[str, Any]:
    return a_release(ocid=SIGNED, tag=["award", "contract"], **changes)


def dense() -> dict[str, Any]:
    """A release that holds something of everything that is used, and a little that is not."""
    term = {
        "title": "T", "description": "D", "status": "active",
        "value": {"amount": 10, "amountGross": 12, "currency": "GBP"},
        "hasRenewal": True, "renewal": {"description": "twice"}, "hasOptions": True, "options": {"description": "more"},
    }  # fmt: skip
    period = {
        "startDate": "2015-04-01T00:00:00Z", "endDate": "2018-03-31T00:00:00Z", "maxExtentDate": "2020-03-31T00:00:00Z",
        "durationInMonths": 36,
    }  # fmt: skip
    cpv = {"id": "1", "additionalClassifications": [{"scheme": "CPV", "id": "85000000"}], "relatedLot": "1"}
    notice = {"id": "000001-2015", "noticeType": "UK7", "datePublished": "2015-03-11T00:00:00Z"}
    change = {"id": "release-1", "date": "2015-03-02T00:00:00Z", "rationale": "why", "releaseID": "release-1"}
    return a_release(
        ocid=SIGNED,
        tag=["award", "contract"],
        parties=[
            {"id": "b", "name": "Example Borough Council", "roles": ["buyer"],
             "identifier": {"scheme": "GB-LAE", "id": "EXA", "legalName": "Example"}},
            {"id": "s", "name": "Example Care Ltd", "roles": ["supplier"],
             "additionalIdentifiers": [{"scheme": "GB-COH", "id": "00000001"}]},
            {"id": "n", "name": "NHS Example ICB", "roles": ["funder", "buyer"], "address": {"locality": "X"}},
        ],
        buyer={"id": "b", "name": "Example Borough Council"},
        planning={"documents": [notice | {"id": "000000-2015"}]},
        tender={
            "id": "t", "title": "T", "description": "D", "status": "complete", "value": term["value"],
            "contractPeriod": period, "classification": {"scheme": "CPV", "id": "85000000"},
            "legalBasis": {"scheme": "UKPGA", "id": "2023/54"}, "specialRegime": ["lightTouch"],
            "techniques": {"hasFrameworkAgreement": True}, "items": [cpv],
            "lots": [{"id": "1"} | term | {"contractPeriod": period}],
        },
        awards=[
            {"id": "1", "date": "2015-03-01T00:00:00Z", "suppliers": [{"id": "s", "name": "Example Care Ltd"}],
             "items": [cpv], "relatedLots": ["1"], "contractPeriod": period, "amendments": [{"id": "x"}]} | term
        ],
        contracts=[
            {"id": "1", "awardID": "1", "dateSigned": "2015-03-05T00:00:00Z", "period": period, "documents": [notice],
             "amendments": [change]} | term
        ],
    )  # fmt: skip


def parties(*entries: dict[str, Any], ocid: str = OCID, **more: Any) -> Parties:
    reading = Reading({"parties": list(entries), **more}, "file:1")
    return Parties(root_of(reading), ocid)


def id_of(entry: dict[str, Any]) -> str:
    found = parties(entry)
    return str(found.organisation(found.all[0])["id"])


def values_of(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, dict):
        return [each for name, part in value.items() for each in values_of(part, (*path, name))]
    if isinstance(value, list):
        return [each for place, part in enumerate(value) for each in values_of(part, (*path, place))]
    return [(path, value)]
