"""The command line as a whole: every command has its help, and --json is one document also when things are amiss."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hub.cli import main
from hub.cli.main import COMMANDS, WRONG_USE, hub
from hub.events.topics import ALL_TOPICS, word
from hub.serialization.schemas import every_frozen

# what a command needs to come as far as asking for the instance
READERS: dict[str, list[str]] = {
    "verify": [],
    "report": ["some-group", "--format", "json"],
    "explain": ["contract", "GB-LAE-WND/14-565"],
    "trace": ["0198c2b4-7a53-7c55-9f0e-1d2c3b4a5f60"],
    "tail": ["contract"],
    "quarantine list": [],
    "quarantine show": ["commissioning.contract.v1-0-1"],
    "quarantine redrive": ["--all", "--reason", "a test"],
    "quarantine discard": ["--all", "--reason", "a test"],
    "audit list": [],
    "audit check": [],
    "audit accept": ["--all", "--reason", "a test"],
    "schemas register": [],
    "schemas check --registry": [],
    "configuration show": [],
}


def asked(command: str) -> list[str]:
    """The command line that asks for one JSON document."""
    arguments = [*command.split(), *READERS[command]]
    return arguments if "--format" in arguments else [*arguments, "--json"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(name: str) -> None:
    shown = CliRunner().invoke(hub, [name, "--help"])
    assert shown.exit_code == 0
    assert f"hub {name}" in shown.output.split("Example", 1)[1]


def test_help_loads_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [each for each in sys.modules if each.startswith("hub.cli.") and each.rpartition(".")[2] in COMMANDS]:
        monkeypatch.delitem(sys.modules, module)
    shown = CliRunner().invoke(hub, ["--help"])
    assert all(name in shown.output for name in COMMANDS)
    assert not {f"hub.cli.{name}" for name in COMMANDS} & set(sys.modules)


def test_a_command_that_cannot_be_loaded_leaves_the_others_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hub.cli.verify", None)
    assert CliRunner().invoke(hub, ["--help"]).exit_code == 0
    assert CliRunner().invoke(hub, ["schemas", "--help"]).exit_code == 0
    with pytest.raises(ModuleNotFoundError):
        CliRunner().invoke(hub, ["verify", "--help"], catch_exceptions=False)


@pytest.mark.parametrize("command", READERS)
def test_without_an_instance_json_is_one_document_that_says_what_to_do(command: str, tmp_path: Path) -> None:
    environment = {"HUB_HOME": str(tmp_path), "HUB_BOOTSTRAP_SERVERS": None, "HUB_REGISTRY_URL": None}
    ended = CliRunner().invoke(hub, asked(command), env=environment)
    assert ended.exit_code == 2
    document = json.loads(ended.stdout)
    assert document["ok"] is False
    assert str(tmp_path) in document["error"]
    assert "hub up" in document["error"]


@pytest.mark.parametrize("command", READERS)
def test_when_kafka_and_the_registry_are_away_json_is_one_document(command: str, tmp_path: Path) -> None:
    # port 9 (discard) of this machine: nothing listens there
    away = {"HUB_HOME": str(tmp_path), "HUB_BOOTSTRAP_SERVERS": "127.0.0.1:9", "HUB_REGISTRY_URL": "http://127.0.0.1:9"}
    ended = CliRunner().invoke(hub, asked(command), env=away)
    assert ended.exit_code == 2
    document = json.loads(ended.stdout)
    assert document["ok"] is False
    assert "127.0.0.1:9" in document["error"] or "Kafka" in document["error"]


def test_a_folder_that_cannot_be_written_to_is_told_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    ended = CliRunner().invoke(hub, ["up"], env={"HUB_HOME": str(tmp_path / "file")})
    assert ended.exit_code == 2
    assert "cannot be written to" in ended.stderr
    assert "HUB_HOME" in ended.stderr


def test_a_wrong_setting_is_told_with_its_name(tmp_path: Path) -> None:
    ended = CliRunner().invoke(hub, ["verify"], env={"HUB_HOME": str(tmp_path), "HUB_PARTITIONS": "none"})
    assert ended.exit_code == 2
    assert "HUB_PARTITIONS" in ended.stderr
    assert ended.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [["tail", "--json"], ["tail", "contract", "--from", "-1", "--json"], ["nothing", "--json"]],
    ids=["an argument lacks", "an option out of range", "no such command"],
)
def test_wrong_use_is_a_json_document_too(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(arguments)
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert json.loads(told.out)["ok"] is False
    assert "Usage" in told.err


def test_the_console_scripts_exit_code_is_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(["schemas", "check", "--json"])
    assert ended.value.code == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "checked": len(list(every_frozen())), "findings": []}


def test_a_topic_that_there_is_not_is_told_before_anything_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("HUB_HOME", str(home))
    done = CliRunner().invoke(hub, ["up", "--accept-lost-topic", "contract", "--accept-lost-topic", "contrat"])
    assert (done.exit_code, home.exists()) == (WRONG_USE, False)
    assert "topic 'contrat' is not one of the hub's; write one of contract, performance" in done.output


def test_the_help_of_tail_has_every_topic() -> None:
    shown = CliRunner().invoke(hub, ["tail", "--help"]).output
    assert [each for each in map(word, ALL_TOPICS) if each not in shown] == []
