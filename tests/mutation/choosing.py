"""Which tests are asked about a mutant, and in which order: those that reach it, the likeliest and quickest first."""

import ast
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.mutation.loading import Marks
from tests.mutation.operators import Mutant
from tests.mutation.running import Base
from tests.mutation.watching import AT_IMPORT, Seen

BUDGET: Final = 15.0
"""Seconds of processor time, without a fault, of the tests that are asked about one mutant."""
A_FILE: Final = 0.25
"""Seconds that a file of tests costs where it is imported anew."""
OF_A_FILE: Final = 0.5
"""Seconds of processor time of the tests of one file that are asked before those of the next."""
LAST_ONES: Final = 5
FAR: Final = 99
_WALKS: Final = frozenset({"iter_modules", "walk_packages"})
_WORD: Final = re.compile(r"[A-Za-z_]\w*")


class Chooser:
    """The tests by the statements that they run. What is imported is reached by whoever uses its names, or names it."""

    def __init__(self, root: Path, modules: Sequence[str], marks: Marks, seen: Mapping[str, Seen]) -> None:
        self._marks = marks
        self._tests = sorted(
            (each for name, each in seen.items() if name != AT_IMPORT), key=lambda each: (each.seconds, each.test)
        )
        self._at_import = seen[AT_IMPORT].ran if AT_IMPORT in seen else 0
        self._users: dict[str, int] = {}
        self._of_module: dict[str, int] = {}
        self._names: dict[tuple[str, int], set[str]] = {}
        self._made_of: dict[str, set[str]] = {}
        self._killers: dict[str, deque[str]] = {}
        self._words = {
            file: set(_WORD.findall((root / file).read_text("utf-8"))) for file in {each.file for each in self._tests}
        }
        for module in modules:
            self._read(module, ast.parse((root / module).read_text("utf-8")))

    def is_imported(self, mutant: Mutant) -> bool:
        """Whether it takes effect when its module is imported, so that nothing less will do."""
        if mutant.function is None or self._marks.number_of(mutant.module, mutant.path) is None:
            return True
        # a function that ran then may have made others, which keep the code that it had
        inside = mutant.path[: mutant.depth]
        return any(
            self._at_import >> number & 1
            for (module, path), number in self._marks.numbers.items()
            if module == mutant.module and path[: mutant.depth] == inside
        )

    def tests_for(self, mutant: Mutant) -> tuple[list[Base], list[Base]]:
        """The likeliest and quickest, and those to be asked where these find nothing: of the others the ones that run
        most. Neither is longer than the budget, but one test at least where there is one."""
        wanted = self._reached_by(mutant)
        naming = self._naming(mutant)
        at_import = mutant.function is None
        # one that walks the modules looks at all that is imported
        walking = {file for file, words in self._words.items() if at_import and _WALKS & words}
        own = {file for file in self._words if at_import and Path(file).stem == f"test_{Path(mutant.module).stem}"}
        named = naming.keys() | walking | own
        reaching = [each for each in self._tests if each.ran & wanted or each.file in named]
        recent = self._killers.get(mutant.module, deque())
        if at_import:
            # tables are looked at case by case, and most cases look at one line each: of a file that is imported as
            # many are asked as take a moment, the quickest first
            spent = defaultdict[str, float](float)
            in_time = set()
            for each in reaching:
                if each.file in own or not spent[each.file] or spent[each.file] + each.seconds <= OF_A_FILE:
                    in_time.add(each.test)
                    spent[each.file] += each.seconds
            reaching.sort(
                key=lambda each: (
                    each.test not in recent,
                    each.test not in in_time,
                    0 if each.file in walking | own else 1 + naming.get(each.file, FAR),
                    each.file,
                    each.seconds,
                )
            )
        else:
            first_cases = _first_cases(reaching)  # hundreds of cases of one ask much alike
            reaching.sort(key=lambda each: (each.test not in recent, each.test not in first_cases, each.seconds))
        a_file = A_FILE if at_import else 0.0
        first = _within_budget(reaching, a_file)
        asked = {each.test for each in first}
        left = [each for each in reaching if each.test not in asked]
        # a table is looked at line by line by tests that look at little else; a function is found by those that do much
        left.sort(key=lambda each: each.ran.bit_count() * (1 if at_import else -1))
        return first, _within_budget(left, a_file)

    def killed(self, mutant: Mutant, by: str) -> None:
        """Remembered: what found this fault is asked first about its neighbours."""
        self._killers.setdefault(mutant.module, deque(maxlen=LAST_ONES)).append(by)

    def _reached_by(self, mutant: Mutant) -> int:
        number = self._marks.number_of(mutant.module, mutant.path) if mutant.function else None
        if number is not None and not self._at_import >> number & 1:
            return 1 << number
        wanted = self._of_module.get(mutant.module, 0) | (1 << number if number is not None else 0)
        for name in self._closure(self._names.get((mutant.module, int(mutant.path[0][1] or 0)), set())):
            wanted |= self._users.get(name, 0)
        return wanted

    def _naming(self, mutant: Mutant) -> dict[str, int]:
        """Files of tests that name what is imported (0), what is made of it (1), of that (2) and so on: a table may be
        looked at with no function in between."""
        if mutant.function is not None:
            return {}
        names = self._names.get((mutant.module, int(mutant.path[0][1] or 0)), set())
        made = self._closure(names)
        return {
            file: min(made[each] for each in words & made.keys())
            for file, words in self._words.items()
            if words & made.keys()
        }

    def _closure(self, names: Iterable[str]) -> dict[str, int]:
        """With the names of all that is made of them when modules are imported, and by how many steps."""
        reached = dict.fromkeys(names, 0)
        waiting = deque(reached)
        while waiting:
            name = waiting.popleft()
            for made in self._made_of.get(name, ()):
                if made not in reached:
                    reached[made] = reached[name] + 1
                    waiting.append(made)
        return reached

    def _read(self, module: str, tree: ast.Module) -> None:
        of_module = 0
        for (marked, path), number in self._marks.numbers.items():
            if marked != module:
                continue
            of_module |= 1 << number
            for name in _used(_at(tree, path)):
                self._users[name] = self._users.get(name, 0) | 1 << number
        self._of_module[module] = of_module
        for place, statement in enumerate(tree.body):
            defined = _defined(statement)
            self._names[(module, place)] = defined
            for name in _used(statement):
                self._made_of.setdefault(name, set()).update(defined)


