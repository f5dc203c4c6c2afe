"""`hub audit close`: nothing is done without --yes."""

import sys

import click

from hub.cli.answerable import answerable
from hub.cli.running import FINDING, print_json, run
from hub.instance.accepted_losses import AcceptedLoss, loss_words
from hub.instance.connection import Cluster
from hub.settings import Settings
from hub.usecases.closing_losses import carry_out, open_of_topic
from hub.usecases.redriving import Who


@click.command()
@click.argument("topic")
@answerable
def close(topic: str, who: Who, yes: bool, as_json: bool) -> None:
    """Say that a loss which was accepted with `hub up --accept-lost-topic` is seen to; `hub status` tells it no more.

    TOPIC is a whole name or its word. Exit code 1 when no such loss is open: then nothing is done.

    \b
    Example:
      hub audit close workplan --reason "all partners have published again" --yes
    """

    async def work(settings: Settings, cluster: Cluster) -> tuple[list[AcceptedLoss], Cluster]:
        found = await open_of_topic(cluster, topic)
        if yes and found:
            await carry_out(cluster, found, who.name, who.reason)
        return found, cluster

    found, cluster = run(work, json=as_json)
    losses = [each.to_json(cluster.names) for each in found]
    if as_json:
        print_json({"ok": bool(losses), "done": yes and bool(losses), "losses": losses})
    else:
        for each in losses:
            click.echo(f"{loss_words(each)[0]} {'It is closed.' if yes else 'It would be closed.'}")
        if not losses:
            click.echo("No accepted loss of that topic is open. Nothing was done.", err=True)
        elif not yes:
            click.echo("Nothing was done: add --yes to do it.", err=True)
    sys.exit(0 if losses else FINDING)
