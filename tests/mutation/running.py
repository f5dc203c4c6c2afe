"""One mutant against the tests that reach it, in a process of its own that is gone afterwards.

Promise: a test that takes many times its usual processor time is a mutant found (an endless loop), and never ends
the run. The first test that fails decides.
"""

import ast
import functools
import gc
import os
import resource
import signal
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, Final, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings

from tests.mutation.loading import import_changed

PROFILE: Final[dict[str, Any]] = {
    # a verdict that is another one the next time tells nothing; the laws themselves go on with other examples each time
    "derandomize": True,
    "database": None,
    "deadline": None,
    "max_examples": 25,
    "phases": [Phase.explicit, Phase.generate],
    "suppress_health_check": list(HealthCheck),
}
TIMES: Final = 10
AT_LEAST: Final = 3.0
"""Seconds of processor time that a test may take at least, whatever it takes without a fault."""
IMPORTING: Final = 60.0
MEMORY: Final = 6 << 30


class Outcome(StrEnum):
    KILLED = "killed"  # a test failed
    TIMEOUT = "timeout"  # a test did not end, or took all the memory
    SURVIVED = "survived"  # every test that reaches it passed
    UNREACHED = "unreached"  # no test reaches it


class Told(NamedTuple):
    """by: the test that decided it, where one did."""

    outcome: Outcome
    by: str = ""


class Base(NamedTuple):
    """A test and the processor time that it takes without a fault."""

    test: str
    seconds: float


def arguments() -> list[str]:
    return ["-q", "-s", "-p", "no:cacheprovider", "-o", "timeout=0", "-m", "not kafka and not faults"]


def load_profile() -> None:
    hypothesis_settings.register_profile("mutation", **PROFILE)
    hypothesis_settings.load_profile("mutation")


def in_process(work: Callable[[Callable[[str], None]], None]) -> Told:
    """Runs `work` in a copy of this process; it is given a way to tell which test it is at.

    The work ends by `os._exit`: 0 when all tests passed, 1 when one failed.
    """
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        nothing = os.open(os.devnull, os.O_RDWR)
        for each in (0, 1, 2):
            os.dup2(nothing, each)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        # a run that is broken off by hand has not found a fault
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_PROF, IMPORTING)
        try:
            work(lambda test: _write(write_end, test))
        finally:
            # whatever went wrong on the way here went wrong by the fault
            os._exit(1)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as pipe:
        lines = pipe.read().decode().splitlines()
    _, status = os.waitpid(child, 0)
    by = lines[-1] if lines else "import"
    if os.WIFSIGNALED(status):
        return Told(Outcome.TIMEOUT, by)
    return Told(Outcome.SURVIVED) if os.WEXITSTATUS(status) == 0 else Told(Outcome.KILLED, by)


def _write(end: int, test: str) -> None:
    os.write(end, test.encode() + b"\n")


def run_items(items: Sequence[pytest.Item], base: Sequence[Base], tell: Callable[[str], None]) -> None:
    """Runs tests in order until one fails; ends the process."""
    failed: list[str] = []

    class Listener:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                failed.append(report.nodeid)

    items[0].config.pluginmanager.register(Listener())
    for place, (item, usual) in enumerate(zip(items, base, strict=True)):
        tell(item.nodeid)
        signal.setitimer(signal.ITIMER_PROF, max(AT_LEAST, TIMES * usual.seconds))
        following = items[place + 1] if place + 1 < len(items) else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if failed:
            os._exit(1)
    os._exit(0)


def caches(packages: Iterable[str]) -> list[Any]:
    """What the functions of these packages remember, as it was imported."""
    found = (each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper))
    return [each for each in found if _is_of(each, packages)]


def _is_of(function: Any, packages: Iterable[str]) -> bool:
    return (function.__module__ or "").split(".")[0] in packages


class Swapped:
    """The functions of the modules as they were imported, each of which can be given another code."""

    def __init__(self, packages: tuple[str, ...]) -> None:
        self._caches = caches(packages)
        self._functions: dict[tuple[str, str], list[FunctionType]] = {}
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and _is_of(each, packages):
                key = (each.__code__.co_filename, each.__code__.co_qualname)
                self._functions.setdefault(key, []).append(each)

    def ready(self, path: Path, function: str, changed: ast.Module) -> Callable[[], None] | None:
        """What gives the function the code that it has in the changed tree; None if it is not one that can be."""
        codes = [each for each in _codes(compile(changed, str(path), "exec")) if each.co_qualname == function]
        found = self._functions.get((str(path), function), [])
        if len(codes) != 1 or not found or any(each.__code__.co_freevars != codes[0].co_freevars for each in found):
            return None

        def put() -> None:
            for each in found:
                each.__code__ = codes[0]
            for cache in self._caches:
                cache.cache_clear()

        return put


def _codes(code: CodeType) -> list[CodeType]:
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    return [*inner, *(deeper for each in inner for deeper in _codes(each))]


def run_imported_anew(module: str, changed: ast.Module, base: Sequence[Base]) -> Told:
    """For what runs at import: the project and the tests are imported anew, this module as the tree that is given."""
    files = list(dict.fromkeys(each.test.partition("::")[0] for each in base))

    def work(tell: Callable[[str], None]) -> None:
        class Chosen:
            def pytest_sessionstart(self) -> None:
                load_profile()

            def pytest_runtestloop(self, session: pytest.Session) -> bool:
                found = {item.nodeid: item for item in session.items}
                if session.testsfailed or any(each.test not in found for each in base):
                    os._exit(1)
                run_items([found[each.test] for each in base], base, tell)
                return True

        import_changed(module, changed)
        pytest.main([*arguments(), *files], plugins=[Chosen()])

    return in_process(work)
