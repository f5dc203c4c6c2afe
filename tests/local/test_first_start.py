"""Classes that Java keeps beside the programs are used at the next start; a torn file of them harms nobody."""

import os
from pathlib import Path

import pytest

from hub.local.artifacts import located
from hub.local.first_start import KEEPING_SECONDS, start_once
from hub.local.java import classes_file
from hub.local.local_parts import LocalParts, running
from hub.settings import read_settings

pytestmark = pytest.mark.kafka


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """The programs of this machine, and nothing that Java has kept of them."""
    made = tmp_path / "cache"
    made.mkdir()
    real = located(read_settings().cache_folder)
    for each in (real.kafka, real.registry):
        (made / each.name).symlink_to(each)
    return made


def uses(parts: LocalParts, name: str, file: Path) -> bool:
    child = parts.child(name)
    assert child is not None
    return str(file) in Path(f"/proc/{child.identity.pid}/maps").read_text()


async def test_the_first_start_keeps_the_classes_and_the_next_ones_use_them(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kafka, registry = (classes_file(each) for each in (located(cache).kafka, located(cache).registry))
    said: list[str] = []
    with monkeypatch.context() as without_time:
        without_time.setattr("hub.local.first_start.KEEPING_SECONDS", 0.0)
        await start_once(cache, said.append)
    assert not kafka.exists()
    assert not registry.exists()
    assert [each for each in said if "kept no classes" in each] == said[-2:]

    said.clear()
    await start_once(cache, said.append)
    assert "for the first time" in said[0]
    assert kafka.exists()
    assert registry.exists()

    before = len(said)
    await start_once(cache, said.append)
    assert len(said) == before, "nothing is started again"

    whole = kafka.stat().st_size
    os.truncate(kafka, whole // 2)
    async with running(tmp_path / "home", cache, stop_seconds=KEEPING_SECONDS) as parts:
        assert uses(parts, "registry", registry)
        assert not uses(parts, "kafka", kafka)
    assert kafka.stat().st_size > whole // 2, "made anew"
