"""JSON grown out of valid examples: any node of them replaced, taken away, doubled or put somewhere else."""

import json
from collections.abc import Sequence
from copy import deepcopy
from typing import Any, Final

from hypothesis import strategies as st

from tests.support import pools


class _Number:
    """Digits that are written as they stand."""

    def __init__(self, digits: str) -> None:
        self.digits = digits


# as they are written: what Python's own numbers cannot hold too
_DIGITS: Final = st.sampled_from([*pools.EDGE_DIGITS, *map(str, pools.EDGE_NUMBERS[:5])]).map(_Number)
_LEAVES: Final = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(pools.EDGE_TEXTS)
    | st.text(st.characters(), max_size=12)
    | st.sampled_from(["", " ", "ocds-b5fd17-1", "GBP", "active", "buyer", "GB-COH-00000001", "2026-06-01T10:00:00Z"])
    | _DIGITS
)
_VALUES: Final = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "amount", "date", "scheme", "a\ud800"]), inner, max_size=3)
    ),
    max_leaves=6,
) | st.integers(90, 1200).map(lambda levels: _Deep(levels))


class _Deep:
    """Arrays in arrays."""

    def __init__(self, levels: int) -> None:
        self.levels = levels


def _written(value: Any) -> bytes:
    """As JSON on one line, half characters and any number too."""
    marks: dict[str, str] = {}

    def mark(special: Any) -> str:
        name = f"\x01{len(marks)}\x01"
        marks[json.dumps(name)] = (
            special.digits if isinstance(special, _Number) else "[" * special.levels + "]" * special.levels
        )
        return name

    text = json.dumps(value, default=mark)
    for name, instead in marks.items():
        text = text.replace(name, instead)
    return text.encode()


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(each for name, part in parts for each in _paths(part, (*path, name)))]


def _at(value: Any, path: Sequence[str | int]) -> Any:
    for name in path:
        value = value[name]
    return value


def _alike(value: Any) -> st.SearchStrategy[Any]:
    """Another value of the same kind."""
    if isinstance(value, bool) or value is None:
        return _VALUES
    if isinstance(value, int | float | _Number):
        return _DIGITS | st.integers()
    if isinstance(value, str):
        return st.sampled_from(pools.EDGE_TEXTS) | st.text(st.characters(), max_size=12)
    if isinstance(value, list):
        return st.sampled_from([[], value * 2, value[:1], [None], [{}]])
    return st.sampled_from([{}, dict.fromkeys(value)]) if isinstance(value, dict) else _VALUES


@st.composite
def grown(draw: st.DrawFn, examples: Sequence[bytes]) -> bytes:
    """One line of JSON, one to four steps away from one of the examples."""
    value = deepcopy(json.loads(draw(st.sampled_from(list(examples)))))
    for _ in range(draw(st.integers(1, 4))):
        paths = [each for each in _paths(value) if each]
        if not paths:
            break
        *into, last = draw(st.sampled_from(paths))
        holder: Any = _at(value, into)
        match draw(st.sampled_from(["alike", "alike", "alike", "replace", "replace", "take", "double", "move"])):
            case "alike":
                # passes the schema more often, and so reaches the code behind it
                holder[last] = draw(_alike(holder[last]))
            case "replace":
                holder[last] = draw(_VALUES)
            case "take":
                del holder[last]
            case "double" if isinstance(holder, list):
                holder.append(deepcopy(_at(holder, [last])))
            case _:
                holder[last] = deepcopy(_at(value, draw(st.sampled_from(paths))))
    return _written(value)
