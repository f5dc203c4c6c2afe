"""`hub trace`."""

import click
import orjson
from rich.table import Table

from hub.cli.running import as_json, asked, print_json, read_log, stdout, today
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
    for each in found:
        stdout.print(f"{each['type']} in {each['partnership']}, admitted {each['admitted_at']}", style="bold")
        if each["voided_by"]:
            stdout.print(f"Void, by {', '.join(each['voided_by'])}.")
        stdout.print(orjson.dumps(each["said"], option=orjson.OPT_INDENT_2).decode(), markup=False, highlight=False)
        table = Table("Picture", "Id", "Where", title="Used in")
        for use in each["used_in"]:
            table.add_row(use["kind"], use["id"], use["where"])
        stdout.print(table if each["used_in"] else "No figure of today stands on it.")
        stdout.print(f"Reported to: {', '.join(each['reported_to']) or 'no group'}")
