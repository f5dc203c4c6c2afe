"""What stands of each contract, procurement and programme on a day: the rules that pictures and `explain` read.

A rule that takes a small part of another one's answer is there so that what stands on that part is left alone when the
rest changes.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from hub.reconcile import came_of
from hub.reconcile.awards import ProviderAwards, awarded
from hub.reconcile.came_of import ToldContract
from hub.reconcile.claims import Side
from hub.reconcile.contracts import ContractView, EndedBy, view_contract
from hub.reconcile.events import Subject
from hub.reconcile.fields_compared import FieldsCompared
from hub.reconcile.folds import CORE
from hub.reconcile.measures import Results, view_results
from hub.reconcile.procurements import ProcurementView, view_procurement
from hub.reconcile.programmes import ProgrammeView, view_programme
from hub.reconcile.providers import ProviderContract, supplied
from hub.reconcile.reading import ViewReader
from hub.reconcile.sides import classification
from hub.reconcile.stages import StageWord, stages
from hub.reconcile.two_contents import opens_on, two_contents


def exists(read: ViewReader, subject: Subject) -> bool:
    """Whether something that is not void is said about it, or names it in a contract, on any day."""
    return read.exists(subject)


def is_declared(read: ViewReader, contract: str) -> bool:
    """Whether somebody declares the contract, for whatever day."""
    return read.is_declared(Subject("contract", contract))


def tied_contracts(read: ViewReader, subject: Subject) -> list[str]:
    """Contracts that some event ties to a programme or procurement; they may not name it on the day."""
    return read.contracts_of(subject)


class ProviderTies(NamedTuple):
    """What some event ties to a provider, in order; on the day it may not be named there."""

    procurements: list[str]
    contracts: list[str]


def provider_ties(read: ViewReader, provider: str) -> ProviderTies:
    called = read.ids_of(Subject("provider", provider))
    return ProviderTies(
        sorted({each for other in called for each in read.procurements_of(other)}),
        sorted({each for other in called for each in read.contracts_naming(other)}),
    )


def contract_view(read: ViewReader, contract: str) -> ContractView:
    """Nothing of a contract that is not there."""
    subject = Subject("contract", contract)
    results = [read(year_results, contract, part) for part in read.parts(subject) if part != CORE]
    return view_contract(
        read.history(subject, CORE),
        results,
        read.day,
        read.configuration,
        lambda procurement: read(procurement_view, procurement),
    )


def fields_compared(read: ViewReader, subject: Subject) -> FieldsCompared:
    """What its fields come to by the configuration of the day."""
    return FieldsCompared(read.partnership, subject, read.configuration)


def year_results(read: ViewReader, contract: str, part: str) -> Results:
    """One measure's results of one year, so that the other years are not looked at again."""
    measure, subject = part.rpartition("/")[0], Subject("contract", contract)
    compared = read(fields_compared, subject)
    return view_results(measure, read.history(subject, part), compared, read.day, read.configuration)


def procurement_view(read: ViewReader, procurement: str) -> ProcurementView:
    """Nothing of a procurement that is not there."""
    history = read.history(Subject("procurement", procurement), CORE)
    return view_procurement(procurement, history, read.day, read.configuration)


def programme_view(read: ViewReader, programme: str) -> ProgrammeView:
    return view_programme(read.history(Subject("programme", programme), CORE), read.day, read.configuration)


class ProgrammeTerms(NamedTuple):
    """What a contract asks of its programme."""

    joint_partners: list[str]
    is_declared: bool


def programme_terms(read: ViewReader, programme: str) -> ProgrammeTerms:
    view = read(programme_view, programme)
    return ProgrammeTerms(view.joint_partners, view.is_declared)


def ended_by(read: ViewReader, contract: str) -> EndedBy:
    """By which words of its award or procurement a contract that nobody signed came to nothing."""
    view = read(contract_view, contract)
    return came_of.ended_by(contract, view, lambda procurement: read(procurement_view, procurement))


def assigned(read: ViewReader, contract: str) -> dict[str, list[Side]]:
    """To which programmes, and who says so."""
    return read(contract_view, contract).programmes


class CameOf(NamedTuple):
    """A contract of a procurement. stated_by: who says that it came of it. told: by body. guarded: the most guarded
    classification among its words."""

    stated_by: list[Side]
    told: Mapping[str, list[ToldContract]]
    guarded: str


def contract_of(read: ViewReader, procurement: str, contract: str) -> CameOf | None:
    """None where nobody says on the day that the contract came of it."""
    view = read(contract_view, contract)
    stated_by = view.procurements.get(procurement)
    if stated_by is None:
        return None
    told = came_of.told_contracts(read(procurement_view, procurement), {contract: view})
    return CameOf(stated_by, told, classification(view.shown))


def contracts_of(read: ViewReader, procurement: str) -> dict[str, CameOf]:
    """The contracts that somebody says came of it, in order of id."""
    tied = read(tied_contracts, Subject("procurement", procurement))
    found = {each: read(contract_of, procurement, each) for each in tied}
    return {key: came for key, came in found.items() if came is not None}


def told_contracts(read: ViewReader, procurement: str) -> dict[str, list[ToldContract]]:
    """Body to the contracts that it says came of the procurement, in order."""
    found: dict[str, list[ToldContract]] = {}
    for each in read(contracts_of, procurement).values():
        for body, told in each.told.items():
            found.setdefault(body, []).extend(told)
    return dict(sorted(found.items()))


def stage_words(read: ViewReader, procurement: str) -> list[StageWord]:
    """How far it has come, by each body's words."""
    return stages(read(procurement_view, procurement), read(told_contracts, procurement))


def suppliers(read: ViewReader, contract: str) -> frozenset[str]:
    return frozenset(read(contract_view, contract).suppliers)


def supplied_contract(read: ViewReader, contract: str, provider: str) -> ProviderContract | None:
    """What a provider's picture holds of a contract; None where nobody names it as a supplier on the day."""
    if provider not in read(suppliers, contract):
        return None
    return supplied(contract, read(contract_view, contract), provider, read(ended_by, contract))


def by_supplier(read: ViewReader, procurement: str) -> dict[str, list[str]]:
    """Supplier to its contracts among those that are tied to the procurement: gone through once, and not once a
    provider, for a framework may have thousands, each with a provider of its own."""
    found: dict[str, list[str]] = {}
    for contract in read(tied_contracts, Subject("procurement", procurement)):
        for supplier in read(suppliers, contract):
            found.setdefault(supplier, []).append(contract)
    return found


def supplied_from(read: ViewReader, procurement: str, provider: str) -> list[str]:
    return read(by_supplier, procurement).get(provider, [])


def awarded_in(read: ViewReader, procurement: str, provider: str) -> ProviderAwards:
    """What a provider's picture holds of a procurement."""
    return awarded(read(procurement_view, procurement), provider)


def same_id(read: ViewReader, subject: Subject) -> list[dict[str, Any]]:
    """A matter for each event id that came with two contents, one of them about this subject."""
    matters = []
    for event_id, contents in read.twofold(subject).items():
        day = opens_on(subject, contents)
        if day > read.day:
            read.until(day)
        else:
            matters.append(two_contents(read.partnership, subject, event_id, day, contents))
    return matters
