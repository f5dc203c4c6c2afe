"""A whole run: what is asked, in which order, and what is written down.

A mutant inside a function that does not run at import costs a fork: the function is given the other code in a process
that has imported everything. For what runs at import, the hub and the tests are imported anew in a process that has
all other libraries already.
"""

import ast
import gc
import hashlib
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

from tests.mutation.choosing import Chooser
from tests.mutation.loading import Marks
from tests.mutation.operators import Mutant, mutants
from tests.mutation.results import FOUND, Result, ResultsFile
from tests.mutation.running import (
    Base,
    Outcome,
    Swapped,
    Told,
    arguments,
    in_process,
    load_profile,
    run_imported_anew,
    run_items,
)
from tests.mutation.watching import AT_IMPORT, Seen, digest, read, watch

TELL_EVERY: Final = 20.0


@dataclass(frozen=True)
class Project:
    """packages are changed; tests are the folders that are asked. folder: where the results are kept."""

    root: Path
    packages: tuple[str, ...]
    tests: tuple[str, ...]
    folder: Path

    @cached_property
    def modules(self) -> list[str]:
        found = (each for package in self.packages for each in (self.root / package).rglob("*.py"))
        return sorted(str(each.relative_to(self.root)) for each in found if each.name != "__init__.py")

    @cached_property
    def test_files(self) -> list[str]:
        found = (each for folder in self.tests for each in (self.root / folder).rglob("test_*.py"))
        return sorted(str(each.relative_to(self.root)) for each in found)

    @cached_property
    def tests_digest(self) -> str:
        return digest(self.root, [*self._beside(), *(self.root / each for each in self.test_files)])

    @cached_property
    def surroundings(self) -> str:
        """Of all that a test's way through the modules depends on, apart from its own file."""
        top = {each.split("/")[0] for each in self.packages}
        return digest(
            self.root, [*self._beside(), *(each for name in top for each in (self.root / name).rglob("*.py"))]
        )

    def _beside(self) -> list[Path]:
        folders = [self.root / each for each in self.tests]
        return [each for folder in folders for each in folder.rglob("*.py") if not each.name.startswith("test_")]

    def source(self, module: str) -> str:
        return (self.root / module).read_text("utf-8")

    def digest_of(self, module: str) -> str:
        """Of what the module does: where its imports come from, comments and empty lines are not in it."""
        tree = ast.parse(self.source(module))
        rest = [each for each in tree.body if not isinstance(each, ast.Import | ast.ImportFrom)]
        return hashlib.sha256(ast.dump(ast.Module(rest, [])).encode()).hexdigest()[:16]

    def mutants_of(self, modules: Sequence[str]) -> list[Mutant]:
        return [each for module in modules for each in mutants(module, self.source(module))]


