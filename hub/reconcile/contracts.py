"""The picture of one contract: what each body says of it, who has not spoken, how it performs.

Source: design section 4; domain handbook sections 5 and 9.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from hub.events.configuration import Configuration
from hub.reconcile import differences
from hub.reconcile.claims import Field, Side, next_change, sides_of
from hub.reconcile.days import Day, earliest
from hub.reconcile.declaring import Expected, members_among, missing
from hub.reconcile.history import History
from hub.reconcile.measures import Results, measures, under_performing
from hub.reconcile.procurements import ProcurementView
from hub.reconcile.sides import cite, classification, items, latest_value, show

_PROCUREMENT: Final = Field("", "", "procurement")
_AWARD: Final = Field("", "", "award")


@dataclass(frozen=True)
class ContractView:
    """What stands of a contract on a day. `until` as of a picture, programmes' part left out."""

    core: Mapping[Field, list[Side]]
    measures: list[dict[str, Any]]
    until: Day | None

    @cached_property
    def programmes(self) -> dict[str, list[Side]]:
        """Each programme that some body assigns it to, in order, with the sides that do."""
        return {key: named["assigned"] for key, named in items(self.core, "programme").items()}

    @cached_property
    def procurements(self) -> dict[str, list[Side]]:
        """Each procurement that some body says it came of, in order, with the sides that say so."""
        found: dict[str, list[Side]] = {}
        for side in self.core.get(_PROCUREMENT, []):
            found.setdefault(side.claim.value, []).append(side)
        return dict(sorted(found.items()))

    @cached_property
    def suppliers(self) -> dict[str, list[Side]]:
        """Each supplier that some body names, with the sides that name it."""
        found: dict[str, list[Side]] = {}
        for side in self.core.get(Field("", "", "suppliers"), []):
            for supplier in side.claim.value:
                found.setdefault(supplier["id"], []).append(side)
        return found

    @cached_property
    def improvements(self) -> list[dict[str, Any]]:
        """The improvement measures that the contract is on."""
        return [
            {"improvement": key, "placed": [show(side) for side in fields["placed"]]}
            for key, fields in items(self.core, "improvement").items()
        ]

    @cached_property
    def under_performing(self) -> list[dict[str, Any]]:
        return under_performing(self.measures)


def view_contract(
    core: History,
    results: Sequence[Results],
    as_of: Day,
    configuration: Configuration,
    procurement_of: Callable[[str], ProcurementView],
) -> ContractView:
    """core: the claims of the contract's own part; results: the views of its other parts on the same day;
    procurement_of: the view of a procurement that it is said to have come of."""
    stands = sides_of(core.standing(as_of), as_of, configuration)
    named = sorted({side.claim.value for side in stands.get(_PROCUREMENT, ())})
    procurements = {each: procurement_of(each) for each in named}
    until = earliest(
        core.next_effective(as_of),
        *(each.until for each in results),
        *(each.until for each in procurements.values()),
        next_change(configuration, as_of),
    )
    if procurements:
        stands = _with_taken(stands, procurements)
    return ContractView(stands, measures(stands, results), until)


def _with_taken(
    stands: Mapping[Field, list[Side]], procurements: Mapping[str, ProcurementView]
) -> dict[Field, list[Side]]:
    """What stands, and for each body what it says of the contract's award and procurement and not of the contract."""
    merged = {field: list(sides) for field, sides in stands.items()}
    awards = {side.body: side.claim.value for side in stands.get(_AWARD, ())}
    for side in stands[_PROCUREMENT]:
        for name, taken in procurements[side.claim.value].words_for(side.body, awards.get(side.body)).items():
            sides = merged.setdefault(Field("", "", name), [])
            if all(each.body != side.body for each in sides):
                sides.append(taken)
    return {field: sorted(merged[field], key=lambda side: side.body) for field in sorted(merged)}


def contract_body(
    partnership: str,
    contract: str,
    view: ContractView,
    expected: Sequence[Expected],
    same_id: Sequence[dict[str, Any]],
    as_of: Day,
    configuration: Configuration,
) -> dict[str, Any]:
    """The picture's JSON data. same_id: differences from event ids with two contents, found by the caller."""
    about = ("contract", contract)
    fields, differ = differences.of_fields(partnership, about, view.core, configuration.tolerances)
    declared = view.core.get(Field("", "", "stage"), [])
    found = [*same_id, *differ, *missing(partnership, about, declared, expected, as_of, configuration)]
    return {
        "kind": "contract",
        "id": contract,
        "partnership": partnership,
        "title": latest_value(view.core, "title"),
        "classification": classification(view.core),
        "fields": fields,
        "programmes": [
            {"programme": key, "assigned_by": [cite(side) for side in sides]} for key, sides in view.programmes.items()
        ],
        "clauses": [
            {"clause": key, "checks": [show(side) for side in named["check"]]}
            for key, named in items(view.core, "clause").items()
        ],
        "measures": view.measures,
        "improvements": view.improvements,
        "differences": sorted(found, key=lambda each: (each["field"], each["kind"])),
    }


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
