"""What the engine of one worker must be told, out of the settings of the instance."""

from dataclasses import dataclass
from pathlib import Path

from hub.log.topics import TopicNames
from hub.settings import Settings


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """inputs: the input topics' names here, in the order of INPUT_TOPICS. partitions: of each of them.

    status_file: rewritten every second.
    session_timeout_seconds: how long a silent worker keeps its partitions; heartbeat_seconds: at most a third of it.
    """

    name: str
    bootstrap_servers: str
    names: TopicNames
    group_id: str
    inputs: tuple[str, ...]
    configuration: str
    picture: str
    quarantine: str
    partitions: int
    session_timeout_seconds: float
    heartbeat_seconds: float
    status_file: Path

    @classmethod
    def of(cls, settings: Settings, name: str) -> "EngineSettings":
        """For the worker of this name. `settings.bootstrap_servers` is set."""
        names = TopicNames(settings.topic_prefix)
        return cls(
            name=name,
            bootstrap_servers=settings.bootstrap_servers,
            names=names,
            group_id=names.engine_group,
            inputs=names.inputs,
            configuration=names.configuration,
            picture=names.picture,
            quarantine=names.quarantine,
            partitions=settings.partitions,
            session_timeout_seconds=settings.session_timeout_seconds,
            heartbeat_seconds=settings.heartbeat_seconds,
            status_file=settings.home_folder / "run" / f"worker-{name}.json",
        )