class Run:
    """Asks about mutants and writes down what became of each."""

    def __init__(self, project: Project, say: Callable[[str], None], jobs: int = 1) -> None:
        """jobs: how many processes are at work at once."""
        self.project = project
        self._jobs = jobs
        self.kept = ResultsFile(project.folder / "results.jsonl")
        self._say = say
        self._marks = Marks(project.root, project.modules)
        self._digests = {module: project.digest_of(module) for module in project.modules}
        self._sound: dict[str, bool] = {}

    def standing(self, mutant: Mutant) -> Result | None:
        return self.kept.standing(mutant.name, self._digests[mutant.module], self.project.tests_digest)

    def run(self, asked: Sequence[Mutant]) -> list[Result]:
        """What became of each of them; those that are known are not asked again."""
        waiting = [each for each in asked if self.standing(each) is None]
        if waiting:
            self._chooser = Chooser(self.project.root, self.project.modules, self._marks, self._watched())
            at_once = [each for each in waiting if not self._chooser.is_imported(each)]
            self._at_work(at_once, self._serve)
            waiting = [each for each in waiting if self.standing(each) is None]
            if waiting:
                self._preload()
                self._at_work(waiting, self._serve_anew)
        found = [self.standing(each) for each in asked]
        return [each for each in found if each is not None]

    def _at_work(self, asked: Sequence[Mutant], work: Callable[[Sequence[Mutant]], None]) -> None:
        """Divided among processes by modules: what found one fault is asked first about its neighbours."""
        shares = [each for each in _shares(asked, self._jobs) if each]

        def begin(number: int) -> Callable[[], None]:
            def begun() -> None:
                say = self._say if len(shares) == 1 else lambda words: self._say(f"({number + 1}) {words}")
                self._progress = _Progress(len(shares[number]), say)
                work(shares[number])

            return begun

        _elsewhere([begin(number) for number in range(len(shares))])
        self.kept = ResultsFile(self.project.folder / "results.jsonl")

    def _decide(self, mutant: Mutant, ask: Callable[[list[Base]], Told], sound: Callable[[Base], bool]) -> None:
        first, more = self._chooser.tests_for(mutant)
        told = self._asked(mutant, first, ask, sound)
        if told.outcome not in FOUND and more:
            found = self._asked(mutant, more, ask, sound)
            told = told if found.outcome is Outcome.UNREACHED else found
        self.kept.add(
            Result(
                mutant.name,
                told.outcome,
                told.by,
                mutant.line,
                self._digests[mutant.module],
                self.project.tests_digest,
            )
        )
        self._progress.one(told.outcome)

    def _asked(
        self, mutant: Mutant, tests: list[Base], ask: Callable[[list[Base]], Told], sound: Callable[[Base], bool]
    ) -> Told:
        """What these tests find. One that fails without any fault has found nothing, and is not asked again."""
        tests = [each for each in tests if self._sound.get(each.test, True)]
        while tests:
            told = ask(tests)
            base = next((each for each in tests if each.test == told.by), None)
            if told.outcome not in FOUND or base is None:
                return told
            if base.test not in self._sound:
                self._sound[base.test] = sound(base)
            if self._sound[base.test]:
                self._chooser.killed(mutant, base.test)
                return told
            self._say(f"not asked, for it fails without a fault: {base.test}")
            tests.remove(base)
        return Told(Outcome.UNREACHED)

    def _serve(self, asked: Sequence[Mutant]) -> None:
        """In a process of its own: imports everything once, and decides all that can be put into functions."""
        run = self

        class Server:
            def pytest_sessionstart(self) -> None:
                load_profile()

            def pytest_runtestloop(self, session: pytest.Session) -> bool:
                items = {item.nodeid: item for item in session.items}
                run._serve_items(asked, items)
                return True

        pytest.main([*arguments(), *self.project.test_files], plugins=[Server()])

    def _serve_items(self, asked: Sequence[Mutant], items: dict[str, pytest.Item]) -> None:
        swapped = Swapped(tuple(each.split("/")[0] for each in self.project.packages))
        gc.freeze()  # what stands now is shared with the copies, and looking for garbage in it would copy it
        trees = {module: ast.parse(self.project.source(module)) for module in {each.module for each in asked}}

        def sound(base: Base) -> bool:
            return in_process(lambda tell: run_items([items[base.test]], [base], tell)).outcome is Outcome.SURVIVED

        for mutant in asked:
            path = self.project.root / mutant.module
            changed = mutant.apply(trees[mutant.module])
            put = swapped.ready(path, str(mutant.function), changed)
            if put is None:
                continue

            def ask(tests: list[Base], put: Callable[[], None] = put) -> Told:
                def work(tell: Callable[[str], None]) -> None:
                    put()
                    run_items([items[each.test] for each in tests], tests, tell)

                return in_process(work)

            self._decide(mutant, ask, sound)

    def _serve_anew(self, asked: Sequence[Mutant]) -> None:
        """In a process that has imported the libraries, and nothing of the project's own."""
        for mutant in asked:
            self._decide(mutant, partial(self._anew, mutant), self._sound_anew)

    def _anew(self, mutant: Mutant, tests: list[Base]) -> Told:
        changed = mutant.apply(ast.parse(self.project.source(mutant.module)))
        return run_imported_anew(mutant.module, changed, tests)

    def _sound_anew(self, base: Base) -> bool:
        module = self.project.modules[0]
        as_it_is = ast.parse(self.project.source(module))
        return run_imported_anew(module, as_it_is, [base]).outcome is Outcome.SURVIVED

    def _watched(self) -> dict[str, Seen]:
        """What each test runs; only the tests whose files have changed are run for it."""
        path = self.project.folder / f"seen-{self.project.surroundings}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        done = self.project.folder / f"watched-{self.project.surroundings}.txt"
        known = set(done.read_text("utf-8").splitlines()) if done.exists() else set()
        new = {each: digest(self.project.root, [self.project.root / each]) for each in self.project.test_files}
        unknown = [(each, told) for each, of_it in new.items() if (told := f"{each} {of_it}") not in known]

        def look(share: Sequence[tuple[str, str]]) -> None:
            for file, told in share:
                self._say(f"watching which statements {file} runs")
                _elsewhere([partial(watch, self._marks, self.project.modules, [file], path)])
                with done.open("a", encoding="utf-8") as lines:
                    lines.write(told + "\n")

        _elsewhere([partial(look, unknown[each :: self._jobs]) for each in range(self._jobs)])
        seen = read(path)
        return {name: each for name, each in seen.items() if name == AT_IMPORT or each.file in self.project.test_files}

    def _preload(self) -> None:
        """Imports the libraries, and nothing of the project's own, so that each copy of this process has them."""
        path = self.project.folder / "libraries.txt"
        own = {each.name for each in self.project.root.iterdir() if each.is_dir()}
        own |= {each.stem for each in self.project.root.glob("*.py")}

        class Lister:
            def pytest_runtestloop(self) -> bool:
                found = [each for each in sys.modules if each.split(".")[0] not in own and not each.startswith("_")]
                path.write_text("\n".join(found), encoding="utf-8")
                return True

        _elsewhere([lambda: pytest.main([*arguments(), *self.project.test_files], plugins=[Lister()])])
        for each in path.read_text("utf-8").splitlines():
            try:
                import_module(each)
            except (ImportError, AttributeError):
                continue  # made at run time, or not meant to be imported by itself: it is imported when it is needed


