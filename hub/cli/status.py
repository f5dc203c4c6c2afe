"""`hub status`."""

import sys
import time
from typing import Any

import click
from rich.table import Table

from hub.cli.running import FINDING, as_json, print_json, run, stdout
from hub.operate.status import status as gather


@click.command()
@as_json
def status(as_json: bool) -> None:
    """What runs, what is behind, what was refused, and what to do. Exit code 1 when something needs attention.

    \b
    Examples:
      hub status
      hub status --json | jq '.groups[0].lag_records'
    """
    document = run(lambda settings, cluster: gather(settings, cluster, time.time()), json=as_json)
    if as_json:
        print_json(document)
    else:
        _show(document)
    sys.exit(0 if document["ok"] else FINDING)


def _show(document: dict[str, Any]) -> None:
    stdout.print("All is well." if document["ok"] else "Needs attention:", style="bold")
    for reason in document["reasons"]:
        stdout.print(f"- {reason}", markup=False, highlight=False)
    if document["processes"]:
        table = Table("Process", "State", "Since", "Pid", "Restarts", "Last exit", title="Processes")
        for row in document["processes"]:
            pid = str(row["pid"] or "")
            table.add_row(row["name"], row["state"], row["since"], pid, str(row["restarts"]), row["last_exit"] or "")
        stdout.print(table)
    for group in document["groups"]:
        table = Table("Topic", "Behind, records", "Behind, seconds", title=f"Group {group['group']}")
        for topic in group["topics"]:
            table.add_row(topic["topic"], str(topic["lag_records"]), str(topic["lag_seconds"]))
        stdout.print(table)
    if document["partners"]:
        table = Table("Who", "Last event admitted", "Door", title="Partners")
        for each in document["partners"]:
            table.add_row(each["principal"], each["last_event_at"], each["door"])
        stdout.print(table)
    quarantine = document["quarantine"]
    codes = ", ".join(f"{code}: {count}" for code, count in quarantine["by_code"].items())
    stdout.print(f"In quarantine: {quarantine['records']}{f' ({codes}); see `hub quarantine list`' if codes else ''}.")
    if document["gateway"]:
        stdout.print(f"Gateway: {document['gateway']}")
