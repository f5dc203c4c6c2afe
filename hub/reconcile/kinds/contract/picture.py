"""The picture of one contract: what each body says of it, who has not spoken, how it performs.

Source: design section 4; domain handbook sections 5 and 9.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hub.configuration.model import Configuration
from hub.reconcile import references
from hub.reconcile.answers import ANSWERS
from hub.reconcile.any_subject import fields_compared
from hub.reconcile.claims import Field, Side
from hub.reconcile.days import Day
from hub.reconcile.declaring import Expected, members_among, missing
from hub.reconcile.events import Subject
from hub.reconcile.fields_compared import FieldsCompared
from hub.reconcile.kinds.contract.asking import asked_twice
from hub.reconcile.kinds.contract.assigning import assignments
from hub.reconcile.kinds.contract.cells import ToldOf, contract_view, told_of
from hub.reconcile.kinds.contract.dates import contract_dates, has_ended
from hub.reconcile.kinds.contract.practice import Decided, InProgrammes, named_decisions, practice_matters
from hub.reconcile.kinds.contract.view import ContractView, EndedBy
from hub.reconcile.kinds.procurement.contracts import ended_by
from hub.reconcile.kinds.programme.cells import ProgrammeTerms, assessments_of, decision_taken, programme_terms
from hub.reconcile.kinds.programme.decisions import DecisionTaken
from hub.reconcile.matter_kinds import MatterKind
from hub.reconcile.reading import ViewReader
from hub.reconcile.settling import answered
from hub.reconcile.sides import FieldFinding, cite, classification, latest_value, show


def contract_picture(read: ViewReader, subject: Subject) -> dict[str, Any]:
    contract = subject.id
    view, told = read(contract_view, contract), read(told_of, contract)
    programmes = {each: read(programme_terms, each) for each in view.programmes}
    partners = {each: terms.joint_partners for each, terms in programmes.items()}
    assessed = {each: read(assessments_of, each, contract) for each in told.programmes}
    named = named_decisions(view) if read.configuration.practice_of(read.partnership) else ()
    decided = [
        Decided(each, taken.standing, lacking(programmes[programme], taken, read), taken.sides)
        for each in sorted(named)
        for programme, terms in programmes.items()
        if terms.is_joint and (taken := read(decision_taken, programme, each)) is not None
    ]
    body, until = contract_body(
        read,
        contract,
        view,
        expected_declarers(read.partnership, view, partners, read.configuration),
        programmes,
        assessed,
        decided,
        told,
        read(ended_by, contract),
        read(fields_compared, subject),
    )
    read.until(until)
    return body


def lacking(terms: ProgrammeTerms, taken: DecisionTaken, read: ViewReader) -> list[str]:
    """The names of the programme's partners of today that have not approved a decision."""
    configuration = read.configuration
    partners = {today for each in terms.joint_partners for today in configuration.today_of(each, read.day.date)}
    return [configuration.name_of(each) for each in sorted(partners - taken.approved_by)]


def _taken_as_said(core: Mapping[Field, list[Side]]) -> Iterator[Field]:
    """Fields whose words all bodies are taken to say in one place, which has their differences."""
    for field, sides in core.items():
        places = {side.taken_from for side in sides}
        if len(places) == 1 and None not in places:
            yield field


