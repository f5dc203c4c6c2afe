"""`hub report`."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from hub.cli.running import asked, read_log, today
from hub.operate.asking import report_of
from hub.reports.render import Format, render


@click.command()
@click.argument("group")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day that is reported on (default today).")
@click.option(
    "--known-at",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]),
    help="Only what the hub had admitted by then, UTC (default everything).",
)
@click.option(
    "--format",
    "to",
    type=click.Choice([each.value for each in Format]),
    default=Format.HTML.value,
    help="html (default) or json.",
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file (default standard output)."
)
def report(group: str, as_of: datetime | None, known_at: datetime | None, to: str, output: Path | None) -> None:
    """The report of GROUP on its joint programmes. The same events and dates always give the same bytes.

    \b
    Examples:
      hub report health-and-social-care-integration-group -o report.html
      hub report health-and-social-care-integration-group --as-of 2015-09-30 --format json
    """
    json = to == Format.JSON.value
    day = as_of.date() if as_of else today()
    known = known_at.replace(tzinfo=UTC) if known_at else None
    log = read_log(json=json)
    rendered = render(asked(lambda: report_of(log, group, day, known), json=json), Format(to))
    if output:
        output.write_bytes(rendered)
    else:
        sys.stdout.buffer.write(rendered)
