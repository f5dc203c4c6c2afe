"""What follows from a body's own words, in the naive route: of a procurement from its parts, of a contract from what it
came of. See tests.reconcile.oracle, of which it is a part."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from tests.reconcile.oracle_words import Words

_FROM_AWARD = (
    *("title", "description", "suppliers", "value", "period_start", "period_end", "duration", "extendable_until"),
    *("renewable", "options", "extension_terms", "categories"),
)
_FROM_PROCUREMENT = (
    *("title", "description", "buyer", "buyers", "funders", "category", "procurement_regime", "framework"),
)


def follow(words: Words) -> None:
    """What a body says of a procurement through its lots, items, parties and awards."""
    keys: dict[str, set[str]] = defaultdict(set)
    for field in list(words):
        item, _, rest = field.partition(" ")
        if rest:
            keys[item].add(rest.split(" ")[0])
    for by in {by for said in words.values() for by in said}:

        def says(field: str, by: str = by) -> bool:
            return by in words.get(field, {})

        def void(part: str, by: str = by) -> bool:
            return words.get(f"{part} status", {}).get(by, ("", ""))[1] in ("cancelled", "unsuccessful", "withdrawn")

        found: dict[str, tuple[Any, Any]] = {}
        timed = [
            key
            for key in keys["lot"]
            if not void(f"lot {key}")
            and any(says(f"lot {key} {n}") for n in ("period_start", "period_end", "duration", "extendable_until"))
        ]
        for name, choose in (("period_start", min), ("period_end", max)):
            lots = [f"lot {key} {name}" for key in timed if says(f"lot {key} {name}")]
            if lots and len(lots) == len(timed):
                found[name] = _several(words, lots, by, choose(words[field][by][1] for field in lots))
        lasting = {key: [f"lot {key} {name}" for name in ("extendable_until", "period_end")] for key in keys["lot"]}
        longest = [next(filter(says, lasting[key]), "") for key in timed]
        if all(longest) and any(field.endswith("extendable_until") for field in longest):
            last = max(words[field][by][1] for field in longest)
            end = words["period_end"][by] if says("period_end") else found.get("period_end")
            if end is None or last >= end[1]:
                found["extendable_until"] = _several(words, longest, by, last)
        coded = [f"item {key} category" for key in keys["item"] if says(f"item {key} category")]
        if coded:
            found["categories"] = _several(words, coded, by, None)
        for name, role in (("buyers", "buyer"), ("funders", "funder")):
            of_role = [
                f"party {key} roles"
                for key in keys["party"]
                if says(f"party {key} roles") and role in words[f"party {key} roles"][by][1]
            ]
            if of_role:
                names = [f"{each.removesuffix('roles')}name" for each in of_role]
                found[name] = _several(words, [*of_role, *filter(says, names)], by, None)
        suppliers: dict[str, Any] = {}
        sources: list[str] = []
        any_named = False
        for key in keys["award"]:
            prefix = f"award {key} supplier "
            named = [field for field in words if field.startswith(prefix) and says(field)]
            goes = f"award {key} departed "
            of_award = [each for each in words if each.startswith(goes) and says(each)]
            departed = [each for each in of_award if out_of(words, key, each.removeprefix(goes), by)]
            if departed:
                words[f"award {key} departed"][by] = _several(words, departed, by, None)
            left = {each: by_word for each in _ends(named, prefix) if (by_word := out_of(words, key, each, by))}
            if not named:
                continue
            staying = {f.removeprefix(prefix): words[f][by][1] for f in named if f.removeprefix(prefix) not in left}
            told = [*named, *left.values()]
            words[f"award {key} suppliers"][by] = _several(words, told, by, list(staying.values()))
            if not void(f"award {key}"):
                any_named = True
                suppliers |= staying
                sources += told
        if any_named:
            found["suppliers"] = _several(words, sources, by, list(suppliers.values()))
        for name, word in found.items():
            words[name].setdefault(by, word)


def take(words: Words, others: dict[tuple[str, str], Words]) -> None:
    """What a body says of a contract through the procurement and the award that it names."""
    own_ends = set(words.get("period_end", {}))
    for by, (_, named) in list(words.get("procurement", {}).items()):
        there = others["procurement", named]
        award = words.get("award", {}).get(by)
        for name in _FROM_AWARD:
            field = f"award {award[1]} {name}" if award else ""
            own_end = words["period_end"].get(by) if by in own_ends else None
            if (
                name == "extendable_until"
                and own_end
                and by in there.get(field, {})
                and there[field][by][1] < own_end[1]
            ):
                continue  # it cannot be extended to a day before its end
            if by in there.get(field, {}):
                words[name].setdefault(by, there[field][by])
        for name in _FROM_PROCUREMENT:
            if by in there.get(name, {}):
                words[name].setdefault(by, there[name][by])


def out_of(words: Words, award: str, supplier: str, by: str) -> str | None:
    """The field by which the body says that the supplier is out of the award: nothing later named it there."""
    told = [each for each in (f"award {award} departed {supplier}", f"party {supplier} left") if by in words[each]]
    last = max(told, key=lambda each: words[f"order {each}"][by][1], default=None)
    named = f"award {award} supplier {supplier}"
    if last and by in words[named] and words[f"when {named}"][by][1] > words[f"when {last}"][by][1]:
        return None
    return last


def _several(words: Words, fields: list[str], by: str, value: Any) -> tuple[Any, Any]:
    """A word that follows from several: all their events."""
    events = {each for field in fields for each in _each(words[field][by][0])}
    return (tuple(sorted(events)) if len(events) > 1 else events.pop()), value


def _each(source: Any) -> tuple[str, ...]:
    return source if isinstance(source, tuple) else (source,)


def _ends(fields: Iterable[str], prefix: str) -> list[str]:
    return [each.removeprefix(prefix) for each in fields]
