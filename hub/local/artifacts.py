"""Fetches the programs of Kafka and the schema registry through Maven, once a machine.

Promise: what stands in the cache is whole, because it is made aside and renamed; two processes may fetch at once.
Run as a module it fetches what is missing and says so.
"""

import fcntl
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

KAFKA_VERSION: Final = "4.4.0"
REGISTRY_VERSION: Final = "3.3.3"
REGISTRY_ARTIFACT: Final = f"io.apicurio:apicurio-registry-app:{REGISTRY_VERSION}:tar.gz:all"

Say = Callable[[str], None]


class ArtifactsMissing(Exception):
    """The programs could not be fetched; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Artifacts:
    """Where the programs stand. kafka: a folder of jars. registry: a folder with quarkus-run.jar."""

    kafka: Path
    registry: Path


def located(cache: Path) -> Artifacts:
    return Artifacts(cache / f"kafka-{KAFKA_VERSION}", cache / f"registry-{REGISTRY_VERSION}")


def fetch(cache: Path, say: Say) -> Artifacts:
    """The programs, fetched if they are not there. Raises ArtifactsMissing."""
    found = located(cache)
    if found.kafka.exists() and found.registry.exists():
        return found
    cache.mkdir(parents=True, exist_ok=True)
    with _alone(cache):
        for target, name, make in (
            (found.kafka, f"Kafka {KAFKA_VERSION} (43 MB)", _kafka),
            (found.registry, f"the schema registry {REGISTRY_VERSION} (155 MB)", _registry),
        ):
            if not target.exists():
                say(f"Fetching {name} through Maven, once for this machine ...")
                aside = Path(tempfile.mkdtemp(dir=cache, prefix=".making-"))
                try:
                    make(aside).rename(target)
                finally:
                    shutil.rmtree(aside, ignore_errors=True)
    return found


@contextmanager
def _alone(cache: Path) -> Iterator[None]:
    with (cache / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # given back when the file closes, also by a crash
        yield


def _kafka(aside: Path) -> Path:
    (aside / "pom.xml").write_bytes((resources.files("hub.local") / "pom.xml").read_bytes())
    _maven(aside, "dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={aside / 'libs'}")
    return aside / "libs"


def _registry(aside: Path) -> Path:
    _maven(aside, "dependency:copy", f"-Dartifact={REGISTRY_ARTIFACT}", f"-DoutputDirectory={aside}")
    unpacked = aside / "registry"
    with tarfile.open(next(aside.glob("*.tar.gz"))) as archive:
        archive.extractall(unpacked, filter="data")
    return unpacked


def _maven(folder: Path, *arguments: str) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise ArtifactsMissing(
            "mvn is missing. Install Maven (Debian: apt-get install maven), or name a cluster with "
            "HUB_BOOTSTRAP_SERVERS and HUB_REGISTRY_URL"
        )
    ran = subprocess.run([maven, "-q", "-B", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        last = "\n".join((ran.stdout + ran.stderr).strip().splitlines()[-15:])
        raise ArtifactsMissing(f"Maven could not fetch the programs (mvn {arguments[0]}); it said:\n{last}")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    from hub.settings import read_settings

    try:
        fetch(read_settings().cache_folder, _say)
    except ArtifactsMissing as missing:
        sys.exit(f"hub: {missing}")
