"""`hub explain`."""

from collections.abc import Mapping
from datetime import date, datetime

import click

from hub.cli.running import FINDING, as_json, as_of, asked, known_at, print_json, read_log
from hub.cli.told import fate_words, said_words
from hub.reconcile.picture import KINDS
from hub.reports.days_and_money import day_words
from hub.usecases.asking import explanation, told_above


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("key")
@click.argument("field", required=False)
@as_of
@known_at
@as_json
def explain(kind: str, key: str, field: str | None, as_of: date, known_at: datetime | None, as_json: bool) -> None:
    """From a figure back to the statements behind it: whose word stands, which were passed over, and why.

    Of what each body says, the latest true date that has come counts, and of one date what was recorded last. What an
    organisation said is the word of each body that followed it. FIELD is a field (value), a thing with all its fields
    (milestone:mobilised, a measure's name), a field of a thing (milestone:mobilised/met), or what the picture shows
    together (totals, awards, measures); above the statements behind totals stands what they come to for each body.
    Exit code 1 when it is not there.

    \b
    Examples:
      hub explain contract GB-LAE-WND/14-565 value
      hub explain contract GB-LAE-WND/14-565 value --as-of 2015-09-30 --known-at 2015-10-01
      hub explain programme carers
      hub explain procurement ocds-h6vhtk-04a2b1
      hub explain provider GB-COH-00000002
    """
    log = read_log(json=as_json)
    found = asked(lambda: explanation(log, kind, key, field, as_of, known_at), json=as_json, not_found=FINDING)
    if as_json:
        print_json(found)
        return
    known = f", of what was admitted by {known_at:%Y-%m-%d %H:%M:%S} UTC" if known_at else ""
    click.secho(f"{kind} {key}: what stood on {day_words(as_of.isoformat())}{known}", bold=True)
    for total in told_above(log, kind, key, field, as_of, known_at):
        click.echo(total)
    is_in_several = len({each["partnership"] for each in found}) > 1
    # not a table: eight columns leave no room for the words where the terminal is narrow
    for each in found:
        elsewhere = f" of {each['subject']}" if each["subject"] != f"{kind} {key}" else ""
        place = f" in {each['partnership']}" if is_in_several else ""
        click.echo(f"{each['field']}{elsewhere}{place}: {said_words(each['value'])}")
        click.echo(f"    {fate_words(each)}")
        said_of = {"subject": each["subject"], "field": each["field"]}
        if elsewhere_shown := [word for word in each["cited_in"] if word != said_of]:
            click.echo(f"    shown as {', '.join(_word(word, f'{kind} {key}') for word in elsewhere_shown)}")
        click.echo(
            f"    said by {each['name']} ({each['organisation']}); true from {each['true_from']}; "
            f"recorded {each['recorded_at']}; admitted {each['admitted_at']}"
        )
        click.echo(f"    {each['document'] or 'no document named'}{' (illustrative)' if each['illustrative'] else ''}")
        click.echo(f"    event {each['event']} ({each['type']})")


def _word(word: Mapping[str, str], asked: str) -> str:
    """A word of a picture that follows from a statement: its field, and whose it is if not that of what was asked."""
    return word["field"] if word["subject"] == asked else f"{word['field']} of {word['subject']}"
