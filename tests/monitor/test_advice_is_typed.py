"""Every command that a finding, a runbook or an error names is one that the command line takes."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from hub.cli.main import hub
from hub.monitor.findings import findings
from tests.monitor.test_findings import CASES

ROOT = Path(__file__).parents[2]
COMMAND = re.compile(r"`(hub [a-z][^`]*)`")


def commands(text: str) -> list[str]:
    """The `hub ...` commands in a text, whole ones."""
    return [" ".join(each.split()) for each in COMMAND.findall(text)]


def from_sources() -> Iterator[tuple[str, str]]:
    for kind, (document, _) in CASES.items():
        for finding in findings(document):
            yield from ((kind.title, each) for each in commands(finding.reason))
    for file in sorted((ROOT / "docs" / "runbooks").glob("*.md")):
        yield from ((file.stem, each) for each in commands(file.read_text()))


NAMED = sorted(set(from_sources()))


def parse(command: str) -> None:
    """Raises click's errors, as the command line would, before anything is done."""
    # `redrive|discard` means either; `--workers N` some number; an option given without its value is named only
    words = [each.partition("|")[0] for each in shlex.split(command.replace("...", "why"))[1:]]
    words = ["1" if each in ("N", "OFFSET") else each for each in words]
    found: click.Command = hub
    context = click.Context(hub)
    while isinstance(found, click.Group) and words:
        name, *words = words
        inner = found.get_command(context, name)
        assert inner is not None, f"there is no `{command}`"
        found = inner
    options = {each for option in found.params for each in option.opts}
    for word in words:
        if word.startswith("-"):
            assert word.partition("=")[0] in options, f"`{command}`: {word} is no option of it"
    if any(
        words[-1:] == [each] and not getattr(option, "is_flag", True) for option in found.params for each in option.opts
    ):
        return  # it ends at an option: a way of using the command is named, not a whole command
    given = {option.name for option in found.params if set(option.opts) & set(words)}
    for option in found.params:
        if option.required and isinstance(option, click.Option) and words:
            assert option.name in given, f"`{command}` lacks {option.opts[0]}, which it requires"


@pytest.mark.parametrize(("where", "command"), NAMED, ids=lambda each: each)
def test_the_command_line_takes_what_is_advised(where: str, command: str) -> None:
    parse(command)


@pytest.mark.parametrize("command", sorted({each for _, each in NAMED if "OFFSET" in each and "tail" in each}))
def test_an_offset_is_advised_with_its_partition(command: str) -> None:
    """An offset alone names one record of each partition."""
    assert "--partition" in command.split()


@pytest.mark.parametrize("wrong", ["hub mend", "hub up --cure", "hub configuration withdraw k", "hub quarantine drop"])
def test_what_it_does_not_take_is_seen(wrong: str) -> None:
    with pytest.raises(AssertionError):
        parse(wrong)
