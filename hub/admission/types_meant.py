"""What is told of a type that the hub does not take: whether it is of the design, and which one was meant."""

from difflib import get_close_matches
from typing import Final

from hub.admission.place import shown
from hub.events.catalogue import CATALOGUE
from hub.events.design import NOT_TAKEN_YET

_CLOSE: Final = 0.7
# nobody who misspells a type is to be led to take something back
_OFFERED: Final = tuple(each for each in CATALOGUE if not each.withdraws)


def unknown_type(given: object) -> tuple[str, str]:
    """(problem, fix) of a type that is not in the catalogue."""
    if not isinstance(given, str):
        return "is not text", "write a type of the catalogue, such as uk.jch.contract.declared.v1"
    if given in NOT_TAKEN_YET:
        problem = f"{_last_word(given)} is of the design and not taken by this release"
        return problem, "keep it until a release takes it; schemas/ has what is taken now"
    name = shown(_last_word(given))
    return f"{name} is not in the hub's catalogue", _meant(given)


def _last_word(given: str) -> str:
    """The event's name: "declared" of uk.jch.contract.declared.v1, whatever stands around it."""
    parts = given.strip().split(".")
    if len(parts) > 1 and parts[-1][:1].lower() == "v" and parts[-1][1:].isdecimal():
        parts.pop()
    return parts[-1]


def _meant(given: str) -> str:
    word = _last_word(given).lower().replace("_", "-")
    names = list(dict.fromkeys(each.name for each in _OFFERED))
    close = get_close_matches(word, names, n=1, cutoff=_CLOSE)
    if close:
        # a name may be in several topics: the one of the topic that was written, where there is one
        of_name = [each for each in _OFFERED if each.name == close[0]]
        chosen = next((each for each in of_name if f".{each.word}." in given), of_name[0])
        return f"did you mean {chosen.ce_type}?"
    return "take a type of docs/events.md, which has an example of each"
