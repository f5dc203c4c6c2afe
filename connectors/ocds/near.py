"""The name that was meant by one that OCDS does not have, where the hub reads one that is nearly the same.

Promise: never offers a name for one that the standard or the United Kingdom's extension has, nor one that stands beside
it.
"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, Final

from connectors.ocds.standard.reading import validator

_CLOSE: Final = 0.8


def name_meant(given: str, read: Iterable[str], beside: Iterable[str]) -> str | None:
    """given: the name of a member; read: names that are asked for where it stands; beside: the other names there."""
    if given in known_names():
        return None
    lower = {each.lower(): each for each in read if each not in set(beside)}
    return next((lower[each] for each in get_close_matches(given.lower(), lower, n=1, cutoff=_CLOSE)), None)


@cache
def known_names() -> frozenset[str]:
    """Every name of a member that the schema has, wherever it stands."""
    return frozenset(_names(validator().schema))


def _names(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        properties = schema.get("properties")
        yield from properties if isinstance(properties, Mapping) else ()
        for each in schema.values():
            yield from _names(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from _names(each)
