"""Where in a text of JSON something stands that its grammar allows and the hub does not take.

A reader of JSON tells the line of what breaks the grammar and of nothing else; in a file of thousands of lines a fault
without a line is not found. Promise: pure, linear, never raises, also where the text is no JSON from some point on.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)


class Token(NamedTuple):
    """One token. level: how many lists and objects are open with it. again: a name that its object has already."""

    at: int
    text: str
    level: int
    again: str | None = None


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text in order, until its brackets do not match."""
    open_names: list[set[str] | None] = []  # of each list and object that is open; None of a list
    names_next = False
    for found in _TOKEN.finditer(text):
        written, again = found.group(), None
        if written in ("{", "["):
            open_names.append(set() if written == "{" else None)
        names = open_names[-1] if open_names else None
        if names_next and names is not None and written.startswith('"'):
            name = _name(written)
            again = name if name in names else None
            names.add(name)
        yield Token(found.start(), written, len(open_names), again)
        if written in ("}", "]"):
            if not open_names:
                return
            open_names.pop()
        names_next = written in ("{", ",")


def first(text: str, is_meant: Callable[[Token], bool]) -> Token | None:
    return next((each for each in tokens(text) if is_meant(each)), None)


def line_and_column(text: str, at: int, first_line: int) -> str:
    """In words, as what breaks the grammar is told. first_line: the number that the text's first line has."""
    column = at - text.rfind("\n", 0, at)
    return f"at line {first_line + text.count(chr(10), 0, at)}, column {column}"


def _name(written: str) -> str:
    try:
        return str(json.loads(written, strict=False))
    except ValueError:  # an escape that JSON does not have
        return written
