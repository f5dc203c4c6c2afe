"""The picture of one programme of the joint workplan: who leads, what is due, what each body decided.

Source: WAN 15-17; SUT 3.3 (due texts); WIL 10.4, 17, 20 (decisions of several bodies); design section 4.
"""

from collections.abc import Mapping
from typing import Any

from hub.reconcile import references
from hub.reconcile.answers import ANSWERS
from hub.reconcile.any_subject import SameId, fields_compared, same_id, tied_contracts
from hub.reconcile.claims import Field, Side
from hub.reconcile.days import Day
from hub.reconcile.declaring import Expected, members_among, missing
from hub.reconcile.events import Subject
from hub.reconcile.fields_compared import FieldsCompared
from hub.reconcile.kinds.contract.cells import assigned
from hub.reconcile.kinds.programme.cells import programme_view
from hub.reconcile.kinds.programme.decisions import decisions
from hub.reconcile.kinds.programme.listed import CONDITIONS, IMPACT, LISTED, TEAM
from hub.reconcile.kinds.programme.milestones import milestones
from hub.reconcile.kinds.programme.practice import practice_matters
from hub.reconcile.kinds.programme.teams import team_matters
from hub.reconcile.kinds.programme.view import ProgrammeView
from hub.reconcile.listed_dates import listed_dates
from hub.reconcile.measures.returns import missing_returns
from hub.reconcile.reading import ViewReader
from hub.reconcile.settling import answered
from hub.reconcile.sides import cite, classification, latest_value


def programme_picture(read: ViewReader, subject: Subject) -> dict[str, Any]:
    programme = subject.id
    contracts = {each: read(assigned, each).get(programme, []) for each in read(tied_contracts, subject)}
    body, until = programme_body(
        read,
        programme,
        read(programme_view, programme),
        {key: sides for key, sides in contracts.items() if sides},
        read(same_id, subject),
        read(fields_compared, subject),
    )
    read.until(until)
    return body


def programme_body(
    read: ViewReader,
    programme: str,
    view: ProgrammeView,
    contracts: Mapping[str, list[Side]],
    same_id: SameId,
    compared: FieldsCompared,
) -> tuple[dict[str, Any], Day | None]:
    """The picture's JSON data and the day on which what is due changes next. contracts: those assigned to it, with
    the words that assign them.
    """
    partnership, as_of, configuration = read.partnership, read.day, read.configuration
    about = ("programme", programme)
    fields, differ = compared.of_subject(view.core)
    differ += compared.of_items({**view.core, **view.measured.disputed})
    named = view.things.get("milestone", {})
    stones = milestones(partnership, programme, named, as_of)
    conditions = view.things.get(CONDITIONS.item, {})
    decided, approvals = decisions(
        partnership, programme, view.things.get("decision", {}), conditions, as_of, configuration
    )
    declared = view.core.get(Field("", "", "mode"), [])
    partners = [Expected(each, "partner of the programme") for each in view.joint_partners]
    expected = members_among(partners, partnership, configuration)
    silent = missing(partnership, about, declared, expected, as_of, configuration)
    unknown = [
        *references.undeclared(partnership, programme, view.shown, view.is_declared),
        *references.milestones(partnership, programme, named, view.scheduled),
        *references.measures(partnership, about, view.measured.agreed, view.measured.naming()),
        *references.organisations(partnership, about, view.core, configuration),
    ]
    held = listed_dates(partnership, about, LISTED, view.things, as_of)
    returns = missing_returns(partnership, about, view.measured, (), as_of)
    late = [each for one in returns for each in one.matters]
    team = team_matters(
        partnership, programme, view.things.get(TEAM.item, {}), view.joint_partners, as_of, configuration
    )
    practised = practice_matters(
        partnership, programme, view.things.get(IMPACT.item, {}), view.things.get("decision", {}), configuration
    )
    found = [
        *same_id.matters,
        *differ,
        *stones.matters,
        *held.matters,
        *approvals,
        *late,
        *team,
        *practised,
        *silent,
        *unknown,
    ]
    told = answered(read, sorted(found, key=lambda each: (each["field"], each["kind"])), view.things)
    body = {
        "kind": "programme",
        "id": programme,
        "partnership": partnership,
        "title": latest_value(view.core, "title"),
        "classification": classification(view.shown, view.measured.terms, contracts, also=same_id.classifications),
        "fields": fields,
        "milestones": stones.shown,
        "decisions": decided,
        "measures": view.measured.shown,
        **{each.member: each.shown(view.things) for each in LISTED},
        ANSWERS.member: told.rows,
        "contracts": [
            {"contract": key, "assigned_by": [cite(side) for side in sides]} for key, sides in contracts.items()
        ],
        "differences": told.still_open,
        "answered": told.settled,
    }
    return body, min(
        filter(None, (stones.until, *held.days, *told.days, *(day for one in returns for day in one.days))),
        default=None,
    )
