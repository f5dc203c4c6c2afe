"""Paths of fields as a partner's developer writes them: data.suppliers[2].id, meta.organisation.

Promise: a name that could hold a person's data is never repeated in a path.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from hub.admission import personal

_NAME: Final = re.compile(r"^[A-Za-z_][A-Za-z0-9_-]{0,40}$")
_ID: Final = re.compile(r"[\w./:-]{1,120}")
UNREPEATED: Final = "(a name that is not repeated here)"
_CLOSE: Final = 0.6
FEW: Final = 30


def safe_name(name: str) -> str:
    """The name itself where it looks like one and holds nothing personal."""
    return name if _NAME.match(name) and not any(personal.find(name)) else UNREPEATED


def reads_as_an_id(text: str) -> bool:
    """Whether it is written as ids are: letters, digits and . / : _ -, and no longer than they are."""
    return _ID.fullmatch(text) is not None


def field_path(path: Iterable[str | int]) -> str:
    """The path of a field inside data; what is under meta begins with meta."""
    parts = list(path)
    if parts[:1] != ["meta"]:
        parts = ["data", *parts]
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{safe_name(part)}" if text else safe_name(part)
    return text


def did_you_mean(given: str, known: Iterable[str], most: int = FEW) -> str:
    """ "did you mean x?" or the names that there are, where they are no more than `most`."""
    names = sorted(known)
    lower = {each.lower(): each for each in names}
    close = get_close_matches(given.lower().replace("-", "_"), lower, n=1, cutoff=_CLOSE) or get_close_matches(
        given.lower(), lower, n=1, cutoff=_CLOSE
    )
    if close:
        return f"did you mean {lower[close[0]]}?"
    return f"write one of: {', '.join(names)}" if len(names) <= most else "see the type's schema for what there is"
