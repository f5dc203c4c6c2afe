"""An instance of another user, and what keeps one from starting: told in words, with exit code 2, by every command."""

import importlib
import io
import json
import os
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from aiokafka.errors import KafkaError, KafkaTimeoutError
from click.testing import CliRunner
from rich.console import Console

import hub.instance as hub_instance
import hub.local as hub_local
import hub.log as hub_log
import hub.monitor as hub_monitor
import hub.usecases as hub_usecases
from hub.cli import main
from hub.cli.main import COMMANDS, hub
from hub.cli.up import FAILURES
from hub.local.private_folders import make_private
from tests.cli.test_main import READERS, asked

SHIPPED = Path(__file__).parents[2] / "schemas"

STARTING: Final = (hub_log, hub_instance, hub_monitor, hub_usecases, hub_local)
OF_THESE: Final = tuple(f"{each.__name__}." for each in STARTING)
NOBODY = 65534
LONG = f"no Java 21 in [/usr]{'/and/further' * 20}; install one"
# each command as far as it needs the instance
COMMAND_LINES = {
    **{command: asked(command) for command in READERS},
    "status": ["status", "--json"],
    "up": ["up"],
    "down": ["down"],
    "withdraw": ["withdraw", "0198c2b4-7a53-7c55-9f0e-1d2c3b4a5f60", "--reason", "a test", "--json"],
}


@contextmanager
def as_another_user() -> Iterator[None]:
    """Somebody for whom closed folders are closed: they never are for root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    home = tmp_path / "home"
    make_private(home)
    for name in ("processes.json", "ports.json"):
        (home / "run" / name).write_text("{}")
    monkeypatch.setenv("HUB_HOME", str(home))
    # everything is imported once by somebody who may
    for arguments in COMMAND_LINES.values():
        CliRunner().invoke(hub, [arguments[0], "--help"])
    Console(file=io.StringIO()).print(":wave: [bold]also what rich imports when it prints[/bold]")
    home.chmod(0)
    yield home
    home.chmod(0o700)


@pytest.mark.parametrize("command", COMMAND_LINES)
def test_a_command_on_another_users_instance_says_so(
    command: str, closed: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended, as_another_user():
        main.main(COMMAND_LINES[command])
    out, err = capfd.readouterr()
    assert ended.value.code == 2, out + err
    assert "Traceback" not in out + err
    # what the hub itself ships is closed too where its checkout stands in a folder of somebody else's
    assert str(closed) in out + err or str(SHIPPED) in out + err
    if "--json" in COMMAND_LINES[command]:
        assert json.loads(out)["ok"] is False


def test_every_command_that_asks_the_instance_is_walked() -> None:
    alone = {"publish", "audit", "schemas", "configuration", "quarantine"}  # these need a file first, or have parts
    assert {arguments[0] for arguments in COMMAND_LINES.values()} | alone == set(COMMANDS)


@pytest.mark.parametrize("failure", [*FAILURES, OSError], ids=lambda each: each.__name__)
def test_whatever_keeps_an_instance_from_starting_is_told_in_words(
    failure: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))

    async def failing(plan: object) -> None:
        raise failure(LONG)

    monkeypatch.setattr("hub.cli.up.launch_up", failing)
    answer = CliRunner().invoke(hub, ["up"])
    assert answer.exit_code == 2
    assert answer.stderr == f"hub: {LONG}\n", "in one line: a path that is broken is no path"


NOT_OF_A_START: Final = {
    "CannotWithdraw": "of `hub withdraw`",
    "Ended": "of `launch.up` itself, which ends then as it was told to",
    "FormatUnknown": "of files that are given to `hub publish`",
    "InputsDamaged": "of a worker, which is told as not ready",
    "InstanceTaken": "has words of its own",
    "NothingToRead": "of files that are given to `hub publish`",
    "PartnershipUnknown": "of files that are given to `hub publish`",
    "RecordTooLarge": "the examples are known, and what an entry holds is bounded",
    "FrameUnreadable": "of a record, which is counted",
    "HeadersUnreadable": "of a record, which is counted",
    "QuarantineUnreadable": "of a record, which is counted",
    "WarningsUnreadable": "of a record, which is counted",
    "RefusalUnreadable": "of a record, which is counted",
    "SchemaNeeded": "asked for by who catches it",
    "SpeakerUnknown": "of files that are given to `hub publish`",
}


def test_every_failure_of_the_hub_is_one_of_a_start_or_has_a_reason() -> None:
    """A failure that is added is told in words too, or somebody says why it cannot come."""
    for package in STARTING:
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    of_the_hub = {each for each in descendants(Exception) if each.__module__.startswith(OF_THESE)}
    untold = {each.__name__ for each in of_the_hub if not issubclass(each, (*FAILURES, OSError, KafkaError))}
    assert untold == set(NOT_OF_A_START)


def descendants(kind: type[Exception]) -> Iterator[type[Exception]]:
    for each in kind.__subclasses__():
        yield each
        yield from descendants(each)


def test_what_kafka_says_during_a_start_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))

    async def failing(plan: object) -> None:
        raise KafkaTimeoutError

    monkeypatch.setattr("hub.cli.up.launch_up", failing)
    answer = CliRunner().invoke(hub, ["up"])
    assert (answer.exit_code, answer.stderr.startswith("hub: Kafka cannot be read: ")) == (2, True)
