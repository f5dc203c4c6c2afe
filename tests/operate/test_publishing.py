"""What `hub publish` counts, writes and refuses, without Kafka: the writer keeps what it is given."""

import hashlib
import io
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import orjson
import pytest
from click.testing import CliRunner

from connectors.ocds.connector import item
from connectors.protocol import Item
from connectors.registry import CONNECTORS
from hub.admission.admit import OPERATOR
from hub.admission.doubt import Doubt
from hub.admission.refusal import Code, Refusal
from hub.cli.main import hub
from hub.events.configuration import Configuration, Member, Partnership
from hub.events.encoded import EncodedEvent
from hub.events.envelope import Event
from hub.events.topics import REFUSAL, WARNING
from hub.log.batch_writer import Outgoing
from hub.log.codec import Stamp
from hub.log.kept_warnings import KeptWarnings
from hub.log.publisher import BrokerAway, EventPublisher
from hub.operate.judging import Door
from hub.operate.placing import PartnershipUnknown, check, placed
from hub.operate.publishing import (
    EVENTS_AT_ONCE,
    FormatUnknown,
    Result,
    SpeakerUnknown,
    connector_for,
    items_of,
    principal_of,
    publish,
)
from hub.operate.sources import files_of
from hub.operate.warned import Warnings
from tests.connectors.releases import a_contract, a_release
from tests.support.documents import COUNCIL, NOW, declared, wandsworth

CASES = Path(__file__).parents[1] / "examples" / "cases_real_world"
# no door reads UTF-16, and the last holds requests
EVERY_FILE = [file for file in sorted(CASES.glob("*.json*")) if file.name not in ("12d_utf16.json", "13_http.jsonl")]


class Written:
    """Stands for EventPublisher."""

    def __init__(self, away_after: int = sys.maxsize) -> None:
        self.batches: list[int] = []
        self.events: list[Event] = []
        self.stamps: list[Stamp] = []
        self._away_after = away_after
        self.kept: list[dict[str, Any]] = []
        self.warned: list[KeptWarnings] = []
        self.order: list[str] = []

    async def publish(self, events: Sequence[EncodedEvent], stamp: Stamp) -> list[Any]:
        if len(self.batches) >= self._away_after:
            raise BrokerAway("no broker answers")
        self.batches.append(len(events))
        self.order.append("events")
        self.events += [each.event for each in events]
        self.stamps.append(stamp)
        return []

    async def keep(self, topic: str, records: Sequence[Outgoing]) -> list[Any]:
        self.order.append(topic)
        if topic == WARNING:
            self.warned += [KeptWarnings.read(each.value) for each in records]
            return []
        assert topic == REFUSAL
        self.kept += [{"key": (each.key or b"").decode(), **orjson.loads(each.value or b"")} for each in records]
        return []


def an_event(number: int = 1, **changes: Any) -> bytes:
    return orjson.dumps(declared(attributes={"id": f"014e1b2c-3d00-7000-8000-{number:012d}"}, **changes))


def file_of(folder: Path, *lines: bytes, name: str = "events.jsonl") -> Path:
    file = folder / name
    file.write_bytes(b"\n".join(lines))
    return file


async def run(written: Written | None, *files: Path, speaker: str | None = None) -> Result:
    door = Door(wandsworth(), principal_of(speaker), "test")
    publisher = cast(EventPublisher, written) if written else None
    return await publish(items_of(files, None, speaker), door, publisher, lambda: NOW)


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
    assert (result.accepted, [each.doubt.where for each in result.warnings.groups]) == (1, ["a.jsonl:1"])


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


def test_the_format_is_recognised_or_asked_for(tmp_path: Path) -> None:
    assert connector_for(file_of(tmp_path, an_event()), None).name == "cloudevents"
    assert connector_for(file_of(tmp_path, orjson.dumps(a_release())), None).name == "ocds"
    package = file_of(tmp_path, orjson.dumps({"releases": [a_release()]}, option=orjson.OPT_INDENT_2))
    assert connector_for(package, None).name == "ocds"
    with pytest.raises(FormatUnknown, match="--format"):
        connector_for(file_of(tmp_path, b"{}"), None)
    with pytest.raises(FormatUnknown, match="empty"):
        connector_for(file_of(tmp_path, b""), None)


