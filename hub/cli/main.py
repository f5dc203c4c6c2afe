"""The `hub` command: one file per subcommand, loaded when it is called."""

import importlib
import json
import logging
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NoReturn

import click

from hub.json_log import PlainWords

WRONG_USE: Final = 2
INTERRUPTED: Final = 130

COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "up": "Start the hub: Kafka, the registry, the engine and the gateway.",
        "down": "Stop the instance.",
        "publish": "Let events in from files.",
        "status": "What runs, what is behind, what was refused, and what to do.",
        "verify": "Fold the log again and compare with what the engine wrote.",
        "report": "A group's report.",
        "explain": "From a figure back to the statements behind it.",
        "trace": "From an event to what it changed.",
        "withdraw": "Take an event back.",
        "tail": "Show the records of a topic.",
        "quarantine": "What could not be taken, why, and what becomes of it.",
        "audit": "What operators did by hand.",
        "schemas": "Check and register the schemas.",
        "configuration": "Check and publish partnerships, groups, tolerances and standards of practice.",
    }
)


class Lazy(click.Group):
    """Loads a subcommand's module when it is asked for, so that --help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"hub.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="joint-commissioning-hub")
def hub() -> None:
    """The joint commissioning hub: what councils and their NHS partners say, added up.

    \b
    Examples:
      hub up --demo                     start everything with the demonstration
      hub publish events.jsonl          let events in
      hub report health-and-social-care-integration-group
      hub verify                        fold the whole log again and compare every figure

    Exit codes: 0 fine, 1 a finding, 2 wrong use or settings.
    """


def _tell(problem: str, given: list[str]) -> None:
    click.echo(f"hub: {problem}", err=True)
    if "--json" in given:
        click.echo(json.dumps({"ok": False, "error": problem}, indent=2))


def main(arguments: list[str] | None = None) -> NoReturn:
    """The console script's entry. With --json wrong use is one JSON document on standard output too."""
    # a broker that is away is told in the command's own words, once
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    if logging.lastResort is not None:
        # a fault of the hub's is told with its place and never with the values that it stumbled over
        logging.lastResort.setFormatter(PlainWords())
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = hub.main(given, standalone_mode=False)
    except click.Abort:
        sys.exit(INTERRUPTED)
    except PermissionError as closed:
        _tell(f"{closed.filename} is closed to you: run the command as the user whose instance it is", given)
        sys.exit(WRONG_USE)
    except click.ClickException as wrong:
        wrong.show()
        if "--json" in given:
            click.echo(json.dumps({"ok": False, "error": wrong.format_message()}, indent=2))
        sys.exit(WRONG_USE)
    sys.exit(code if isinstance(code, int) else 0)
