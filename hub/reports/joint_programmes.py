"""The report on joint programmes to an integration group. Source: WAN 16; domain handbook section 10.

Promise: the document depends on its arguments alone; the same pictures and dates give the same document. It is
JSON data; every figure in it stands beside, or is counted from, words that name their events.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from hub.events.configuration import Configuration, Group
from hub.reports.sources import Sources, events_in
from hub.reports.words import every_word

Bodies = Mapping[tuple[str, str, str], dict[str, Any]]
"""Pictures' JSON data by (partnership, kind, id)."""

TITLE: Final = "Progress of joint programmes"


def joint_programmes(
    group: Group, pictures: Bodies, configuration: Configuration, *, as_of: date, known_at: str | None
) -> dict[str, Any]:
    """The report's document. known_at: only what the hub knew at that time was looked at; None for all."""
    # a picture also stands for what is true from a later day only: nothing is to be reported of it yet
    pictures = {key: body for key, body in sorted(pictures.items()) if events_in(body)}
    ours = {key: body for key, body in pictures.items() if key[0] in group.partnerships}
    programmes = [body for key, body in ours.items() if key[1] == "programme"]
    contracts = {key[2]: body for key, body in ours.items() if key[1] == "contract"}
    by_mode: dict[str, list[dict[str, Any]]] = {"joint": [], "separate": [], "to_be_agreed": []}
    for body in programmes:
        by_mode[_mode(body)].append(_programme(body, contracts, as_of))
    joint, separate, open_areas = by_mode.values()
    in_programmes = {each["contract"] for body in programmes for each in body["contracts"]}
    others = [_contract(body, as_of) for key, body in contracts.items() if key not in in_programmes]
    checks = [each for body in contracts.values() for each in _clauses(body)]
    concern = [
        _provider(body, contracts) for key, body in ours.items() if key[1] == "provider" and body["under_performing"]
    ]
    concern.sort(key=lambda each: (each["wandsworth_test"] is None, each["provider"]))
    register = list(_register(pictures, group, as_of)) if group.open_register else []
    document: dict[str, Any] = {
        "title": TITLE,
        "group": {"id": group.id, "name": group.name, "source": group.source},
        "as_of": as_of.isoformat(),
        "known_at": known_at,
        "configuration": configuration.hash,
        "partnerships": [{"id": each, "name": _place(each, configuration)} for each in group.partnerships],
        "summary": _summary(joint, separate, open_areas, others, concern, checks, register),
        "joint_programmes": joint,
        "separate_areas": separate,
        "areas_to_be_agreed": open_areas,
        "other_contracts": others,
        "suppliers_of_concern": concern,
        "clauses": checks,
        "open_register": register,
    }
    sources = Sources()
    sources.cite_all(document)
    document["sources"] = sources.listed()
    document["organisations"] = _names(document, configuration)
    return document


def _mode(programme: dict[str, Any]) -> str:
    """Separate, or to be agreed, only if every body that speaks says so; one in dispute is among the joint ones."""
    sides = programme["fields"].get("mode", {}).get("sides", [])
    modes = {side["value"] for side in sides}
    return modes.pop() if modes in ({"separate"}, {"to_be_agreed"}) else "joint"


def _place(partnership: str, configuration: Configuration) -> str:
    found = configuration.partnerships.get(partnership)
    return found.name if found else configuration.name_of(partnership)


