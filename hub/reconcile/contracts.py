"""The picture of one contract: what each body says of it, who has not spoken, how it performs.

Source: design section 4; domain handbook sections 5 and 9.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hub.events.configuration import Configuration
from hub.reconcile import differences
from hub.reconcile.claims import Field, Side, next_change, sides_of
from hub.reconcile.days import Day, earliest
from hub.reconcile.declaring import Expected, members_among, missing
from hub.reconcile.history import History
from hub.reconcile.measures import Results, last_results, measures, under_performing
from hub.reconcile.sides import cite, classification, items, latest_value, show


@dataclass(frozen=True)
class ContractView:
    """What stands of a contract on a day. `until` as of a picture, programmes' part left out."""

    core: Mapping[Field, list[Side]]
    measures: list[dict[str, Any]]
    until: Day | None
    last_results: Mapping[Field, list[Side]]

    @cached_property
    def programmes(self) -> dict[str, list[Side]]:
        """Each programme that some body assigns it to, in order, with the sides that do."""
        return {key: named["assigned"] for key, named in items(self.core, "programme").items()}

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


def view_contract(core: History, results: Sequence[Results], as_of: Day, configuration: Configuration) -> ContractView:
    """core: the claims of the contract's own part; results: the views of its other parts on the same day."""
    stands = sides_of(core.standing(as_of), as_of, configuration)
    until = earliest(core.next_effective(as_of), *(each.until for each in results), next_change(configuration, as_of))
    return ContractView(stands, measures(stands, results), until, last_results(results))


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
        "classification": classification({**view.core, **view.last_results}),
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
    """The buyer, the funders, and the partners of the joint programmes that the contract belongs to.

    Only organisations that may speak in the partnership are expected to. partners: programme to organisations,
    joint programmes only.
    """
    named = [
        Expected(each["id"], word)
        for field, word in (("buyer", "buyer"), ("funders", "funder"))
        for side in view.core.get(Field("", "", field), [])
        for each in (side.claim.value if field == "funders" else [side.claim.value])
    ]
    named += [
        Expected(partner, f"partner of programme {programme}")
        for programme in view.programmes
        for partner in partners.get(programme, ())
    ]
    return members_among(named, partnership, configuration)
