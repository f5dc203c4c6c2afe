"""`hub audit list|check|accept|close`."""

import sys
from dataclasses import asdict

import click

from hub.cli.audit_accept import accept
from hub.cli.audit_close import close
from hub.cli.running import FINDING, as_json, print_json, run
from hub.events.counting import count_words
from hub.instance.connection import Cluster
from hub.instance.unreadable_records import broken_of, open_of
from hub.log.audit import Chain, read_on
from hub.log.raw_reader import RawReader
from hub.settings import Settings


@click.group()
def audit() -> None:
    """What operators did by hand: who, what, why, when, before and after.

    \b
    Examples:
      hub audit list
      hub audit check
      hub audit accept 'refusal[0]@17' --reason "a test of the old mirror"
      hub audit close workplan --reason "all partners have published again"
    """


audit.add_command(accept)
audit.add_command(close)


@audit.command("list")
@as_json
def list_(as_json: bool) -> None:
    """Every entry, oldest first.

    \b
    Example:
      hub audit list --json | jq '.entries[] | select(.action == "quarantine.discarded")'
    """
    chain, topic = run(_read, json=as_json)
    if as_json:
        print_json(
            {
                "ok": not open_of(broken_of(topic, chain), chain.entries),
                "entries": [asdict(each) for each in chain.entries],
            }
        )
        return
    for each in chain.entries:
        click.echo(f"{each.at}  {each.who}  {each.action}  {each.subject}: {each.why}")
    click.echo(f"{count_words(len(chain.entries), 'entry', 'entries')}.", err=True)


@audit.command()
@as_json
def check(as_json: bool) -> None:
    """Whether the chain holds: each entry names the hash of the one before it. Exit code 1 when it does not.

    A location that somebody accepted with `hub audit accept` is named too, and gives no exit code.

    A cut at the very end cannot be seen from inside: keep the head somewhere else, and compare.

    \b
    Example:
      hub audit check --json | jq -r .head
    """
    chain, topic = run(_read, json=as_json)
    found = broken_of(topic, chain)
    broken = open_of(found, chain.entries)
    accepted = [each for each in found if each not in broken]
    if as_json:
        print_json(
            {
                "ok": not broken,
                "entries": len(chain.entries),
                "void": chain.void,
                "head": chain.head,
                "broken": [each.to_json() for each in broken],
                "accepted": [each.to_json() for each in accepted],
            }
        )
    else:
        for each in broken:
            click.echo(f"broken: {each}")
        for each in accepted:
            click.echo(f"broken, and accepted: {each}")
        click.echo(f"{count_words(len(chain.entries), 'entry', 'entries')}, {chain.void} void; head {chain.head}.")
    sys.exit(FINDING if broken else 0)


async def _read(settings: Settings, cluster: Cluster) -> tuple[Chain, str]:
    """The chain, and the topic's full name."""
    chain = Chain()
    reader = RawReader(cluster.bootstrap_servers)
    await reader.start()
    try:
        await read_on(reader, cluster.names.audit, chain)
    finally:
        await reader.stop()
    return chain, cluster.names.audit
