"""`hub audit list|check`."""

import sys
from dataclasses import asdict

import click

from hub.cli.running import FINDING, as_json, print_json, run
from hub.log.audit import Chain, read_on
from hub.log.raw_reader import RawReader
from hub.operate.connection import Cluster
from hub.settings import Settings


@click.group()
def audit() -> None:
    """What operators did by hand: who, what, why, when, before and after.

    \b
    Examples:
      hub audit list
      hub audit check
    """


@audit.command("list")
@as_json
def list_(as_json: bool) -> None:
    """Every deed, oldest first.

    \b
    Example:
      hub audit list --json | jq '.entries[] | select(.action == "quarantine.discarded")'
    """
    chain: Chain = run(_read, json=as_json)
    if as_json:
        print_json({"ok": not chain.broken, "entries": [asdict(each) for each in chain.entries]})
        return
    for each in chain.entries:
        click.echo(f"{each.at}  {each.who}  {each.action}  {each.subject}: {each.why}")
    click.echo(f"{len(chain.entries)} entries.", err=True)


@audit.command()
@as_json
def check(as_json: bool) -> None:
    """Whether the chain holds: each entry names the hash of the one before it. Exit code 1 when it does not.

    A cut at the very end cannot be seen from inside: keep the head somewhere else, and compare.

    \b
    Example:
      hub audit check --json | jq -r .head
    """
    chain: Chain = run(_read, json=as_json)
    if as_json:
        document = {"entries": len(chain.entries), "void": chain.void, "head": chain.head, "broken": chain.broken}
        print_json({"ok": not chain.broken, **document})
    else:
        for problem in chain.broken:
            click.echo(f"broken: {problem}")
        click.echo(f"{len(chain.entries)} entries, {chain.void} void; head {chain.head}.")
    sys.exit(FINDING if chain.broken else 0)


async def _read(settings: Settings, cluster: Cluster) -> Chain:
    chain = Chain()
    reader = RawReader(cluster.bootstrap_servers)
    await reader.start()
    try:
        await read_on(reader, cluster.names.audit, chain)
    finally:
        await reader.stop()
    return chain
