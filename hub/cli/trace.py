"""`hub trace`."""

import sys
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NoReturn

import click
import orjson

from hub.cli.running import FINDING, as_json, as_of, fail, known_at, print_json, read_log, run
from hub.cli.told import content_words, fate_words
from hub.configuration.model import ConfigurationUnreadable
from hub.events.counting import count_words
from hub.instance.refused_events import document_of, refusals_of
from hub.log.refusals import KeptRefusal
from hub.reports.days_and_money import day_words
from hub.usecases.asking import NotFound, tracing


@click.command()
@click.argument("event_id")
@as_of
@known_at
@as_json
def trace(event_id: str, as_of: date, known_at: datetime | None, as_json: bool) -> None:
    """From an event to what it changed: what it said, what became of that, and which figures would differ without it.

    An event can change a figure without being named beside it: one that takes another back, clears a field, or names
    who should have spoken. Those figures are told too. Of an event that was refused and never let in it is told when
    and why. Exit code 1 when no event of the id was let in.

    \b
    Examples:
      hub trace 0191f7a0-0000-7000-8000-000000000001
      hub trace 0191f7a0-0000-7000-8000-000000000001 --as-of 2015-09-30
    """
    log = read_log(json=as_json)
    wanted = event_id.strip().lower()
    try:
        found = tracing(log, wanted, as_of, known_at)
    except NotFound as missing:
        refused = run(lambda settings, cluster: refusals_of(cluster, wanted), json=as_json)
        _refused(wanted, refused, str(missing), as_json)
    except ConfigurationUnreadable as broken:
        fail(str(broken), json=as_json)
    if as_json:
        print_json(found)
        return
    # plain lines: a table, or a wrapped text, loses the ends of ids and breaks the JSON where the terminal is narrow
    for each in found:
        click.secho(f"{each['type']} in {each['partnership']}, admitted {each['admitted_at']}", bold=True)
        if each["of_contents"] > 1:
            click.echo(
                f"This event id came with {each['of_contents']} contents. This is "
                f"{content_words(each['content_hash'])}, of {each['organisation']}; what is told here is of it alone."
            )
        _tell(each, day_words(as_of.isoformat()))


def _refused(event_id: str, refused: list[KeptRefusal], missing: str, as_json: bool) -> NoReturn:
    """Of an event that is not in the log: that it was refused, and why; else `missing`."""
    if not refused:
        fail(missing, json=as_json, code=FINDING)
    if as_json:
        problem = f"event {event_id} was refused and never let in"
        print_json({"ok": False, "error": problem, "refused": document_of(refused)})
        sys.exit(FINDING)
    click.echo(f"Event {event_id} was never let in.")
    for each in refused:
        click.echo(f"It was refused at {each.at} at the door “{each.door}”, for {each.principal}, because:")
        for reason in each.reasons:
            click.echo(f"  {reason.where}: {reason.code}  {reason.field}: {reason.problem}")
            click.echo(f"    To mend it: {reason.fix}")
        if each.left_out:
            click.echo(
                f"  and {count_words(each.left_out, 'further reason, which is', 'further reasons, which are')} not kept"
            )
    click.echo("docs/errors.md explains the codes. Mend it and publish it again, under the same id.")
    sys.exit(FINDING)


def _tell(each: Mapping[str, Any], day: str) -> None:
    click.echo(orjson.dumps(each["said"], option=orjson.OPT_INDENT_2))
    if each["voided_by"]:
        click.echo(f"Void: its own organisation took it back in event {', '.join(each['voided_by'])}.")
    if each["takes_back"]:
        click.echo(f"Takes back: event {', '.join(each['takes_back'])}.")
    for told in each["takes_back_nothing"]:
        click.echo(f"Names event {told['event']} in {told['field']}: this {told['problem']}. Do: {told['fix']}.")
    if each["fates"]:
        click.echo(f"What became of it by {day}:")
    for told in each["fates"]:
        click.echo(f"  {told['field']}: {fate_words(told)}")
    click.echo(f"Named on {day} in:" if each["used_in"] else f"No figure of {day} names it.")
    for use in each["used_in"]:
        click.echo(f"  {use['kind']} {use['id']}: {use['where']}")
    click.echo("Without it these would differ:" if each["changes"] else "Without it every figure would be the same.")
    for change in each["changes"]:
        click.echo(f"  {change['kind']} {change['id']}: {change['what']}")
    for group in each["reported_to"]:
        click.echo(
            f"Changes the report to {group['group']}: {', '.join(group['figures']) or 'no figure of its summary'}"
        )
    if not each["reported_to"]:
        click.echo("Changes no group's report.")
