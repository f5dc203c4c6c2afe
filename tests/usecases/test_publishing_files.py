"""Which files `hub publish` takes, how it tells their format, and what is wrong use of it."""

import io
from pathlib import Path
from typing import Any, cast

import orjson
import pytest
from click.testing import CliRunner

from connectors.registry import CONNECTORS
from hub.admission.admit import OPERATOR
from hub.admission.refusal import Code, Refusal
from hub.admission.warning import AdmissionWarning
from hub.cli.main import hub
from hub.usecases.admitting import Door
from hub.usecases.publishing import (
    FormatUnknown,
    Result,
    SpeakerUnknown,
    connector_for,
    items_of,
    principal_of,
    publish,
)
from hub.usecases.sources import files_of
from hub.usecases.warned import Warnings
from tests.connectors.releases import a_release
from tests.support.documents import COUNCIL, NOW, wandsworth
from tests.usecases.publishing_in_memory import Written, an_event, file_of, run


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
    def counted(work: Any, json: bool) -> Result:
        result, door = Result(), Door(wandsworth(), OPERATOR, "test")
        for each in items_of([tmp_path / "a.csv"], name, None):
            result.count(door.admit(each, NOW))
        return result

    monkeypatch.setattr("hub.cli.publish.run", counted)
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
    warning = AdmissionWarning("a.jsonl:12", "id", "was said before with another content", "use a new id")
    monkeypatch.setattr("hub.cli.publish.run", lambda work, json: Result(accepted=1, warnings=Warnings([warning])))
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
