"""The real releases: how many are taken, why five are not, and what the corrections inside one process come to."""

import io
import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from connectors.ocds.connector import OcdsConnector
from hub.admission.admit import OPERATOR, Admitted, Context, admit
from hub.admission.refusal import Code
from hub.events import avro
from hub.events.configuration import Configuration
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.said import Said
from hub.reconcile.views import PartnershipViews

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
    ("name", "expected"),
    [
        ("england_releases.jsonl", {"award": 73, "tender": 25, "planning": 2}),
        ("wales_releases.jsonl", {"tender": 15}),
        ("release_package_example.json", {"award": 1}),
    ],
)
def test_every_valid_release_is_one_declaration_at_its_stage(name: str, expected: dict[str, int]) -> None:
    with (FOLDER / name).open("rb") as stream:
        events = taken(stream)
    assert {each.event_type.name for each in events} == {"declared"}
    assert Counter(each.event.model_dump()["stage"] for each in events) == expected
    assert len({each.event.meta.event_id for each in events}) == len(events)


def test_suppliers_keep_their_names_only_where_nobody_is_named() -> None:
    with (FOLDER / "england_releases.jsonl").open("rb") as stream:
        suppliers = [each for one in taken(stream) for each in one.event.model_dump()["suppliers"] or ()]
    assert Counter(each["name"] is not None for each in suppliers) == {True: 97, False: 31}


def test_wales_knows_its_parties_by_the_document_alone() -> None:
    with (FOLDER / "wales_releases.jsonl").open("rb") as stream:
        events = taken(stream)
    assert all(each.event.meta.organisation.startswith("local:ocds-kuma6s-") for each in events)


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


def picture(releases: Iterable[Any]) -> Any:
    """What the contract comes to in the end, without the ids of the events that say so."""
    lines = b"\n".join(json.dumps(each).encode() for each in releases)
    events = taken(io.BytesIO(lines))
    (partnership,) = {each for one in events for each in one.event.meta.partnerships}
    views = PartnershipViews(partnership, Configuration())
    for one in events:
        kind = one.event_type
        body = avro.encode(kind, one.event)
        plain = avro.decode_plain(kind, (kind.major, kind.minor), body)
        views.add(Said.of(kind, (kind.major, kind.minor), body, plain, 0), plain)
    found = views.picture(Subject("contract", events[0].event.meta.subject), Day.of(date(2026, 11, 23)))
    assert found is not None
    return found.body


def stated(body: Any) -> dict[str, Any]:
    return {name: [side["value"] for side in field["sides"]] for name, field in body["fields"].items()}


@pytest.mark.parametrize("ocid", sorted(processes()))
def test_the_last_word_stands_in_any_order(ocid: str) -> None:
    releases = processes()[ocid]
    assert len(releases) == 2
    assert releases[0]["date"] < releases[1]["date"]
    both = picture(releases)
    assert picture(reversed(releases)) == both
    assert picture([*releases, *releases]) == both
    assert stated(both) == stated(picture(releases[1:]))


def test_a_corrected_award_is_not_added_to_the_first_one() -> None:
    (ocid,) = [each for each in processes() if each.startswith("ocds-b5fd17-3acef0bd")]
    first, last = processes()[ocid]
    assert (len(first["awards"][0]["suppliers"]), len(last["awards"][0]["suppliers"])) == (12, 13)
    (suppliers,) = stated(picture([first, last]))["suppliers"]
    assert len(suppliers) == 13


@pytest.mark.parametrize("start", ["299e8fcb", "55a5319a"])
def test_an_update_that_changes_nothing_changes_nothing_but_its_notice(start: str) -> None:
    (ocid,) = [each for each in processes() if each.startswith(f"ocds-b5fd17-{start}")]
    first, last = processes()[ocid]
    before, after = stated(picture([first])), stated(picture([first, last]))
    assert {name for name in after if before.get(name) != after[name]} <= {"notice"}
