"""`hub configuration withdraw`: nothing is done without --yes."""

from datetime import UTC, datetime
from uuid import uuid4

import click

from hub.cli.quarantine_actions import login
from hub.cli.running import as_json, fail, print_json, run
from hub.events.document_keys import NO_KEY
from hub.operate.configuration_withdrawing import Withdrawal, carry_out, planned
from hub.operate.connection import Cluster
from hub.settings import Settings


@click.command()
@click.argument("key")
@click.option("--reason", required=True, help="Why; it is kept in the audit log for ever.")
@click.option("--by", metavar="NAME", default=None, help="Who does it (default: your login name).")
@click.option("--yes", is_flag=True, help="Do it. Without this it is only said what would be done.")
@as_json
def withdraw(key: str, reason: str, by: str | None, yes: bool, as_json: bool) -> None:
    """Take a published document back by its KEY, also one that cannot be read and stops every worker.

    Without --yes it says what is true then, and does nothing. A record without a key has the empty one: ''.

    \b
    Examples:
      hub configuration withdraw group/old-board --reason "dissolved in 2016"
      hub configuration withdraw partnership/junk --reason "written past the hub" --yes
    """
    if not reason.strip():
        fail("--reason is empty: say why, for whoever asks later", json=as_json)

    async def work(settings: Settings, cluster: Cluster) -> Withdrawal:
        withdrawal = await planned(cluster, key)
        if yes and withdrawal.stands:
            who = f"operator:{by or login()}"
            await carry_out(cluster, withdrawal, who, reason, lambda: datetime.now(UTC), uuid4)
        return withdrawal

    found: Withdrawal = run(work, json=as_json)
    done = yes and found.stands
    if as_json:
        print_json(
            {
                "ok": True,
                "done": done,
                "key": key,
                "stands": found.stands and not done,
                "before": found.before,
                "then": found.then,
            }
        )
        return
    if not found.stands:
        click.echo(f"{key or NO_KEY}  was taken back before.")
        return
    click.echo(f"{key or NO_KEY}  {'withdrawn' if done else 'would be withdrawn'}. {found.then}")
    if not done:
        click.echo("Nothing was done: add --yes to do it.", err=True)