def _shares(asked: Sequence[Mutant], count: int) -> list[list[Mutant]]:
    """As even as modules allow that are not divided."""
    shares: list[list[Mutant]] = [[] for _ in range(count)]
    of_modules: dict[str, list[Mutant]] = {}
    for each in asked:
        of_modules.setdefault(each.module, []).append(each)
    for found in sorted(of_modules.values(), key=len, reverse=True):
        min(shares, key=len).extend(found)
    return shares


def _elsewhere(works: Sequence[Callable[[], object]]) -> None:
    """Each in a copy of this process, whose output is not shown, all at once; waits for their ends."""
    children = []
    for work in works:
        child = os.fork()
        if child == 0:
            try:
                nothing = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nothing, 1)
                work()
            finally:
                if sys.exc_info()[0] is not None:
                    traceback.print_exc()  # what is not decided stays open, and this is why
                os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


class _Progress:
    def __init__(self, total: int, say: Callable[[str], None]) -> None:
        self._total = total
        self._say = say
        self._done = self._found = 0
        self._begun = self._told = time.monotonic()

    def one(self, outcome: Outcome) -> None:
        self._done += 1
        self._found += outcome in FOUND
        now = time.monotonic()
        if now - self._told >= TELL_EVERY:
            self._told = now
            left = (now - self._begun) / self._done * (self._total - self._done)
            self._say(f"{self._done} of {self._total}, {self._found} found, about {left / 60:.0f} minutes to go")
