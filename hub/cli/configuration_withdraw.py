"""`hub configuration withdraw`: nothing is done without --yes."""

from datetime import UTC, datetime
from uuid import uuid4

import click

from hub.cli.answerable import answerable
from hub.cli.running import print_json, run
from hub.configuration.document_keys import NO_KEY
from hub.instance.connection import Cluster
from hub.settings import Settings
from hub.usecases.configuration_withdrawing import Withdrawal, carry_out, planned
from hub.usecases.redriving import Who


@click.command()
@click.argument("key")
@answerable
def withdraw(key: str, who: Who, yes: bool, as_json: bool) -> None:
    """Take a published document back by its KEY, also one that cannot be read and stops every worker.

    Without --yes it says what is true then, and does nothing. A record without a key has the empty one: ''.

    \b
    Examples:
      hub configuration withdraw group/old-board --reason "dissolved in 2016"
      hub configuration withdraw partnership/junk --reason "written past the hub" --yes
    """

    async def work(settings: Settings, cluster: Cluster) -> Withdrawal:
        withdrawal = await planned(cluster, key)
        if yes and withdrawal.stands:
            await carry_out(cluster, withdrawal, who.name, who.reason, lambda: datetime.now(UTC), uuid4)
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
