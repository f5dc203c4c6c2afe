"""No template and no module takes one side out of several: one partner's word would be shown as the word.

Promise: `make check` fails on it. In templates nothing is taken out of a list by its place, whatever the list: what
needs a piece of a text asks a function for it. In Python the same holds for the lists of sides that pictures hold,
whose names come from the picture models, and for words of sides that stand anywhere else.
"""

import ast
import sys
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, nodes
from pydantic import BaseModel

from hub.reconcile import typed
from hub.reconcile.kinds.registry import KINDS
from hub.reconcile.measures import typed as measures
from hub.reconcile.typed import Citation, SideOfDifference

ROOT: Final = Path(__file__).parents[2]
TEMPLATES: Final = tuple(sorted(ROOT.glob("hub/**/templates/*.html")))
MODULES: Final = tuple(
    sorted(each for folder in ("gateway", "reports", "reconcile") for each in ROOT.glob(f"hub/{folder}/**/*.py"))
)

ONE_OF_MANY: Final = frozenset({"first", "last", "random", "min", "max"})
WORDS_OF_A_SIDE: Final = frozenset({"value", "organisation", "event", "claim", "body", "illustrative"})


def _is_list_of_sides(annotation: Any) -> bool:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is list:
        return isinstance(args[0], type) and issubclass(args[0], Citation | SideOfDifference)
    return origin in (typing.Annotated, typing.Union, types.UnionType) and any(map(_is_list_of_sides, args))


def side_names() -> frozenset[str]:
    """Every field of a picture that holds sides."""
    modules = (typed, measures, *(sys.modules[each.typed.__module__] for each in KINDS))
    named = (value for module in modules for value in vars(module).values())
    models = (each for each in named if isinstance(each, type) and issubclass(each, BaseModel))
    return frozenset(
        name for model in models for name, info in model.model_fields.items() if _is_list_of_sides(info.annotation)
    )


SIDE_NAMES: Final = side_names()


def in_template(text: str) -> Iterator[tuple[int, str]]:
    """Line and what is wrong, of each place of a template that takes one out of many."""
    tree = Environment().parse(text)
    for item in tree.find_all(nodes.Getitem):
        if isinstance(item.arg, nodes.Slice):
            if _is_one(_number(item.arg.start), _number(item.arg.stop)):
                yield item.lineno, "a slice takes one out of a list"
        elif _number(item.arg) is not None:
            yield item.lineno, "a number takes one out of a list"
    for each in tree.find_all(nodes.Filter):
        if each.name in ONE_OF_MANY:
            yield each.lineno, f"the filter {each.name} takes one out of a list"
        names = [word.value for word in (*each.args, *(named.value for named in each.kwargs)) if _is_text(word)]
        if each.name in ("map", "selectattr", "rejectattr", "attr") and any(
            part.isdecimal() for name in names for part in name.split(".")
        ):
            yield each.lineno, f"the filter {each.name} takes one out of a list"


def _is_text(node: nodes.Node) -> typing.TypeGuard[nodes.Const]:
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def _number(node: nodes.Node | None) -> int | None:
    if isinstance(node, nodes.Neg):
        inner = _number(node.node)
        return None if inner is None else -inner
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, int) else None


def _is_one(start: int | None, stop: int | None) -> bool:
    return (start is None and stop == 1) or start == -1 or (None not in (start, stop) and stop == (start or 0) + 1)


def in_module(text: str) -> Iterator[tuple[int, str]]:
    """Line and what is wrong, of each place of a module that takes one side out of several."""
    tree = ast.parse(text)
    of_one = {id(each.value) for each in ast.walk(tree) if _reads_a_word(each)}
    for each in ast.walk(tree):
        if isinstance(each, ast.Subscript) and _takes_one(each.slice):
            if _name(each.value) in SIDE_NAMES:
                yield each.lineno, f"takes one of {_name(each.value)}"
            elif id(each) in of_one and _constant_of(each.slice) in (0, -1):
                yield each.lineno, "takes one side and reads its word"
        elif isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "next" and each.args:
            if _walks_sides(each.args[0]):
                yield each.lineno, "next takes one side"
            elif id(each) in of_one:
                yield each.lineno, "next takes one side and reads its word"


def _reads_a_word(node: ast.AST) -> typing.TypeGuard[ast.Subscript | ast.Attribute]:
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value in WORDS_OF_A_SIDE
    return isinstance(node, ast.Attribute) and node.attr in WORDS_OF_A_SIDE


def _constant(node: ast.expr | None) -> int | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _constant(node.operand)
        return None if inner is None else -inner
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, int) else None


def _constant_of(node: ast.expr) -> int | None:
    return None if isinstance(node, ast.Slice) else _constant(node)


def _takes_one(node: ast.expr) -> bool:
    if isinstance(node, ast.Slice):
        return _is_one(_constant(node.lower), _constant(node.upper))
    return _constant(node) is not None


def _name(node: ast.expr) -> str | None:
    """The last name of what an expression reads: sides for field["sides"], found.sides and picture.get("sides")."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name if name != "value" else None  # of an enum: what a picture holds is no attribute in Python
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(name)), *_]):
            return name
        case ast.Call(func=ast.Name(id="iter" | "list" | "sorted" | "reversed" | "tuple"), args=[inner, *_]):
            return _name(inner)
    return None


def _walks_sides(node: ast.expr) -> bool:
    if not isinstance(node, ast.GeneratorExp | ast.ListComp):
        return _name(node) in SIDE_NAMES
    return any(_name(each.iter) in SIDE_NAMES for each in node.generators)


def problems() -> list[str]:
    """Every place of the gateway, the reports and the core that takes one side out of several."""
    found = []
    for paths, look in ((TEMPLATES, in_template), (MODULES, in_module)):
        for path in paths:
            told = sorted(look(path.read_text(encoding="utf-8")))
            found += [f"{path.relative_to(ROOT)}:{line}: {what}" for line, what in told]
    return found


def main() -> int:
    """The exit code: 1 where something is taken."""
    found = problems()
    for each in found:
        print(f"{each}: every side is to be shown; hub.reports.words has by_word, together and name", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
