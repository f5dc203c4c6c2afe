"""The naive route to how far a procurement has come; see tests.reconcile.oracle, of which it is a part."""

from collections import defaultdict
from typing import Any

from tests.reconcile.oracle_words import Words

VOID = ("cancelled", "unsuccessful", "withdrawn")


def come_to(procurement: str, words: Words, contracts: dict[str, Words]) -> None:
    """What the body says of how far the procurement has come: each thing of it is open, over, or no matter."""
    everybody = {by for said in words.values() for by in said}
    tied: dict[str, list[str]] = defaultdict(list)
    for key, of_contract in contracts.items():
        for by, (_, named) in of_contract.get("procurement", {}).items():
            if named == procurement:
                tied[by].append(key)
    stand = {key for by, keys in tied.items() for key in keys if _life(contracts[key], by, words)[0] != "void"}
    for by in everybody | set(tied):
        lives = {key: _life(contracts[key], by, words) for key in tied[by]}
        signed, over, still = (
            [source for life, source in lives.values() if life in which]
            for which in (("contract",), ("ended",), ("before", "untold"))
        )
        made = _made(words, by)
        found: tuple[str, list[Any]] | None = None
        if signed:
            found = ("contract", signed)
        elif over:
            waits = [
                *_unsigned(made, procurement, lives, contracts, by),
                *_unawarded(words, made, lives, contracts, by),
            ]
            if still or waits:
                found = ("contract", [*over, *still, *waits])
            elif by in everybody or stand <= set(tied[by]):
                found = ("ended", over)
        elif any(made.values()):
            found = ("award", [source for sources in made.values() for source in sources])
        elif not still and (nothing := _all_void(words, lives, contracts, by)):
            found = ("ended", nothing)
        steps = ["unknown", "planning", "tender", "award", "contract", "ended"]
        said = words["stage"].get(by, ("", "unknown"))[1]
        if found and steps.index(found[0]) > steps.index(said):
            events = sorted(
                {event for source in found[1] for event in (source if isinstance(source, tuple) else (source,))}
            )
            source = tuple(events) if len(events) > 1 else events[0]
            far: tuple[Any, Any] = (source, found[0])
            words["stage"][by] = far


def sign(contract: Words, subjects: dict[Any, Words]) -> None:
    """Whoever told ahead on which day it would be signed, and nothing else of it since, says from then that it is; one
    who has said something else since tells of no such day any more."""
    for by, (source, _) in list(contract["signed_on"].items()):
        *told, is_ahead = contract["said signed_on"][by][1]
        stage, status = (contract[name].get(by, ("", None))[1] for name in ("stage", "status"))
        known = [name for name in ("stage", "status") if by in contract[name]]
        since = {name for name in known if contract[f"said {name}"][by][1][:-1] > tuple(told)}
        if not is_ahead or stage not in (None, "unknown", "planning", "tender", "award"):
            continue
        day = contract["when signed_on"][by][1][0]
        if (
            status in VOID
            or (status == "pending" and "status" in since)
            or "stage" in since
            or any(_is_over_since(told, day, *each) for each in _ends(contract, by, subjects))
        ):
            contract["signed_on"].pop(by)
        elif status != "terminated":
            contract["stage"][by] = (source, "contract")
            contract["order stage"][by] = contract["order signed_on"][by]


def ended_by(contract: Words, procurements: dict[str, Words]) -> list[tuple[str, str]]:
    """(procurement, body) by whose words the contract came to nothing with it or its award, unsigned."""
    found = []
    for by, (_, named) in contract.get("procurement", {}).items():
        own = contract.get("status", {}).get(by, ("", ""))[1]
        if own not in VOID and _life(contract, by, procurements[named])[0] == "void":
            found.append((named, by))
    return sorted(found)


def _ends(contract: Words, by: str, subjects: dict[Any, Words]) -> list[tuple[str, Any, Any]]:
    """What the body calls over of the procurement and the award, with its moment."""
    words = subjects.get(("procurement", contract.get("procurement", {}).get(by, ("", ""))[1]), {})
    award = contract.get("award", {}).get(by, ("", ""))[1]
    found = []
    for field in ("status", f"award {award} status", "stage"):
        value = words.get(field, {}).get(by, ("", ""))[1]
        if value == "ended" if field == "stage" else value in VOID:
            found.append((field, words[f"said {field}"][by][1], words[f"when {field}"][by][1][0]))
    return found


def _is_over_since(told: Any, signed: Any, field: str, said: Any, day: Any) -> bool:
    return tuple(said[:2]) >= tuple(told[:2]) and (field != "stage" or day <= signed)


