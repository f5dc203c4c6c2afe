"""From files to pictures on real parts: the sum does not depend on the order, and `hub verify` agrees."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from connectors.protocol import Item
from hub.engine.calendar import london_day
from hub.usecases.publishing import items_of
from hub.usecases.verifying import verify
from tests.system.conftest import MakeHub

EXAMPLES = Path(__file__).parents[2] / "deploy" / "examples" / "contracts_finder"

EVENTS, TWICE = 188, 15
"""Of all 115 releases, and of the ten that are published twice."""

pytestmark = pytest.mark.kafka


def releases() -> list[Item]:
    files = [EXAMPLES / name for name in ("england_releases.jsonl", "wales_releases.jsonl")]
    return list(items_of(files, "ocds", None))


async def test_the_same_releases_in_any_order_some_twice_have_one_digest(new_hub: MakeHub) -> None:
    items = releases()
    async with new_hub() as first:
        first.crew.start()
        result = await first.publish(items)
        assert (result.accepted, result.refused, result.events) == (115, 0, EVENTS)
        await first.until_folded()
        straight = await verify(first.cluster, london_day(datetime.now(UTC)))
    assert straight.ok, straight.mismatches
    assert (straight.inputs, straight.events, straight.duplicates, straight.quarantined) == (EVENTS, EVENTS, 0, 0)
    assert straight.keys > 100
    assert straight.behind == []

    Random(7).shuffle(items)
    async with new_hub() as second:
        second.crew.start()
        second.crew.start()
        for half in (items[:60], items[50:]):  # ten of them twice, from two runs of the door
            await second.publish(half)
        await second.until_folded()
        shuffled = await verify(second.cluster, london_day(datetime.now(UTC)))
    assert shuffled.ok, shuffled.mismatches
    assert (shuffled.inputs, shuffled.events, shuffled.duplicates) == (EVENTS + TWICE, EVENTS, TWICE)
    assert shuffled.digest == straight.digest

    async with new_hub() as third:
        await third.publish(items[1:])
        assert (await verify(third.cluster, london_day(datetime.now(UTC)))).digest != straight.digest
