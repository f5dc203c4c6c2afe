"""The programs are fetched once, whole, by one process at a time; what fails is told in words. Maven is a fake here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hub.local.artifacts import ArtifactsMissing, fetch, located

# does what the two goals do that are asked for, notes each call, and is slow enough for two processes to meet
FAKE_MAVEN = f"""#!{sys.executable}
import io, os, sys, tarfile, time
from pathlib import Path
arguments = dict(each[2:].split("=", 1) for each in sys.argv if each.startswith("-D"))
with open(os.environ["CALLS"], "a") as calls:
    calls.write(next(each for each in sys.argv if each.startswith("dependency:")) + "\\n")
time.sleep(0.2)
out = Path(arguments["outputDirectory"])
out.mkdir(exist_ok=True)
if "artifact" in arguments:
    with tarfile.open(out / "registry.tar.gz", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("quarkus-run.jar"), io.BytesIO())
else:
    assert Path("pom.xml").exists(), "the goal needs the pom in its folder"
    (out / "kafka.jar").touch()
"""


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fake mvn goes first on the path; returns the file in which it notes its calls."""
    program = tmp_path / "bin" / "mvn"
    program.parent.mkdir()
    program.write_text(FAKE_MAVEN)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    return tmp_path / "calls"


def test_what_is_fetched_stands_there_whole_and_is_not_fetched_again(tmp_path: Path, calls: Path) -> None:
    said: list[str] = []
    found = fetch(tmp_path / "cache", said.append)
    assert (found.kafka / "kafka.jar").exists()
    assert (found.registry / "quarkus-run.jar").exists()
    assert len(said) == 2, "each fetch is announced, because it takes a while"
    assert fetch(tmp_path / "cache", said.append) == found
    assert len(said) == 2
    assert calls.read_text().split() == ["dependency:copy-dependencies", "dependency:copy"]
    assert not [path for path in (tmp_path / "cache").iterdir() if path.name.startswith(".making")]


def test_two_processes_at_once_fetch_once(tmp_path: Path, calls: Path) -> None:
    environment = {**os.environ, "HUB_CACHE": str(tmp_path / "cache")}
    both = [
        subprocess.Popen([sys.executable, "-m", "hub.local.artifacts"], env=environment, stderr=subprocess.DEVNULL)
        for _ in range(2)
    ]
    assert [each.wait(60) for each in both] == [0, 0]
    assert sorted(calls.read_text().split()) == ["dependency:copy", "dependency:copy-dependencies"]


def test_what_a_killed_fetch_left_is_never_taken_for_whole(tmp_path: Path, calls: Path) -> None:
    cache = tmp_path / "cache"
    (cache / ".making-abc" / "libs").mkdir(parents=True)
    assert not located(cache).kafka.exists()
    assert (fetch(cache, lambda words: None).kafka / "kafka.jar").exists()


def test_without_maven_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ArtifactsMissing, match=r"apt-get install maven.*HUB_BOOTSTRAP_SERVERS"):
        fetch(tmp_path / "cache", lambda words: None)


def test_when_maven_fails_its_own_words_are_passed_on_and_nothing_is_left(
    tmp_path: Path, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin" / "mvn").write_text("#!/bin/sh\necho 'Could not resolve host'\nexit 1\n")
    with pytest.raises(ArtifactsMissing, match=r"dependency:copy-dependencies(?s:.*)Could not resolve host"):
        fetch(tmp_path / "cache", lambda words: None)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [".lock"]