def _all_void(words: Words, lives: dict[str, Any], contracts: dict[str, Words], by: str) -> list[Any]:
    """The words by which each award of the body came to nothing, if nothing else is left or has begun since."""
    awards = {field.split(" ")[1] for field, said in words.items() if field.startswith("award ") and by in said}
    ends = [words.get(f"award {award} status", {}).get(by, ("", "")) for award in awards]
    if not awards or any(status not in VOID for _, status in ends):
        return []
    last = max(words[f"order award {award} status"][by][1] for award in awards)
    if "stage" in words and by in words["stage"] and words["order stage"][by][1] > last:
        return []
    shut = ("complete", "terminated", *VOID)
    if by in words.get("status", {}) and words["status"][by][1] not in shut and words["order status"][by][1] >= last:
        return []
    return [] if _unawarded(words, {}, lives, contracts, by) else [source for source, _ in ends]


def _life(contract: Words, by: str, words: Words) -> tuple[str, Any]:
    """What the body says of the contract comes to nothing with the award or procurement, if said before that was."""
    life, source = _own_life(contract, by)
    if life not in ("before", "untold"):
        return life, source
    at = max(contract[f"when {name}"][by][1] for name in _telling(contract, by))
    award = contract.get("award", {}).get(by, ("", ""))[1]
    for field in ("status", f"award {award} status", "stage"):
        value = words.get(field, {}).get(by, ("", ""))[1]
        if (value == "ended" if field == "stage" else value in VOID) and words[f"when {field}"][by][1] >= at:
            return "void", source
    return life, source


def _telling(contract: Words, by: str) -> list[str]:
    """The word that tells how far the contract has come; else the one by which it came of the procurement."""
    if contract.get("stage", {}).get(by, ("", "unknown"))[1] != "unknown":
        return ["stage"]
    return ["status"] if contract.get("status", {}).get(by, ("", ""))[1] == "pending" else ["procurement"]


def _own_life(contract: Words, by: str) -> tuple[str, Any]:
    """How far the body says that the contract has come, and by which event."""
    stage, status = (contract.get(name, {}).get(by) for name in ("stage", "status"))
    if status and status[1] in VOID:
        return "void", status[0]
    if stage and stage[1] != "unknown":
        orders = [contract[f"order {name}"].get(by, ("", -1))[1] for name in ("stage", "status")]
        if stage[1] != "ended" and status and status[1] == "terminated" and orders[1] >= orders[0]:
            return "ended", status[0]
        return {"contract": "contract", "ended": "ended"}.get(stage[1], "before"), stage[0]
    if status and status[1] in ("pending", "active", "terminated"):
        return {"pending": "before", "active": "contract", "terminated": "ended"}[status[1]], status[0]
    if by in contract.get("signed_on", {}) and not contract["said signed_on"][by][1][-1]:
        return "contract", contract["signed_on"][by][0]
    return "untold", contract["procurement"][by][0]


def _made(words: Words, by: str) -> dict[str, list[Any]]:
    """Awards of which the body says more than that they are there, and that did not come to nothing."""
    made: dict[str, list[Any]] = {}
    for field, said in words.items():
        item, _, rest = field.partition(" ")
        award, _, name = rest.partition(" ")
        if item == "award" and name in ("status", "awarded_on", "value", "suppliers") and by in said:
            made.setdefault(award, []).append(said[by][0])
    for award in list(made):
        if words.get(f"award {award} status", {}).get(by, ("", ""))[1] in VOID:
            del made[award]
    return made


def _unsigned(
    made: dict[str, list[Any]], procurement: str, lives: dict[str, Any], contracts: dict[str, Words], by: str
) -> list[Any]:
    if procurement in lives:
        return []
    named = [contracts[key].get("award", {}).get(by, ("", None))[1] for key in lives]
    waiting = [award for award in made if award not in named]
    return [source for award in waiting for source in made[award]] if len(waiting) > named.count(None) else []


def _unawarded(
    words: Words, made: dict[str, list[Any]], lives: dict[str, Any], contracts: dict[str, Words], by: str
) -> list[Any]:
    shut = ("complete", "terminated", *VOID)
    told = {field.split(" ")[1] for field, said in words.items() if field.startswith("award ") and by in said}
    if words.get("status", {}).get(by, ("", ""))[1] in shut:
        return []
    if any(by not in words.get(f"award {award} lots", {}) for award in made):
        return []
    if any(contracts[key].get("award", {}).get(by, ("", None))[1] not in told for key in lives):
        return []
    given = {lot for award in told for lot in words.get(f"award {award} lots", {}).get(by, ("", ()))[1]}
    waits = []
    for field, said in words.items():
        item, _, rest = field.partition(" ")
        if item == "lot" and rest.endswith(" listed") and by in said and rest.removesuffix(" listed") not in given:
            status = words.get(f"lot {rest.removesuffix(' listed')} status", {}).get(by, (said[by][0], ""))
            if status[1] not in shut:
                waits.append(status[0])
    return waits
