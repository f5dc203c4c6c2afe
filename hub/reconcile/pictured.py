"""The rule of pictures, and what it reads for each kind of subject."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from hub.reconcile.claims import Field
from hub.reconcile.contracts import contract_body, expected_declarers
from hub.reconcile.disputed import of_parts
from hub.reconcile.events import Subject
from hub.reconcile.procurements import procurement_body
from hub.reconcile.programmes import programme_body
from hub.reconcile.providers import provider_body
from hub.reconcile.reading import ViewReader
from hub.reconcile.sides import cite
from hub.reconcile.stages import with_stages
from hub.reconcile.standing import (
    assigned,
    awarded_in,
    contract_view,
    contracts_of,
    ended_by,
    exists,
    fields_compared,
    is_declared,
    procurement_view,
    programme_terms,
    programme_view,
    provider_ties,
    same_id,
    stage_words,
    supplied_contract,
    supplied_from,
    tied_contracts,
    told_contracts,
)
from hub.reconcile.totals import totals

Body = dict[str, Any]


def _contract(read: ViewReader, subject: Subject) -> Body:
    contract = subject.id
    view = read(contract_view, contract)
    programmes = {each: read(programme_terms, each) for each in view.programmes}
    partners = {each: terms.joint_partners for each, terms in programmes.items()}
    body, until = contract_body(
        read.partnership,
        contract,
        view,
        expected_declarers(read.partnership, view, partners, read.configuration),
        [each for each, terms in programmes.items() if terms.is_declared],
        read(is_declared, contract),
        read(ended_by, contract),
        read(same_id, subject),
        read(fields_compared, subject),
        read.day,
        read.configuration,
    )
    read.until(until)
    return body


def _programme(read: ViewReader, subject: Subject) -> Body:
    programme = subject.id
    named = {each: read(assigned, each).get(programme) for each in read(tied_contracts, subject)}
    body, until = programme_body(
        read.partnership,
        programme,
        read(programme_view, programme),
        [
            {"contract": key, "assigned_by": [cite(side) for side in sides]}
            for key, sides in named.items()
            if sides is not None
        ],
        {Field("contract", key, "programme"): sides or [] for key, sides in named.items()},
        read(same_id, subject),
        read(fields_compared, subject),
        read.day,
        read.configuration,
    )
    read.until(until)
    return body


def _procurement(read: ViewReader, subject: Subject) -> Body:
    procurement = subject.id
    view, contracts = read(procurement_view, procurement), read(contracts_of, procurement)
    told = read(told_contracts, procurement)
    return procurement_body(
        read.partnership,
        view,
        with_stages(view, read(stage_words, procurement)),
        [{"contract": key, "stated_by": [cite(side) for side in came.stated_by]} for key, came in contracts.items()],
        [came.guarded for came in contracts.values()],
        totals(view, told),
        [side for came in contracts.values() for side in came.stated_by],
        read(same_id, subject),
        of_parts(view, read.configuration),
        read(fields_compared, subject),
        read.configuration,
    )


def _provider(read: ViewReader, subject: Subject) -> Body:
    provider = subject.id
    procurements, named = read(provider_ties, provider)
    contracts = {*named, *(contract for each in procurements for contract in read(supplied_from, each, provider))}
    found = {each: read(supplied_contract, each, provider) for each in sorted(contracts)}
    return provider_body(
        read.partnership,
        provider,
        {key: supplied for key, supplied in found.items() if supplied is not None},
        {each: read(awarded_in, each, provider) for each in procurements},
    )


_BODIES: Final[Mapping[str, Callable[[ViewReader, Subject], Body]]] = MappingProxyType(
    {"contract": _contract, "programme": _programme, "procurement": _procurement, "provider": _provider}
)


def picture_body(read: ViewReader, subject: Subject) -> Body | None:
    """The picture's JSON data; None where nothing that is not void is said about the subject, on any day."""
    return _BODIES[subject.kind](read, subject) if read(exists, subject) else None