def _field(body: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = body["fields"].get(name, {"finding": None, "sides": []})
    return found


def _programme(body: dict[str, Any], contracts: Mapping[str, dict[str, Any]], as_of: date) -> dict[str, Any]:
    held = [contracts[each["contract"]] for each in body["contracts"] if each["contract"] in contracts]
    stones = body["milestones"]
    differences = [
        {**each, "subject_title": about["title"] or about["id"], "item_title": item_title(about, each["field"])}
        for about in (body, *held)
        for each in about["differences"]
    ]
    return {
        "programme": body["id"],
        "partnership": body["partnership"],
        **_title(body),
        **{
            name: _field(body, name)
            for name in ("mode", "description", "lead", "lead_commissioner", "partners", "outcomes", "arrangement")
        },
        "contracts": [_contract(each, as_of) for each in held],
        "assigned": body["contracts"],
        "milestones": {
            "met": [each for each in stones if each["state"] == "met"],
            "late": [each for each in stones if each["state"] == "late"],
            "next": [each for each in stones if each["state"] == "due"],
        },
        "decisions": body["decisions"],
        "differences": sorted(
            differences, key=lambda each: (_WORST_FIRST.index(each["severity"]), each["since"], each["id"])
        ),
    }


_NOT_MET: Final = ("not_met", "partly_met")
_WORST_FIRST: Final = ("red", "amber", "minor")


def _contract(body: dict[str, Any], as_of: date) -> dict[str, Any]:
    return {
        "contract": body["id"],
        "partnership": body["partnership"],
        **_title(body),
        **{
            name: _field(body, name)
            for name in ("stage", "status", "value", "period_start", "period_end", "suppliers", "buyer")
        },
        "end_passed": _end_passed(body, as_of),
        "clauses": body["clauses"],
        "measures": body["measures"],
        "improvements": body["improvements"],
        "differences": body["differences"],
    }


def _end_passed(body: dict[str, Any], as_of: date) -> list[dict[str, Any]]:
    """The end dates that have passed of a contract which somebody still says is in force; nobody's word is changed."""
    if all(side["value"] != "contract" for side in _field(body, "stage")["sides"]):
        return []
    return [side for side in _field(body, "period_end")["sides"] if side["value"] < as_of.isoformat()]


def _clauses(body: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """Each standard clause of a contract that somebody checked, such as DBS. Source: WAN 12."""
    for each in body["clauses"]:
        yield {"contract": body["id"], "partnership": body["partnership"], **_title(body), **each}


def _title(body: dict[str, Any]) -> dict[str, Any]:
    """What a picture is called, and whether only illustrative statements call it so."""
    sides = [side for side in _field(body, "title")["sides"] if side["value"] == body["title"]]
    return {
        "title": body["title"] or body["id"],
        "title_illustrative": bool(sides) and all(side.get("illustrative", False) for side in sides),
    }


def item_title(about: dict[str, Any], field: str) -> str | None:
    """What the milestone or decision is called that a difference is about; None where it has no name of its own."""
    item, _, rest = field.partition(":")
    key = rest.rpartition("/")[0] or rest
    if item == "milestone":
        named = [each.get("title", ()) for each in about["milestones"] if each["milestone"] == key]
        return every_word([side for sides in named for side in sides]) or None
    if item == "decision":
        return next((each["title"] for each in about["decisions"] if each["decision"] == key), None)
    return None


def _provider(body: dict[str, Any], contracts: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "provider": body["id"],
        "partnership": body["partnership"],
        "title": body["title"] or body["id"],
        "contracts": [
            {**each, "title_illustrative": _title(contracts[each["contract"]])["title_illustrative"]}
            for each in body["contracts"]
        ],
        "under_performing": body["under_performing"],
        "wandsworth_test": body["wandsworth_test"],
    }


def _register(pictures: Bodies, group: Group, as_of: date) -> Iterable[dict[str, Any]]:
    for (partnership, kind, _), body in pictures.items():
        if kind == "contract" and partnership not in group.partnerships and body["classification"] == "public":
            yield _contract(body, as_of)


def _summary(
    joint: list[dict[str, Any]],
    separate: list[dict[str, Any]],
    open_areas: list[dict[str, Any]],
    others: list[dict[str, Any]],
    concern: list[dict[str, Any]],
    checks: list[dict[str, Any]],
    register: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    def figure(label: str, counted: list[Any], target: str) -> dict[str, Any]:
        return {"label": label, "value": len(counted), "section": target, "events": events_in(counted)}

    def stones(state: str) -> list[Any]:
        return [each for programme in joint for each in programme["milestones"][state]]

    waiting = [each for programme in joint for each in programme["decisions"] if each["standing"] == "waiting"]
    differences = [each for programme in joint for each in programme["differences"]]
    not_met = [each for each in checks if any(side["value"]["outcome"] in _NOT_MET for side in each["checks"])]
    figures = [
        figure("Joint programmes", [_told_by(each) for each in joint], "joint-programmes"),
        figure("Milestones met", stones("met"), "joint-programmes"),
        figure("Milestones late", stones("late"), "joint-programmes"),
        figure("Milestones still to come", stones("next"), "joint-programmes"),
        figure("Decisions waiting for a body", waiting, "joint-programmes"),
        figure("Differences between partners", differences, "joint-programmes"),
        figure("Suppliers of concern", concern, "suppliers-of-concern"),
        figure("Standard clauses not fully met", not_met, "clauses"),
        figure("Areas commissioned separately", [each["mode"] for each in separate], "separate-areas"),
        figure("Areas to be agreed as joint or separate", [each["mode"] for each in open_areas], "areas-to-be-agreed"),
        figure("Contracts outside any programme", [each["stage"] for each in others], "other-contracts"),
    ]
    if register:
        figures.append(
            figure("Public contracts of other places", [each["stage"] for each in register], "open-register")
        )
    return figures


def _told_by(programme: dict[str, Any]) -> Any:
    """What tells that there is such a programme: its declarations, else whatever else is said of it."""
    return programme["mode"] if programme["mode"]["sides"] else programme


def _names(document: dict[str, Any], configuration: Configuration) -> dict[str, str]:
    """Today's or the past name of every organisation that the document mentions, as configured."""
    found: set[str] = set()

    def look(data: Any) -> None:
        if isinstance(data, dict):
            for name in ("organisation", "said_by"):
                if isinstance(data.get(name), str):
                    found.update(data[name].split("+"))
            for name in ("required", "waiting_on"):
                found.update(each for each in data.get(name) or () if isinstance(each, str))
            for value in data.values():
                look(value)
        elif isinstance(data, list):
            for value in data:
                look(value)

    look(document)
    return {each: configuration.name_of(each) for each in sorted(found) if configuration.name_of(each) != each}
