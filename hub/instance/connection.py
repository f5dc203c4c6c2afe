"""Where an instance's Kafka and registry are: named by settings, or known to the instance's folder."""

import json
from dataclasses import dataclass

from hub.log.topics import TopicNames
from hub.settings import Broker, Settings


class NoInstance(Exception):
    """There is nothing to connect to; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """How to reach an instance. group: the engine's consumer group."""

    bootstrap_servers: str
    registry_url: str
    names: TopicNames
    group: str


def cluster_of(settings: Settings) -> Cluster:
    """The cluster that the settings name, else the one of HUB_HOME; HUB_BROKER=local or docker asks for the latter.

    Raises NoInstance; nothing is contacted.
    """
    names = TopicNames(settings.topic_prefix)
    group = names.engine_group
    if settings.bootstrap_servers and settings.broker in (Broker.AUTO, Broker.CLUSTER):
        return Cluster(settings.bootstrap_servers, settings.registry_url, names, group)
    file = settings.home_folder / "run" / "ports.json"
    try:
        ports = json.loads(file.read_text())
        kafka, registry = f"127.0.0.1:{int(ports['kafka'])}", f"http://127.0.0.1:{int(ports['registry'])}"
    except (OSError, ValueError, KeyError, TypeError) as missing:
        raise NoInstance(
            f"there is no instance in {settings.home_folder} (HUB_HOME). Start one with `hub up`, or name a cluster "
            "with HUB_BOOTSTRAP_SERVERS and HUB_REGISTRY_URL"
        ) from missing
    return Cluster(kafka, registry, names, group)
