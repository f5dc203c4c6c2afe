"""What the rules of views may read of a partnership: what was said of each subject, who is tied to whom, and the
configuration.

Promise: whatever is read is noted with it, and the day on which it changes by itself; so that which pictures an event
touches, and until when one holds, follow from what was read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hub.configuration.model import Configuration
from hub.events.plain import Plain
from hub.reconcile.claims import next_change
from hub.reconcile.days import Day
from hub.reconcile.events import EventSet, Subject
from hub.reconcile.graph import Run
from hub.reconcile.history import History
from hub.reconcile.statement import Statement

InputKey = Subject | tuple[Subject, str]
"""A subject: what is tied to it, and which parts it has; of an event, its contents. A subject and the name of a part:
its claims."""


@dataclass
class PartnershipEvents:
    """Everything that was said in one partnership, and the configuration by which it is looked at.

    called: by the id under which a provider has its picture the ids under which it is spoken of.
    """

    id: str
    configuration: Configuration
    events: EventSet = field(default_factory=EventSet)
    called: dict[str, set[str]] = field(default_factory=dict)
    _change: tuple[Configuration, Day, Day | None] | None = None

    def next_change(self, day: Day) -> Day | None:
        """The first later day on which the configuration says something else; of the day that was asked last it is
        known."""
        held = self._change
        if held is None or held[0] is not self.configuration or held[1] != day:
            held = self._change = self.configuration, day, next_change(self.configuration, day)
        return held[2]

    def canonical(self, subject: Subject) -> Subject:
        """The subject under whose id it has its picture. Notes under which other ids it is spoken of."""
        if subject.kind != "provider":
            return subject
        canonical = Subject("provider", self.configuration.canonical(subject.id))
        self.called.setdefault(canonical.id, set()).add(subject.id)
        return canonical

    def ids_of(self, subject: Subject) -> list[Subject]:
        """All subjects of the events that its picture is made of; none for an id that is another one's."""
        if subject.kind != "provider":
            return [subject]
        return [Subject("provider", each) for each in sorted(self.called.get(subject.id, ()))]

    def exists(self, subject: Subject) -> bool:
        """Whether something that is not void is said about it, or names it in a contract, on any day."""
        return any(map(self.events.is_spoken_of, self.ids_of(subject)))

    def disturbed_by(self, statement: Statement, plain: Plain) -> Iterator[InputKey]:
        """What `ViewReader` may read otherwise now that this event, just added, is in the set."""
        yield Subject("event", statement.event_id)
        for subject, part in self.events.changed_by(statement, plain):
            yield subject
            yield self.canonical(subject)
            if part is not None:
                yield subject, part


class ViewReader(Run):
    """What a rule of a view is given. Every method notes what it reads."""

    __slots__ = ()
    world: PartnershipEvents

    @property
    def partnership(self) -> str:
        return self.world.id

    @property
    def configuration(self) -> Configuration:
        self.until(self.world.next_change(self.day))
        return self.world.configuration

    def history(self, subject: Subject, part: str) -> History:
        """The claims of a part, whose word on a day changes with the days."""
        self.input((subject, part))
        found = self.world.events.claims(subject, part)
        self.until(found.next_effective(self.day))
        return found

    def parts(self, subject: Subject) -> Iterable[str]:
        self.input(subject)
        return self.world.events.parts(subject)

    def contents_of(self, event_id: str) -> list[Statement]:
        """The contents of an event, void ones too; none of one that is not known."""
        self.input(Subject("event", event_id))
        return self.world.events.contents_of(event_id)

    def is_declared(self, contract: Subject) -> bool:
        self.input(contract)
        return self.world.events.is_declared(contract)

    def ids_of(self, subject: Subject) -> list[Subject]:
        self.input(subject)
        return self.world.ids_of(subject)

    def exists(self, subject: Subject) -> bool:
        """Whether something that is not void is said about it, or names it in a contract, on any day."""
        # what is said under another of its ids disturbs it too
        self.input(subject)
        return self.world.exists(subject)

    def contracts_naming(self, subject: Subject) -> list[str]:
        self.input(subject)
        return self.world.events.contracts_naming(subject)

    def programmes_naming(self, contract: Subject) -> list[str]:
        self.input(contract)
        return self.world.events.programmes_naming(contract)

    def procurements_of(self, subject: Subject) -> list[str]:
        self.input(subject)
        return self.world.events.procurements_of(subject)

    def twofold(self, subject: Subject) -> dict[str, list[Statement]]:
        self.input(subject)
        return self.world.events.twofold(subject)
