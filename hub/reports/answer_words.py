"""Why an answer to an open matter does not hold, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from hub.reconcile.settling import Lapse


def lapse_words(lapse: Mapping[str, Any], name_of: Callable[[str], str]) -> str:
    """lapse: as pictures tell it, whose `statements` whoever shows this names after it."""
    bodies = dict.fromkeys(name_of(each["organisation"]) for each in lapse["statements"])
    said = f"{' and '.join(bodies)} {'has' if len(bodies) == 1 else 'have'}"
    return {
        Lapse.SAID_SINCE: f"no longer holds: {said} said something else since",
        Lapse.OTHER_STATEMENTS: "does not hold: the statements that it names are not those that the matter stands on",
        Lapse.TIME_OVER: "no longer holds: its last day is over",
        Lapse.NO_MATTER: "answers nothing: no matter of this id is there",
    }[Lapse(lapse["because"])]
