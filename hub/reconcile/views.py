"""Views of one partnership: the pictures that its events add up to, each looked at again only where something that it
stands on has changed.

Promise: a picture depends on (events, day, configuration) alone, whatever is held. Parts of an answer are held: it is
to be read and not to be changed.
`until` is the first later day on which a picture could differ, and it is constant before that.
"""

from collections.abc import Iterable, Iterator
from typing import Self

from hub.configuration.model import Configuration
from hub.events.plain import Plain
from hub.reconcile.days import Day
from hub.reconcile.events import Added, EventSet, Subject
from hub.reconcile.graph import Graph, Rule, Value
from hub.reconcile.kinds.contract.cells import contract_view
from hub.reconcile.kinds.contract.view import ContractView, EndedBy
from hub.reconcile.kinds.pictures import picture_body
from hub.reconcile.kinds.procurement.cells import procurement_view
from hub.reconcile.kinds.procurement.contracts import ended_by, stage_words
from hub.reconcile.kinds.procurement.stages import StageWord
from hub.reconcile.kinds.procurement.view import ProcurementView
from hub.reconcile.kinds.programme.cells import programme_view
from hub.reconcile.kinds.programme.view import ProgrammeView
from hub.reconcile.picture import Picture
from hub.reconcile.reading import PartnershipEvents, ViewReader
from hub.reconcile.statement import Statement


class PartnershipViews:
    """The events of one partnership and the pictures that they make under one configuration."""

    def __init__(self, partnership: str, configuration: Configuration) -> None:
        self._world = PartnershipEvents(partnership, configuration)
        self._graph = Graph(self._world, ViewReader, unheld=[picture_body])

    @property
    def partnership(self) -> str:
        return self._world.id

    @property
    def events(self) -> EventSet:
        return self._world.events

    @property
    def configuration(self) -> Configuration:
        return self._world.configuration

    def configure(self, configuration: Configuration) -> None:
        """Evaluate under another configuration from now on; every picture may differ."""
        self._world.configuration = configuration
        self._world.called.clear()
        self._graph.clear()
        for subject in self.events.subjects():
            self._world.canonical(subject)

    def add(self, statement: Statement, plain: Plain, *, unpack: bool = True) -> tuple[Added, set[Subject]]:
        """Take an event in; the subjects whose pictures may differ now. unpack: as EventSet.add."""
        if self.events.add(statement, plain, unpack=unpack) is Added.DUPLICATE:
            return Added.DUPLICATE, set()
        touched = {self._world.canonical(each) for each in self.events.touched_by(statement, plain)}
        if len(self._graph):  # while a history is restored nobody has looked at anything
            self._graph.changed(self._world.disturbed_by(statement, plain))
        return Added.NEW, touched

    @classmethod
    def of(cls, partnership: str, events: Iterable[Statement], configuration: Configuration) -> Self:
        """The views of these events. As adding each of them, without asking each time which pictures it touches."""
        views = cls(partnership, configuration)
        for each in events:
            views.events.add(each, each.plain())
        for subject in views.events.subjects():
            views._world.canonical(subject)
        return views

    def pictures(self, as_of: Day) -> Iterator[Picture]:
        """Every picture that there is on that day, ordered by kind and id."""
        for subject in sorted(self.subjects()):
            picture = self.picture(subject, as_of)
            if picture is not None:
                yield picture

    def picture(self, subject: Subject, as_of: Day) -> Picture | None:
        """The picture of a subject; None when nothing that is not void is said about it, on any day."""
        body, until = self._graph.value(picture_body, subject, day=as_of)
        return None if body is None else Picture(self.partnership, subject.kind, subject.id, body, until)

    def still_stands(self, subject: Subject, as_of: Day) -> bool:
        """Whether the picture is sure to be the one that was given last, and to hold as long as that said."""
        return self._graph.still_holds(picture_body, subject, day=as_of)

    @property
    def held(self) -> int:
        """How many values are held, so that what stands on them need not be worked out again."""
        return len(self._graph)

    def forget(self) -> None:
        """Hold none of them; every answer is the same as before."""
        self._graph.clear()

    def naming_provider(self, provider: str, as_of: Day) -> tuple[dict[str, ContractView], dict[str, ProcurementView]]:
        """The contracts and procurements that some event ties to the provider, by id in order; they may not name it."""
        called = self._world.ids_of(Subject("provider", provider))
        contracts = {each for other in called for each in self.events.contracts_of(other)}
        procurements = {each for other in called for each in self.events.procurements_of(other)}
        return (
            {each: self.contract(each, as_of) for each in sorted(contracts)},
            {each: self.procurement(each, as_of) for each in sorted(procurements)},
        )

    def contract(self, contract: str, as_of: Day) -> ContractView:
        """What stands of a contract on a day; nothing of one that is not there."""
        return self._value(contract_view, contract, as_of)

    def programme(self, programme: str, as_of: Day) -> ProgrammeView:
        """What stands of a programme on a day; nothing of one that is not there."""
        return self._value(programme_view, programme, as_of)

    def procurement(self, procurement: str, as_of: Day) -> ProcurementView:
        """What stands of a procurement on a day; nothing of one that is not there."""
        return self._value(procurement_view, procurement, as_of)

    def ended_by(self, contract: str, as_of: Day) -> EndedBy:
        """By which words of its award or procurement a contract that nobody signed came to nothing."""
        return self._value(ended_by, contract, as_of)

    def stages(self, procurement: str, as_of: Day) -> list[StageWord]:
        """How far a procurement has come on a day, by each body's words."""
        return self._value(stage_words, procurement, as_of)

    def _value(self, rule: Rule[Value], subject: str, as_of: Day) -> Value:
        return self._graph.value(rule, subject, day=as_of)[0]

    def subjects(self) -> Iterator[Subject]:
        """Everything that there may be a picture of, each once, an organisation under its configured id."""
        yield from dict.fromkeys(map(self._world.canonical, self.events.subjects()))

    def exists(self, subject: Subject) -> bool:
        """Whether something that is not void is said about it, or names it in a contract, on any day."""
        return self._world.exists(subject)
