"""`hub explain`."""

from datetime import datetime
from typing import Any

import click
import orjson
from rich.table import Column, Table

from hub.cli.running import as_json, asked, print_json, read_log, stdout, today
from hub.operate.asking import explanation
from hub.reports.words import money_words


@click.command()
@click.argument("kind", type=click.Choice(["contract", "programme", "provider"]))
@click.argument("key")
@click.argument("field", required=False)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day that is asked about (default today).")
@as_json
def explain(kind: str, key: str, field: str | None, as_of: datetime | None, as_json: bool) -> None:
    """From a figure back to the statements behind it: which stand, which were passed over, and why.

    \b
    Examples:
      hub explain contract GB-LAE-WND/14-565 value
      hub explain programme carers
    """
    day = as_of.date() if as_of else today()
    log = read_log(json=as_json)
    found = asked(lambda: explanation(log, kind, key, field, day), json=as_json)
    if as_json:
        print_json(found)
        return
    table = Table("Field", "Who", "Value", "Fate", "True from", "Recorded", Column("Event", no_wrap=True), "Document")
    for each in found:
        fate = each["fate"] + (f" (by {', '.join(each['voided_by'])})" if each["voided_by"] else "")
        value = each["says"] if each["value"] is None else _words(each["value"])
        document = (each["document"] or "") + (" (illustrative)" if each["illustrative"] else "")
        table.add_row(
            each["field"],
            each["name"],
            value,
            fate,
            each["true_from"],
            each["recorded_at"][:10],
            each["event"],
            document,
        )
    stdout.print(table, markup=False)


def _words(value: Any) -> str:
    if isinstance(value, dict) and "amount" in value:
        return money_words(value)
    return value if isinstance(value, str) else orjson.dumps(value).decode()
