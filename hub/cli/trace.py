"""`hub trace`."""

import click
import orjson

from hub.cli.running import as_json, asked, print_json, read_log, today
from hub.operate.asking import tracing


@click.command()
@click.argument("event_id")
@as_json
def trace(event_id: str, as_json: bool) -> None:
    """From an event to what it changed: what it said, when it was admitted, and where it is used.

    \b
    Example:
      hub trace 0191f7a0-0000-7000-8000-000000000001
    """
    log = read_log(json=as_json)
    found = asked(lambda: tracing(log, event_id.strip().lower(), today()), json=as_json)
    if as_json:
        print_json(found)
        return
    # plain lines: a table, or a wrapped text, loses the ends of ids and breaks the JSON where the terminal is narrow
    for each in found:
        click.secho(f"{each['type']} in {each['partnership']}, admitted {each['admitted_at']}", bold=True)
        if each["voided_by"]:
            click.echo(f"Void, by {', '.join(each['voided_by'])}.")
        click.echo(orjson.dumps(each["said"], option=orjson.OPT_INDENT_2))
        click.echo("Used in:" if each["used_in"] else "No figure of today stands on it.")
        for use in each["used_in"]:
            click.echo(f"  {use['kind']} {use['id']}: {use['where']}")
        click.echo(f"Reported to: {', '.join(each['reported_to']) or 'no group'}")
