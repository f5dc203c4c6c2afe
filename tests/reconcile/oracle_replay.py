"""What each body says on a day, in the naive route: all that was said before, replayed in its order.

What was told ahead counts from its day, unless its organisation has said something else in between. See
tests.reconcile.oracle, of which it is a part.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from hub.events import contract
from tests.reconcile.oracle_words import Told, Words, said_at, say, sayings


def replayed(good: list[Told], as_of: date) -> dict[tuple[str, str], Words]:
    """What each body says on a day, of whatever something is said of, in the order in which it was said."""
    words: dict[tuple[str, str], Words] = defaultdict(lambda: defaultdict(dict))
    for kind, event, _ in good:
        words[kind.about, event.meta.subject]  # a subject exists also before anything is in effect
    in_order = [(day, each, part) for each in good for day, part in sayings(each[1]) if day <= as_of]
    # of one day they stay in the order of what was said last
    in_order.sort(key=lambda each: (each[0], each[1][1].meta.recorded_at, str(each[1][1].meta.event_id), each[1][2]))
    last = _said_last([each for each in good if each[1].meta.occurred_at <= as_of])
    for order, (day, (kind, event, hashed), part) in enumerate(in_order):
        about = (kind.about, event.meta.subject)
        if day == event.meta.occurred_at or isinstance(event, contract.Terminated):
            say(words[about], event, hashed, order, day, part)
            continue
        # told ahead: it holds for those fields on which its organisation has said nothing else in between
        steps = Steps(words[about])
        say(steps, event, hashed, order, day, part)
        by, own = event.meta.organisation, (str(event.meta.event_id), hashed)
        for field, value in steps.taken:
            spoken = _bare(field)
            if value is None and (award := _listed_in(field)):
                spoken = f"award {award} cleared"  # a list is taken back as one: whatever was said of it before that
                if words[about][f"said {field}"].get(by, ("", ()))[1][:-1] >= said_at(event, hashed):
                    continue
            if last.get((about, spoken, by)) == own:
                words[about][field].pop(by, None)
                if value is not None:
                    words[about][field][by] = value
    return words


def go_back_on_ends(said: Words, as_of: date) -> None:
    """Whoever has called a contract open since the end that has come tells of no end any more."""
    for by, (_, stage) in said["stage"].items():
        ahead = by in said["ended_on"] and said["ended_on"][by][1] > as_of
        for field in ("ended_on", "termination_reason", "end_decision", "end_rationale"):
            is_older = by in said[field] and said[f"order {field}"][by][1] < said["order stage"][by][1]
            if is_older and not ahead and stage not in ("ended", "unknown"):
                said[field].pop(by)


class Steps(dict[str, Any]):
    """What saying an event does to words, step by step, and nothing of it done. None takes a word back."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__()
        self._names = list(words)
        self.taken: list[tuple[str, Any]] = []

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __missing__(self, field: str) -> Any:
        return Step(field, self.taken)


class Step(dict[str, Any]):
    def __init__(self, field: str, taken: list[tuple[str, Any]]) -> None:
        super().__init__()
        self._field, self._taken = field, taken

    def __setitem__(self, by: str, value: Any) -> None:
        self._taken.append((self._field, value))

    def pop(self, *_: Any) -> None:
        self._taken.append((self._field, None))


def _bare(field: str) -> str:
    return field.removeprefix("order ").removeprefix("when ").removeprefix("said ")


def _listed_in(field: str) -> str:
    """The award whose suppliers, or who left it, the field tells of one by one; nothing of any other field."""
    item, award, name = [*field.split(" "), "", ""][:3]
    return award if item == "award" and name in ("supplier", "departed") else ""


def _said_last(good: Iterable[Told]) -> dict[Any, tuple[str, str]]:
    """(subject, field, organisation) to the event that last said something on it, or took it back."""
    found: dict[Any, tuple[str, str]] = {}
    for kind, event, hashed in sorted(good, key=lambda each: said_at(each[1], each[2])):
        about, by = (kind.about, event.meta.subject), event.meta.organisation
        steps = Steps([field for subject, field, own in found if (subject, own) == (about, by)])
        for day, part in sayings(event):
            say(steps, event, hashed, 0, day, part)
        for field, _ in steps.taken:
            found[about, field, by] = (str(event.meta.event_id), hashed)
    return found