@pytest.mark.parametrize("name", [None, *CONNECTORS])
@pytest.mark.parametrize("text", [b"name,value\n1,2\n3,4", b"{", "[]".encode("utf-16"), b"\x1f\x8b\x08"])
async def test_a_file_without_json_is_one_refusal_with_any_format(
    tmp_path: Path, name: str | None, text: bytes
) -> None:
    files = [file_of(tmp_path, text, name="a.csv"), file_of(tmp_path, an_event(), name="b.jsonl")]
    door, written = Door(wandsworth(), OPERATOR, "test"), Written()
    refused = list(items_of(files[:1], name, None))
    assert [(each.where, each.refusals[0].code) for each in refused] == [("a.csv", Code.NOT_JSON)]
    result = await publish(items_of(files, None, None), door, cast(Any, written), lambda: NOW)
    assert (result.accepted, result.refused) == (1, 1)
    assert result.refusals[0].problem.startswith("nothing in it can be read as JSON: ")


@pytest.mark.parametrize("name", [None, *CONNECTORS])
def test_what_a_file_holds_is_a_finding_and_not_wrong_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str | None
) -> None:
    def judged(work: Any, json: bool) -> Result:
        result, door = Result(), Door(wandsworth(), OPERATOR, "test")
        for each in items_of([tmp_path / "a.csv"], name, None):
            result.count(door.judge(each, NOW))
        return result

    monkeypatch.setattr("hub.cli.publish.run", judged)
    file = file_of(tmp_path, b"name,value\n1,2", name="a.csv")
    answer = CliRunner().invoke(hub, ["publish", str(file), *(["--format", name] if name else [])])
    assert answer.exit_code == 1
    assert answer.stdout.startswith("0 accepted (events: 0), 1 refused")


def test_a_damaged_first_line_does_not_hide_the_format(tmp_path: Path) -> None:
    assert connector_for(file_of(tmp_path, b'{"specversion": "1.0', an_event()), None).name == "cloudevents"


def test_a_refusal_is_told_whole_however_narrow_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = Refusal(Code.VALUE_WRONG, "data.value.amount", "is not a number", "write digits, such as 1250.00")
    monkeypatch.setattr(
        "hub.cli.publish.run", lambda work, json: Result(refused=1, refusals=[refusal.at("a.jsonl:12")])
    )
    monkeypatch.setenv("COLUMNS", "40")
    answer = CliRunner().invoke(hub, ["publish", str(file_of(tmp_path, an_event()))])
    assert answer.exit_code == 1
    assert "a.jsonl:12: HUB-ADM-012: data.value.amount is not a number" in answer.stdout
    assert "To mend it: write digits, such as 1250.00" in answer.stdout


def test_a_warning_is_told_and_is_no_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    doubt = Doubt("a.jsonl:12", "id", "was said before with another content", "use a new id")
    monkeypatch.setattr("hub.cli.publish.run", lambda work, json: Result(accepted=1, warnings=Warnings([doubt])))
    answer = CliRunner().invoke(hub, ["publish", str(file_of(tmp_path, an_event()))])
    assert answer.exit_code == 0
    assert "a.jsonl:12: warning: id: was said before with another content" in answer.stdout


def test_a_folder_stands_for_its_json_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.json", "a.jsonl", "c.jsonl", "notes.txt"):
        file_of(tmp_path, an_event(1), name=name)
    (tmp_path / "later.jsonl").mkdir()
    with files_of([tmp_path, tmp_path / "notes.txt"], io.BytesIO()) as files:
        assert [each.name for each in files] == ["a.jsonl", "b.json", "c.jsonl", "notes.txt"]


def test_a_folder_without_json_is_wrong_use(tmp_path: Path) -> None:
    file_of(tmp_path, b"x", name="notes.txt")
    answer = CliRunner().invoke(hub, ["publish", str(tmp_path), "--json"])
    assert answer.exit_code == 2
    assert "holds no file that ends in .json or .jsonl" in orjson.loads(answer.stdout)["error"]


async def test_standard_input_is_read_like_a_file_and_called_by_its_dash() -> None:
    lines = io.BytesIO(b"\n".join([an_event(1), an_event(2, stage="awarded")]))
    with files_of([Path("-")], lines) as files:
        result = await run(Written(), *files)
    assert (result.accepted, [each.where for each in result.refusals]) == (1, ["-:2"])
    assert not files[0].exists()


