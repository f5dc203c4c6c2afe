"""The demonstration: the stories of places and real contract releases, published like anybody's events."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from typing import Final

from hub.admission.admit import OPERATOR
from hub.configuration.configuration_file import read_files
from hub.events.counting import count_words
from hub.instance.connection import Cluster
from hub.usecases.admitting import Door
from hub.usecases.asking import whole_log
from hub.usecases.configuring import publish_configuration, standing
from hub.usecases.publishing import items_of, opened, publish

DOOR: Final = "demonstration"
DEMONSTRATION_DAY: Final = date(2015, 10, 1)
"""The day that its pages open at: its programmes are under way, some milestones met, some late, some to come."""
EXAMPLES: Final = Path(str(resources.files("hub"))).parent / "deploy" / "examples"
RELEASES: Final = (
    "contracts_finder/england_releases.jsonl",
    "contracts_finder/wales_releases.jsonl",
)


class DemonstrationBroken(Exception):
    """The files of the demonstration are not there, or the hub refuses one of its own examples."""


async def publish_demonstration(cluster: Cluster, say: Callable[[str], None]) -> None:
    """Configuration first, then the events that the log lacks. Raises DemonstrationBroken, BrokerAway, ..."""
    configuration = sorted(EXAMPLES.glob("*/configuration.yaml"))
    if not configuration:
        raise DemonstrationBroken(f"there is no demonstration in {EXAMPLES}: run from a checkout of the project")
    in_files, wrong = read_files([(str(each), each.read_text("utf-8")) for each in configuration])
    if wrong:
        raise DemonstrationBroken("; ".join(each.text for each in wrong))
    await publish_configuration(cluster, [each.document for each in in_files])
    door = Door(await standing(cluster), OPERATOR, DOOR)
    log = await whole_log(cluster)
    door.remember(statement.identity for events in log.by_partnership().values() for statement in events)
    told = [file for each in configuration for file in sorted(each.parent.glob("*.jsonl"))]
    files = [*told, *(EXAMPLES / name for name in RELEASES)]
    async with opened(cluster) as publisher:
        result = await publish(items_of(files, None, None), door, publisher, lambda: datetime.now(UTC))
    if result.refused:
        first = result.refusals[0]
        raise DemonstrationBroken(
            f"{count_words(result.refused, 'item was', 'items were')} refused, the first {first.where}: {first.field}: "
            f"{first.problem}"
        )
    say(
        f"Published the demonstration: {count_words(result.accepted, 'item')}, {count_words(result.events, 'event')}; "
        f"{count_words(result.duplicates, 'was', 'were')} there."
    )
