"""`hub schemas` by itself: the draft, the check, the digests."""

import json

import pytest
from click.testing import CliRunner

from hub.cli.main import hub
from hub.events.catalogue import CATALOGUE, EventType
from hub.log.schema_gate import Shelf
from hub.serialization.draft import draft_schema
from hub.serialization.schemas import newest


def test_the_shipped_schemas_pass() -> None:
    ended = CliRunner().invoke(hub, ["schemas", "check"])
    assert (ended.exit_code, ended.stdout) == (0, f"{len(Shelf.shipped().schemas())} schemas checked, 0 findings.\n")


def test_a_finding_is_a_line_and_exit_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Shelf.shipped()
    file = "contract/extended/v1.0.avsc"
    broken = Shelf({path: raw + b" " if path == file else raw for path, raw in whole.files.items()})
    monkeypatch.setattr(Shelf, "shipped", classmethod(lambda cls: broken))
    ended = CliRunner().invoke(hub, ["schemas", "check"])
    assert ended.exit_code == 1
    assert ended.stdout.startswith(f"{file}: frozen-file-changed: ")
    listed = json.loads(CliRunner().invoke(hub, ["schemas", "check", "--json"]).stdout)
    assert [(each["file"], each["rule"]) for each in listed["findings"]] == [(file, "frozen-file-changed")]


def test_nothing_is_registered_after_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = Shelf({})
    monkeypatch.setattr(Shelf, "shipped", classmethod(lambda cls: empty))
    # there is no registry here: it would be exit code 2 if it were asked
    ended = CliRunner().invoke(hub, ["schemas", "register", "--json"])
    assert ended.exit_code == 1
    assert {each["rule"] for each in json.loads(ended.stdout)["findings"]} == {
        "example-missing",
        "schema-missing",
        "codelist-missing",
    }


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
def test_the_draft_of_a_type_is_what_its_model_implies(event_type: EventType) -> None:
    for name in (event_type.ce_type, f"{event_type.word}/{event_type.name}"):
        ended = CliRunner().invoke(hub, ["schemas", "draft", name])
        assert json.loads(ended.stdout) == draft_schema(event_type)
    assert [each["name"] for each in json.loads(ended.stdout)["fields"]] == [
        e["name"] for e in newest(event_type)["fields"]
    ]


def test_an_unknown_type_is_told_with_those_that_there_are() -> None:
    ended = CliRunner().invoke(hub, ["schemas", "draft", "contract/sold"])
    assert ended.exit_code == 2
    assert "contract/declared" in ended.stderr
