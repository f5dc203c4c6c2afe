"""Views of one partnership: the pictures that its events add up to, each looked at again only when touched.

Promise: a picture depends on (events, day, configuration) alone; what is cached is never seen in an answer.
`until` is the first later day on which a picture could differ, and it is constant before that.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Self

from hub.events.avro import Plain
from hub.events.configuration import Configuration
from hub.reconcile.came_of import ended_by, told_contracts
from hub.reconcile.claims import Field
from hub.reconcile.contracts import ContractView, EndedBy, contract_body, expected_declarers, view_contract
from hub.reconcile.days import Day, earliest
from hub.reconcile.disputed import of_parts
from hub.reconcile.events import Added, EventSet, Subject
from hub.reconcile.folds import CORE
from hub.reconcile.measures import Results, view_results
from hub.reconcile.picture import Picture
from hub.reconcile.procurements import ProcurementView, procurement_body, view_procurement
from hub.reconcile.programmes import ProgrammeView, programme_body, view_programme
from hub.reconcile.providers import provider_body
from hub.reconcile.said import Said
from hub.reconcile.sides import cite
from hub.reconcile.stages import StageWord, stages, with_stages
from hub.reconcile.tied import Tied, tied_by_supplier
from hub.reconcile.totals import totals
from hub.reconcile.two_contents import opens_on, two_contents


class PartnershipViews:
    """The events of one partnership and the pictures that they make under one configuration."""

    def __init__(self, partnership: str, configuration: Configuration) -> None:
        self.partnership = partnership
        self.events = EventSet()
        self._configuration = configuration
        self._contracts: dict[str, tuple[Day, ContractView]] = {}
        self._programmes: dict[str, tuple[Day, ProgrammeView]] = {}
        self._procurements: dict[str, tuple[Day, ProcurementView]] = {}
        self._tied: dict[str, tuple[Day, Tied]] = {}
        self._provider_ids: dict[str, set[str]] = {}
        self._years: dict[tuple[str, str], tuple[int, Day, Results]] = {}

    def configure(self, configuration: Configuration) -> None:
        """Judge under another configuration from now on; every picture may differ."""
        self._configuration = configuration
        self._contracts.clear()
        self._programmes.clear()
        self._procurements.clear()
        self._tied.clear()
        self._provider_ids.clear()
        for subject in self.events.subjects():
            self._canonical(subject)
        self._years.clear()

    def add(self, said: Said, plain: Plain, *, unpack: bool = True) -> tuple[Added, set[Subject]]:
        """Take an event in; the subjects whose pictures may differ now. unpack: as EventSet.add."""
        if self.events.add(said, plain, unpack=unpack) is Added.DUPLICATE:
            return Added.DUPLICATE, set()
        touched = {self._canonical(each) for each in self.events.touched_by(said, plain)}
        for subject in touched:
            if subject.kind == "contract":
                self._contracts.pop(subject.id, None)
            elif subject.kind == "programme":
                self._programmes.pop(subject.id, None)
            elif subject.kind == "procurement":
                self._procurements.pop(subject.id, None)
                self._tied.pop(subject.id, None)
        return Added.NEW, touched

    @classmethod
    def of(cls, partnership: str, events: Iterable[Said], configuration: Configuration) -> Self:
        """The views of these events. As adding each of them, without asking each time which pictures it touches."""
        views = cls(partnership, configuration)
        for each in events:
            views.events.add(each, each.plain())
        for subject in views.events.subjects():
            views._canonical(subject)
        return views

    def pictures(self, as_of: Day) -> Iterator[Picture]:
        """Every picture that there is on that day, ordered by kind and id."""
        for subject in sorted(self.subjects()):
            picture = self.picture(subject, as_of)
            if picture is not None:
                yield picture

    def picture(self, subject: Subject, as_of: Day) -> Picture | None:
        """The picture of a subject; None when nothing that is not void is said about it, on any day."""
        match subject.kind:
            case "contract":
                return self._contract_picture(subject, as_of)
            case "programme":
                return self._programme_picture(subject, as_of)
            case "procurement":
                return self._procurement_picture(subject, as_of)
            case "provider":
                return self._provider_picture(subject, as_of)
        return None  # no event type of this release is about such a thing

    def _contract_picture(self, subject: Subject, as_of: Day) -> Picture | None:
        if not self.exists(subject):
            return None
        view = self._contract(subject.id, as_of)
        programmes = {each: self._programme(each, as_of) for each in view.programmes}
        partners = {each: programme.joint_partners for each, programme in programmes.items()}
        expected = expected_declarers(self.partnership, view, partners, self._configuration)
        declared = [each for each, programme in programmes.items() if programme.is_declared]
        is_declared = self.events.is_declared(subject)
        same_id, twofold_until = self._same_id(subject, as_of)
        body, until = contract_body(
            self.partnership,
            subject.id,
            view,
            expected,
            declared,
            is_declared,
            self.ended_by(subject.id, as_of),
            same_id,
            as_of,
            self._configuration,
        )
        until = earliest(until, twofold_until, *(programme.until for programme in programmes.values()))
        return Picture(self.partnership, subject.kind, subject.id, body, until)

    def _programme_picture(self, subject: Subject, as_of: Day) -> Picture | None:
        if not self.exists(subject):
            return None
        named = {each: self._contract(each, as_of) for each in self.events.contracts_of(subject)}
        assigned = [
            {"contract": key, "assigned_by": [cite(side) for side in view.programmes[subject.id]]}
            for key, view in named.items()
            if subject.id in view.programmes
        ]
        assigning = {
            Field("contract", key, "programme"): view.programmes.get(subject.id, []) for key, view in named.items()
        }
        view = self._programme(subject.id, as_of)
        same_id, twofold_until = self._same_id(subject, as_of)
        body, until = programme_body(
            self.partnership, subject.id, view, assigned, assigning, same_id, as_of, self._configuration
        )
        until = earliest(until, twofold_until, *(contract.until for contract in named.values()))
        return Picture(self.partnership, subject.kind, subject.id, body, until)

    def _procurement_picture(self, subject: Subject, as_of: Day) -> Picture | None:
        if not self.exists(subject):
            return None
        view = self._procurement(subject.id, as_of)
        named = self._tied_to(subject, as_of)
        came_of_it = [
            {"contract": key, "stated_by": [cite(side) for side in contract.procurements[subject.id]]}
            for key, contract in named.items()
            if subject.id in contract.procurements
        ]
        told = told_contracts(view, named)
        same_id, twofold_until = self._same_id(subject, as_of)
        body = procurement_body(
            self.partnership,
            view,
            with_stages(view, stages(view, told)),
            came_of_it,
            [contract.shown for contract in named.values() if subject.id in contract.procurements],
            totals(view, told),
            [side for contract in named.values() for side in contract.procurements.get(subject.id, ())],
            same_id,
            of_parts(view, self._configuration),
            self._configuration,
        )
        until = earliest(view.until, twofold_until, *(contract.until for contract in named.values()))
        return Picture(self.partnership, subject.kind, subject.id, body, until)

    def _provider_picture(self, subject: Subject, as_of: Day) -> Picture | None:
        if not self.exists(subject):
            return None
        called = self._called(subject)
        naming = {each: self._contract(each, as_of) for other in called for each in self.events.contracts_naming(other)}
        procurements = sorted({each for other in called for each in self.events.procurements_of(other)})
        awarding = {each: self._procurement(each, as_of) for each in procurements}
        tied = [self._supplied_from(each, as_of) for each in procurements]
        supplied = {key: view for key, view in naming.items() if subject.id in view.suppliers}
        for each in tied:
            supplied.update(each.supplied.get(subject.id, {}))
        ended = {key: self.ended_by(key, as_of) for key in supplied}
        body = provider_body(self.partnership, subject.id, dict(sorted(supplied.items())), awarding, ended)
        until = earliest(
            *(contract.until for contract in naming.values()),
            *(each.until for each in tied),
            *(procurement.until for procurement in awarding.values()),
        )
        return Picture(self.partnership, subject.kind, subject.id, body, until)

    def naming_provider(self, provider: str, as_of: Day) -> tuple[dict[str, ContractView], dict[str, ProcurementView]]:
        """The contracts and procurements that some event ties to the provider, by id in order; they may not name it."""
        called = self._called(Subject("provider", provider))
        contracts = {each for other in called for each in self.events.contracts_of(other)}
        procurements = {each for other in called for each in self.events.procurements_of(other)}
        return (
            {each: self._contract(each, as_of) for each in sorted(contracts)},
            {each: self._procurement(each, as_of) for each in sorted(procurements)},
        )

    def contract(self, contract: str, as_of: Day) -> ContractView:
        """What stands of a contract on a day; nothing of one that is not there."""
        return self._contract(contract, as_of)

    def procurement(self, procurement: str, as_of: Day) -> ProcurementView:
        """What stands of a procurement on a day; nothing of one that is not there."""
        return self._procurement(procurement, as_of)

    def ended_by(self, contract: str, as_of: Day) -> EndedBy:
        """By which words of its award or procurement a contract that nobody signed came to nothing."""
        return ended_by(contract, self._contract(contract, as_of), lambda each: self._procurement(each, as_of))

    def stages(self, procurement: str, as_of: Day) -> list[StageWord]:
        """How far a procurement has come on a day, by each body's words."""
        named = self._tied_to(Subject("procurement", procurement), as_of)
        view = self._procurement(procurement, as_of)
        return stages(view, told_contracts(view, named))

    def _tied_to(self, procurement: Subject, as_of: Day) -> dict[str, ContractView]:
        """The contracts that some event ties to the procurement, by id in order; they may not name it on the day."""
        return {each: self._contract(each, as_of) for each in self.events.contracts_of(procurement)}

    @property
    def configuration(self) -> Configuration:
        return self._configuration

    def subjects(self) -> Iterator[Subject]:
        """Everything that there may be a picture of, each once, an organisation under its configured id."""
        yield from dict.fromkeys(map(self._canonical, self.events.subjects()))

    def exists(self, subject: Subject) -> bool:
        """Whether something that is not void is said about it, or names it in a contract, on any day."""
        return any(map(self.events.is_spoken_of, self._called(subject)))

    def _canonical(self, subject: Subject) -> Subject:
        """The subject under whose id it has its picture. Notes under which other ids it is spoken of."""
        if subject.kind != "provider":
            return subject
        canonical = Subject("provider", self._configuration.canonical(subject.id))
        self._provider_ids.setdefault(canonical.id, set()).add(subject.id)
        return canonical

    def _called(self, subject: Subject) -> list[Subject]:
        """All subjects of the events that its picture is made of; none for an id that is another one's."""
        if subject.kind != "provider":
            return [subject]
        return [Subject("provider", each) for each in sorted(self._provider_ids.get(subject.id, ()))]

    def _contract(self, contract: str, as_of: Day) -> ContractView:
        held = self._contracts.get(contract)
        if held is not None and _holds(held[0], held[1].until, as_of):
            return held[1]
        subject = Subject("contract", contract)
        results = [
            self._year(subject, part, version, as_of)
            for part, version in self.events.parts(subject).items()
            if part != CORE
        ]
        view = view_contract(
            self.events.claims(subject, CORE),
            results,
            as_of,
            self._configuration,
            lambda procurement: self._procurement(procurement, as_of),
        )
        self._contracts[contract] = (as_of, view)
        return view

    def _year(self, subject: Subject, part: str, version: int, as_of: Day) -> Results:
        """One measure's results of one year: looked at again only when that year was touched or its day came."""
        held = self._years.get((subject.id, part))
        if held is not None and held[0] == version and _holds(held[1], held[2].until, as_of):
            return held[2]
        measure = part.rpartition("/")[0]
        results = view_results(measure, self.events.claims(subject, part), as_of, self._configuration)
        self._years[subject.id, part] = (version, as_of, results)
        return results

    def _programme(self, programme: str, as_of: Day) -> ProgrammeView:
        held = self._programmes.get(programme)
        if held is not None and _holds(held[0], held[1].until, as_of):
            return held[1]
        view = view_programme(self.events.claims(Subject("programme", programme), CORE), as_of, self._configuration)
        self._programmes[programme] = (as_of, view)
        return view

    def _procurement(self, procurement: str, as_of: Day) -> ProcurementView:
        held = self._procurements.get(procurement)
        if held is not None and _holds(held[0], held[1].until, as_of):
            return held[1]
        claims = self.events.claims(Subject("procurement", procurement), CORE)
        view = view_procurement(procurement, claims, as_of, self._configuration)
        self._procurements[procurement] = (as_of, view)
        return view

    def _supplied_from(self, procurement: str, as_of: Day) -> Tied:
        """Whom the contracts that are tied to a procurement are with: gone through once, and not once a provider."""
        held = self._tied.get(procurement)
        if held is not None and _holds(held[0], held[1].until, as_of):
            return held[1]
        tied = tied_by_supplier(self._tied_to(Subject("procurement", procurement), as_of))
        self._tied[procurement] = (as_of, tied)
        return tied

    def _same_id(self, subject: Subject, as_of: Day) -> tuple[list[dict[str, Any]], Day | None]:
        """A difference for each event id that came with two contents, one of them about this subject; until when."""
        opening = [
            (opens_on(subject, contents), event_id, contents)
            for event_id, contents in self.events.twofold(subject).items()
        ]
        matters = [
            two_contents(self.partnership, subject, event_id, day, contents)
            for day, event_id, contents in opening
            if day <= as_of
        ]
        return matters, earliest(*(day for day, _, _ in opening if day > as_of))


def _holds(since: Day, until: Day | None, as_of: Day) -> bool:
    return since <= as_of and (until is None or as_of < until)
