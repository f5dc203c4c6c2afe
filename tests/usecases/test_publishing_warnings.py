"""What `hub publish` warns of is kept for the receipts, before the events."""

from collections import Counter
from pathlib import Path

import pytest

from connectors.ocds.connector import item
from hub.admission.admit import OPERATOR
from hub.events.topics import WARNING
from hub.usecases.admitting import Door
from hub.usecases.publishing import (
    items_of,
)
from tests.connectors.releases import a_release
from tests.support.documents import NOW, wandsworth
from tests.usecases.publishing_in_memory import EVERY_FILE, Written, an_event, file_of, run


async def test_what_an_item_is_warned_of_is_kept_before_its_events(tmp_path: Path) -> None:
    written = Written()
    result = await run(written, file_of(tmp_path, an_event(1), an_event(1, title="Other")))
    (kept,) = written.warned
    assert written.order == [WARNING, "events"]
    assert kept.events == ("014e1b2c-3d00-7000-8000-000000000001",)
    assert (kept.door, kept.principal, kept.at) == ("test", OPERATOR, NOW)
    (told,) = result.warnings.groups
    assert [(each.where, each.field, each.count) for each in kept.warnings] == [
        (told.warning.where, told.warning.field, 1)
    ]


async def test_what_is_let_in_without_warnings_and_what_stands_already_keep_none(tmp_path: Path) -> None:
    written = Written()
    lines = (an_event(1), an_event(2), an_event(2, title="Other"), an_event(2, title="Other"))
    result = await run(written, file_of(tmp_path, *lines))
    assert (result.duplicates, [each.events[0][-1] for each in written.warned]) == (1, ["2"])


@pytest.mark.parametrize("file", EVERY_FILE, ids=lambda file: file.name)
async def test_all_that_a_publisher_is_warned_of_is_kept_for_the_receipts(file: Path) -> None:
    written = Written()
    result = await run(written, file)
    told = Counter({(each.warning.problem, each.warning.fix): 0 for each in result.warnings.groups})
    for each in result.warnings.groups:
        told[each.warning.problem, each.warning.fix] += each.count
    kept = Counter[tuple[str, str]]()
    for record in written.warned:
        assert record.left_out == 0
        for warned in record.warnings:
            kept[warned.problem, warned.fix] += warned.count
    assert kept == told
    assert {event for each in written.warned for event in each.events} <= {str(e.meta.event_id) for e in written.events}


def test_what_a_connector_warns_of_in_an_item_is_told_with_what_admission_does() -> None:
    release = item(a_release(publicNote="of no use to the hub"), "file:1", None)
    assert release.warnings
    answer = Door(wandsworth(), OPERATOR, "test").admit(release, NOW)
    assert answer.warnings[: len(release.warnings)] == release.warnings
    # a publisher that no configuration knows
    assert [each.field for each in answer.warnings[len(release.warnings) :]]


def test_some_of_those_files_are_warned_of() -> None:
    assert any(item.warnings for file in EVERY_FILE for item in items_of([file], None, None))
