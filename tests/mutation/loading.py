"""Modules that are imported other than they stand: with one fault in them, or with marks that tell what ran.

Promise: only the modules that are named are changed, nothing is written to disk, and no bytecode is kept of it.
"""

import ast
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, Final

MARKS: Final = "__marks__"


class _Loader(SourceFileLoader):
    def __init__(self, fullname: str, path: str, code: Callable[[str], CodeType], marks: bytearray | None) -> None:
        super().__init__(fullname, path)
        self._made = code
        self._marks = marks

    def get_code(self, fullname: str) -> CodeType:
        return self._made(str(self.path))

    def exec_module(self, module: ModuleType) -> None:
        if self._marks is not None:
            setattr(module, MARKS, self._marks)
        super().exec_module(module)


class _Finder(MetaPathFinder):
    def __init__(self, made: Mapping[str, Callable[[str], CodeType]], marks: bytearray | None) -> None:
        self._made = made
        self._marks = marks

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: Any = None) -> ModuleSpec | None:
        if fullname not in self._made:
            return None
        spec = PathFinder.find_spec(fullname, path)
        if spec is not None and spec.origin is not None:
            spec.loader = _Loader(fullname, spec.origin, self._made[fullname], self._marks)
        return spec


def dotted(module: str) -> str:
    """hub/reconcile/days.py as it is imported."""
    return module.removesuffix(".py").replace("/", ".")


def import_changed(module: str, tree: ast.Module) -> None:
    """From here on the module is imported as this tree. It must not have been imported before."""
    assert dotted(module) not in sys.modules
    sys.meta_path.insert(0, _Finder({dotted(module): lambda path: compile(tree, path, "exec")}, None))


class Marks:
    """A mark for each statement of a function, in each of the modules; a statement sets its own when it runs."""

    def __init__(self, root: Path, modules: Sequence[str]) -> None:
        self._trees: dict[str, ast.Module] = {}
        self.numbers: dict[tuple[str, tuple[tuple[str, int | None], ...]], int] = {}
        for module in modules:
            tree = ast.parse((root / module).read_text("utf-8"))
            self._mark(module, tree, (), False)
            self._trees[module] = tree
        self.set = bytearray(len(self.numbers))

    def install(self) -> None:
        """From here on the modules are imported with their marks."""
        made = {dotted(module): self._compiled(tree) for module, tree in self._trees.items()}
        sys.meta_path.insert(0, _Finder(made, self.set))

    def ran(self) -> int:
        """The marks that are set, as bits; they are cleared."""
        told = int("".join("1" if each else "0" for each in reversed(self.set)) or "0", 2)
        self.set[:] = bytes(len(self.set))
        return told

    def number_of(self, module: str, path: tuple[tuple[str, int | None], ...]) -> int | None:
        """The mark of the statement around a node; None outside functions."""
        for length in range(len(path), 0, -1):
            number = self.numbers.get((module, path[:length]))
            if number is not None:
                return number
        return None

    @staticmethod
    def _compiled(tree: ast.Module) -> Callable[[str], CodeType]:
        return lambda path: compile(ast.fix_missing_locations(tree), path, "exec")

    def _mark(self, module: str, node: ast.AST, path: tuple[tuple[str, int | None], ...], runs: bool) -> None:
        """runs: whether what stands here runs when it is called, and not when it is imported."""
        runs = runs or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for field, value in list(ast.iter_fields(node)):
            if (
                not isinstance(value, list)
                or not value
                or not isinstance(value[0], ast.stmt | ast.ExceptHandler | ast.match_case)
            ):
                continue
            marked: list[ast.AST] = []
            for place, child in enumerate(value):
                here = (*path, (field, place))
                self._mark(module, child, here, runs)
                is_text = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
                if runs and isinstance(child, ast.stmt) and not is_text:
                    number = self.numbers.setdefault((module, here), len(self.numbers))
                    marked.append(ast.parse(f"{MARKS}[{number}] = 1").body[0])
                marked.append(child)
            setattr(node, field, marked)
