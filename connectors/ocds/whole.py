"""The terms of the contracts of a whole process, each with what it has from the award that it names.

Promise: as hub.reconcile does with contracts that are kept by themselves: a contract's own word counts, what it does
not say it has from its award, and the value that several have from one award counts once. Source: OCDS 1.1 (awardID).
"""

from typing import Final

from connectors.ocds.fields import Fields, Read
from connectors.ocds.part import Part
from connectors.ocds.sums import Worth
from connectors.ocds.terms import read_term
from hub.events.procurement import OF_TERM

Terms = tuple[list[Fields], list[Worth]]
"""The terms of each, and the values that are to be added up."""


def of_awards(awards: list[Part]) -> Terms:
    """Each by itself."""
    terms = _each_by_itself(awards)
    worths = [
        Worth(said.get("value"), of_award=True, lots=_lots(award)) for said, award in zip(terms, awards, strict=True)
    ]
    return terms, worths


def _lots(award: Part) -> frozenset[str]:
    return frozenset(each.value for each in award.identifiers("relatedLots"))


def _each_by_itself(parts: list[Part]) -> list[Fields]:
    return [read_term(each, "period" if each.has("period") else "contractPeriod") for each in parts]


def with_awards(release: Part, contracts: list[Part], awards: list[Part]) -> Terms:
    """Contracts; one that names no award came of the only one, if there is only one."""
    own = _each_by_itself(contracts)
    by_id = {each.identifier(): each for each in awards}
    named = [each.identifier("awardID") for each in contracts]
    meant = [by_id.get(name) if name is not None else awards[0] if len(awards) == 1 else None for name in named]
    of_award = {each.path: _each_by_itself([each])[0] for each in meant if each is not None}
    terms: list[Fields] = []
    values: dict[str, Worth] = {}
    stating = {award.path for said, award in zip(own, meant, strict=True) if award is not None and _states_value(said)}
    for number, (said, award) in enumerate(zip(own, meant, strict=True)):
        if award is None:
            terms.append(said)
            values[f"{number}"] = Worth(said.get("value"), of_award=False)
            continue
        taken = of_award[award.path]
        terms.append(_filled(said, taken))
        _tell_passed_over(release, said, taken)
        if _states_value(said):
            value = said.get("value")
            is_same = value is not None and value == taken.get("value")
            values[f"{number}"] = Worth(value, of_award=is_same, lots=_lots(award))
        else:
            # where another contract of the award states its own, nobody says how much of it is left for this one
            values[award.path] = Worth(
                taken.get("value"), of_award=True, lots=_lots(award), is_rest=award.path in stating
            )
    return terms, list(values.values())


def _states_value(said: Fields) -> bool:
    return "value" in said or "value" in said.nulls


def _filled(said: Fields, taken: Fields) -> Fields:
    # an award is pending or active by itself; it says nothing of a contract's status
    missing = [name for name in taken if name not in said and name not in said.nulls and name != "status"]
    filled = said.without()
    for name in missing:
        filled.put(name, taken[name], taken.origins[name])
        positions = {key: path for key, path in taken.origins.items() if key.startswith(f"{name}[")}
        filled.origins.update(positions)
    for name, origin in taken.nulls.items():
        if name not in said and name != "status":
            filled.take_back(origin, name)
    return filled


def _tell_passed_over(release: Part, said: Fields, taken: Fields) -> None:
    for name in taken:
        if name in said and said[name] != taken[name] and name != "status":
            problem = f"is not used: the contract that came of the award says {said.origins[name]}"
            release.tell(taken.origins[name], problem, "there is nothing to mend, if both are right")


_TEXTS: Final = ("title", "description", "extension_terms")
_ALIKE: Final = ("status", "duration", "renewable", "options")


def all_terms(release: Part, terms: list[Fields]) -> Fields:
    """Texts of the first that has them, the whole length of time, and what all of them say alike; what some take back
    and none states is taken back. What is not used is told."""
    fields = Fields("")
    for name in _TEXTS:
        held = _said(terms, name)
        fields.put_read(name, next(iter(held), None))
        for other in held[1:]:
            if other != held[0]:
                problem = f"is not used: of a process that is one contract {held[0].path} says it"
                release.tell(other.path, problem, "there is nothing to mend, if both are right")
    timed = [each for each in terms if not OF_TERM.isdisjoint(each)]
    for name, choose in (("period_start", min), ("period_end", max)):
        told = _said(timed, name)
        if told and len(told) == len(timed):
            fields.put_read(name, choose(told))
        elif told:
            _leave_open(release, fields, name, told)
    if extendable := _said(timed, "extendable_until"):
        # the end of one that cannot be extended counts too
        latest = [each.as_read("extendable_until") or each.as_read("period_end") for each in timed]
        known = [read for read in latest if read is not None]
        if len(known) == len(timed):
            fields.put_read("extendable_until", max(known))
        else:
            _leave_open(release, fields, "extendable_until", extendable)
    for name in _ALIKE:
        values = [each.get(name) for each in terms]
        if all(each == values[0] for each in values):
            fields.put(name, values[0], terms[0].origins.get(name, ""))
            continue
        stating = next(each for each in terms if name in each)
        problem = "is not said of each in the same way, so of a process that is one contract it is not used"
        release.tell(stating.origins[name], problem, "there is nothing to mend, if all are right")
    for name, origin in ((name, origin) for each in terms for name, origin in each.nulls.items()):
        if all(name not in each for each in terms):
            fields.take_back(origin, name)
    return fields


def _leave_open(release: Part, fields: Fields, name: str, told: list[Read]) -> None:
    """Where one of them leaves it open the whole is open, whatever an earlier release said of it."""
    first, *_ = told
    fields.take_back(first.path, name)
    problem = "is not used: another of the same process leaves it open, so of the whole it is open"
    release.tell(first.path, problem, "give each its whole term")


def _said(terms: list[Fields], name: str) -> list[Read]:
    return [read for each in terms if (read := each.as_read(name))]
