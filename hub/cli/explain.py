"""`hub explain`."""

from datetime import datetime
from typing import Any

import click
import orjson

from hub.cli.running import as_json, asked, print_json, read_log, today
from hub.operate.asking import explanation
from hub.reconcile.picture import KINDS
from hub.reports.words import money_words


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
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
      hub explain procurement ocds-h6vhtk-04a2b1
    """
    day = as_of.date() if as_of else today()
    log = read_log(json=as_json)
    found = asked(lambda: explanation(log, kind, key, field, day), json=as_json)
    if as_json:
        print_json(found)
        return
    # not a table: eight columns leave no room for the words where the terminal is narrow
    for each in found:
        fate = each["fate"] + (f" (by {', '.join(each['voided_by'])})" if each["voided_by"] else "")
        value = each["says"] if each["value"] is None else _words(each["value"])
        document = (each["document"] or "no document named") + (" (illustrative)" if each["illustrative"] else "")
        click.echo(f"{each['field']}: {value}")
        click.echo(f"    {each['name']}; {fate}; true from {each['true_from']}; recorded {each['recorded_at'][:10]}")
        click.echo(f"    event {each['event']}; {document}")


def _words(value: Any) -> str:
    if isinstance(value, dict) and "amount" in value:
        return money_words(value)
    return value if isinstance(value, str) else orjson.dumps(value).decode()
