"""`hub audit accept`: nothing is done without --yes."""

import sys

import click

from hub.cli.answerable import answerable
from hub.cli.running import FINDING, fail, print_json, run
from hub.events.counting import count_words
from hub.instance.connection import Cluster
from hub.settings import Settings
from hub.usecases.accepting_records import Acceptance, carry_out, planned
from hub.usecases.redriving import Who


@click.command()
@click.argument("locations", metavar="[LOCATION]...", nargs=-1)
@click.option("--all", "all_open", is_flag=True, help="All that `hub status` names.")
@answerable
def accept(locations: tuple[str, ...], all_open: bool, who: Who, yes: bool, as_json: bool) -> None:
    """Say that records which the hub did not write were looked into. They stay; `hub status` names them no more.

    LOCATION is TOPIC[PARTITION]@OFFSET, as `hub status` names it: in quarantine, refusal, warning, or where the chain
    of the audit log is broken. Exit code 1 when there is no such record: then nothing is done.

    \b
    Examples:
      hub audit accept 'refusal[0]@17' --reason "a test of the old mirror, its right is gone"
      hub audit accept --all --reason "incident 2016-7 is closed" --yes
    """
    if bool(locations) == all_open:
        fail("name the records: LOCATION as `hub status` names it, or --all", json=as_json)

    async def work(settings: Settings, cluster: Cluster) -> Acceptance:
        found = await planned(cluster, locations)
        if yes and not found.unknown and found.open:
            await carry_out(cluster, found, who.name, who.reason)
        return found

    found: Acceptance = run(work, json=as_json)
    done = yes and not found.unknown
    if as_json:
        print_json(
            {
                "ok": not found.unknown,
                "done": done,
                "records": [each.to_json() for each in found.open],
                "accepted_before": [each.to_json() for each in found.before],
                "unknown": list(found.unknown),
            }
        )
    else:
        _show(found, done=done)
    sys.exit(FINDING if found.unknown else 0)


def _show(found: Acceptance, *, done: bool) -> None:
    for each in found.open:
        click.echo(f"{each}: {'accepted' if done else 'would be accepted'}")
    for each in found.before:
        click.echo(f"{each}: accepted before")
    for unknown in found.unknown:
        click.echo(unknown, err=True)
    click.echo(f"{count_words(len(found.open), 'record')} {'accepted' if done else 'to be accepted'}.", err=True)
    if not done:
        why = "a location is not known" if found.unknown else "add --yes to do it"
        click.echo(f"Nothing was done: {why}.", err=True)
