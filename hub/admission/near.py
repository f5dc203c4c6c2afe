"""Names that are near to one that is not there, where there may be many thousands of names.

Promise: what it costs depends on the length of the name and not on how many others there are. Ids are told apart by few
characters, so near is one slip of the keys: a character too many, too few, wrong, or two in the wrong order.
"""

from collections.abc import Iterator
from string import ascii_letters, digits
from typing import Final

LONGEST: Final = 80
"""Longer names are not tried: whoever copies those does not type them."""
_KEYS: Final = digits + ascii_letters + "-/._ "


def one_slip(name: str) -> Iterator[str]:
    """Every name that one slip makes of it, those in other case and with two characters changed over first."""
    if len(name) > LONGEST:
        return
    yield from (name.upper(), name.lower())
    head, slash, rest = name.partition("/")
    if slash:
        yield from (head + slash + rest.upper(), head + slash + rest.lower())
    for at in range(len(name) - 1):
        yield name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    # ids differ at their ends, so slips there are tried first
    for at in reversed(range(len(name))):
        yield name[:at] + name[at + 1 :]
        for key in _KEYS:
            yield name[:at] + key + name[at + 1 :]
    for at in reversed(range(len(name) + 1)):
        for key in _KEYS:
            yield name[:at] + key + name[at:]
