"""What every command asks that changes what an operator answers for: why, who does it, and whether it is meant."""

import functools
import getpass
from collections.abc import Callable
from typing import Any

import click

from hub.cli.running import as_json, fail
from hub.usecases.redriving import Who

Command = Callable[..., None]


def answerable(command: Command) -> Command:
    """--reason, --by, --yes and --json; the command is given `who`, `yes` and `as_json`.

    A reason of blanks alone is refused before anything is asked.
    """

    @functools.wraps(command)
    def told_why(reason: str, by: str | None, as_json: bool, **others: Any) -> None:
        if not reason.strip():
            fail("--reason is empty: say why, for whoever asks later", json=as_json)
        command(who=Who(f"operator:{by or login()}", reason), as_json=as_json, **others)

    options = [
        click.option("--reason", required=True, help="Why; it is kept in the audit log for ever."),
        click.option("--by", metavar="NAME", default=None, help="Who does it (default: your login name)."),
        click.option("--yes", is_flag=True, help="Do it. Without this it is only said what would be done."),
        as_json,
    ]
    answering: Command = told_why
    for option in reversed(options):
        answering = option(answering)
    return answering


def login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
