"""The container path with a fake engine, and what would be asked of a real one; no Docker engine is needed here."""

from pathlib import Path

import pytest

from hub.local.docker_parts import ContainerFailed, DockerParts, Recipe, recipes, start_with_testcontainers
from hub.local.kafka_process import KafkaProcess
from hub.local.registry_process import RegistryProcess

PORTS = {"kafka": 4001, "controller": 4002, "registry": 4003, "registry_management": 4004}


class FakeEngine:
    """Remembers what was started and stopped, in order."""

    def __init__(self) -> None:
        self.happened: list[str] = []

    def start(self, recipe: Recipe) -> "FakeContainer":
        self.happened.append(f"start {recipe.image}")
        return FakeContainer(self, recipe)


class FakeContainer:
    def __init__(self, engine: FakeEngine, recipe: Recipe) -> None:
        self._engine, self._recipe = engine, recipe

    def stop(self) -> None:
        self._engine.happened.append(f"stop {self._recipe.image}")


async def yes(self: object) -> bool:
    return True


async def no(self: object) -> bool:
    return False


async def test_both_are_started_and_stopped_in_reverse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KafkaProcess, "is_ready", yes)
    monkeypatch.setattr(RegistryProcess, "is_ready", yes)
    engine = FakeEngine()
    parts = DockerParts(tmp_path, lambda words: None, engine.start)
    await parts.start()
    await parts.stop()
    kafka, registry = (recipe.image for recipe in recipes(tmp_path, PORTS))
    assert engine.happened == [f"start {kafka}", f"start {registry}", f"stop {registry}", f"stop {kafka}"]
    assert (tmp_path / "run" / "ports.json").exists(), "commands find the addresses where local processes have theirs"


async def test_one_that_does_not_answer_is_named_with_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KafkaProcess, "is_ready", yes)
    monkeypatch.setattr(RegistryProcess, "is_ready", no)
    parts = DockerParts(tmp_path, lambda words: None, FakeEngine().start)
    with pytest.raises(ContainerFailed, match=r"registry does not answer at http://127.0.0.1:"):
        await parts.start(seconds=0)
    await parts.stop()


def test_two_instances_share_no_name_and_no_volume(tmp_path: Path) -> None:
    both = [*recipes(tmp_path / "a", PORTS), *recipes(tmp_path / "b", PORTS)]
    assert len({recipe.name for recipe in both}) == len({recipe.volume for recipe in both}) == 4


def test_kafka_is_told_the_same_as_a_local_one(tmp_path: Path) -> None:
    kafka, registry = recipes(tmp_path, PORTS)
    assert kafka.environment["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"
    assert kafka.environment["KAFKA_LOG_RETENTION_MS"] == "-1"
    assert kafka.environment["KAFKA_ADVERTISED_LISTENERS"] == "PLAINTEXT://127.0.0.1:4001"
    assert kafka.environment["KAFKA_LOG_DIRS"].startswith(kafka.folder)
    assert registry.environment["APICURIO_DATASOURCE_URL"] == "jdbc:h2:file:/data/registry;WRITE_DELAY=0"


def test_docker_is_asked_for_this_machine_only_and_for_volumes_that_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, object] = {}

    class FakeDockerClient:
        """What testcontainers hands to Docker's own client."""

        def create(self, image: str, **more: object) -> "FakeDockerClient":
            asked.update(more, image=image)
            return self

        def start(self, container: object) -> None:
            asked["started"] = True

        def remove(self, **how: object) -> None:
            asked["removed"] = how

        short_id = "fake"

        @property
        def client(self) -> "FakeDockerClient":
            return self

        def close(self) -> None:
            pass

    client = FakeDockerClient()
    monkeypatch.setattr("testcontainers.core.container.DockerClient", lambda *_, **__: client)
    monkeypatch.setattr("testcontainers.core.container.Reaper.get_instance", lambda: None)
    recipe, _ = recipes(tmp_path, PORTS)
    container = start_with_testcontainers(recipe)
    assert asked["image"] == recipe.image
    assert asked["ports"] == {"9092": ("127.0.0.1", 4001)}
    assert asked["volumes"] == {recipe.volume: {"bind": "/data", "mode": "rw"}}
    assert asked["started"]
    container.stop()
    assert asked["removed"] == {"force": True, "v": False}