def _first_cases(tests: Iterable[Seen]) -> set[str]:
    """One case of each test, the first that comes."""
    found: dict[str, str] = {}
    for each in tests:
        found.setdefault(each.test.partition("[")[0], each.test)
    return set(found.values())


def _within_budget(tests: Iterable[Seen], a_file: float) -> list[Base]:
    chosen: list[Base] = []
    files: set[str] = set()
    spent = 0.0
    for each in tests:
        cost = each.seconds + (0.0 if each.file in files else a_file)
        if chosen and spent + cost > BUDGET:
            continue
        chosen.append(Base(each.test, each.seconds))
        files.add(each.file)
        spent += cost
    return chosen


def _at(tree: ast.AST, path: Sequence[tuple[str, int | None]]) -> ast.AST:
    for field, place in path:
        value = getattr(tree, field)
        tree = value if place is None else value[place]
    return tree


def _used(node: ast.AST) -> set[str]:
    found = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            found.add(each.id)
        elif isinstance(each, ast.Attribute):
            found.add(each.attr)
    return found


def _defined(statement: ast.stmt) -> set[str]:
    """The names that it leaves to others; those of a comprehension are its own, and stand in every test."""
    if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return {statement.name}
    found, waiting = set[str](), list[ast.AST]([statement])
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        waiting += [each for each in ast.iter_child_nodes(node) if not isinstance(each, ast.comprehension)]
    return found
