"""Things of one sort that a subject holds, each known by its id and told in one word of each body.

Whoever shows pictures walks the sorts of a kind: pages and reports make a table of each, `explain` finds its
statements, and an open matter about one is called by its name. A new sort needs a line and a type beside the picture.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hub.reconcile.sides import Things, show
from hub.reconcile.watched import Watch

Word = Mapping[str, Any]
"""What one body says of a thing."""


def _always(word: Word) -> bool:
    return True


def _never(told: Word, waiting: Word) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class DatedPart:
    """A day in the words on a thing by which something is to be done. part: its name there.

    waits: whether the body that says this waits for that day; settles: whether a word, whoever says it, ends the
    waiting of a body that says the other. passed, near: the texts of what opens, with {title} and {day}, and {days} for
    the watch's own.
    """

    watch: Watch
    part: str
    passed: str
    near: str
    waits: Callable[[Word], bool] = _always
    settles: Callable[[Word, Word], bool] = _never


@dataclass(frozen=True, slots=True)
class Listed:
    """member: its name in pictures; item: of the claims, and the member that holds a thing's id; name: of the field.

    heading: above the table; one: what one of them is called. columns: parts of each word, by their names;
    in_short: those that stand for it in a line, in a tuple those that are told as one, a number and what it counts.
    by_field_name: whether the ids are names such as those of measures, which are read as words. id_heading: above the
    ids, where they are the names of other things. by_day: whether an id is a day and what tells it apart from others of
    that day. dated: its days that are watched (hub.reconcile.listed_dates).
    """

    member: str
    item: str
    name: str
    heading: str
    one: str
    columns: tuple[str, ...]
    in_short: tuple[str | tuple[str, ...], ...]
    by_field_name: bool = False
    id_heading: str = ""
    by_day: bool = False
    dated: tuple[DatedPart, ...] = ()

    @property
    def in_short_by(self) -> list[tuple[str, ...]]:
        """What stands for it in a line, each with what is told as one with it."""
        return [(each,) if isinstance(each, str) else each for each in self.in_short]

    def shown(self, things: Things) -> list[dict[str, Any]]:
        """The things as pictures hold them, in order of id. things: all that the subject holds."""
        return [
            {self.item: key, self.name: [show(side) for side in named[self.name]]}
            for key, named in things.get(self.item, {}).items()
        ]
