"""`hub status`."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click
from rich.table import Table

from hub.cli.running import FINDING, as_json, print_json, run, stdout
from hub.events.topics import word
from hub.monitor.corrupt import is_among
from hub.monitor.group_words import group_words
from hub.monitor.publish_line import FILE
from hub.monitor.status import status as gather


@click.command()
@as_json
def status(as_json: bool) -> None:
    """What runs, what is behind, what was refused, and what to do. Exit code 1 when something needs attention.

    \b
    Examples:
      hub status
      hub status --json | jq '.groups[0].lag_records'
      hub status --json | jq -r '.findings[] | [.severity, .what, .runbook] | @tsv'
    """
    document = run(lambda settings, cluster: gather(settings, cluster, datetime.now(UTC)), json=as_json)
    if as_json:
        print_json(document)
    else:
        _show(document)
    sys.exit(0 if document["ok"] else FINDING)


def _show(document: dict[str, Any]) -> None:
    stdout.print(document["verdict"], style="bold")
    for each in document["findings"]:
        stdout.print(f"- {each['severity']}: {each['what']} {each['do']}", markup=False, highlight=False)
        stdout.print(f"  {each['runbook']}", markup=False, highlight=False)
    _show_processes(document)
    _show_lag(document)
    _show_partners(document)
    _show_kept(document)
    if document["gateway"]:
        stdout.print(f"Gateway: {document['gateway']}")
        click.echo(f"To publish one event, such as an example of docs/events.md in {FILE}, as its organisation:")
        # a shell takes it as one line: it is not wrapped
        click.echo(f"  {document['publish']}")


def _show_kept(document: dict[str, Any]) -> None:
    quarantine, refused, audit = document["quarantine"], document["refusals"], document["audit"]
    if None in (quarantine, refused, audit):
        stdout.print("What is kept in quarantine, refusals and audit is not known while Kafka does not tell.")
        return
    codes = ", ".join(f"{code}: {count}" for code, count in quarantine["by_code"].items())
    closed = f"; {quarantine['redriven']} redriven, {quarantine['discarded']} discarded"
    stdout.print(f"Open in quarantine: {quarantine['records']}{f' ({codes})' if codes else ''}{closed}.")
    reasons = ", ".join(f"{code}: {count}" for code, count in refused["by_code"].items())
    stdout.print(f"Events refused at the doors: {refused['records']}{f' (reasons: {reasons})' if reasons else ''}.")
    stdout.print(f"Audit entries: {audit['entries']}.")


def _show_processes(document: dict[str, Any]) -> None:
    kafka, registry = document["kafka"], document["registry"]
    brokers = ", ".join(f"{each['id']} at {each['address']}" for each in kafka["brokers"])
    # an address ends its line: a full stop would be copied with it
    stdout.print(f"Kafka: {f'brokers {brokers}' if kafka['answers'] else 'does not answer'}", highlight=False)
    stdout.print(f"Registry: {'answers' if registry['answers'] else 'does not answer'} at {registry['address']}")
    if document["processes"]:
        table = Table("Process", "State", "Since", "Pid", "Restarts", "Last exit", title="Processes")
        for row in document["processes"]:
            pid = str(row["pid"] or "")
            table.add_row(
                row["name"], row["state"], _moment(row["since"]), pid, str(row["restarts"]), row["last_exit"] or ""
            )
        stdout.print(table)


def _show_lag(document: dict[str, Any]) -> None:
    lost = {(each["topic"], each["partition"]) for each in document["damage"]}
    for group in document["groups"]:
        title = f"Group {group['group']}: {group_words(group)}"
        table = Table("Topic", "Committed", "End", "Behind, records", "Behind, seconds", "Partitions", title=title)
        for topic in group["topics"]:
            committed, end = (sum(each[name] for each in topic["partitions"]) for name in ("committed", "end"))
            states = sorted({state_of(topic["topic"], each, lost, document["corrupt"]) for each in topic["partitions"]})
            behind = str(topic["lag_records"]), str(topic["lag_seconds"])
            table.add_row(word(topic["topic"]), str(committed), str(end), *behind, ", ".join(states))
        stdout.print(table)
    others = [each for each in document["topics"] if each["topic"] not in _inputs(document)]
    if others:
        table = Table("Topic", "Partitions", "End", title="Other topics")
        for topic in others:
            table.add_row(word(topic["topic"]), str(topic["partitions"]), str(topic["records"]))
        stdout.print(table)


def state_of(topic: str, of: dict[str, Any], lost: set[tuple[str, int]], corrupt: Sequence[str]) -> str:
    """How its group follows a partition; what is wrong with the partition itself goes before that."""
    if (topic, of["partition"]) in lost:
        return "LOST RECORDS"
    return "UNREADABLE" if is_among(f"{topic}[{of['partition']}]", corrupt) else str(of["state"])


def _inputs(document: dict[str, Any]) -> set[str]:
    return {topic["topic"] for group in document["groups"] for topic in group["topics"]}


def _show_partners(document: dict[str, Any]) -> None:
    if not document["partners"]:
        return
    table = Table("Who", "Last event admitted", "Door", "Events refused", "Last refusal", title="Partners")
    for each in document["partners"]:
        last = each["last_refusal"]
        told = f"{last['at']} {last['code']}" if last else ""
        table.add_row(each["principal"], each["last_event_at"] or "", each["door"] or "", str(each["refused"]), told)
    stdout.print(table)
    stdout.print(f"Last events are of {document['partners_cover']}.", highlight=False)


def _moment(text: str) -> str:
    """ "25 Nov 01:22:29" (UTC) of an ISO time: a whole one is cut off in a narrow terminal."""
    return f"{datetime.fromisoformat(text):%d %b %H:%M:%S}"
