"""Every setting, typed, with its environment name: HUB_ and the field's name in capitals.

Promise: wrong settings are refused when they are read, with the name and the reason. There is
no secret among them yet; one that comes is a SecretStr, which never shows. tests/local/test_settings.py knows a
secret by its name or description.
"""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Broker(StrEnum):
    """Where Kafka and the registry come from."""

    AUTO = "auto"  # a named cluster, else local processes, else Docker
    CLUSTER = "cluster"  # the one that bootstrap_servers and registry_url name
    LOCAL = "local"  # processes of this machine
    DOCKER = "docker"  # containers, through testcontainers


class SettingsWrong(ValueError):
    """A setting cannot be used; the text names it, says why, and what to do."""


class Settings(BaseSettings):
    """All settings of one instance."""

    model_config = SettingsConfigDict(env_prefix="HUB_", extra="ignore", frozen=True)

    home: Annotated[Path, Field(description="Folder of this instance: data, logs, state.")] = Path(".hub")
    cache: Annotated[
        Path, Field(description="Folder for Kafka's and the registry's programs, shared by instances.")
    ] = Path("~/.cache/joint-commissioning-hub")
    broker: Annotated[Broker, Field(description="auto, cluster, local or docker: where Kafka comes from.")] = (
        Broker.AUTO
    )
    bootstrap_servers: Annotated[str, Field(description="Brokers of a cluster, host:port with commas between.")] = ""
    registry_url: Annotated[str, Field(description="The schema registry's address, without /apis/ccompat/v7.")] = ""
    topic_prefix: Annotated[
        str, Field(pattern=r"^([a-z0-9][a-z0-9.-]*\.)?$", description="Put before every topic; ends in a dot.")
    ] = ""
    partitions: Annotated[int, Field(ge=1, le=1000, description="Partitions of each input and output topic.")] = 12
    view_megabytes: Annotated[
        int,
        Field(
            ge=0,
            description="How much the workers together hold, about, of what pictures stand on, each partition its "
            "share; less costs time alone.",
        ),
    ] = 1024
    workers: Annotated[int, Field(ge=0, le=64, description="Engine workers that `hub up` starts.")] = 1
    http_port: Annotated[int, Field(ge=0, le=65535, description="The gateway's port; 0 takes a free one.")] = 8080
    pages_as_of: Annotated[
        date | None,
        Field(description="The day that pages open at, as 2015-10-01; none: today, and the demonstration's own day."),
    ] = None
    ready_seconds: Annotated[
        float, Field(gt=0, description="After how long `hub up` tells what is not ready, which stays up.")
    ] = 120.0
    session_timeout_seconds: Annotated[
        float, Field(gt=0, description="How long a silent worker keeps its partitions.")
    ] = 10.0
    heartbeat_seconds: Annotated[float, Field(gt=0, description="How often a worker says that it is alive.")] = 2.0
    quarantine_limit: Annotated[
        int,
        Field(ge=1, description="With more open records of one partner in quarantine, `hub status` tells an error."),
    ] = 100

    @property
    def cache_folder(self) -> Path:
        return self.cache.expanduser().resolve()

    @property
    def home_folder(self) -> Path:
        return self.home.expanduser().resolve()


def read_settings(**overrides: object) -> Settings:
    """From the environment, with what the command line gave on top. Raises SettingsWrong."""
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        settings = Settings(**given)  # type: ignore[arg-type]  # the values are checked by pydantic
    except ValidationError as failure:
        lines = [f"HUB_{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}" for each in failure.errors()]
        raise SettingsWrong("; ".join(lines) + ". See docs/settings.md") from failure
    if settings.broker is Broker.CLUSTER and not settings.bootstrap_servers:
        raise SettingsWrong("HUB_BROKER=cluster needs HUB_BOOTSTRAP_SERVERS: name the brokers, host:port")
    if bool(settings.bootstrap_servers) != bool(settings.registry_url):
        raise SettingsWrong("HUB_BOOTSTRAP_SERVERS and HUB_REGISTRY_URL go together: set both or neither")
    if settings.heartbeat_seconds > settings.session_timeout_seconds / 3:
        raise SettingsWrong(
            "HUB_HEARTBEAT_SECONDS is more than a third of HUB_SESSION_TIMEOUT_SECONDS: one late heartbeat would cost "
            "a worker its partitions; lower it"
        )
    return settings
