"""`hub publish`."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from connectors.registry import CONNECTORS
from hub.admission.references import Known
from hub.cli.cut_off import Acknowledged, CutOff
from hub.cli.running import FINDING, as_json, fail, print_json, progress_bar, run
from hub.events.counting import count_words
from hub.instance.connection import Cluster
from hub.serialization.encoded import Identity
from hub.settings import Settings
from hub.usecases.admitting import Door
from hub.usecases.configuring import standing
from hub.usecases.declared import read_contracts, read_declared
from hub.usecases.placing import PartnershipUnknown, check
from hub.usecases.publishing import FormatUnknown, Result, SpeakerUnknown, connector_for, items_of, opened, principal_of
from hub.usecases.publishing import publish as publish_items
from hub.usecases.sources import NothingToRead, files_of
from hub.usecases.taking_back import Speakers, Wanted, read_speakers
from hub.usecases.warned import as_lines
from hub.usecases.written_before import MOST_BYTES, NOT_LOOKED_UP, read_written

DOOR = "hub publish"
SHOWN = 50


@click.command()
@click.argument(
    "paths",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, allow_dash=True, path_type=Path),
)
@click.option(
    "--format", "format_name", type=click.Choice(list(CONNECTORS)), help="Default: recognised by its beginning."
)
@click.option(
    "--as", "speaker", metavar="ORG", help="Publish as this organisation, for itself only (default: operator)."
)
@click.option(
    "--partnership",
    "partnerships",
    metavar="ID",
    multiple=True,
    help="Say it there, where an event names no partnership itself; may be repeated. For organisations in several.",
)
@click.option("--dry-run", is_flag=True, help="Judge everything, write nothing.")
@as_json
def publish(
    paths: Sequence[Path],
    format_name: str | None,
    speaker: str | None,
    partnerships: Sequence[str],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Let events in from files. Exit code 1 when something was refused; each refusal says how to mend it.

    A folder stands for its *.json and *.jsonl in the order of their names, - for standard input.
    Publishing a file again is harmless: an event that the hub has is a duplicate. One that is cut off, by Ctrl-C, by
    SIGTERM or because Kafka went away, says how much was acknowledged.

    \b
    Examples:
      hub publish events.jsonl --as GB-LAE-WND --dry-run
      hub publish releases.jsonl --format ocds
      hub publish releases.jsonl --partnership wandsworth
      hub publish folder --json | jq .refusals
      my-export | hub publish - --as GB-LAE-WND
    """

    async def work(settings: Settings, cluster: Cluster) -> Result:
        configuration = await standing(cluster)
        check(partnerships, configuration)
        door = Door(configuration, principal, DOOR)
        items = items_of(files, format_name, speaker, tuple(dict.fromkeys(partnerships)))
        with progress_bar("Publishing, items") as bar:
            task = bar.add_task("", total=None)

            def progress(result: Result) -> None:
                acknowledged.take(result)
                bar.update(task, completed=result.accepted + result.refused + result.duplicates)

            async def declared(partnerships: Iterable[str]) -> Known | None:
                return await read_declared(cluster, partnerships)

            async def spoken(wanted: Wanted) -> Speakers | None:
                return await read_speakers(cluster, wanted)

            async def written(wanted: Mapping[str, set[str]]) -> set[Identity] | None:
                return await read_written(cluster, wanted)

            async def agreed(contracts: set[str]) -> Mapping[tuple[str, str], Any] | None:
                return await read_contracts(cluster, contracts)

            is_small = sum(file.stat().st_size for file in files) <= MOST_BYTES
            look_up = written if is_small else None
            with acknowledged.told_when_cut_off():
                if dry_run:
                    result = await publish_items(items, door, None, _now, progress, declared, look_up, spoken, agreed)
                else:
                    async with opened(cluster) as publisher:
                        acknowledged.may_send = True
                        result = await publish_items(
                            items, door, publisher, _now, progress, declared, look_up, spoken, agreed
                        )
            if not is_small:
                result.warnings.add([NOT_LOOKED_UP])
            return result

    acknowledged = Acknowledged(dry_run)
    try:
        principal = principal_of(speaker)
        with files_of(paths, sys.stdin.buffer) as files:
            for file in files:
                connector_for(file, format_name)
            result = run(work, json=as_json)
    except CutOff as cut:
        _tell_cut_off(cut, as_json)
    except (FormatUnknown, SpeakerUnknown, PartnershipUnknown, NothingToRead, OSError) as unknown:
        fail(str(unknown), json=as_json)
    if as_json:
        print_json(result.document())
    else:
        _show(result, dry_run)
    sys.exit(FINDING if result.refused else 0)


def _tell_cut_off(cut: CutOff, as_json: bool) -> NoReturn:
    if as_json:
        print_json(cut.document)
        sys.exit(cut.code)
    fail(str(cut), json=False, code=cut.code)


def _now() -> datetime:
    return datetime.now(UTC)


def _show(result: Result, dry_run: bool) -> None:
    verb = "would be accepted" if dry_run else "accepted"
    within = "" if result.knows_log else " within this run"
    click.echo(
        f"{result.accepted} {verb} (events: {result.events}), {result.refused} refused, "
        f"{count_words(result.duplicates, 'duplicate')}{within}."
    )
    # not a table: where the terminal is narrow, or a file, columns cut off the place, the field and the cure
    for each in result.refusals[:SHOWN]:
        field = f" {each.field}" if each.field else ""
        click.echo(f"{each.where}: {each.code.value}:{field} {each.problem}\n    To mend it: {each.fix}")
    lines = list(as_lines(result.warnings.groups))
    for line in lines[: 2 * SHOWN]:
        click.echo(line)
    for what, left in (("refusals", len(result.refusals) - SHOWN), ("lines of warnings", len(lines) - 2 * SHOWN)):
        if left > 0:
            click.echo(f"... and {left} more {what}; --json shows them all.")
