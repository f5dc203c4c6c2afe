"""`hub up`: everything of an instance, in the order in which it can start, kept running until told to stop."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Final, assert_never

import aiohttp

from hub.instance.connection import Cluster, cluster_of
from hub.instance.lag import until_folded
from hub.instance.stock import keep_stock
from hub.json_log import log_to_file
from hub.local import demonstration_memory, kafka_process, registry_copy, registry_process
from hub.local.artifacts import fetch
from hub.local.broker import BrokerChoice, choose, docker_problem, local_problem
from hub.local.docker_parts import DockerParts
from hub.local.java import find_java, require_nameable
from hub.local.kafka_process import KafkaProcess
from hub.local.local_parts import end_leftovers, owned
from hub.local.ports import keep_or_choose
from hub.local.registry_process import RegistryProcess
from hub.local.supervisor import (
    NotReady,
    Probe,
    ProcessSpec,
    Supervisor,
    environment_for,
    late_words,
    worker_probe,
)
from hub.log.failure_words import failure_words
from hub.log.publisher import register_schemas
from hub.log.registry import Registry
from hub.monitor.lag_watch import watch
from hub.monitor.process_table import GATEWAY, ProcessRow, ProcessState
from hub.settings import Settings
from hub.telling import Teller
from hub.usecases.demonstration import DEMONSTRATION_DAY, publish_demonstration
from hub.usecases.topics_admin import Accepted, prepare_topics

READY_SECONDS: Final = 120.0
FOLD_SECONDS: Final = 300.0
SILENT: Final = "does not answer"

Say = Callable[[str], None]
Announce = Callable[[str, list[str]], None]


@dataclass(frozen=True, slots=True)
class LaunchPlan:
    """What to start. say: words of progress, never an address.

    announce: called once with the gateway's address, and with what is not ready yet, in words.
    accept: topics that may be gone on with though they lost what they held.
    """

    settings: Settings
    demo: bool
    say: Say
    announce: Announce
    accept: Accepted = field(default_factory=Accepted)


class Ended(Exception):
    """Told to stop before everything was ready."""


async def up(plan: LaunchPlan) -> None:
    """Start the instance and keep it until SIGINT or SIGTERM. Raises InstanceTaken, NotReady, ArtifactsMissing, ..."""
    home = plan.settings.home_folder
    teller = Teller("words of progress")
    plan = replace(plan, say=teller.over(plan.say), announce=teller.over(plan.announce))
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    async with owned(home), contextlib.AsyncExitStack() as containers:
        log_to_file(home / "logs" / "supervisor.jsonl")
        end_leftovers(home, plan.say)
        supervisor = Supervisor(home, Random(), plan.say)
        running = asyncio.create_task(supervisor.run(stopping))
        starting = asyncio.create_task(_start(plan, supervisor, containers))
        ended = asyncio.create_task(stopping.wait())
        try:
            await asyncio.wait([starting, ended, running], return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                await starting
                await asyncio.wait([ended, running], return_when=asyncio.FIRST_COMPLETED)
        except Exception as failure:
            supervisor.table.fatal = str(failure) or f"it broke off; see {home / 'logs' / 'supervisor.log'}"
            raise
        finally:
            starting.cancel()
            stopping.set()
            plan.say("Stopping ...")
            with contextlib.suppress(asyncio.CancelledError, Ended):
                await asyncio.gather(starting, return_exceptions=True)
            await running


async def _start(plan: LaunchPlan, supervisor: Supervisor, containers: contextlib.AsyncExitStack) -> None:
    cluster = await _cluster(plan, supervisor, containers)
    names, settings = cluster.names, plan.settings
    await prepare_topics(
        cluster.bootstrap_servers, names, settings.partitions, settings.home_folder, plan.accept, plan.say
    )
    async with Registry(cluster.registry_url, Random(), tries=5) as registry:
        await register_schemas(registry, names)
    home = settings.home_folder
    if (home / registry_process.STORE).parent.exists():
        await _keep_schemas(home, cluster.registry_url, plan.say)
    for looking in (
        watch(cluster, home, lambda: datetime.now(UTC)),
        keep_stock(cluster, lambda: datetime.now(UTC)),
    ):
        containers.push_async_callback(_ended, asyncio.create_task(looking))
    port = keep_or_choose(home / "run" / "gateway.json", ("gateway",), prefer={"gateway": settings.http_port})[
        "gateway"
    ]
    known = {
        "HUB_BOOTSTRAP_SERVERS": cluster.bootstrap_servers,
        "HUB_REGISTRY_URL": cluster.registry_url,
        "HUB_PARTITIONS": str(settings.partitions),
    }
    workers = "1 engine worker" if settings.workers == 1 else f"{settings.workers} engine workers"
    plan.say(f"Starting {workers} and the gateway ...")
    names_of_workers = {f"worker-{number}": str(number) for number in range(1, settings.workers + 1)}
    for name, number in names_of_workers.items():
        environment = environment_for(home, **known, HUB_WORKER_NAME=number)
        argv = [sys.executable, "-m", "hub.engine.worker", f"--home={home}"]
        supervisor.add(ProcessSpec(name, argv, environment, worker_probe(home, number)))
    gateway = f"http://127.0.0.1:{port}"
    argv = [sys.executable, "-m", "hub.gateway.serve", f"--home={home}"]
    if plan.demo:
        # before the first event of it is written: it stays, whatever becomes of this start
        demonstration_memory.remember(home)
    opens_at = opening_day(plan)
    day = {} if opens_at is None else {"HUB_PAGES_AS_OF": opens_at.isoformat()}
    environment = environment_for(home, **known, **day, HUB_HTTP_PORT=str(port))
    supervisor.add(ProcessSpec(GATEWAY, argv, environment, _gateway_probe(gateway)))
    # whoever restores a long log, or waits for a partition to be mended, is no reason to end the others
    # so is a gateway that answers: a configuration that cannot be used is mended over an instance that is up
    may_be_late = () if plan.demo else (*names_of_workers, GATEWAY)
    late = await supervisor.until_ready(settings.ready_seconds, may_be_late)
    check_answers(next(each for each in supervisor.table.rows if each.name == GATEWAY), home)
    if plan.demo:
        await publish_demonstration(cluster, plan.say)
        plan.say("Waiting until everything is folded ...")
        await until_folded(cluster, FOLD_SECONDS)
    supervisor.table.gateway = gateway
    plan.announce(gateway, late)


def opening_day(plan: LaunchPlan) -> date | None:
    """The day that pages open at; None: today. What holds the demonstration opens so, however it is started again."""
    if plan.settings.pages_as_of is not None:
        return plan.settings.pages_as_of
    home = plan.settings.home_folder
    if not plan.demo and not demonstration_memory.is_held(home):
        return None
    if not plan.demo:
        plan.say(
            f"This instance holds the demonstration: its pages open at {DEMONSTRATION_DAY}, unless "
            "HUB_PAGES_AS_OF names another day."
        )
    return DEMONSTRATION_DAY


def check_answers(gateway: ProcessRow, home: Path) -> None:
    """Raises NotReady for a gateway that is late and does not answer: nothing would be at its address."""
    if gateway.state is ProcessState.READY:
        return
    if gateway.state is ProcessState.RESTARTING or not gateway.reasons or SILENT in gateway.reasons:
        raise NotReady(f"{late_words(gateway)}. Its log: {home / 'logs' / 'gateway.log'}")


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])


async def _cluster(plan: LaunchPlan, supervisor: Supervisor, containers: contextlib.AsyncExitStack) -> Cluster:
    """The cluster that the settings name, or Kafka and the registry as processes or containers of ours.

    containers: what must be ended or removed when all processes have ended. Raises NoBroker.
    """
    settings = plan.settings
    source = await asyncio.to_thread(choose, settings, partial(local_problem, settings.cache_folder), docker_problem)
    match source:
        case BrokerChoice.CLUSTER:
            pass
        case BrokerChoice.LOCAL:
            await _local(plan, supervisor)
        case BrokerChoice.DOCKER:
            parts = DockerParts(settings.home_folder, plan.say)
            containers.push_async_callback(parts.stop)
            await parts.start()
        case _:
            assert_never(source)
    return cluster_of(settings)


async def _local(plan: LaunchPlan, supervisor: Supervisor) -> None:
    settings, home = plan.settings, plan.settings.home_folder
    require_nameable(home)
    artifacts = await asyncio.to_thread(fetch, settings.cache_folder, plan.say)
    java = find_java()
    ports = keep_or_choose(home / "run" / "ports.json", (*kafka_process.PORTS, *registry_process.PORTS))
    plan.say(f"Starting Kafka and the schema registry in {home} ...")
    kafka = KafkaProcess(home, java, artifacts.kafka, ports)
    if plan.accept.names:
        plan.say(
            "Kafka looks through all of its records first: behind a torn one nothing that is written can be read ..."
        )
        kafka.look_through_at_next_start()
    programs = (kafka, RegistryProcess(home, java, artifacts.registry, ports))
    for program in programs:
        await asyncio.to_thread(program.prepare)
        supervisor.add(
            ProcessSpec(
                program.name, program.argv, program.environment(), _answers(program), ends_last=True, folder=home
            )
        )
    await supervisor.until_ready(READY_SECONDS)
    for program in programs:
        await program.check()
    await registry_copy.bring_back(home, programs[1].address, plan.say)


async def _keep_schemas(home: Path, registry_url: str, say: Say) -> None:
    try:
        await registry_copy.keep(home, registry_url)
    except (aiohttp.ClientError, TimeoutError, OSError) as failure:
        say(f"The registry's schemas could not be copied to {registry_copy.COPY}: {failure_words(failure)}.")


def _answers(program: KafkaProcess | RegistryProcess) -> Probe:
    async def probe() -> list[str]:
        return [] if await program.is_ready() else [f"{program.name} does not answer"]

    return probe


def _gateway_probe(address: str) -> Probe:
    async def probe() -> list[str]:
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=3)) as session,
                session.get(f"{address}/readyz") as answer,
            ):
                document = await answer.json()
                return [str(reason) for reason in document["reasons"]]
        except (aiohttp.ClientError, TimeoutError, OSError):
            return [SILENT]
        except (ValueError, KeyError, TypeError):
            return [f"{address}/readyz answers something else than reasons"]

    return probe
