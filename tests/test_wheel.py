"""The wheel carries everything that the hub reads: installed elsewhere, without the sources, it checks its schemas."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("hub", "connectors", "schemas")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's content, built from a copy, because a build leaves files beside the sources."""
    copy, target = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("installed")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run([*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(copy / "dist"), str(copy)], copy)
    (wheel,) = (copy / "dist").glob("*.whl")
    run([*pip, "install", "--no-deps", "--no-index", "--target", str(target), str(wheel)], copy)
    return target


def run(argv: Sequence[str], folder: Path, **environment: str) -> str:
    done = subprocess.run(
        argv, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_file_of_the_packages_is_in_it(installed: Path) -> None:
    for name in PACKAGES:
        here = {
            path.relative_to(ROOT)
            for path in (ROOT / name).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        there = {path.relative_to(installed) for path in (installed / name).rglob("*") if path.is_file()}
        assert not here - there, "name the ending under [tool.setuptools.package-data]"


def test_nothing_in_it_stops_or_kills_the_process_that_it_runs_in(installed: Path) -> None:
    """But a worker that takes too long to end."""
    own = {"hub/engine/worker.py"}
    ends = {
        str(path.relative_to(installed))
        for name in PACKAGES
        for path in (installed / name).rglob("*.py")
        if any(word in path.read_text() for word in ("os._exit", "signal.SIGSTOP", "HUB_TEST"))
    }
    assert ends == own


def test_its_command_runs_elsewhere_and_checks_its_schemas(installed: Path, tmp_path: Path) -> None:
    where = run([sys.executable, "-c", "import hub; print(hub.__file__)"], tmp_path, PYTHONPATH=str(installed))
    assert Path(where.strip()).is_relative_to(installed), "the sources would hide what the wheel lacks"
    run([sys.executable, "-m", "hub.cli", "schemas", "check"], tmp_path, PYTHONPATH=str(installed))
