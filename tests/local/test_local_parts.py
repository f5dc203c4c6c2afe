"""Kafka and the registry as real processes: what was kept outlives a kill, instances share nothing, nothing stays."""

import asyncio
import json
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import psutil
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from hub.local.kafka_storage import METADATA_LOG
from hub.local.local_parts import InstanceTaken, LocalParts, end_leftovers, owned, running
from hub.local.log_folders import DataElsewhere, log_folders, require_log_in
from hub.local.ports import is_free
from hub.local.private_folders import FOLDERS
from hub.settings import read_settings

pytestmark = pytest.mark.kafka

# each of these means something to Java, to Kafka's settings, to a database's address, to log4j or to a shell
STRANGE = "Bürger's, #1; a=b {x} %41 ${y} !~: " + "l" * 150
TOPIC = "kept"
SUBJECT = "kept-uk.jch.Kept"
SCHEMA = json.dumps({"type": "record", "name": "Kept", "namespace": "uk.jch", "fields": []})


@pytest.fixture(scope="module")
def cache() -> Path:
    return read_settings().cache_folder


@pytest.fixture
async def instance(tmp_path: Path, cache: Path) -> AsyncIterator[LocalParts]:
    """An instance that no other test shares, because this test breaks it."""
    async with running(tmp_path / "home", cache) as parts:
        yield parts


def of_instance(home: Path) -> list[psutil.Process]:
    """Every living process that names the instance's folder on its command line."""
    mark = f"-Dhub.home={home}"
    return [
        each
        for each in psutil.process_iter(["cmdline", "status"])
        if mark in (each.info["cmdline"] or ()) and each.info["status"] != psutil.STATUS_ZOMBIE
    ]


def closed_to_others(home: Path) -> bool:
    """Whether nobody but the owner can reach anything that is kept; what is beneath a closed folder is closed."""
    return all((home / name).stat().st_mode & 0o077 == 0 for name in FOLDERS)


def ports_of(home: Path) -> set[int]:
    return set(json.loads((home / "run" / "ports.json").read_text()).values())


def listening_at(home: Path) -> set[str]:
    """The addresses at which the instance's processes listen."""
    sockets = [each for process in of_instance(home) for each in process.net_connections("tcp")]
    return {each.laddr.ip.removeprefix("::ffff:") for each in sockets if each.status == psutil.CONN_LISTEN}


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def write(parts: LocalParts, value: bytes) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=parts.bootstrap_servers)
    await admin.start()
    await admin.create_topics([NewTopic(TOPIC, 1, 1)])
    await admin.close()
    async with AIOKafkaProducer(bootstrap_servers=parts.bootstrap_servers, acks="all") as producer:
        await producer.send_and_wait(TOPIC, value)


async def read(parts: LocalParts) -> list[bytes]:
    async with AIOKafkaConsumer(bootstrap_servers=parts.bootstrap_servers) as consumer:
        tp = TopicPartition(TOPIC, 0)
        consumer.assign([tp])
        await consumer.seek_to_beginning(tp)
        end = (await consumer.end_offsets([tp]))[tp]
        found: list[bytes] = []
        async with asyncio.timeout(20):
            while len(found) < end:
                found.append((await consumer.getone()).value)
        return found


async def register(parts: LocalParts) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            f"{parts.registry_url}/apis/ccompat/v7/subjects/{SUBJECT}/versions", json={"schema": SCHEMA}
        ) as answer,
    ):
        return int((await answer.json(content_type=None))["id"])


async def registered(parts: LocalParts, number: int) -> str:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{parts.registry_url}/apis/ccompat/v7/schemas/ids/{number}") as answer,
    ):
        return str((await answer.json(content_type=None))["schema"])


async def subjects(parts: LocalParts) -> list[str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{parts.registry_url}/apis/ccompat/v7/subjects") as answer,
    ):
        return list(await answer.json(content_type=None))


def common_folder() -> set[str]:
    """What stands in the folder that a registry unpacks into where nobody names another."""
    folder = Path(tempfile.gettempdir(), "vertx-cache")
    return {each.name for each in folder.iterdir()} if folder.exists() else set()


LEFT_BEFORE = common_folder()


async def test_the_registry_leaves_nothing_where_another_user_would_need_it(instance: LocalParts) -> None:
    """A common folder belongs to whoever starts a registry first, and the next one may not write there."""
    assert await instance.is_ready("registry")
    assert common_folder() <= LEFT_BEFORE


