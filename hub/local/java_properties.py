"""Java's properties files: the format of Kafka's settings and of its logging.

Promise: a reader of that format gets back exactly the names and values that were given, whatever letters they hold. The
text is plain ASCII, because Java reads such a file as ISO 8859-1. Source: java.util.Properties, `load`.
"""

from collections.abc import Mapping
from typing import Final

_ESCAPES: Final = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\f": "\\f"}
# each of them ends a name or begins a comment; harmless to escape where it does neither
_MARKS: Final = frozenset("=:#! ")


def properties_text(settings: Mapping[str, str]) -> str:
    """One line for each setting, in the order given. Raises ValueError for half a character, which Java cannot hold."""
    return "".join(f"{_escaped(name)}={_escaped(value)}\n" for name, value in settings.items())


def _escaped(text: str) -> str:
    return "".join(map(_letter, text))


def _letter(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if letter in _MARKS:
        return f"\\{letter}"
    if " " < letter <= "~":
        return letter
    try:
        units = letter.encode("utf-16-be")
    except UnicodeEncodeError as half:
        raise ValueError("half a character cannot be written into a properties file") from half
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
