"""The real releases: how many are taken, why five are not, and what the corrections inside one process come to."""

import io
import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from connectors.ocds.connector import OcdsConnector
from hub.admission.admit import OPERATOR, Admitted, Context, admit
from hub.admission.refusal import Code
from hub.configuration.model import Configuration
from tests.connectors.standing import pictures_of, stated

FOLDER: Final = Path(__file__).parents[2] / "deploy" / "examples" / "contracts_finder"
CONTEXT: Final = Context(Configuration(), datetime(2026, 11, 23, tzinfo=UTC), OPERATOR, "test")


def taken(stream: io.BufferedIOBase | io.BytesIO) -> list[Admitted]:
    found = []
    for item in OcdsConnector().items(stream, "file", None):  # type: ignore[arg-type]
        assert not item.refusals, item.refusals
        for document in item.documents:
            answer = admit(document, CONTEXT)
            assert isinstance(answer, Admitted), (item.where, answer)
            found.append(answer)
    return found


@pytest.mark.parametrize(
    ("name", "procurements", "contracts"),
    [
        ("england_releases.jsonl", {"award": 73, "tender": 25, "planning": 2}, {"award": 73}),
        ("wales_releases.jsonl", {"tender": 15}, {}),
        ("release_package_example.json", {"award": 1}, {"award": 1}),
    ],
)
def test_every_valid_release_tells_of_its_procurement_and_an_award_of_a_contract(
    name: str, procurements: dict[str, int], contracts: dict[str, int]
) -> None:
    with (FOLDER / name).open("rb") as stream:
        events = taken(stream)
    told = {"procurement-declared": Counter[str](), "declared": Counter[str]()}
    for each in events:
        told[each.event_type.name][each.event.model_dump()["stage"]] += 1
    assert told == {"procurement-declared": procurements, "declared": contracts}
    assert len({each.event.meta.event_id for each in events}) == len(events)


def test_suppliers_keep_their_names_only_where_nobody_is_named() -> None:
    with (FOLDER / "england_releases.jsonl").open("rb") as stream:
        declared = [each for each in taken(stream) if each.event_type.name == "declared"]
    suppliers = [each for one in declared for each in one.event.model_dump()["suppliers"] or ()]
    assert Counter(each["name"] is not None for each in suppliers) == {True: 97, False: 31}


def test_public_bodies_without_a_register_are_known_by_name() -> None:
    with (FOLDER / "england_releases.jsonl").open("rb") as stream:
        speakers = {each.event.meta.organisation for each in taken(stream)}
    # three ids of Contracts Finder, one council
    assert "local:ocds-b5fd17/leicester-city-council" in speakers
    with (FOLDER / "wales_releases.jsonl").open("rb") as stream:
        assert all(each.event.meta.organisation.startswith("local:ocds-kuma6s") for each in taken(stream))


def test_the_five_without_an_id_are_refused_for_that() -> None:
    with (FOLDER / "scotland_releases_missing_id.jsonl").open("rb") as stream:
        items = list(OcdsConnector().items(stream, "file", None))
    assert len(items) == 5
    # the masking of telephone numbers has damaged their ocids too
    assert [[each.code for each in item.refusals] for item in items] == [
        [Code.RELEASE_ID_MISSING, Code.OCID_MISSING]
    ] * 5


def processes() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = json.loads((FOLDER / "multi_release_processes.json").read_text(encoding="utf-8"))
    return found


def kinds(releases: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """What the process comes to in the end: kind to the one word on each field."""
    return {
        kind: stated(body) for (kind, _), body in pictures_of(releases).items() if kind in ("contract", "procurement")
    }


@pytest.mark.parametrize("ocid", sorted(processes()))
def test_the_last_word_stands_in_any_order(ocid: str) -> None:
    releases = processes()[ocid]
    assert len(releases) == 2
    assert releases[0]["date"] < releases[1]["date"]
    both = kinds(releases)
    assert kinds(list(reversed(releases))) == both
    assert kinds([*releases, *releases]) == both


def test_a_corrected_award_is_not_added_to_the_first_one() -> None:
    (ocid,) = [each for each in processes() if each.startswith("ocds-b5fd17-3acef0bd")]
    first, last = processes()[ocid]
    assert (len(first["awards"][0]["suppliers"]), len(last["awards"][0]["suppliers"])) == (12, 13)
    assert first["awards"][0]["id"] != last["awards"][0]["id"]
    assert len(kinds([first, last])["contract"]["suppliers"]) == 13


@pytest.mark.parametrize("start", ["299e8fcb", "55a5319a"])
def test_an_update_that_changes_nothing_changes_nothing_but_its_notice(start: str) -> None:
    (ocid,) = [each for each in processes() if each.startswith(f"ocds-b5fd17-{start}")]
    first, last = processes()[ocid]
    before, after = kinds([first]), kinds([first, last])
    for kind, words in after.items():
        assert {name for name in words if before[kind].get(name) != words[name]} <= {"notice"}
