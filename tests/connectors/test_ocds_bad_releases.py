"""What a bad OCDS release is told, and what publishers can read of it before."""

import re
from pathlib import Path
from typing import Any

import pytest

from connectors.ocds.standard.reading import problems
from hub.admission.refusal import Code
from tests.connectors.releases import a_release, an_award
from tests.connectors.releases_read import codes, dense, read, values_of


def test_what_a_bad_release_is_told() -> None:
    assert codes(a_release(id=None)) == [Code.RELEASE_ID_MISSING]
    assert codes(a_release(ocid="12")) == [Code.OCID_MISSING]
    assert codes(a_release(id=None, ocid=None)) == [Code.RELEASE_ID_MISSING, Code.OCID_MISSING]
    assert codes(a_release(initiationType=None)) == [Code.RELEASE_INVALID]
    assert codes(a_release(date="yesterday")) == [Code.RELEASE_INVALID]
    assert codes(a_release(tag=["compiled"])) == [Code.TAG_UNSUPPORTED]
    assert codes(a_release(buyer=None, parties=None)) == [Code.DECLARER_UNKNOWN]
    assert codes({"hello": "world"}) == [Code.NOT_THE_FORMAT]


def test_every_code_of_connectors_is_tested() -> None:
    here = {Code.RELEASE_ID_MISSING, Code.OCID_MISSING, Code.RELEASE_INVALID, Code.TAG_UNSUPPORTED}
    here |= {Code.DECLARER_UNKNOWN, Code.NOT_THE_FORMAT}
    here |= {Code.NOT_JSON}  # in the conformance test
    here |= {Code.EMPTY, Code.CONNECTOR_FAILED}  # in test_packages and test_protocol
    here |= {Code.REQUEST_WRONG}  # of a request that no connector is given: tests/gateway/test_publishing.py
    assert here == {code for code in Code if code.startswith("HUB-CON-")}


def test_problems_of_the_schema_name_the_place_and_never_the_value() -> None:
    found = problems(a_release(tender={"id": "t", "value": {"amount": "Josephine"}, "title": 7}))
    assert [(path, problem) for path, problem, _ in found] == [
        ("tender.title", "is not of type string or null"),
        ("tender.value.amount", "is not of type number or null"),
    ]


def test_the_extensions_are_part_of_the_schema() -> None:
    contract = {"id": "c", "awardID": "a-1", "implementation": {"performanceFailures": [{"requirement": "x"}]}}
    assert problems(a_release(contracts=[contract])) == [
        ("contracts[0].implementation.performanceFailures[0].id", "is missing", "OCDS 1.1 requires it")
    ]


def test_the_page_for_publishers_names_every_field_that_is_used() -> None:
    text = (Path(__file__).parents[2] / "docs" / "ocds.md").read_text(encoding="utf-8")
    release = dense()
    untold = {each.field for each in read(release).warnings}
    named = set(re.findall(r"[A-Za-z]+", " ".join(re.findall(r"`([^`]*)`", text))))
    for path, _ in values_of(release):
        field = "".join("[]" if isinstance(each, int) else f".{each}" for each in path).lstrip(".")
        if field not in untold:
            assert set(re.findall(r"[A-Za-z]+", field)) <= named, field


@pytest.mark.parametrize(
    ("given", "cure"),
    [
        ({"value": {"amount": "90,000", "currency": "GBP"}}, "without quotes, commas"),
        ({"value": {"amount": True, "currency": "GBP"}}, "write digits alone"),
        ({"title": 5}, "write it in quotes"),
    ],
)
def test_a_value_of_another_type_is_told_how_to_write_it(given: dict[str, Any], cure: str) -> None:
    (refusal,) = read(a_release(awards=[an_award(**given)])).refusals
    assert cure in refusal.fix
