"""One broker and one registry for each worker that runs tests; a namespace of its own for each test that wants one."""

import asyncio
import os
import sys
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from enum import IntEnum
from itertools import chain, islice
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from hub.local.local_parts import LocalParts, running
from hub.log import answering, raw_reader
from hub.log.topics import TopicNames
from hub.settings import read_settings
from hub.usecases.topics_admin import create_topics
from tests.faults.world import World, started_producer
from tests.support.quick import is_quick, try_fewer

# other examples in every run: a law over the same ones again and again is none; what fails is printed to be kept
hypothesis_settings.register_profile(
    "laws", derandomize=False, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("laws")


# most of a broker's processor time in a test is its start, and the better half of that the compiler's
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")

INSTANCE_SECONDS = 900.0
"""An instance that is started, broken and mended several times, on a machine that does other things too."""

BUSY_SECONDS = 60.0


class Turn(IntEnum):
    INSTANCES = 0
    PARTS = 1
    PURE = 2


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--quick",
        action="store_true",
        help="between two edits: no broker, a tenth of each law's examples, nothing of tests.support.quick.THOROUGH",
    )


@pytest.hookimpl(tryfirst=True)  # a worker notes the groups where its own turn comes
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--dist loadgroup`: what needs the browser shares one worker, all else goes by files; a worker that needs a
    broker keeps it. Files that wait for processes come early, the longest first, each before some that compute: neither
    the processors nor the workers then stand still."""
    if config.getoption("quick"):
        items[:] = filter(is_quick, items)
        try_fewer(items)
    groups: dict[str, list[pytest.Item]] = {}
    turns: dict[str, Turn] = {}
    for item in items:
        group, turn = _group_and_turn(item)
        item.add_marker(pytest.mark.xdist_group(group))
        if turn is Turn.INSTANCES:
            item.add_marker(pytest.mark.timeout(INSTANCE_SECONDS))
        groups.setdefault(group, []).append(item)
        turns[group] = min(turn, turns.get(group, turn))
    items[:] = chain.from_iterable(groups[group] for group in in_order(turns))


COMPUTING_TO_WAITING = 3
"""How many files that compute follow each that waits: they take a tenth of its time."""


def in_order(turns: Mapping[str, Turn]) -> Iterator[str]:
    """The groups as they are begun. turns: of each its first."""
    waiting = iter(sorted((group for group in turns if turns[group] is not Turn.PURE), key=lambda each: turns[each]))
    computing = iter([group for group in turns if turns[group] is Turn.PURE])
    while begun := [*islice(waiting, 1), *islice(computing, COMPUTING_TO_WAITING)]:
        yield from begun


def pytest_collection_finish(session: pytest.Session) -> None:
    """Of several tests with one id a worker is given one, and a group that a worker does not see is none: both in
    silence, so they are refused here."""
    ids = [item.nodeid for item in session.items]
    if twice := sorted(each for each, count in Counter(ids).items() if count > 1):
        _refuse(f"several tests have one id, of which one alone would be run: {', '.join(twice)}")
    if getattr(session.config.option, "loadgroup", False) and not all(_in_a_group(each) for each in ids):
        _refuse("the workers do not see the groups of the tests, and would start what a file shares once each")


def _in_a_group(nodeid: str) -> bool:
    return "@" in nodeid.rpartition("]")[2]


def _refuse(why: str) -> NoReturn:
    print(f"tests: {why}", file=sys.__stderr__, flush=True)  # what a worker raises is not shown
    raise pytest.UsageError(why)


def _group_and_turn(item: pytest.Item) -> tuple[str, Turn]:
    file = item.nodeid.partition("::")[0]
    group = "browser" if file.startswith("tests/browser/") else file
    if not any(item.iter_markers("kafka")) and not any(item.iter_markers("faults")):
        return group, Turn.PURE
    return group, Turn.PARTS if "parts" in getattr(item, "fixturenames", ()) else Turn.INSTANCES


@pytest.fixture(autouse=True)
def patience(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker that shares the machine with much else answers, and late: within this process it is waited for."""
    if any(request.node.iter_markers("kafka")):
        for module in (answering, raw_reader):
            monkeypatch.setattr(module, "ANSWER_SECONDS", BUSY_SECONDS)


@pytest.fixture(scope="session")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalParts]:
    """Kafka and the registry, real and durable, started at the first test that asks and stopped at the end."""
    home: Path = tmp_path_factory.mktemp("parts")
    ready, done, held = threading.Event(), threading.Event(), list[LocalParts | BaseException]()

    async def own() -> None:
        async with running(home, read_settings().cache_folder) as started:
            held.append(started)
            ready.set()
            await asyncio.to_thread(done.wait)

    def run() -> None:
        try:
            asyncio.run(own())
        except BaseException as failure:
            held.insert(0, failure)
            ready.set()
            raise

    # a loop of its own: pytest-asyncio gives each test another one
    owner = threading.Thread(target=run, name="parts")
    owner.start()
    ready.wait()
    try:
        if isinstance(held[0], BaseException):
            raise held[0]
        yield held[0]
    finally:
        done.set()
        owner.join()


@pytest.fixture
async def namespace(parts: LocalParts) -> TopicNames:
    """Topics of its own for one test: all of an instance, four partitions each."""
    names = TopicNames(f"t{uuid4().hex[:8]}.")
    await create_topics(parts.bootstrap_servers, names, partitions=4)
    return names


@pytest.fixture
async def world(parts: LocalParts) -> World:
    """Topics of its own for the counting fold, and all that was said in them."""
    made = World(parts.bootstrap_servers, f"w{uuid4().hex[:8]}.")
    await made.create_topics()
    return made


@pytest.fixture
async def producer(world: World) -> AsyncIterator[AIOKafkaProducer]:
    opened = await started_producer(world.bootstrap_servers)
    yield opened
    await opened.stop()
