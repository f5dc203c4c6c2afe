"""Where a JSON document over many lines ends, found line by line, without reading any line twice."""

import re
from typing import Final

_TOKEN: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|["\[\]{}]')
_OPENS: Final = {b"{": b"}", b"[": b"]"}


class Broken(Exception):
    """The line cannot stand in a JSON document: a string does not end in it, or a bracket closes another one."""


class Brackets:
    """The brackets that are open. No JSON string goes over the end of its line, so each line is looked at alone."""

    def __init__(self) -> None:
        self._closing: list[bytes] = []

    @property
    def in_object(self) -> bool:
        """Whether what follows stands in an object, and not in an array."""
        return self._closing[-1:] == [b"}"]

    def end_in(self, line: bytes) -> int | None:
        """Where the outermost bracket closes, the place behind it; None while it is open. Raises Broken."""
        for token in _TOKEN.finditer(line):
            found = token.group()
            if found in _OPENS:
                self._closing.append(_OPENS[found])
            elif found in (b"}", b"]"):
                if not self._closing or self._closing.pop() != found:
                    raise Broken
                if not self._closing:
                    return token.end()
            elif found == b'"':
                raise Broken
        return None