def contract_body(
    read: ViewReader,
    contract: str,
    view: ContractView,
    expected: Sequence[Expected],
    programmes: Mapping[str, ProgrammeTerms],
    assessed: Mapping[str, Mapping[str, list[Side]]],
    decided: Sequence[Decided],
    told: ToldOf,
    ended_by: EndedBy,
    compared: FieldsCompared,
) -> tuple[dict[str, Any], Day | None]:
    """The picture's JSON data and the day on which what is watched changes next.

    programmes: those that it is assigned to. assessed: by programme its equality impact assessments that are about the
    contract, with who says so. decided: decisions that its changes name, of its joint programmes.
    """
    partnership, as_of, configuration = read.partnership, read.day, read.configuration
    about = ("contract", contract)
    as_taken = dict.fromkeys(_taken_as_said(view.core), FieldFinding.AS_TAKEN)
    fields, differ = compared.of_subject(view.core, as_taken)
    declared = view.core.get(Field("", "", "stage"), [])
    watched = contract_dates(partnership, contract, view.core, view.things, view.measured, as_of)
    about_it = {
        Field("assessment", f"{programme}/{key}", ""): sides
        for programme, found in assessed.items()
        for key, sides in found.items()
    }
    joint = [each for each, terms in programmes.items() if terms.is_joint]
    around = InProgrammes(joint, decided, [side for sides in about_it.values() for side in sides])
    stood_on = {each.decision: list(each.sides) for each in decided}
    practised = practice_matters(partnership, contract, view, around, configuration.practice_of(partnership), as_of)
    found = [
        *told.same_id.matters,
        *differ,
        *compared.of_items({**view.core, **view.measured.disputed}),
        *assignments(partnership, contract, view.programmes),
        *missing(partnership, about, declared, expected, as_of, configuration),
        *watched.matters,
        *practised.matters,
        *(() if has_ended(view.core) else asked_twice(partnership, about, view.things)),
        *references.contract(partnership, contract, {**view.shown, **about_it}, told.is_declared, configuration),
        *references.programmes(
            partnership, about, view.programmes, [each for each, terms in programmes.items() if terms.is_declared]
        ),
        *references.measures(partnership, about, view.measured.agreed, view.naming_measures()),
        *references.awards(partnership, contract, view.unknown_awards, configuration),
        *references.organisations(partnership, about, view.core, configuration),
    ]
    expired = {each["field"] for each in watched.matters if each["kind"] is MatterKind.CHECK_EXPIRED}
    matters = answered(read, sorted(found, key=lambda each: (each["field"], each["kind"])), view.things)
    body = {
        "kind": "contract",
        "id": contract,
        "partnership": partnership,
        "title": latest_value(view.core, "title"),
        "classification": classification(
            view.shown, view.measured.terms, about_it, stood_on, *ended_by.values(), also=told.same_id.classifications
        ),
        "ended_by": ended_by_shown(ended_by),
        "fields": fields,
        "programmes": [
            {"programme": key, "assigned_by": [cite(side) for side in sides]} for key, sides in view.programmes.items()
        ],
        "assessed_in": [
            {"programme": programme, "assessment": key, "assessed_by": [cite(side) for side in sides]}
            for programme, found in assessed.items()
            for key, sides in found.items()
        ],
        "clauses": [
            {
                "clause": key,
                "expired": f"clause:{key}" in expired,
                "checks": [show(side) for side in named["check"]],
            }
            for key, named in view.things.get("clause", {}).items()
        ],
        "measures": view.measured.shown,
        **view.listed,
        ANSWERS.member: matters.rows,
        "differences": matters.still_open,
        "answered": matters.settled,
    }
    return body, min((*watched.days, *practised.days, *matters.days), default=None)


def ended_by_shown(ended_by: EndedBy) -> list[dict[str, Any]]:
    """Of which procurement, or award of it, which word ends the contract, and who says it."""
    return [
        {
            "procurement": procurement,
            "award": field.key or None,
            "field": field.name,
            "said_by": [show(side) for side in sides],
        }
        for procurement, words in ended_by.items()
        for field, sides in sorted(words.items())
    ]


def expected_declarers(
    partnership: str,
    view: ContractView,
    partners: Mapping[str, Sequence[str]],
    configuration: Configuration,
) -> list[Expected]:
    """The buyers, the funders, and the partners of the joint programmes that the contract belongs to.

    Only organisations that may speak in the partnership are expected to. partners: programme to organisations,
    joint programmes only.
    """
    named = [
        Expected(each["id"], word)
        for field, word in (("buyer", "buyer"), ("buyers", "buyer"), ("funders", "funder"))
        for side in view.core.get(Field("", "", field), [])
        for each in ([side.claim.value] if field == "buyer" else side.claim.value)
    ]
    named += [
        Expected(partner, f"partner of programme {programme}")
        for programme in view.programmes
        for partner in partners.get(programme, ())
    ]
    return members_among(named, partnership, configuration)
