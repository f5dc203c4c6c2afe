"""What differs between two states of one picture, named so that a person finds it there."""

from collections import Counter
from typing import Any

import orjson


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Names of the parts that differ, in order: `title`, `fields/value`, `measures/complaints`, `differences/value`.

    Promise: empty exactly where the two are equal.
    """
    found: set[str] = set()
    for name in before.keys() | after.keys():
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            found.update(f"{name}/{key}" for key in old.keys() | new.keys() if old.get(key) != new.get(key))
        elif isinstance(old, list) and isinstance(new, list):
            odd = _odd(old, new)
            # the same things in another order have no odd one out
            found.update([f"{name}/{_called(each)}" for each in odd] or [name])
        else:
            found.add(name)
    return sorted(found)


def _odd(old: list[Any], new: list[Any]) -> list[Any]:
    """The elements that only one of two lists has."""
    by_text = {orjson.dumps(each, option=orjson.OPT_SORT_KEYS): each for each in (*old, *new)}
    ours, theirs = (Counter(orjson.dumps(each, option=orjson.OPT_SORT_KEYS) for each in side) for side in (old, new))
    return [by_text[each] for each in (ours - theirs) + (theirs - ours)]


def _called(element: Any) -> str:
    """A difference by what it is about; any other thing by its own name, with which its entry begins."""
    if not isinstance(element, dict):
        return str(element)
    return str(element.get("field") or next(iter(element.values())))
