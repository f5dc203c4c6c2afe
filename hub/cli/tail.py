"""`hub tail`."""

from contextlib import aclosing
from typing import Any

import click
import orjson

from hub.cli.running import as_json, fail, print_json, run
from hub.instance.connection import Cluster
from hub.settings import Settings
from hub.usecases import tailing
from hub.usecases.tailing import LAST


@click.command()
@click.argument("topic")
@click.option("--partition", type=click.IntRange(min=0), help="Of this partition only; else of all.")
@click.option("--from", "start", type=click.IntRange(min=0), help=f"First offset; else the last {LAST} per partition.")
@click.option("--max", "most", type=click.IntRange(min=1), help="Stop after so many records.")
@click.option("--follow", "-f", is_flag=True, help="Go on with what comes, until Ctrl-C.")
@as_json
def tail(topic: str, partition: int | None, start: int | None, most: int | None, follow: bool, as_json: bool) -> None:
    """Show the records of TOPIC, decoded, one JSON document a line, ordered by time.

    TOPIC is a whole name or its word: contract, performance, workplan, intelligence, configuration, picture,
    quarantine, refusal, warning, audit. With --json all of them stand in one document.

    \b
    Examples:
      hub tail contract
      hub tail picture --from 0 --max 5 --json
      hub tail contract --partition 3 --from 17 --max 1     the record at that offset
      hub tail workplan --follow
    """
    if follow and as_json:
        fail("--json prints one document, and --follow has no end: use one of the two", json=True)

    async def work(settings: Settings, cluster: Cluster) -> list[dict[str, Any]]:
        kept = []
        named = cluster.names.named(topic)
        async with aclosing(tailing.tail(cluster, named, partition, start, most, follow)) as records:
            async for each in records:
                if as_json:
                    kept.append(each)
                else:
                    click.echo(orjson.dumps(each).decode())
        return kept

    done = run(work, json=as_json)
    if as_json:
        print_json({"ok": True, "records": done})
