"""The picture of one procurement: its terms, lots, awards, parties and notices, and the contracts that came of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from hub.configuration.model import Configuration
from hub.reconcile import references
from hub.reconcile.any_subject import SameId, fields_compared, same_id
from hub.reconcile.claims import LISTED, Field, Side
from hub.reconcile.events import Subject
from hub.reconcile.fields_compared import FieldsCompared
from hub.reconcile.kinds.procurement.cells import procurement_view
from hub.reconcile.kinds.procurement.contracts import contracts_of, stage_words, told_contracts
from hub.reconcile.kinds.procurement.disputed import of_parts
from hub.reconcile.kinds.procurement.stages import with_stages
from hub.reconcile.kinds.procurement.totals import totals
from hub.reconcile.kinds.procurement.view import ProcurementView
from hub.reconcile.reading import ViewReader
from hub.reconcile.sides import FieldFinding, cite, classification, items, latest_value, show


def procurement_picture(read: ViewReader, subject: Subject) -> dict[str, Any]:
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


def procurement_body(
    partnership: str,
    view: ProcurementView,
    stated: Mapping[Field, list[Side]],
    contracts: Sequence[dict[str, Any]],
    of_contracts: Iterable[str],
    totals: Sequence[dict[str, Any]],
    naming: Iterable[Side],
    same_id: SameId,
    of_parts: Collection[Field],
    compared: FieldsCompared,
    configuration: Configuration,
) -> dict[str, Any]:
    """The picture's JSON data. stated: the fields of the procurement itself, with how far it has come; contracts: those
    that came of it, and who says so; of_contracts: how guarded those are, whose values it shows; totals: what they come
    to; naming: the words by which contracts came of it; of_parts: fields whose difference is one of the parts that they
    follow from."""
    about, told = ("procurement", view.id), items(view.core, "award")
    elsewhere = dict.fromkeys(of_parts, FieldFinding.OF_PARTS)
    fields, differ = compared.of_subject(stated, elsewhere)
    found = [
        *same_id.matters,
        *differ,
        *compared.of_items(view.items),
        *references.procurement(partnership, view.id, view.is_told, naming, configuration),
        *references.departures(partnership, view.id, told, configuration),
        *references.organisations(partnership, about, stated, configuration),
    ]
    return {
        "kind": "procurement",
        "id": view.id,
        "partnership": partnership,
        "title": latest_value(stated, "title"),
        "classification": classification(view.core, stated, also=(*of_contracts, *same_id.classifications)),
        "fields": fields,
        "lots": view.listed("lot"),
        "items": view.listed("item"),
        "awards": view.awards(),
        "parties": [
            {
                "organisation": key,
                "left_says": [body for body in sorted(view.own) if view.has_left(body, key)],
                **{name: [show(side) for side in sides] for name, sides in named.items() if name != LISTED},
            }
            for key, named in view.parties.items()
        ],
        "notices": view.listed("notice"),
        "contracts": list(contracts),
        "totals": list(totals),
        "differences": sorted(found, key=lambda each: (each["field"], each["kind"])),
    }
