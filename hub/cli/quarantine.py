"""`hub quarantine list|show`; redrive and discard stand in hub.cli.quarantine_actions."""

import sys
from datetime import UTC, datetime
from typing import Any

import click

from hub.cli.quarantine_actions import discard, redrive
from hub.cli.running import FINDING, as_json, print_json, run
from hub.events.counting import count_words
from hub.instance.connection import Cluster
from hub.instance.reading_quarantine import QuarantineLog, read_quarantine
from hub.instance.unreadable_records import open_of
from hub.log.quarantined import Quarantined
from hub.settings import Settings

BYTES_PER_LINE = 16


@click.group()
def quarantine() -> None:
    """What could not be taken from the input topics: its bytes, its headers, why, and what mends it.

    \b
    Examples:
      hub quarantine list
      hub quarantine show commissioning.contract.v1-3-1042
      hub quarantine redrive --cause HUB-REC-005 --reason "upgraded to 1.4"
    """


quarantine.add_command(redrive)
quarantine.add_command(discard)


@quarantine.command("list")
@click.option("--all", "all_", is_flag=True, help="Also those that were redriven, discarded or accepted.")
@as_json
def list_(all_: bool, as_json: bool) -> None:
    """One line per record that is open: its id, code, field, problem and cure.

    \b
    Example:
      hub quarantine list --json | jq '.records[].code'
    """
    found: QuarantineLog = run(_read, json=as_json)
    shown = found.records if all_ else found.open
    strange = found.unreadable if all_ else open_of(found.unreadable, found.audit.entries)
    if as_json:
        records = [each.reason() | _handled(found, each) for each in shown]
        print_json({"ok": True, "records": records, "unreadable": [each.to_json() for each in strange]})
        return
    for each in shown:
        handled = _handled(found, each)
        done = f" [{handled['state']} at {handled['at']} by {handled['who']}]" if handled["state"] != "open" else ""
        click.echo(f"{each.id}  {each.code}  {each.field}: {each.problem}. Do: {each.fix}{done}")
    for problem in strange:
        click.echo(f"not a record of ours: {problem}", err=True)
    closed = len(found.records) - len(found.open)
    click.echo(
        f"{count_words(len(found.open), 'record')} open in quarantine, {closed} redriven or discarded.", err=True
    )


@quarantine.command()
@click.argument("record_id", metavar="ID")
@as_json
def show(record_id: str, as_json: bool) -> None:
    """Everything about one record. ID is topic-partition-offset, as `hub quarantine list` shows it.

    The original bytes stand in hexadecimal; with --json in base64. Exit code 1 when there is no such record.

    \b
    Example:
      hub quarantine show commissioning.contract.v1-3-1042 --json | jq -r .record.value.base64 | base64 -d
    """
    found: QuarantineLog = run(_read, json=as_json)
    record = found.named(record_id)
    if record is None:
        problem = f"no record {record_id!r} is in quarantine; `hub quarantine list` shows all {len(found.records)}"
        if as_json:
            print_json({"ok": False, "error": problem})
        else:
            click.echo(problem, err=True)
        sys.exit(FINDING)
    if as_json:
        print_json({"ok": True, "record": record.whole() | _handled(found, record)})
    else:
        click.echo("\n".join(_lines(record)))


def _handled(found: QuarantineLog, record: Quarantined) -> dict[str, Any]:
    """Where the record stands, and who closed it when and why."""
    entry = found.handling.closed.get(record.id)
    closed = {} if entry is None else {"at": entry.at, "who": entry.who, "why": entry.why}
    return {"state": found.state(record.id), **closed}


async def _read(settings: Settings, cluster: Cluster) -> QuarantineLog:
    return await read_quarantine(cluster)


def _lines(record: Quarantined) -> list[str]:
    written = datetime.fromtimestamp(record.timestamp_ms / 1000, UTC).isoformat(timespec="milliseconds")
    about: dict[str, Any] = {
        "Record": f"{record.topic}[{record.partition}]@{record.offset}",
        "Written": written,
        "Code": f"{record.code} (by version {record.code_version})",
        "Field": record.field,
        "Problem": record.problem,
        "Do": record.fix,
        "Key": "none" if record.key is None else repr(record.key)[1:],
    }
    lines = [f"{name + ':':<9} {value}" for name, value in about.items()]
    lines += [f"Header    {name} = {repr(value)[1:]}" for name, value in record.headers]
    if record.value is None:
        return [*lines, "Value:    none"]
    return [*lines, f"Value:    {len(record.value)} bytes", *_hex(record.value)]


def _hex(raw: bytes) -> list[str]:
    """Offset, bytes and their printable characters, as hexdump -C shows them."""
    lines = []
    for start in range(0, len(raw), BYTES_PER_LINE):
        part = raw[start : start + BYTES_PER_LINE]
        text = "".join(chr(each) if 32 <= each < 127 else "." for each in part)
        lines.append(f"  {start:08x}  {part.hex(' '):<{3 * BYTES_PER_LINE}} {text}")
    return lines