def test_empty_standard_input_is_wrong_use() -> None:
    answer = CliRunner().invoke(hub, ["publish", "-", "--json"], input=b"")
    assert answer.exit_code == 2
    assert orjson.loads(answer.stdout)["error"].startswith("-: the file is empty")


def test_a_speaker_is_an_organisation() -> None:
    assert principal_of(None) == "operator"
    assert principal_of(COUNCIL) == COUNCIL
    with pytest.raises(SpeakerUnknown, match="organisation id"):
        principal_of("Wandsworth")


@pytest.mark.parametrize("arguments", [["--as", "Wandsworth"], []], ids=["a wrong speaker", "an unknown format"])
def test_wrong_use_is_one_json_document_and_exit_code_2(tmp_path: Path, arguments: list[str]) -> None:
    file = file_of(tmp_path, an_event() if arguments else b"{}")
    answer = CliRunner().invoke(hub, ["publish", str(file), "--json", *arguments])
    assert answer.exit_code == 2
    assert set(orjson.loads(answer.stdout)) == {"ok", "error"}


async def test_what_an_item_is_warned_of_is_kept_before_its_events(tmp_path: Path) -> None:
    written = Written()
    result = await run(written, file_of(tmp_path, an_event(1), an_event(1, title="Other")))
    (kept,) = written.warned
    assert written.order == [WARNING, "events"]
    assert kept.events == ("014e1b2c-3d00-7000-8000-000000000001",)
    assert (kept.door, kept.principal, kept.at) == ("test", OPERATOR, NOW)
    (told,) = result.warnings.groups
    assert [(each.where, each.field, each.count) for each in kept.warnings] == [(told.doubt.where, told.doubt.field, 1)]


async def test_what_is_let_in_without_warnings_and_what_stands_already_keep_none(tmp_path: Path) -> None:
    written = Written()
    lines = (an_event(1), an_event(2), an_event(2, title="Other"), an_event(2, title="Other"))
    result = await run(written, file_of(tmp_path, *lines))
    assert (result.duplicates, [each.events[0][-1] for each in written.warned]) == (1, ["2"])


@pytest.mark.parametrize("file", EVERY_FILE, ids=lambda file: file.name)
async def test_all_that_a_publisher_is_warned_of_is_kept_for_the_receipts(file: Path) -> None:
    written = Written()
    result = await run(written, file)
    told = Counter({(each.doubt.problem, each.doubt.fix): 0 for each in result.warnings.groups})
    for each in result.warnings.groups:
        told[each.doubt.problem, each.doubt.fix] += each.count
    kept = Counter[tuple[str, str]]()
    for record in written.warned:
        assert record.left_out == 0
        for warned in record.warnings:
            kept[warned.problem, warned.fix] += warned.count
    assert kept == told
    assert {event for each in written.warned for event in each.events} <= {str(e.meta.event_id) for e in written.events}


def test_what_a_connector_doubts_of_an_item_is_told_with_what_admission_does() -> None:
    release = item(a_release(publicNote="of no use to the hub"), "file:1", None)
    assert release.doubts
    judged = Door(wandsworth(), OPERATOR, "test").judge(release, NOW)
    assert judged.doubts[: len(release.doubts)] == release.doubts
    # a publisher that no configuration knows
    assert [each.field for each in judged.doubts[len(release.doubts) :]]


def test_some_of_those_files_are_warned_of() -> None:
    assert any(item.doubts for file in EVERY_FILE for item in items_of([file], None, None))


