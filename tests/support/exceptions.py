"""Every name of an exception that Python or a library of ours has: none of them is a word for a partner."""

import re
from functools import cache


@cache
def _names() -> "re.Pattern[str]":
    waiting, found = [BaseException], set[str]()
    while waiting:
        each = waiting.pop()
        found.add(each.__name__)
        waiting += each.__subclasses__()
    # one word with a capital inside is a name and no word of a sentence
    names = sorted(name for name in found if re.search(r"[a-z][A-Z]", name))
    return re.compile(rf"\b({'|'.join(map(re.escape, names))})\b|Traceback|\bsys\.|\b__\w+__\b")


def insides_in(text: str, given: str = "") -> list[str]:
    """What of our insides stands in a text, and not in what was given: a text may name a publisher's own word."""
    return [found.group() for found in _names().finditer(text) if found.group() not in given]
