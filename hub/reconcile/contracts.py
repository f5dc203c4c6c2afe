"""The picture of one contract: what each body says of it, who has not spoken, how it performs.

Source: design section 4; domain handbook sections 5 and 9.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from hub.events.configuration import Configuration
from hub.reconcile import references
from hub.reconcile.assigning import assignments
from hub.reconcile.claims import Field, Side, sides_of
from hub.reconcile.contract_dates import contract_dates
from hub.reconcile.days import Day, earliest
from hub.reconcile.declaring import Expected, members_among, missing
from hub.reconcile.differences import Kind
from hub.reconcile.fields_compared import FieldsCompared
from hub.reconcile.following import is_before_end
from hub.reconcile.history import History
from hub.reconcile.judging import Judgement, behind, judgements
from hub.reconcile.measures import Results, by_measure, last_of, last_results, measures, under_performing
from hub.reconcile.procurements import ProcurementView
from hub.reconcile.reopening import without_ends_gone_back_on
from hub.reconcile.sides import Finding, cite, classification, items, latest_value, show
from hub.reconcile.signing import prevented_signatures, with_signatures_come

_PROCUREMENT: Final = Field("", "", "procurement")
_AWARD: Final = Field("", "", "award")
_END: Final = Field("", "", "period_end")


EndedBy = dict[str, dict[Field, list[Side]]]
"""By procurement its words, or its awards', by which a contract that nobody signed came to nothing."""


@dataclass(frozen=True)
class ContractView:
    """What stands of a contract on a day.

    agreed: the measures of which some body says what was agreed, for whatever day. judged: what the last result of each
    measure comes to. prevented: of each body whose signature, told ahead, does not come the words that prevent it.
    """

    core: Mapping[Field, list[Side]]
    results: Mapping[str, Sequence[Results]]
    judged: Mapping[str, Sequence[Judgement]]
    prevented: Mapping[str, Sequence[Side]]
    unknown_awards: Mapping[str, Sequence[Side]]
    agreed: frozenset[str]

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
    def measures(self) -> list[dict[str, Any]]:
        """Every measure that is agreed or observed, as it is shown."""
        return measures(self.core, self.results, self.judged)

    @cached_property
    def terms(self) -> dict[Field, list[Side]]:
        """What the last results are judged by, which need not stand today."""
        return behind(self.judged)

    @property
    def disputed_results(self) -> dict[Field, list[Side]]:
        """The results of which bodies say different things, of all periods."""
        years = [year for each in self.results.values() for year in each]
        return {field: sides for year in years for field, sides in year.disputed.items()}

    @property
    def shown(self) -> dict[Field, list[Side]]:
        """Every word that the picture shows: what is said of the contract, and the results among it."""
        last = [last_of(years) for years in self.results.values()]
        results = {Field("result", each.measure, each.last): each.sides for each in last}
        return {**self.core, **self.disputed_results, **results}

    def naming_measures(self) -> Iterator[tuple[str, Side]]:
        """Each measure that a last result or an improvement measure names, with the side that does."""
        for measure, years in self.results.items():
            for side in last_of(years).sides:
                yield measure, side
        for fields in items(self.core, "improvement").values():
            for side in fields["placed"]:
                for measure in side.claim.value["measures"]:
                    yield measure, side

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
    agreed = frozenset(key for key, _ in core.told("measure", "target"))
    observed = by_measure(results)
    judged = judgements(core, last_results(observed), as_of, configuration)
    return ContractView(stands, observed, judged, prevented, unknown_awards, agreed)


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


def _taken_as_said(core: Mapping[Field, list[Side]]) -> Iterator[Field]:
    """Fields whose words all bodies are taken to say in one place, which has their differences."""
    for field, sides in core.items():
        places = {side.taken_from for side in sides}
        if len(places) == 1 and None not in places:
            yield field


def contract_body(
    partnership: str,
    contract: str,
    view: ContractView,
    expected: Sequence[Expected],
    declared_programmes: Collection[str],
    is_declared: bool,
    ended_by: EndedBy,
    same_id: Sequence[dict[str, Any]],
    compared: FieldsCompared,
    as_of: Day,
    configuration: Configuration,
) -> tuple[dict[str, Any], Day | None]:
    """The picture's JSON data and the day on which what is watched changes next. same_id: matters of event ids with two
    contents.

    declared_programmes: those of its programmes that somebody has declared. is_declared: whether somebody declares the
    contract itself, on whatever day.
    """
    about = ("contract", contract)
    as_taken = dict.fromkeys(_taken_as_said(view.core), Finding.AS_TAKEN)
    fields, differ = compared.of_subject(view.core, as_taken)
    declared = view.core.get(Field("", "", "stage"), [])
    watched = contract_dates(partnership, contract, view.core, view.results, as_of)
    found = [
        *same_id,
        *differ,
        *compared.of_items({**view.core, **view.disputed_results}),
        *assignments(partnership, contract, view.programmes),
        *missing(partnership, about, declared, expected, as_of, configuration),
        *watched.matters,
        *references.contract(partnership, contract, view.shown, is_declared, configuration),
        *references.programmes(partnership, about, view.programmes, declared_programmes),
        *references.measures(partnership, contract, view.agreed, view.naming_measures()),
        *references.awards(partnership, contract, view.unknown_awards, configuration),
        *references.organisations(partnership, about, view.core, configuration),
    ]
    expired = {each["field"] for each in watched.matters if each["kind"] is Kind.CHECK_EXPIRED}
    body = {
        "kind": "contract",
        "id": contract,
        "partnership": partnership,
        "title": latest_value(view.core, "title"),
        "classification": classification(view.shown, view.terms, *ended_by.values()),
        "ended_by": ended_by_shown(ended_by),
        "fields": fields,
        "programmes": [
            {"programme": key, "assigned_by": [cite(side) for side in sides]} for key, sides in view.programmes.items()
        ],
        "clauses": [
            {
                "clause": key,
                "expired": f"clause:{key}" in expired,
                "checks": [show(side) for side in named["check"]],
            }
            for key, named in items(view.core, "clause").items()
        ],
        "measures": view.measures,
        "improvements": view.improvements,
        "differences": sorted(found, key=lambda each: (each["field"], each["kind"])),
    }
    return body, earliest(*watched.days)


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