@pytest.mark.parametrize("text", [b"", b"\n", b" \r\n\t\n", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize("name", [None, *CONNECTORS])
def test_a_file_with_nothing_in_it_is_wrong_use_in_every_format(tmp_path: Path, name: str | None, text: bytes) -> None:
    with pytest.raises(FormatUnknown, match="the file is empty"):
        connector_for(file_of(tmp_path, text), name)


@pytest.mark.parametrize("text", [b"[]", b"[ ]\n", b"[]\n[]\n"])
@pytest.mark.parametrize("name", [None, *CONNECTORS])
def test_so_is_a_list_with_nothing_in_it(tmp_path: Path, name: str | None, text: bytes) -> None:
    with pytest.raises(FormatUnknown, match="the list in it is empty"):
        connector_for(file_of(tmp_path, text), name)


def test_an_empty_list_before_the_rest_does_not_hide_its_format(tmp_path: Path) -> None:
    file = file_of(tmp_path, b"[]\n" + orjson.dumps(a_release()))
    assert connector_for(file, None).name == "ocds"


AN_ICB = "GB-NHS-QWE"
OF_TWO = Configuration(
    1,
    {
        f"partnership/{place}": Partnership(
            id=place, name=place.title(), members=(Member(organisation=AN_ICB, role="nhs_commissioner"),)
        )
        for place in ("merton", "wandsworth")
    },
)


def released_by_an_icb(folder: Path) -> Path:
    buyer = {"id": AN_ICB, "name": "NHS South West London ICB"}
    release = a_release(
        ocid="ocds-h6vhtk-0c0020",
        date="2015-07-11T10:37:43Z",
        buyer=buyer,
        parties=[buyer | {"roles": ["buyer"]}],
        awards=None,
        contracts=[a_contract()],
        tag=["contract"],
    )
    return file_of(folder, orjson.dumps(release))


async def said_in(file: Path, *partnerships: str) -> tuple[Result, list[tuple[str, ...]]]:
    written = Written()
    items = items_of([file], None, None, partnerships)
    result = await publish(items, Door(OF_TWO, OPERATOR, "test"), cast("EventPublisher", written), lambda: NOW)
    return result, [each.meta.partnerships for each in written.events]


async def test_an_organisation_of_several_partnerships_publishes_releases_in_the_one_that_it_names(
    tmp_path: Path,
) -> None:
    file = released_by_an_icb(tmp_path)
    refused, _ = await said_in(file)
    (refusal,) = refused.refusals
    assert (refusal.code, refusal.field) == (Code.PARTNERSHIP_AMBIGUOUS, "parties[0].id")
    assert "merton, wandsworth" in refusal.problem
    assert "hub publish --partnership merton" in refusal.fix
    result, places = await said_in(file, "wandsworth")
    assert (result.accepted, set(places)) == (1, {("wandsworth",)})
    _, both = await said_in(file, "wandsworth", "merton")
    assert set(both) == {("wandsworth", "merton")}


async def test_where_it_is_no_member_is_refused_by_the_option_that_named_it(tmp_path: Path) -> None:
    file = released_by_an_icb(tmp_path)
    result, _ = await said_in(file, "camden")
    (refusal,) = result.refusals
    assert (refusal.code, refusal.field) == (Code.NOT_A_MEMBER, "--partnership")
    assert "merton, wandsworth" in refusal.fix


async def test_an_event_that_names_its_partnership_stays_there(tmp_path: Path) -> None:
    attributes = {"subject": f"{AN_ICB}/1", "time": "2015-07-01T00:00:00Z"}
    named, silent = (
        declared(attributes=attributes | {"id": f"014e1b2c-3d00-7000-8000-00000000000{number}"}, meta=meta)
        for number, meta in enumerate(({"partnerships": ["merton"]}, {}))
    )
    for each in (named, silent):
        each["data"]["meta"]["organisation"] = AN_ICB
    file = file_of(tmp_path, orjson.dumps(named), orjson.dumps(silent))
    result, places = await said_in(file, "wandsworth")
    assert (result.accepted, places) == (2, [("merton",), ("wandsworth",)])


def test_a_partnership_that_is_not_configured_is_wrong_use_that_names_those_there_are() -> None:
    check(["merton", "wandsworth", AN_ICB], OF_TWO)
    with pytest.raises(PartnershipUnknown, match="configured: merton, wandsworth"):
        check(["merton", "wandswort"], OF_TWO)


def test_every_document_of_every_item_is_placed_or_left_as_it_is() -> None:
    """Also what is no event at all; admission says what is wrong with it."""
    documents: list[dict[str, Any]] = [{}, {"data": None}, {"data": []}, {"data": {}}, {"data": {"meta": 7}}]
    for document in documents:
        assert placed(Item("f:1", documents=(document,)), ("merton",)).documents == (document,)
