"""A null takes back where the standard takes one, and nobody looks for one where it is refused: walked by the path."""

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from connectors.ocds.connector import item
from connectors.ocds.part import Part
from connectors.ocds.standard.reading import problems, validator
from tests.connectors.releases import a_contract, a_release
from tests.connectors.standing import pictures_of, stated
from tests.connectors.test_ocds_origins import RELEASES

_PARTS = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


@pytest.fixture
def looked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths at which somebody asks whether there is a null, in order."""
    found: list[str] = []
    ask: Callable[[Part, str], bool] = Part.is_null

    def noted(part: Part, name: str) -> bool:
        found.append(part.at(name))
        return ask(part, name)

    monkeypatch.setattr(Part, "is_null", noted)
    return found


def with_null(release: dict[str, Any], path: str) -> dict[str, Any] | None:
    """The release with a null at this path; None where there is nothing around it."""
    changed = copy.deepcopy(release)
    around: Any = changed
    *to, last = [int(number) if number else name for number, name in _PARTS.findall(path)]
    for part in to:
        if isinstance(around, dict) and part not in around:
            return None
        around = around[part]
    around[last] = None
    return changed


def without(entry: dict[str, Any], *names: str) -> dict[str, Any]:
    return {each: value for each, value in entry.items() if each not in names}


def asked_in(name: str, looked_for: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    assert not item(RELEASES[name], "file", None).refusals
    for path in list(dict.fromkeys(looked_for)):
        changed = with_null(RELEASES[name], path)
        if changed is not None:
            yield path, changed


@pytest.mark.parametrize("name", RELEASES)
def test_nobody_looks_for_a_null_that_the_standard_refuses(name: str, looked_for: list[str]) -> None:
    asked = list(asked_in(name, looked_for))
    assert asked
    assert [path for path, changed in asked if problems(changed)] == []


@pytest.mark.parametrize("name", ["signed", "whole process"])
def test_every_null_that_is_looked_for_takes_its_word_back(name: str, looked_for: list[str]) -> None:
    """Also of a process that is one contract, where nothing else states the word."""

    def cleared(value: Any) -> int:
        if isinstance(value, dict):
            return len(value.get("clears", ())) + sum(map(cleared, value.values()))
        return sum(map(cleared, value)) if isinstance(value, list) else 0

    for path, changed in asked_in(name, looked_for):
        if name == "whole process" and re.fullmatch(r"awards\[\d+\]\.status", path):
            continue  # an award is pending or active by itself; its contract's status is the contract's to say
        if path.endswith("amount"):
            # the amount with VAT would stand in its place
            changed = with_null(changed, re.sub(r"amount$", "amountGross", path)) or changed
        extending = re.search(r"(renewal|options)\.description$", path)
        if extending is not None:
            # the terms of extending it stand in either place
            beside = {"renewal": "options", "options": "renewal"}[extending[1]]
            changed = with_null(changed, f"{path[: extending.start()]}{beside}.description") or changed
        of_award = re.match(r"awards\[\d+\]\.(\w+)", path)
        if of_award is not None:
            # what a contract states stands, whatever its award takes back
            stated = {"contractPeriod": "period"}.get(of_award[1], of_award[1])
            names = ("renewal", "options") if extending is not None else (stated,)
            changed = {**changed, "contracts": [without(each, *names) for each in changed["contracts"]]}
        documents = [each["data"] for each in item(changed, "file", None).documents]
        assert cleared(documents), path


SCHEMA: Any = validator().schema
TOP = sorted(set(SCHEMA["properties"]) - set(SCHEMA["required"]))


@pytest.mark.parametrize("name", TOP)
def test_a_member_of_the_release_that_is_null_is_told_and_takes_nothing_back(name: str) -> None:
    given = item(RELEASES["signed"] | {name: None}, "file", None)
    left_out = item({each: value for each, value in RELEASES["signed"].items() if each != name}, "file", None)
    assert [each["data"] for each in given.documents] == [each["data"] for each in left_out.documents]
    assert [each.problem.partition(":")[0] for each in given.warnings if each.field == name] == ["is null"]


def test_the_members_of_a_release_are_walked() -> None:
    assert {"buyer", "parties", "tender", "awards", "contracts"} <= set(TOP)


@pytest.mark.parametrize("name", ["renewal", "options"])
def test_a_null_takes_back_the_terms_of_extending_that_an_earlier_release_told(name: str) -> None:
    told = a_release(
        ocid="ocds-h6vhtk-0c0040", tag=["contract"], contracts=[a_contract(**{name: {"description": "twice"}})]
    )
    later = told | {"id": "release-2", "date": "2015-04-11T10:37:43Z"}
    later["contracts"] = [a_contract() | {name: {"description": None}}]
    key = ("contract", "ocds-h6vhtk-0c0040/c-1")
    assert stated(pictures_of([told])[key])["extension_terms"] == "twice"
    assert "extension_terms" not in stated(pictures_of([later, told])[key])


@pytest.mark.parametrize("given", [{}, {"roles": []}, {"roles": None}])
def test_a_party_whose_roles_a_later_release_does_not_name_keeps_them(given: dict[str, Any]) -> None:
    icb = {"id": "GB-NHS-QOX", "name": "NHS Example ICB"}
    buyer = {"id": "GB-LAE-EXA", "name": "Example Borough Council", "roles": ["buyer"]}
    first = a_release(ocid="ocds-h6vhtk-0c0041", parties=[buyer, icb | {"roles": ["funder"]}], buyer=buyer | {})
    first["buyer"] = {"id": buyer["id"]}
    renamed = icb | {"name": "NHS Another Example ICB"} | given
    later = first | {"id": "release-2", "date": "2015-04-11T10:37:43Z", "parties": [buyer, renamed]}
    words = stated(pictures_of([later, first])["procurement", "ocds-h6vhtk-0c0041"])
    assert words["funders"] == [{"id": icb["id"], "name": "NHS Another Example ICB"}]
    told = [each.field for each in item(later, "file", None).warnings if "names no role" in each.problem]
    assert told == (["parties[1].roles"] if given else [])
