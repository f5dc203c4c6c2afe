"""An instance of another user, and what keeps one from starting: told in words, with exit code 2, by every command."""

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from hub.cli import main
from hub.cli.main import COMMANDS, hub
from hub.cli.up import FAILURES
from hub.operate.private_folders import make_private
from tests.cli.test_main import READERS, asked

SHIPPED = Path(__file__).parents[2] / "schemas"

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
