"""Which statements each test runs, and how long it takes: found once, kept for the tests that have not changed."""

import hashlib
import importlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from tests.mutation.loading import Marks, dotted
from tests.mutation.running import PROFILE, arguments, caches, load_profile

AT_IMPORT: Final = "import"


@dataclass(frozen=True)
class Seen:
    """What a test runs (marks, as bits) and the processor time that it takes."""

    test: str
    file: str
    seconds: float
    ran: int


class Watcher:
    """The plugin that runs the tests with marks and writes one line for each that passes."""

    def __init__(self, marks: Marks, packages: set[str], out: Path) -> None:
        self._marks = marks
        self._packages = packages
        self._out = out.open("a", encoding="utf-8")
        self._passed = True

    def pytest_sessionstart(self) -> None:
        load_profile()

    def pytest_collection_finish(self) -> None:
        self._caches = caches(self._packages)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        for each in self._caches:  # what an earlier test has had computed is reached by this one too
            each.cache_clear()
        self._marks.ran()
        self._passed = True
        begun = time.process_time()
        told = yield
        line = {"test": item.nodeid, "seconds": round(time.process_time() - begun, 4), "ran": hex(self._marks.ran())}
        if self._passed:
            self._out.write(json.dumps(line) + "\n")
            self._out.flush()
        return told

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._passed &= report.passed or (report.skipped and hasattr(report, "wasxfail"))


def watch(marks: Marks, modules: list[str], files: list[str], out: Path) -> int:
    """Runs the files' tests with marks; for a process of its own. The exit code is pytest's."""
    marks.install()
    for module in modules:
        importlib.import_module(dotted(module))
    with out.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"test": AT_IMPORT, "seconds": 0, "ran": hex(marks.ran())}) + "\n")
    packages = {each.split("/")[0] for each in modules}
    return int(pytest.main([*arguments(), *files], plugins=[Watcher(marks, packages, out)]))


def read(path: Path) -> dict[str, Seen]:
    """What was seen before, by test; the last line about a test counts."""
    if not path.exists():
        return {}
    lines: list[dict[str, Any]] = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {
        line["test"]: Seen(line["test"], line["test"].partition("::")[0], line["seconds"], int(line["ran"], 16))
        for line in lines
    }


def digest(root: Path, files: list[Path]) -> str:
    """Of the files' names and bytes, and of how tests are run."""
    told = hashlib.sha256(repr(PROFILE).encode())
    for each in sorted(files):
        told.update(f"{each.relative_to(root)}\0".encode() + hashlib.sha256(each.read_bytes()).digest())
    return told.hexdigest()[:16]
