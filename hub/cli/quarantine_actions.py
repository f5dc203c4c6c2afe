"""`hub quarantine redrive|discard`: nothing is done without --yes."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import click

from hub.admission.admit import OPERATOR
from hub.admission.strict_json import BadJson, parse
from hub.cli.answerable import Command, answerable
from hub.cli.running import FINDING, fail, print_json, run
from hub.events.counting import count_words
from hub.instance.connection import Cluster
from hub.instance.reading_quarantine import read_quarantine
from hub.log.codec import Stamp
from hub.settings import Settings
from hub.usecases.configuring import standing
from hub.usecases.log_actions import opened
from hub.usecases.redriving import (
    DOOR,
    RedriveOutcome,
    Step,
    Who,
    carry_out,
    chosen,
    counts,
    plan_discard,
    plan_redrive,
)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records, by whom and why, and whether it is meant."""

    ids: tuple[str, ...]
    cause: str | None
    all_open: bool
    who: Who
    yes: bool
    mended: Any = None


def selection(command: Command) -> Command:
    """What both commands share."""
    options: list[Callable[[Command], Command]] = [
        click.argument("ids", metavar="[ID]...", nargs=-1),
        click.option("--cause", metavar="CODE", help="All that are open with this code, such as HUB-REC-005."),
        click.option("--all", "all_open", is_flag=True, help="All that are open."),
        answerable,
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.option(
    "--file",
    "mended",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The mended event, one CloudEvents document; for one ID.",
)
@selection
def redrive(mended: Path | None, as_json: bool, **options: Any) -> None:
    """Send the event of a record through admission again, mended or as it is, as a new record.

    Without --file the event is read from the record's own bytes: right where the cause is gone, such as a release that
    was too old. Doing it twice is doing it once. Exit code 1 when a record could not be redriven.

    \b
    Examples:
      hub quarantine redrive commissioning.contract.v1-3-1042 --file mended.json --reason "amount was text"
      hub quarantine redrive --cause HUB-REC-005 --reason "upgraded to 1.4" --yes
    """
    document = None
    if mended is not None:
        if len(options["ids"]) != 1 or options["cause"] or options["all_open"]:
            fail("--file mends one record: give its ID, and neither --cause nor --all", json=as_json)
        document = parse(mended.read_bytes())
        if isinstance(document, BadJson):
            fail(f"{mended}: not JSON: {document.problem}", json=as_json)
    asked = _asked(options, document, json=as_json)

    async def work(settings: Settings, cluster: Cluster) -> tuple[list[Step], list[str]]:
        log = await read_quarantine(cluster)
        records, unknown = chosen(log, asked.ids, asked.cause, asked.all_open)
        now = datetime.now(UTC)
        steps = plan_redrive(log, records, asked.mended, await standing(cluster), now)
        if asked.yes and not unknown and any(each.outcome is not RedriveOutcome.ALREADY for each in steps):
            async with opened(cluster, _now, uuid4, publishes=True) as actions:
                await actions.keep_refused([each for each in steps if each.refusals], Stamp(now, OPERATOR, DOOR))
                await carry_out(log, steps, asked.who, actions)
        return steps, unknown

    steps, unknown = run(work, json=as_json)
    _tell(steps, unknown, asked, json=as_json)


@click.command()
@selection
def discard(as_json: bool, **options: Any) -> None:
    """Say that a record will not be mended. It stays in the log as evidence, and counts as open no more.

    Exit code 1 when there is no such record: then nothing is done.

    \b
    Example:
      hub quarantine discard commissioning.contract.v1-3-1042 --reason "a test of the old mirror" --yes
    """
    asked = _asked(options, None, json=as_json)

    async def work(settings: Settings, cluster: Cluster) -> tuple[list[Step], list[str]]:
        log = await read_quarantine(cluster)
        records, unknown = chosen(log, asked.ids, asked.cause, asked.all_open)
        steps = plan_discard(log, records)
        if asked.yes and not unknown:
            async with opened(cluster, _now, uuid4, publishes=False) as actions:
                await carry_out(log, steps, asked.who, actions)
        return steps, unknown

    steps, unknown = run(work, json=as_json)
    _tell(steps, unknown, asked, json=as_json)


def _asked(options: dict[str, Any], mended: Any, *, json: bool) -> Selection:
    if not options["ids"] and not options["cause"] and not options["all_open"]:
        fail("name the records: an ID, --cause CODE or --all", json=json)
    if options["cause"] and options["all_open"]:
        fail("--cause and --all mean different records: give one of them", json=json)
    return Selection(options["ids"], options["cause"], options["all_open"], options["who"], options["yes"], mended)


def _now() -> datetime:
    return datetime.now(UTC)


def _tell(steps: Sequence[Step], unknown: Sequence[str], asked: Selection, *, json: bool) -> None:
    done = asked.yes and not unknown
    bad = unknown or any(each.outcome in (RedriveOutcome.REFUSED, RedriveOutcome.UNREADABLE) for each in steps)
    if json:
        print_json(
            {
                "ok": not bad,
                "done": done,
                "chosen": len(steps),
                "counts": counts(steps),
                "unknown": list(unknown),
                "records": [each.to_json() for each in steps],
            }
        )
    else:
        _show(steps, unknown, done=done)
    sys.exit(FINDING if bad else 0)


def _show(steps: Sequence[Step], unknown: Sequence[str], *, done: bool) -> None:
    for each in steps:
        click.echo(f"{each.record.id}  {_words(each.outcome, done=done)}{': ' + each.problem if each.problem else ''}")
        for refusal in each.refusals:
            click.echo(f"    {refusal.code.value}  {refusal.field}: {refusal.problem}. Do: {refusal.fix}")
    for name in unknown:
        click.echo(f"{name}  is not in quarantine; `hub quarantine list --all` shows what is", err=True)
    told = ", ".join(f"{count} {name}" for name, count in counts(steps).items() if count) or "none"
    click.echo(f"{count_words(len(steps), 'record')}: {told}.", err=True)
    if not done:
        why = "an ID is not known" if unknown else "add --yes to do it"
        click.echo(f"Nothing was done: {why}.", err=True)


def _words(outcome: RedriveOutcome, *, done: bool) -> str:
    if outcome in (RedriveOutcome.REDRIVEN, RedriveOutcome.DISCARDED) and not done:
        return f"would be {outcome.value}"
    return outcome.value
