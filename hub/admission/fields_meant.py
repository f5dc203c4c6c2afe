"""What to write in place of a field that its type does not have: the one that was meant, or the event that says it.

Promise: a name of the hub's own vocabulary means that thing; no other thing is offered in its place. Pure.
"""

from collections.abc import Collection
from difflib import get_close_matches
from functools import cache
from typing import Final

from hub.admission.annotated import models_in
from hub.admission.field_path import did_you_mean
from hub.events.catalogue import CATALOGUE
from hub.events.envelope import Meta

MOST: Final = 3
"""Types in one sentence; a field that more of them have tells nothing of what was meant."""
_ITSELF: Final = 0.9
"""From here on a name is one of the vocabulary, in the singular or plural or with a slip."""


def field_to_write(given: str, known: Collection[str], *, at_top: bool = True) -> str:
    """given: the name that is no field. known: the fields that there are in its place. at_top: whether it stands in
    data itself, and in none of its parts."""
    word = given.strip().lower().replace("-", "_")
    if _like(word, known) is None and (meant := _like(word, _vocabulary())) is not None:
        return _who_says(meant, at_top=at_top) or _names(known)
    return did_you_mean(given, known)


def _like(word: str, names: Collection[str]) -> str | None:
    """The name that a word is, but for a slip."""
    same = next((each for each in (word, word.removesuffix("s"), f"{word}s") if each in names), None)
    return same or next(iter(get_close_matches(word, sorted(names), n=1, cutoff=_ITSELF)), None)


def _who_says(name: str, *, at_top: bool) -> str | None:
    if at_top and name in Meta.model_fields:
        return f"put it into data.meta, which has {name}"
    types = [each for each in CATALOGUE if name in each.model.model_fields and not each.withdraws]
    if not at_top or not types:
        return None
    if len(types) > MOST:
        return f"leave it out here; {len(types)} other types have {name}, see docs/events.md"
    return f"leave it out here, and say it in {' or '.join(each.ce_type for each in types)}, which has {name}"


def _names(known: Collection[str]) -> str:
    return f"leave it out; there are {', '.join(sorted(known))}"


@cache
def _vocabulary() -> frozenset[str]:
    """Every name of a field, also of parts."""
    return frozenset(name for each in CATALOGUE for model in models_in(each.model) for name in model.model_fields)
