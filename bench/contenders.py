"""Who is compared: the hub's engine, and the hub's own fold in each of the others. One row each."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.processes import Measured, Worker
from hub.instance.connection import Cluster
from hub.log.topics import TopicNames

ROOT: Final = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where everything is measured. seconds: until a run that does not end counts as stuck."""

    home: Path
    bootstrap_servers: str
    registry_url: str
    partitions: int
    seconds: float = 300

    def cluster(self, name: str) -> Cluster:
        names = TopicNames(f"{name}.")
        return Cluster(self.bootstrap_servers, self.registry_url, names, names.engine_group)


@dataclass(frozen=True, slots=True)
class Contender:
    """key: in the results. row: what it is, in words of the table. start: begins its process.

    output: the topic that its pictures come to; group: whose committed offsets say how far it is.
    """

    key: str
    row: str
    start: Callable[[Ground, Cluster], Measured]
    output: Callable[[TopicNames], str]
    group: Callable[[TopicNames], str]
    environment: str = ".venv"

    @property
    def is_set_up(self) -> bool:
        return python(self.environment).exists()


def python(environment: str) -> Path:
    return Path(sys.executable) if environment == ".venv" else ROOT / environment / "bin" / "python"


def _hub(ground: Ground, cluster: Cluster) -> Measured:
    return Worker(ground.home, cluster, ground.partitions)


def _peer(name: str, environment: str, *argv: str, **more: str) -> Callable[[Ground, Cluster], Measured]:
    def start(ground: Ground, cluster: Cluster) -> Measured:
        state = str(ground.home / f"state-{cluster.names.prefix}")
        command = [str(python(environment)), "-W", "ignore", "-m", *argv]
        told = {"PYTHONPATH": str(ROOT), "BENCH_STATE": state, **more}
        return Measured(name, command, ground.home, cluster, ground.partitions, **told)

    return start


def _picture(names: TopicNames) -> str:
    return names.picture


def _peers(names: TopicNames) -> str:
    return f"{names.prefix}peer"


_FAUST: Final = ("bench.peers.stock_faust", "worker", "--loglevel=warn")
HUB: Final = Contender("hub", "the hub's engine", _hub, _picture, lambda names: names.engine_group)
CONTENDERS: Final = (
    HUB,
    Contender(
        "stock_faust",
        "stock Faust, one message at a time, Tables of events and pictures",
        _peer("stock_faust", ".venv", *_FAUST),
        lambda names: f"{_peers(names)}-pictures-changelog",
        _peers,
    ),
    Contender(
        "stock_faust_batches",
        "stock Faust, its own batches, no events kept",
        _peer("stock_faust_batches", ".venv", *_FAUST, BENCH_BATCHES="1"),
        _picture,
        _peers,
    ),
    Contender(
        "quixstreams",
        "quixstreams, one message at a time, events in RocksDB",
        _peer("quixstreams", ".venv-quixstreams", "bench.peers.quix"),
        _picture,
        _peers,
        ".venv-quixstreams",
    ),
    Contender(
        "bytewax",
        "Bytewax, its own batches, no events kept",
        _peer("bytewax", ".venv-bytewax", "bytewax.run", "bench.peers.bytewax_flow"),
        _picture,
        _peers,
        ".venv-bytewax",
    ),
    Contender(
        "arroyo",
        "Arroyo, its own batches, no events kept",
        _peer("arroyo", ".venv-arroyo", "bench.peers.arroyo_processor"),
        _picture,
        _peers,
        ".venv-arroyo",
    ),
)
