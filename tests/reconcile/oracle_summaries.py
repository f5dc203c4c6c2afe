"""The summary of each picture, in the naive route: whose word comes from which event, and the assessments. See
tests.reconcile.oracle, of which it is a part."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hub.events import workplan
from tests.reconcile.oracle_following import out_of
from tests.reconcile.oracle_trends import trends
from tests.reconcile.oracle_words import Words

Missing = Mapping[tuple[str, str], set[str]]
"""By kind and id the measures that miss their target."""


def summary_of(about: tuple[str, str], words: Words, as_of: date, missing: Missing) -> dict[str, Any]:
    kind, _ = about
    sides = {field: {by: source for by, (source, _) in said.items()} for field, said in words.items() if said}
    summary: dict[str, Any] = {"sides": sides}
    if kind == "programme":
        summary["milestones"] = {
            name: _milestone(name, words, as_of)
            for name in {field.split(" ")[1] for field in sides if field.startswith("milestone ")}
        }
        summary["decisions"] = {
            name: _decision(
                [event for f, said in words.items() for _, event in said.values() if f.startswith(f"decision {name} ")],
                [event for f, said in words.items() for _, event in said.values() if f.startswith("condition ")],
            )
            for name in {field.split(" ")[1] for field in sides if field.startswith("decision ")}
        }
    if kind == "procurement":
        summary["stages"] = {by: value for by, (_, value) in words.get("stage", {}).items()}
    if kind in ("contract", "programme"):
        summary["missed"] = sorted(missing[about])
        summary["last_results"] = _last_results(words)
        summary["trends"] = trends(words)
    return summary


def _milestone(name: str, words: Words, as_of: date) -> str:
    if words.get(f"milestone {name} met"):
        return "met"
    dues = [due for _, due in words.get(f"milestone {name} due", {}).values()]
    return "late" if any(due.latest < as_of for due in dues) else "due"


def _decision(events: list[workplan.DecisionRecorded], met: list[workplan.ConditionMet]) -> str:
    deciding = [event for event in events if event.role == "required"]
    required = {body.id for event in events for body in event.required} | {
        event.meta.organisation for event in deciding
    }
    if any(event.state in ("rejected", "withdrawn") for event in deciding):
        return "rejected"
    if not required:
        return "advisory"
    for organisation in required:
        own = [event for event in deciding if event.meta.organisation == organisation]
        if not own or not all(event.state.startswith("approved") for event in own):
            return "waiting"
    for event in deciding:
        own = [each for each in events if each.meta.organisation == event.meta.organisation]
        told = [
            each.condition.casefold()
            for each in met
            if each.decision == event.decision
            and each.meta.organisation == event.meta.organisation
            and (event.decided_on is None or each.met_on >= event.decided_on)
            and each.body in (event.body, None if _attached_by(own, each.condition) == {event.body} else event.body)
        ]
        if event.state == "approved_conditional" and not event.conditions:
            return "conditional"
        if any(each.casefold() not in told for each in event.conditions):
            return "conditional"
    return "stands"


def _attached_by(events: list[workplan.DecisionRecorded], condition: str) -> set[str]:
    words = condition.casefold()
    return {event.body for event in events if words in [each.casefold() for each in event.conditions]}


def _last_results(words: Words) -> dict[str, dict[str, str]]:
    """Measure to whose result of its last period comes from which event."""
    ends = sorted(
        (*field.split(" ")[2:], field.split(" ")[1])
        for field, said in words.items()
        if field.startswith("result ") and said
    )
    last = {measure: (end, start) for end, start, measure in ends}
    return {
        measure: {by: source for by, (source, _) in words[f"result {measure} {end} {start}"].items()}
        for measure, (end, start) in last.items()
    }


def provider_of(
    provider: str,
    contracts: dict[str, Words],
    procurements: dict[str, Words],
    missing: Missing,
) -> dict[str, Any]:
    supplied = {
        key: words
        for key, words in contracts.items()
        if any(s.id == provider for _, suppliers in words.get("suppliers", {}).values() for s in suppliers)
    }
    under = sorted(key for key in supplied if missing["contract", key])
    placed = {
        key for key in under if any(said for field, said in supplied[key].items() if field.startswith("improvement "))
    }
    test = None if not placed or placed == set(under) else {"on": sorted(placed), "not_on": sorted(set(under) - placed)}
    awards, left = set(), set()
    for key, words in procurements.items():
        for field, said in list(words.items()):
            item, _, rest = field.partition(" ")
            award, _, of = rest.partition(" ")
            if item != "award" or of != f"supplier {provider}":
                continue
            everybody = {by for each in list(words.values()) for by in each}
            gone = {by for by in everybody if out_of(words, award, provider, by)}
            for by in said.keys() - gone:
                if not any(_came_of(contract, key, award, by, provider) for contract in contracts.values()):
                    awards.add((key, award, by))
            left |= {(key, award, by) for by in gone if said}
    told = {"awards": sorted(awards), "left": sorted(left)}
    return {"contracts": sorted(supplied), "under": under, "wandsworth": test, **told}


def _came_of(contract: Words, procurement: str, award: str, by: str, provider: str) -> bool:
    """Whether the body says that the contract came of that award and is with the provider."""

    def says(field: str) -> Any:
        return contract.get(field, {}).get(by, (None, None))[1]

    is_of_it = (says("procurement"), says("award")) == (procurement, award)
    return is_of_it and any(each.id == provider for each in says("suppliers") or ())
