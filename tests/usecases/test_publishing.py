"""What `hub publish` counts, writes and refuses, without Kafka: the writer keeps what it is given."""

import hashlib
from pathlib import Path

import orjson
import pytest

from connectors.protocol import Item
from hub.log.codec import Stamp
from hub.log.publisher import BrokerAway
from hub.usecases.admitting import Door
from hub.usecases.publishing import (
    EVENTS_AT_ONCE,
    items_of,
    principal_of,
    publish,
)
from tests.connectors.releases import a_release
from tests.support.documents import COUNCIL, NOW, wandsworth
from tests.usecases.publishing_in_memory import Written, an_event, file_of, run


async def test_every_item_is_counted_once(tmp_path: Path) -> None:
    lines = (an_event(1), an_event(2), an_event(1), b"{", an_event(3, stage="awarded"))
    written = Written()
    result = await run(written, file_of(tmp_path, *lines))
    assert (result.accepted, result.refused, result.duplicates, result.events) == (2, 2, 1, 2)
    assert [each["where"] for each in result.document()["refusals"]] == ["events.jsonl:4", "events.jsonl:5"]
    assert len(written.events) == 2


async def test_the_document_has_the_names_that_other_programs_rely_on(tmp_path: Path) -> None:
    document = (await run(None, file_of(tmp_path, an_event(1, stage="awarded")))).document()
    assert list(document) == ["accepted", "refused", "duplicates", "events", "refusals", "warnings"]
    assert [list(each) for each in document["refusals"]] == [["where", "code", "field", "problem", "fix"]]


async def test_the_same_id_with_another_content_is_no_duplicate(tmp_path: Path) -> None:
    result = await run(Written(), file_of(tmp_path, an_event(1), an_event(2), an_event(1, title="Other"), an_event(1)))
    assert (result.accepted, result.duplicates) == (3, 1)
    (warning,) = result.document()["warnings"]
    assert (warning["where"], warning["field"]) == ("events.jsonl:3", "id")
    assert "use a new id" in warning["fix"]
    assert list(warning) == ["where", "field", "problem", "fix", "count", "places"]


async def test_an_id_that_is_in_the_log_with_another_content_is_warned_of_where_the_door_knows_the_log() -> None:
    door = Door(wandsworth(), principal_of(None), "test")
    door.remember([("014e1b2c-3d00-7000-8000-000000000001", "another content")])
    item = Item("a.jsonl:1", documents=(orjson.loads(an_event(1)),))
    result = await publish([item], door, None, lambda: NOW)
    assert (result.accepted, [each.warning.where for each in result.warnings.groups]) == (1, ["a.jsonl:1"])


async def test_duplicates_are_seen_across_files(tmp_path: Path) -> None:
    files = (file_of(tmp_path, an_event(1), name="a.jsonl"), file_of(tmp_path, an_event(1), name="b.jsonl"))
    result = await run(Written(), *files)
    assert (result.accepted, result.duplicates) == (1, 1)


async def test_an_item_of_two_events_is_one_item_and_refused_as_a_whole(tmp_path: Path) -> None:
    amended = {"id": "c", "awardID": "a-1", "amendments": [{"date": "2015-04-01T00:00:00Z"}]}
    good = a_release(tag=["contractAmendment"], contracts=[amended])
    below = {**amended, "value": {"amount": -1, "currency": "GBP"}}
    bad = a_release(id="release-2", tag=["contractAmendment"], contracts=[below])
    written = Written()
    result = await run(written, file_of(tmp_path, orjson.dumps(good), orjson.dumps(bad)))
    assert (result.accepted, result.events, result.refused) == (1, 3, 1)  # with its procurement
    assert len(written.events) == 3


async def test_long_files_are_written_in_batches_with_their_stamp(tmp_path: Path) -> None:
    written = Written()
    await run(written, file_of(tmp_path, *(an_event(number) for number in range(EVENTS_AT_ONCE + 1))), speaker=COUNCIL)
    assert written.batches == [EVENTS_AT_ONCE, 1]
    assert set(written.stamps) == {Stamp(NOW, COUNCIL, "test")}


async def test_when_the_broker_is_away_it_is_said_and_not_counted_as_done(tmp_path: Path) -> None:
    file = file_of(tmp_path, *(an_event(number) for number in range(EVENTS_AT_ONCE + 1)))
    with pytest.raises(BrokerAway):
        await run(Written(away_after=1), file)


@pytest.mark.parametrize("name", ["12b_releases_null.json", "12c_releases_empty.json", "12d_utf16.json"])
async def test_a_file_of_nothing_is_one_refusal_so_the_exit_code_is_1(name: str) -> None:
    file = Path(__file__).parents[1] / "examples" / "cases_real_world" / name
    result = await publish(items_of([file], "ocds", None), Door(wandsworth(), "operator", "test"), None, lambda: NOW)
    assert (result.accepted, result.refused, len(result.refusals)) == (0, 1, 1)


async def test_a_dry_run_judges_the_same(tmp_path: Path) -> None:
    file = file_of(tmp_path, an_event(1), an_event(2, stage="awarded"))
    assert await run(None, file) == await run(Written(), file)


async def test_every_refusal_is_kept_with_its_reasons_and_its_text(tmp_path: Path) -> None:
    lines = (an_event(1), b"{", an_event(3, stage="awarded", value={"amount": "-1"}))
    written = Written()
    result = await run(written, file_of(tmp_path, *lines), speaker=COUNCIL)
    names = ("where", "code", "field", "problem", "fix")
    told = [{name: each[name] for name in names} for kept in written.kept for each in (kept, *kept["more"])]
    assert told == result.document()["refusals"]
    no_json, event = written.kept
    assert (no_json["event"], no_json["type"], no_json["text"]) == (None, None, "{")
    assert no_json["key"] == no_json["sha256"] == hashlib.sha256(b"{").hexdigest()
    assert event["key"] == "014e1b2c-3d00-7000-8000-000000000003"
    assert (event["principal"], event["door"], event["type"]) == (COUNCIL, "test", "uk.jch.contract.declared.v1")
    assert orjson.loads(event["text"]) == orjson.loads(lines[2])
    assert len(event["more"]) > 0


@pytest.mark.parametrize(
    "line",
    [
        an_event(1, description="write to jo@example.org"),
        an_event(1, stage="awarded", note_to_self="write to jo@example.org"),
        b'{"description": "write to jo@example.org"',
    ],
    ids=["a field of the event", "a field that the guard does not know", "no JSON"],
)
async def test_a_text_with_personal_data_is_not_kept(tmp_path: Path, line: bytes) -> None:
    written = Written()
    await run(written, file_of(tmp_path, an_event(2), line))
    assert written.kept
    assert b"example.org" not in orjson.dumps(written.kept)


async def test_a_dry_run_keeps_no_refusal(tmp_path: Path) -> None:
    assert (await run(None, file_of(tmp_path, an_event(2), b"{"))).refused == 1
