"""The terms of extending a contract in words: those of its renewal and those of its options.

OCDS describes the two apart, and an event has one text for both: it says which is which where there are both, and a
release that tells of one of them alone is told that the other does not stand beside it. Source: the European and United
Kingdom profiles of OCDS (renewal, options).
"""

from typing import Final

from connectors.ocds import texts
from connectors.ocds.fields import Fields
from connectors.ocds.part import Part

_BOTH: Final = {"renewal": "hasRenewal", "options": "hasOptions"}


def read_terms_of_extending(part: Part, fields: Fields) -> None:
    described = {name: text for name in _BOTH if (text := part.part(name).line("description"))}
    taken_back = [name for name in _BOTH if part.part(name).is_null("description")]
    for name in taken_back:
        fields.take_back(part.part(name).at("description"), "extension_terms")
    told = described if len(described) < len(_BOTH) else {name: f"{name}: {text}" for name, text in described.items()}
    whole = "; ".join(told.values())
    kept = texts.line(whole)
    first = next(iter(described), "renewal")
    fields.put("extension_terms", kept, part.part(first).at("description"))
    if kept is not None and len(whole) > len(kept):
        problem = "is with the description of options longer than the hub keeps, and is cut"
        part.part(first).tell("description", problem, "say it shorter")
    if described or taken_back:
        _tell_of_the_other(part, {*described, *taken_back})


def _tell_of_the_other(part: Part, carried: set[str]) -> None:
    """What an earlier release said of it is no longer there: an event states the text whole."""
    for name, flag in _BOTH.items():
        if name not in carried and part.flag(flag) is not False:
            (one,) = carried
            problem = f"stands for all terms of extending it, so those of {name} in an earlier release are not kept"
            part.part(one).tell_of_all("description", problem, f"repeat {name}.description, if it still holds")
