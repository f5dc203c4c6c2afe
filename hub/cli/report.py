"""`hub report`."""

import sys
from datetime import date, datetime
from pathlib import Path

import click

from hub.cli.running import FINDING, as_of, asked, known_at, read_log, stderr
from hub.reports.render import Format, render
from hub.usecases.asking import report_of, stands_on


@click.command()
@click.argument("group")
@as_of
@known_at
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
def report(group: str, as_of: date, known_at: datetime | None, to: str, output: Path | None) -> None:
    """The report of GROUP on its joint programmes. The same events and dates always give the same bytes.

    It is made of the log itself, so it lacks nothing that was admitted; up to when that is, is told beside it. Exit
    code 1 when there is no such group.

    \b
    Examples:
      hub report health-and-social-care-integration-group -o report.html
      hub report health-and-social-care-integration-group --as-of 2015-09-30 --format json
    """
    json = to == Format.JSON.value
    log = read_log(json=json)
    rendered = render(asked(lambda: report_of(log, group, as_of, known_at), json=json, not_found=FINDING), Format(to))
    stderr.print(stands_on(log, group, known_at), markup=False, highlight=False, soft_wrap=True)
    if output:
        output.write_bytes(rendered)
    else:
        sys.stdout.buffer.write(rendered)
