"""Starts Kafka and the registry once in a folder that is thrown away: `make parts` sees that they run on this machine,
and Java keeps their classes (hub.local.java.kept_classes), so that every later start is shorter.
"""

import asyncio
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Final

from hub.local.artifacts import ArtifactsMissing, located
from hub.local.java import CannotBeNamed, JavaMissing, classes_file
from hub.local.kafka_process import KafkaUnusable
from hub.local.local_parts import PartFailed, Say, running
from hub.local.log_folders import DataElsewhere
from hub.settings import read_settings

KEEPING_SECONDS: Final = 120.0
"""What each has to write its classes down, at its end: 3 s of processor time, on a machine that may have much to do."""


async def start_once(cache: Path, say: Say) -> None:
    """Does nothing where both have kept their classes. Raises what LocalParts.start raises."""
    found = located(cache)

    def without() -> list[Path]:
        return [each for each in (found.kafka, found.registry) if not classes_file(each).exists()]

    if not without():
        return
    say("Starting Kafka and the schema registry for the first time on this machine ...")
    with tempfile.TemporaryDirectory(prefix="hub-first-start-") as home:
        async with running(Path(home), cache, say, KEEPING_SECONDS):
            pass
    for each in without():
        say(f"Java kept no classes beside {each}; every start of it takes about a second longer")


if __name__ == "__main__":
    try:
        asyncio.run(start_once(read_settings().cache_folder, partial(print, file=sys.stderr, flush=True)))
    except (ArtifactsMissing, CannotBeNamed, DataElsewhere, JavaMissing, KafkaUnusable, PartFailed) as failure:
        sys.exit(f"hub: {failure}")
