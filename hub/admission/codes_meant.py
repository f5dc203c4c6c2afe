"""What to write in place of a code that is in no list: the ones that are near, and where the list stands.

Promise: never a wall. At most NEAR codes are offered, or all of a list of at most FEW; what was given is not repeated.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

NEAR: Final = 3
FEW: Final = 8
_CLOSE: Final = 0.6


def listed_in(codelist: str) -> str:
    """Where a codelist of the hub stands."""
    return f"schemas/codelists/{codelist}.csv"


def code_to_write(given: str, codes: Iterable[str], listed: str) -> str:
    """listed: where the list stands, such as a file."""
    known = sorted(codes)
    lower = {each.lower(): each for each in known}
    written = given.strip().lower()
    same = next((lower[each] for each in _forms(written) if each in lower), None)
    if same is not None:
        # the same letters in another case: nothing else can have been meant
        return f"did you mean {same}? {listed} has all {len(known)}"
    close = [lower[each] for form in _forms(written) for each in get_close_matches(form, lower, n=NEAR, cutoff=_CLOSE)]
    # a slip is seldom in the first letters
    near = sorted(dict.fromkeys(close), key=lambda code: code[:2].lower() != written[:2])[:NEAR]
    if near:
        return f"did you mean {_either(near)}? {listed} has all {len(known)}"
    return (
        f"write one of: {', '.join(known)}; see {listed}"
        if len(known) <= FEW
        else f"{listed} has all {len(known)}: take one of them"
    )


def _forms(written: str) -> tuple[str, str]:
    """Words are joined by _ in some lists and by nothing in others."""
    return written.replace("-", "_").replace(" ", "_"), written


def _either(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last
