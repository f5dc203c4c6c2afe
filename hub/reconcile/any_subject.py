"""What rules ask of a subject of any kind."""

from typing import Any, NamedTuple

from hub.reconcile.events import Subject
from hub.reconcile.fields_compared import FieldsCompared
from hub.reconcile.reading import ViewReader
from hub.reconcile.two_contents import opens_on, two_contents


def exists(read: ViewReader, subject: Subject) -> bool:
    """Whether something that is not void is said about it, or names it in a contract, on any day."""
    return read.exists(subject)


def tied_contracts(read: ViewReader, subject: Subject) -> list[str]:
    """Contracts that some event ties to a programme or procurement; they may not name it on the day."""
    return read.contracts_naming(subject)


def fields_compared(read: ViewReader, subject: Subject) -> FieldsCompared:
    """What its fields come to by the configuration of the day."""
    return FieldsCompared(read.partnership, subject, read.configuration)


class SameId(NamedTuple):
    """Matters of event ids that came with two contents, and the classifications of what they tell of."""

    matters: list[dict[str, Any]]
    classifications: frozenset[str]


def same_id(read: ViewReader, subject: Subject) -> SameId:
    """A matter for each event id that came with two contents, one of them about this subject."""
    matters: list[dict[str, Any]] = []
    classifications: set[str] = set()
    for event_id, contents in read.twofold(subject).items():
        day = opens_on(subject, contents)
        if day > read.day:
            read.until(day)
        else:
            matters.append(two_contents(read.partnership, subject, event_id, day, contents, read.configuration))
            classifications.update(each.plain()["meta"]["classification"] for each in contents)
    return SameId(matters, frozenset(classifications))