async def test_what_was_acknowledged_outlives_a_kill_of_both(instance: LocalParts) -> None:
    await write(instance, b"said")
    number = await register(instance)
    for name in ("registry", "kafka"):
        child = instance.child(name)
        assert child is not None
        child.send(signal.SIGKILL)
        assert await asyncio.to_thread(child.wait, 20) == -signal.SIGKILL
        assert not await instance.is_ready(name)
    await asyncio.gather(instance.start_one("kafka"), instance.start_one("registry"))
    assert await read(instance) == [b"said"]
    assert SUBJECT in await subjects(instance)
    assert json.loads(await registered(instance, number)) == json.loads(SCHEMA)


async def test_two_instances_side_by_side_share_nothing(instance: LocalParts, tmp_path: Path, cache: Path) -> None:
    other_home = tmp_path / STRANGE
    # the other instance knows the ports that the first one holds now: it must give way
    (other_home / "run").mkdir(parents=True)
    ports = instance.home / "run" / "ports.json"
    (other_home / "run" / "ports.json").write_text(ports.read_text())
    await write(instance, b"mine")
    async with running(other_home, cache) as other:
        taken, given = (ports_of(home) for home in (instance.home, other_home))
        assert not taken & given
        await write(other, b"theirs")
        assert await read(instance) == [b"mine"]
        assert await read(other) == [b"theirs"]
        assert listening_at(other_home) == {"127.0.0.1"}
        assert await log_folders(other.bootstrap_servers) == [str(other_home / "data" / "kafka")]
        assert closed_to_others(other_home)
    assert not of_instance(other_home)
    assert all(map(is_free, given))
    assert len(of_instance(instance.home)) == 2, "the first instance does not notice"
    with pytest.raises(InstanceTaken, match="hub status"):
        async with owned(instance.home):
            pass


async def test_a_killed_owner_takes_its_children_along(tmp_path: Path, cache: Path) -> None:
    """And the instance starts again, also when the first start was cut off while it formatted."""
    home = tmp_path / "home"
    (home / "data" / "kafka" / METADATA_LOG).mkdir(parents=True)
    (home / "data" / "kafka" / "meta.properties").touch()
    code = (
        "import asyncio, sys; from pathlib import Path; from hub.local.local_parts import running\n"
        "async def main():\n"
        "    async with running(Path(sys.argv[1]), Path(sys.argv[2])):\n"
        "        print('ready', flush=True); await asyncio.Event().wait()\n"
        "asyncio.run(main())"
    )
    owner = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, str(home), str(cache), stdout=asyncio.subprocess.PIPE
    )
    assert owner.stdout is not None
    async with asyncio.timeout(120):
        assert await owner.stdout.readline() == b"ready\n"
    assert len(of_instance(home)) == 2
    owner.kill()
    await owner.wait()
    await until(lambda: not of_instance(home))
    async with running(home, cache) as parts:
        await write(parts, b"again")
        assert await read(parts) == [b"again"]
    assert not of_instance(home)


async def test_a_process_that_lost_its_owner_is_ended_and_another_instance_is_left_alone(tmp_path: Path) -> None:
    def stray(home: Path) -> "psutil.Popen":
        return psutil.Popen([sys.executable, "-c", "import signal; signal.pause()", f"-Dhub.home={home}"])

    mine, theirs = stray(tmp_path / "mine"), stray(tmp_path / "mine2")
    try:
        # a process that has only just been started has no command line yet
        await until(lambda: bool(of_instance(tmp_path / "mine") and of_instance(tmp_path / "mine2")))
        said: list[str] = []
        end_leftovers(tmp_path / "mine", said.append)
        assert not of_instance(tmp_path / "mine")
        assert not mine.is_running()
        assert theirs.is_running()
        assert str(mine.pid) in said[0]
    finally:
        theirs.kill()
        theirs.wait()


async def test_logs_are_kept_and_the_home_stands_in_each_environment(instance: LocalParts, tmp_path: Path) -> None:
    processes = of_instance(instance.home)
    assert all(each.environ()["HUB_HOME"] == str(instance.home) for each in processes)
    assert all(os.getpgid(each.pid) == each.pid for each in processes), "a Ctrl-C in the terminal is not theirs"
    assert "started" in (instance.home / "logs" / "kafka.log").read_text()
    with pytest.raises(DataElsewhere, match=f"{instance.home}/data/kafka, and not in {tmp_path}/else"):
        await require_log_in(tmp_path / "else", instance.bootstrap_servers)
