"""`hub up`."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import click
from aiokafka.errors import KafkaError

from hub.cli.answerable import login
from hub.cli.running import FINDING, KNOWN, fail, kafka_unreadable
from hub.instance.connection import NoInstance, cluster_of
from hub.instance.lag import NotFolded
from hub.instance.topic_memory import TopicLost
from hub.local.artifacts import ArtifactsMissing
from hub.local.broker import NoBroker
from hub.local.docker_parts import ContainerFailed
from hub.local.java import CannotBeNamed, JavaMissing
from hub.local.kafka_process import KafkaUnusable
from hub.local.launch import LaunchPlan
from hub.local.launch import up as launch_up
from hub.local.local_parts import InstanceTaken, PartFailed
from hub.local.log_folders import DataElsewhere
from hub.local.private_folders import FOLDERS, make_private
from hub.local.registry_copy import CopyUnusable
from hub.local.supervisor import NotReady, late_words
from hub.log.audit import AuditCrowded
from hub.log.batch_writer import WriteFailed
from hub.log.topics import TopicNames
from hub.monitor import process_table
from hub.monitor.process_table import ProcessState
from hub.settings import Settings, SettingsWrong, read_settings
from hub.usecases.accepting import CannotAccept
from hub.usecases.demonstration import DemonstrationBroken
from hub.usecases.topics_admin import Accepted, TopicUnusable, prepare_topics

DEMO_HOME = ".hub-demo"
READY: Final = "The hub is ready"
UP: Final = "The hub is up, and not all of it is ready"
LAST_LINE: Final = "Stop it with Ctrl-C, or with `hub down`."
PROBE_BYTES = 1 << 16

FAILURES = (
    *KNOWN,
    ArtifactsMissing,
    CannotAccept,
    CannotBeNamed,
    ContainerFailed,
    CopyUnusable,
    DataElsewhere,
    DemonstrationBroken,
    JavaMissing,
    KafkaUnusable,
    NoBroker,
    NotFolded,
    NotReady,
    PartFailed,
    TopicLost,
    TopicUnusable,
)


@click.command()
@click.option("--demo", is_flag=True, help=f"Publish the demonstration, in {DEMO_HOME} unless HUB_HOME is set.")
@click.option("--detach", is_flag=True, help="Return when it is ready, and leave it running.")
@click.option("--workers", type=click.IntRange(1, 64), help="Engine workers (default 1, HUB_WORKERS).")
@click.option("--http-port", type=click.IntRange(0, 65535), help="The gateway's port (default 8080, 0 for any).")
@click.option(
    "--accept-lost-topic",
    "accepted",
    metavar="NAME",
    multiple=True,
    help="Make this topic anew though it held what was said, which is lost. May be given several times.",
)
def up(demo: bool, detach: bool, workers: int | None, http_port: int | None, accepted: tuple[str, ...]) -> None:
    """Start what is missing of the instance in HUB_HOME: Kafka, the registry, the engine, the gateway.

    Stays up until Ctrl-C, which ends everything within 30 seconds. An instance that is up already is left as it is.
    A worker that is not ready after HUB_READY_SECONDS, such as one with much to read, is told, and everything stays up;
    with --detach the exit code is then 1. Exit code 2 when nothing could be started.

    \b
    Examples:
      hub up --demo                     with the demonstration, in a folder of its own
      HUB_HOME=/srv/hub hub up --detach --workers 2
    """
    if demo and "HUB_HOME" not in os.environ:
        os.environ["HUB_HOME"] = DEMO_HOME
    try:
        settings = read_settings(workers=workers, http_port=http_port)
        for name in accepted:
            TopicNames(settings.topic_prefix).named(name)
        _check_writable(settings.home_folder)
        if detach:
            _detached(settings, demo, accepted)
        else:
            asyncio.run(launch_up(LaunchPlan(settings, demo, _say, _announce, _accept(accepted))))
    except InstanceTaken:
        _mend_and_wait(settings, accepted)
    except (*FAILURES, OSError) as failure:  # of the operating system: a full disk, too many open files
        fail(str(failure), json=False)
    except KafkaError as away:
        fail(kafka_unreadable(away), json=False)


def _check_writable(home: Path) -> None:
    """Whether the instance can keep its files there, found before anything is started. Raises SettingsWrong."""
    try:
        make_private(home)
        for name in FOLDERS:
            with tempfile.TemporaryFile(dir=home / name) as probe:
                probe.write(bytes(PROBE_BYTES))  # a full disk takes a file of no bytes
    except OSError as unusable:
        raise SettingsWrong(
            f"HUB_HOME={home} cannot be written to ({unusable.strerror}); name a folder of your own"
        ) from unusable


def _accept(names: tuple[str, ...]) -> Accepted:
    return Accepted(names, f"operator:{login()}")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _announce(gateway: str, late: Sequence[str]) -> None:
    for line in _late_lines(gateway, late) if late else [f"{READY}: {gateway}"]:
        print(line, flush=True)
    print(LAST_LINE, flush=True)


def _late_lines(gateway: str, late: Iterable[str]) -> list[str]:
    told = (f"  {each}" for each in late)
    return [f"{UP}: {gateway}", *told, "What is ready goes on. `hub status` tells when all of it is, and what to do."]


def _detached(settings: Settings, demo: bool, accepted: tuple[str, ...]) -> None:
    log = settings.home_folder / "logs" / "supervisor.log"
    known = process_table.read(settings.home_folder)
    if known is not None and known.supervisor.state in (ProcessState.READY, ProcessState.NOT_READY) and known.gateway:
        _mend_and_wait(settings, accepted)
        return
    argv = [sys.executable, "-m", "hub.cli", "up", f"--http-port={settings.http_port}", f"--workers={settings.workers}"]
    argv += [f"--accept-lost-topic={name}" for name in accepted]
    environment = {**os.environ, "HUB_HOME": str(settings.home_folder)}
    with log.open("ab") as out:
        start = out.tell()
        child = subprocess.Popen(
            [*argv, "--demo"] if demo else argv,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
    _follow(child, log, start, settings)


def _follow(child: "subprocess.Popen[bytes]", log: Path, start: int, settings: Settings) -> None:
    """Pass on what it says until it is ready, or up and in part late, or has ended."""
    with log.open() as out:
        out.seek(start)
        tell: Callable[[str], None] = _say
        is_up = False
        while True:
            line = out.readline()
            if line.startswith(READY):
                print(line.rstrip() + " (stop it with `hub down`)")
                return
            if line.startswith(LAST_LINE):
                sys.exit(FINDING)
            if line.startswith(UP):
                tell, is_up = print, True
            if line:
                tell(line.rstrip())
            elif child.poll() is not None:
                if is_up:  # somebody else's instance, which is up and in part late: it was told
                    sys.exit(child.returncode)
                fail(f"it ended with exit code {child.returncode}. Its log: {log}", json=False)
            else:
                time.sleep(0.1)


def _mend_and_wait(settings: Settings, accepted: tuple[str, ...]) -> None:
    """Somebody runs the instance: make the topics that are missing, wait until it is ready, and say where it is."""
    try:
        cluster = cluster_of(settings)
        # a supervisor makes topics when it starts; of one that went missing since it knows nothing
        home = settings.home_folder
        accept = _accept(accepted)
        # and its workers run: they are not waited for
        asyncio.run(
            prepare_topics(cluster.bootstrap_servers, cluster.names, settings.partitions, home, accept, _say, 0)
        )
    except (AuditCrowded, CannotAccept, TopicLost, TopicUnusable, WriteFailed) as failure:
        fail(str(failure), json=False)
    except (NoInstance, KafkaError, OSError, TimeoutError):
        pass  # its supervisor is starting it, or starts what has ended again
    begun = time.monotonic()
    known, late = None, list[str]()
    while time.monotonic() - begun < settings.ready_seconds:
        known = process_table.read(settings.home_folder)
        rows = [known.supervisor, *known.rows] if known else []
        late = [late_words(row) for row in rows if row.state is not ProcessState.READY]
        if known is not None and known.gateway and not late:
            print(f"{READY}: {known.gateway} (it was up already)")
            return
        if known is not None and known.supervisor.state is ProcessState.NOT_READY:
            break  # it is frozen, and what the table says of the others is as old
        time.sleep(0.2)
    if known is not None and known.gateway:
        print("\n".join(_late_lines(known.gateway, late)))
        sys.exit(FINDING)
    taken = (
        f"the instance in {settings.home_folder} is run by another process and not ready after "
        f"{settings.ready_seconds:.0f} s: {'; '.join(late) or 'it has not started everything'}. "
        "`hub down` ends it; then start it again"
    )
    fail(taken, json=False)
