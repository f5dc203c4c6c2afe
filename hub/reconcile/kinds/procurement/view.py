"""The picture of one procurement: its terms, lots, awards, parties and notices, and the contracts that came of it.

An award is no contract. A contract takes from the award that it names, in the same body's words, what it does not say
itself. A supplier that left an award is none of its suppliers (`departing` beside this). Source: OCDS 1.1 (awards,
contracts, parties); design section 3 (ids).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hub.configuration.model import Configuration
from hub.reconcile.claims import DEPARTED, LEFT_ALL, LISTED, SUPPLIER, Field, Side, sides_of
from hub.reconcile.computed_once import computed_once
from hub.reconcile.days import Day
from hub.reconcile.history import History
from hub.reconcile.kinds.procurement.departing import departure
from hub.reconcile.kinds.procurement.following import Words, is_void, together, with_following
from hub.reconcile.sides import items, show

TAKEN_FROM_AWARD: Final[tuple[str, ...]] = (
    "title", "description", "suppliers", "value", "period_start", "period_end", "duration", "extendable_until",
    "renewable", "options", "extension_terms", "categories",
)  # fmt: skip
"""What a contract has from its award where it does not say it itself."""

TAKEN_FROM_PROCUREMENT: Final[tuple[str, ...]] = (
    "title", "description", "buyer", "buyers", "funders", "category", "procurement_regime", "framework",
)  # fmt: skip
"""What it has from its procurement, where its award does not say it either."""

EACH: Final = (SUPPLIER, DEPARTED)


@dataclass(frozen=True)
class ProcurementView:
    """What stands of a procurement on a day.

    is_told: whether some body tells of the procurement itself, for whatever day; it may be named by contracts alone.
    awards_told: (body, award) of the awards of which that body tells, for whatever day, more than that somebody left.
    """

    id: str
    core: Mapping[Field, list[Side]]
    is_told: bool
    awards_told: frozenset[tuple[str, str]]

    @computed_once
    def own(self) -> dict[str, Words]:
        """Each body's words on the procurement itself, what follows from lots, items and parties among them.

        How far it has come follows from its contracts too, which take their terms from here (`stages`).
        """
        found: dict[str, Words] = {}
        for field, sides in self.core.items():
            for side in sides:
                words = found.setdefault(side.body, {})
                if not field.item:
                    words[field.name] = side
        return {body: self._with_following(body, words) for body, words in found.items()}

    def _with_following(self, body: str, own: Words) -> Words:
        return with_following(
            own,
            self.lots_of(body).values(),
            self._of("item", body).values(),
            self._of("party", body),
            self.awards_of(body).values(),
        )

    @computed_once
    def _by_item(self) -> dict[str, dict[tuple[str, str], Words]]:
        """Item to (body, key) to that body's words on it."""
        found: dict[str, dict[tuple[str, str], Words]] = {}
        for field, sides in self.core.items():
            if field.item:
                for side in sides:
                    found.setdefault(field.item, {}).setdefault((side.body, field.key), {})[field.name] = side
        return found

    def _of(self, item: str, body: str) -> dict[str, Words]:
        return {key: words for (each, key), words in self._by_item.get(item, {}).items() if each == body}

    def awards_of(self, body: str) -> dict[str, Words]:
        """One body's words on each award that it names, in order of id, an award's suppliers as one word."""
        keys = sorted(key for each, key in self._by_item.get("award", {}) if each == body)
        return {key: self._award(key, body) for key in keys}

    def lots_of(self, body: str) -> dict[str, Words]:
        """One body's words on each lot that it names, in order of id."""
        lots = self._by_item.get("lot", {})
        return {key: lots[body, key] for key in sorted(key for each, key in lots if each == body)}

    def _award(self, award: str, body: str) -> Words:
        """One body's words on an award; its suppliers as one word, without those that have left, and those that left
        this award as another. Put together once: each contract of a framework asks for it."""
        held = self._awards.get((award, body))
        if held is None:
            held = self._awards[award, body] = self._put_together(award, body)
        return held

    @computed_once
    def _awards(self) -> dict[tuple[str, str], Words]:
        return {}

    def _put_together(self, award: str, body: str) -> Words:
        words = self._by_item.get("award", {}).get((body, award), {})
        found = {name: side for name, side in words.items() if not name.startswith(EACH) and name != LISTED}
        named = {name.removeprefix(SUPPLIER): side for name, side in words.items() if name.startswith(SUPPLIER)}
        if named:
            gone = {each: left for each in named if (left := self.departure(body, award, each)) is not None}
            staying = [side.claim.value for each, side in sorted(named.items()) if each not in gone]
            found["suppliers"] = together(staying, [*named.values(), *gone.values()])
        left_it = [
            side
            for name, side in sorted(words.items())
            if name.startswith(DEPARTED) and self.departure(body, award, name.removeprefix(DEPARTED)) is not None
        ]
        if left_it:
            found["departed"] = together([side.claim.value for side in left_it], left_it)
        return found

    def departure(self, body: str, award: str, supplier: str) -> Side | None:
        """The body's word by which the supplier is out of the award; None where it names it there, or says neither."""
        words = self._by_item.get("award", {}).get((body, award), {})
        named = words.get(f"{SUPPLIER}{supplier}")
        told = (words.get(f"{DEPARTED}{supplier}"), self._party(body, supplier).get(LEFT_ALL))
        left = {side.claim.order(): side for side in told if side is not None}
        last = departure(named.claim if named else None, (side.claim for side in left.values()))
        return None if last is None else left[last.order()]

    def _party(self, body: str, organisation: str) -> Words:
        return self._by_item.get("party", {}).get((body, organisation), {})

    def naming(self, supplier: str) -> dict[str, list[Side]]:
        """Each award that some body names the supplier in, also where it has left since, with the words that do."""
        return self._naming.get(supplier, {})

    @computed_once
    def _naming(self) -> dict[str, dict[str, list[Side]]]:
        found: dict[str, dict[str, list[Side]]] = {}
        for key, named in items(self.core, "award").items():
            for name, sides in named.items():
                if name.startswith(SUPPLIER):
                    found.setdefault(name.removeprefix(SUPPLIER), {})[key] = sides
        return found

    def left(self, supplier: str, award: str) -> list[Side]:
        """The words of the bodies by which the supplier is out of the award, in order of body."""
        found = (self.departure(body, award, supplier) for body in sorted(self.own))
        return [side for side in found if side is not None]

    def has_left(self, body: str, supplier: str) -> bool:
        """Whether the body says that the supplier left, and by its words it is in no award any more."""
        of_body = [(key, words) for (each, key), words in self._by_item.get("award", {}).items() if each == body]
        named = [key for key, words in of_body if f"{SUPPLIER}{supplier}" in words]
        told = LEFT_ALL in self._party(body, supplier) or any(f"{DEPARTED}{supplier}" in words for _, words in of_body)
        return told and all(self.departure(body, key, supplier) is not None for key in named)

    def over_for(self, body: str, award: str | None) -> list[Side]:
        """The body's words by which what a contract would have come of is over: the procurement, or its award."""
        own = self.own.get(body, {})
        over = [own["status"]] if is_void(own) else []
        if "stage" in own and own["stage"].claim.value == "ended":
            over.append(own["stage"])
        of_award = self._award(award, body) if award is not None else {}
        return [*over, of_award["status"]] if is_void(of_award) else over

    def words_for(self, body: str, award: str | None) -> Words:
        """What a contract has from here in that body's words, where it does not say it itself."""
        of_award = self._award(award, body) if award is not None else {}
        own = self.own.get(body, {})
        taken = {name: own[name] for name in TAKEN_FROM_PROCUREMENT if name in own}
        taken.update({name: of_award[name] for name in TAKEN_FROM_AWARD if name in of_award})
        about = f"{self.id} award {award}"
        return {name: side._replace(taken_from=about if name in of_award else self.id) for name, side in taken.items()}

    @property
    def parties(self) -> dict[str, dict[str, list[Side]]]:
        return items(self.core, "party")

    @computed_once
    def fields(self) -> dict[Field, list[Side]]:
        """The fields of the procurement itself, each with the word of each body that has one; of stages the stated."""
        found: dict[Field, list[Side]] = {}
        for body in sorted(self.own):
            for name, side in self.own[body].items():
                found.setdefault(Field("", "", name), []).append(side)
        return dict(sorted(found.items()))

    @computed_once
    def items(self) -> dict[Field, list[Side]]:
        """The fields of lots, items, parties, notices and awards, an award's suppliers as one."""
        found = {field: sides for field, sides in self.core.items() if field.item and field.item != "award"}
        for body, award in sorted({(body, key) for body, key in self._by_item.get("award", {})}):
            for name, side in self._award(award, body).items():
                found.setdefault(Field("award", award, name), []).append(side)
        return dict(sorted(found.items()))

    def awards(self) -> list[dict[str, Any]]:
        """The awards as pictures hold them, in order of id."""
        keys = sorted({key for _, key in self._by_item.get("award", {})})
        return [{"award": key, **_shown(self._award(key, body) for body in sorted(self.own))} for key in keys]

    def listed(self, item: str) -> list[dict[str, Any]]:
        """The lots, items or notices as pictures hold them, in order of id."""
        return [
            {item: key, **{name: [show(side) for side in sides] for name, sides in named.items() if name != LISTED}}
            for key, named in items(self.core, item).items()
        ]


def view_procurement(procurement: str, core: History, as_of: Day, configuration: Configuration) -> ProcurementView:
    awards_told = frozenset(
        (body, award)
        for award, organisation in core.told("award", LISTED)
        for body in configuration.today_of(organisation, as_of.date)
    )
    stands = sides_of(core.standing(as_of), as_of, configuration)
    return ProcurementView(procurement, stands, not core.is_empty, awards_told)


def _shown(bodies: Iterable[Words]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for words in bodies:
        for name, side in words.items():
            found.setdefault(name, []).append(show(side))
    return dict(sorted(found.items()))


_TELLS_OF_AWARD: Final = ("status", "awarded_on", "value", "suppliers")
"""What tells that an award was made; one that is only listed may have been amended in something else."""


def words_of_making(award: Words) -> list[Side]:
    """The words that tell that the award was made and stands; none of one that came to nothing."""
    return [] if is_void(award) else [award[name] for name in _TELLS_OF_AWARD if name in award]


def is_made(award: Words) -> bool:
    return bool(words_of_making(award))
