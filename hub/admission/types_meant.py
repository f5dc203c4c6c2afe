"""What is told of a type that the hub does not take: whether it is of the design, and which one was meant."""

from difflib import SequenceMatcher, get_close_matches
from typing import Final

from hub.admission.field_path import safe_name
from hub.events.catalogue import CATALOGUE, EventType
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
    meant = _meant(given)
    return f"{_wrong_part(given, meant)} is not in the hub's catalogue", _advice(meant)


def _last_word(given: str) -> str:
    """The event's name: "declared" of uk.jch.contract.declared.v1, whatever stands around it."""
    parts = given.strip().split(".")
    if len(parts) > 1 and parts[-1][:1].lower() == "v" and parts[-1][1:].isdecimal():
        parts.pop()
    return parts[-1]


def _wrong_part(given: str, meant: EventType | None) -> str:
    """What of the type is wrong: its last word, or where that is right the first part that is written otherwise."""
    parts = given.strip().split(".")
    if meant is None or _last_word(given) != meant.name:
        return safe_name(_last_word(given))
    known = meant.ce_type.split(".")
    if len(parts) != len(known):
        return "a type that is written so"
    names = ("the first word", "the second word", "the topic", "the name", "the version")
    for part, right, name in zip(parts, known, names, strict=True):
        if part != right:
            # the part alone may be right elsewhere: a topic that has no such event
            return f"{safe_name(part)} as {name} of {safe_name(meant.name)}"
    return "a type that is written so"  # with blanks around it


def _advice(meant: EventType | None) -> str:
    return f"did you mean {meant.ce_type}?" if meant else "take a type of docs/events.md, which has an example of each"


def _meant(given: str) -> EventType | None:
    word = _last_word(given).lower().replace("_", "-")
    names = list(dict.fromkeys(each.name for each in _OFFERED))
    close = get_close_matches(word, names, n=1, cutoff=_CLOSE)
    if close:
        # a name may be in several topics: the one of the topic that was written, or about what that is called by
        of_name = [each for each in _OFFERED if each.name == close[0]]
        written = next((each for each in of_name if f".{each.word}." in given), None)
        written = written or next((each for each in of_name if f".{each.about}." in given), None)
        return written or max(of_name, key=lambda each: SequenceMatcher(None, given, each.ce_type).ratio())
    return None
