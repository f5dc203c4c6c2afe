"""The small faults that are put into a module, one at a time.

Promise: the same source gives the same mutants with the same names; a name holds the module, the function and what is
changed, and no line number, so that it stays the same while lines above it move.
What is not changed: annotations, docstrings, decorators (no test can be asked to notice a dataclass that lost its
slots), asserts (they state what types cannot), and texts with a blank, which are sentences and no decisions. False is
not returned as None: whoever asks whether something is so hears the same.
"""

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

COMPARE: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
BINARY: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
CALLS: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}

Step = tuple[str, int | None]
"""A field of a node, and the place in it if it is a list."""


@dataclass(frozen=True)
class Mutant:
    """line: where it stands now. path: the way to the node from the module. function: the outermost one around it,
    which stands at the first `depth` steps of the path.

    What runs when the module is imported has no function: constants, class bodies, defaults of arguments.
    """

    module: str
    name: str
    line: int
    path: tuple[Step, ...]
    function: str | None
    depth: int
    changed: ast.AST | None  # None: the node is left out of its list

    def apply(self, tree: ast.Module) -> ast.Module:
        """A tree of its own with the fault in it."""
        root = copy.deepcopy(tree)
        node: Any = root
        for field, place in self.path[:-1]:
            node = getattr(node, field) if place is None else getattr(node, field)[place]
        field, place = self.path[-1]
        changed = ast.Pass() if self.changed is None else copy.deepcopy(self.changed)
        if place is None:
            setattr(node, field, changed)
        else:
            getattr(node, field)[place] = changed
        return ast.fix_missing_locations(root)


def mutants(module: str, source: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    found: list[Mutant] = []
    seen: Counter[str] = Counter()
    for path, node, scope, (function, depth) in _walk(ast.parse(source), (), (), (None, 0)):
        for told, changed in _changes(node, path):
            name = f"{module} {'.'.join(scope) or 'module'}: {told}"
            seen[name] += 1
            name += f" #{seen[name]}" if seen[name] > 1 else ""
            found.append(Mutant(module, name, node.lineno, path, function, depth, changed))
    return found


def _walk(
    node: ast.AST, path: tuple[Step, ...], scope: tuple[str, ...], function: tuple[str | None, int]
) -> Iterator[tuple[tuple[Step, ...], Any, tuple[str, ...], tuple[str | None, int]]]:
    """Every node that may be changed, with its path, the names around it and its outermost function."""
    if isinstance(node, ast.expr | ast.stmt):
        yield path, node, scope, function
    inner, body_function = scope, function
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        inner = (*scope, node.name)
        if not isinstance(node, ast.ClassDef) and function[0] is None:
            body_function = ".".join(inner), len(path)
    for field, value in ast.iter_fields(node):
        if field in _left_alone(node):
            continue
        # what stands in the head of a function runs when it is defined
        within = body_function if field == "body" else function
        for place, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(child, ast.AST) and not _is_docstring(node, child):
                yield from _walk(child, (*path, (field, place)), inner, within)


def _left_alone(node: ast.AST) -> frozenset[str]:
    if isinstance(node, ast.JoinedStr | ast.Assert | ast.Import | ast.ImportFrom):
        return frozenset(node._fields) - ({"values"} if isinstance(node, ast.JoinedStr) else set())
    if isinstance(node, ast.FormattedValue):
        return frozenset({"format_spec"})
    if isinstance(node, ast.AnnAssign) and _is_slots(node.target):
        return frozenset({"annotation", "value"})
    return frozenset({"annotation", "returns", "decorator_list", "bases"})


def _is_slots(target: ast.AST) -> bool:
    return isinstance(target, ast.Name) and target.id == "__slots__"


def _is_docstring(parent: ast.AST, node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _changes(node: ast.AST, path: tuple[Step, ...]) -> Iterator[tuple[str, ast.AST | None]]:
    """What may become of one node, each with its words."""
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BoolOp():
            yield _told(node, ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values))
        case ast.UnaryOp(op=ast.Not()):
            yield _told(node, node.operand)
        case ast.UnaryOp(op=ast.USub()):
            yield _told(node, node.operand)
        case ast.BinOp() if type(node.op) in BINARY and not _is_type(node):
            yield _told(node, ast.BinOp(node.left, BINARY[type(node.op)](), node.right))
        case ast.AugAssign() if type(node.op) in BINARY:
            yield _told(node, ast.AugAssign(node.target, BINARY[type(node.op)](), node.value))
        case ast.IfExp():
            yield _told(node, ast.IfExp(_not(node.test), node.body, node.orelse))
        case ast.If() | ast.While():
            yield f"if not ({_short(node.test)})", _with_test(node)
        case ast.Call(func=ast.Name(id=name)) if name in CALLS:
            yield _told(node, ast.Call(ast.Name(CALLS[name], ast.Load()), node.args, node.keywords))
        case ast.Constant() if path[-1][0] != "values" or not isinstance(node.value, str):
            yield from ((f"{_short(node)} is {value!r}", ast.Constant(value)) for value in _other(node.value))
        case ast.Return(value=ast.expr() as value) if not _says_no(value):
            yield f"{_short(node)} returns None", ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield f"without {_short(node)}", None
        case ast.Raise():
            yield f"without {_short(node)}", None
        case ast.Continue():
            yield "break for continue", ast.Break()
        case ast.Break():
            yield "continue for break", ast.Continue()
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            for place, each in enumerate(node.generators):
                if each.ifs:
                    yield f"no filter {place} in {_short(node)}", _unfiltered(node, place)


def _compared(node: ast.Compare) -> Iterator[tuple[str, ast.AST]]:
    for place, op in enumerate(node.ops):
        for other in COMPARE.get(type(op), ()):
            ops = [other() if each == place else kept for each, kept in enumerate(node.ops)]
            yield _told(node, ast.Compare(node.left, ops, node.comparators))


def _other(value: object) -> Iterator[bool | int | str]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, str) and not any(each.isspace() for each in value.strip()):
        yield f"{value}XX"


def _is_type(node: ast.BinOp) -> bool:
    """`str | None` handed to isinstance, or an alias: nothing is computed there."""
    sides = (node.left, node.right)
    return (
        isinstance(node.op, ast.BitOr)
        and any(
            (
                isinstance(each, ast.Name)
                and (each.id[0].isupper() or each.id in {"str", "int", "float", "list", "bytes"})
            )
            or _is_none(each)
            or isinstance(each, ast.Subscript)
            or (isinstance(each, ast.BinOp) and _is_type(each))
            for each in sides
        )
        and not any(isinstance(each, ast.Dict | ast.DictComp | ast.Set) for each in sides)
    )


def _says_no(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and (node.value is None or node.value is False)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _not(node: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), node)


def _with_test(node: ast.If | ast.While) -> ast.AST:
    made = copy.copy(node)
    made.test = _not(node.test)
    return made


def _unfiltered(node: Any, place: int) -> ast.AST:
    made = copy.copy(node)
    made.generators = [copy.copy(each) for each in node.generators]
    made.generators[place].ifs = []
    return made  # type: ignore[no-any-return]  # whichever comprehension it was


def _told(node: ast.AST, changed: ast.AST) -> tuple[str, ast.AST]:
    return f"{_short(node)} is {_short(changed)}", changed


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split())
    return text if len(text) <= 70 else f"{text[:33]} .. {text[-33:]}"
