"""The picture of one contract: what each body says of it, who has not spoken, how it performs.

Source: design section 4; domain handbook sections 5 and 9.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hub.configuration.model import Configuration
from hub.reconcile.claims import Field, Side, sides_of
from hub.reconcile.computed_once import computed_once
from hub.reconcile.days import Day
from hub.reconcile.history import History
from hub.reconcile.kinds.contract.folds import AS_A_WHOLE
from hub.reconcile.kinds.contract.listed import IMPROVEMENTS, LISTED
from hub.reconcile.kinds.contract.reopening import without_ends_gone_back_on
from hub.reconcile.kinds.contract.signing import prevented_signatures, with_signatures_come
from hub.reconcile.kinds.procurement.following import is_before_end
from hub.reconcile.kinds.procurement.view import ProcurementView
from hub.reconcile.measures.charted import SeriesOf
from hub.reconcile.measures.measured import Measured, view_measured
from hub.reconcile.measures.results import Results
from hub.reconcile.sides import Things, things_of

_PROCUREMENT: Final = Field("", "", "procurement")
_AWARD: Final = Field("", "", "award")
_END: Final = Field("", "", "period_end")


EndedBy = dict[str, dict[Field, list[Side]]]
"""By procurement its words, or its awards', by which a contract that nobody signed came to nothing."""


@dataclass(frozen=True)
class ContractView:
    """What stands of a contract on a day.

    prevented: of each body whose signature, told ahead, does not come the words that prevent it.
    """

    core: Mapping[Field, list[Side]]
    measured: Measured
    prevented: Mapping[str, Sequence[Side]]
    unknown_awards: Mapping[str, Sequence[Side]]

    @computed_once
    def things(self) -> Things:
        """What the contract holds, by its sorts."""
        return things_of(self.core)

    @computed_once
    def programmes(self) -> dict[str, list[Side]]:
        """Each programme that some body assigns it to, in order, with the sides that do."""
        return {key: named["assigned"] for key, named in self.things.get("programme", {}).items()}

    @computed_once
    def procurements(self) -> dict[str, list[Side]]:
        """Each procurement that some body says it came of, in order, with the sides that say so."""
        found: dict[str, list[Side]] = {}
        for side in self.core.get(_PROCUREMENT, []):
            found.setdefault(side.claim.value, []).append(side)
        return dict(sorted(found.items()))

    @computed_once
    def suppliers(self) -> dict[str, list[Side]]:
        """Each supplier that some body names, with the sides that name it."""
        found: dict[str, list[Side]] = {}
        for side in self.core.get(Field("", "", "suppliers"), []):
            for supplier in side.claim.value:
                found.setdefault(supplier["id"], []).append(side)
        return found

    @computed_once
    def listed(self) -> dict[str, list[dict[str, Any]]]:
        """The things that it holds and that are shown as tables, by the names of the lists."""
        return {each.member: each.shown(self.things) for each in LISTED}

    @property
    def improvements(self) -> list[dict[str, Any]]:
        """The improvement measures that the contract is on."""
        return self.listed[IMPROVEMENTS.member]

    @property
    def shown(self) -> dict[Field, list[Side]]:
        """Every word that the picture shows: what is said of the contract, and the results among it."""
        return {**self.core, **self.measured.words}

    def naming_measures(self) -> Iterator[tuple[str, Side]]:
        """Each measure that a last result, a rating or an improvement measure names, with the side that does."""
        yield from self.measured.naming()
        for measure, fields in self.things.get("rating", {}).items():
            for side in fields["rated"] if measure != AS_A_WHOLE else ():
                yield measure, side
        for fields in self.things.get("improvement", {}).values():
            for side in fields["placed"]:
                for measure in side.claim.value["measures"]:
                    yield measure, side


def view_contract(
    core: History,
    results: Sequence[Results],
    as_of: Day,
    configuration: Configuration,
    series_of: SeriesOf,
    procurement_of: Callable[[str], ProcurementView],
) -> ContractView:
    """core: the claims of the contract's own part; results: the views of its other parts on the same day; series_of:
    what the results of a measure make; procurement_of: the view of a procurement that it is said to have come of."""
    stands = sides_of(core.standing(as_of), as_of, configuration)
    measured = view_measured(core, stands, results, as_of, configuration, series_of)
    named = sorted({side.claim.value for side in stands.get(_PROCUREMENT, ())})
    procurements = {each: procurement_of(each) for each in named}
    awards = {side.body: side.claim.value for side in stands.get(_AWARD, ())}
    over = {
        side.body: procurements[side.claim.value].over_for(side.body, awards.get(side.body))
        for side in stands.get(_PROCUREMENT, ())
    }
    prevented = prevented_signatures(stands, over)
    stands = without_ends_gone_back_on(with_signatures_come(stands, prevented), as_of)
    unknown_awards = _unknown_awards(stands, procurements)
    if procurements:
        stands = _with_taken(stands, procurements)
    return ContractView(stands, measured, prevented, unknown_awards)


def _unknown_awards(
    stands: Mapping[Field, list[Side]], procurements: Mapping[str, ProcurementView]
) -> dict[str, list[Side]]:
    """Awards that a body names and of which it says nothing, so that the contract has nothing from them. A body that
    does not name the procurement means the others'.

    Where nobody tells of the procurement itself, that is told, and not that its awards are missing too.
    """
    of_body = {side.body: [procurements[side.claim.value]] for side in stands.get(_PROCUREMENT, ())}
    found: dict[str, list[Side]] = {}
    for side in stands.get(_AWARD, ()):
        named = of_body.get(side.body) or list(procurements.values())
        told = [each for each in named if each.is_told]
        if not any((side.body, side.claim.value) in each.awards_told for each in told) and (told or not named):
            found.setdefault(side.claim.value, []).append(side)
    return found


def _with_taken(
    stands: Mapping[Field, list[Side]], procurements: Mapping[str, ProcurementView]
) -> dict[Field, list[Side]]:
    """What stands, and for each body what it says of the contract's award and procurement and not of the contract."""
    merged = {field: list(sides) for field, sides in stands.items()}
    awards = {side.body: side.claim.value for side in stands.get(_AWARD, ())}
    for side in stands[_PROCUREMENT]:
        own = {each.claim.field.name: each for each in stands.get(_END, ()) if each.body == side.body}
        for name, taken in procurements[side.claim.value].words_for(side.body, awards.get(side.body)).items():
            if name == "extendable_until" and is_before_end(taken, own):
                continue
            sides = merged.setdefault(Field("", "", name), [])
            if all(each.body != side.body for each in sides):
                sides.append(taken)
    return {field: sorted(merged[field], key=lambda side: side.body) for field in sorted(merged)}
