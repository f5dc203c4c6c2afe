"""The report on joint programmes to an integration group. Source: WAN 16; domain handbook section 10.

Promise: the document depends on its arguments alone; the same pictures and dates give the same document. It is
JSON data; every figure in it stands beside, or is counted from, words that name their events.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from hub.configuration.model import Configuration, Group
from hub.reconcile import matters
from hub.reconcile.answers import ANSWERS
from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.matter_kinds import MatterKind
from hub.reports.changes_of_many import changes_of_many
from hub.reports.ends import ends_of
from hub.reports.figures import Sections, open_matters, summary
from hub.reports.practice_words import practice_words
from hub.reports.sources import Sources, citations_in, cites_any
from hub.reports.titles import titled, titled_answers
from hub.reports.told_apart import told_apart

Bodies = Mapping[tuple[str, str, str], dict[str, Any]]
"""Pictures' JSON data by (partnership, kind, id)."""

TITLE: Final = "Progress of joint programmes"


def joint_programmes(
    group: Group, pictures: Bodies, configuration: Configuration, *, as_of: date, known_at: str | None
) -> dict[str, Any]:
    """The report's document, of the pictures of the group's own places.

    known_at: only what the hub knew at that time was looked at; None for all.
    """
    ours = {key: body for key, body in sorted(pictures.items()) if key[0] in group.partnerships}
    # a picture also stands for what is true from a later day only: nothing is to be reported of it yet
    ours = told_apart({key: body for key, body in ours.items() if cites_any(body)})
    programmes = [body for key, body in ours.items() if key[1] == "programme"]
    contracts = {key[2]: body for key, body in ours.items() if key[1] == "contract"}
    by_mode: dict[str, list[dict[str, Any]]] = {"joint": [], "separate": [], "to_be_agreed": [], "undeclared": []}
    for body in programmes:
        by_mode[_mode(body)].append(_programme(body, contracts))
    joint, separate, to_be_agreed, undeclared = by_mode.values()
    in_programmes = {each["contract"] for body in programmes for each in body["contracts"]}
    others = [_contract(body) for key, body in contracts.items() if key not in in_programmes]
    checks = [each for body in contracts.values() for each in _clauses(body)]
    concern = [
        _provider(body, contracts) for key, body in ours.items() if key[1] == "provider" and body["under_performing"]
    ]
    concern.sort(key=lambda each: (each["wandsworth_test"] is None, each["provider"]))
    procurements = [_procurement(body) for key, body in ours.items() if key[1] == "procurement"]
    sections = Sections(joint, separate, to_be_agreed, undeclared, others, procurements, concern, checks)
    everything = _worst_first(matters.distinct(each for body in ours.values() for each in titled(body)))
    document: dict[str, Any] = {
        "title": TITLE,
        "group": {"id": group.id, "name": group.name, "source": group.source},
        "as_of": as_of.isoformat(),
        "known_at": known_at,
        "configuration": configuration.hash,
        "partnerships": [{"id": each, "name": _place(each, configuration)} for each in group.partnerships],
        "summary": summary(sections, everything),
        "open_matters": open_matters(everything, sections),
        "answered_matters": _worst_first(
            matters.distinct(each for body in ours.values() for each in titled(body, "answered"))
        ),
        "joint_programmes": joint,
        "separate_areas": separate,
        "areas_to_be_agreed": to_be_agreed,
        "undeclared_programmes": undeclared,
        "other_contracts": others,
        "other_matters": _worst_first(each for contract in others for each in contract["differences"]),
        "procurements": procurements,
        "procurement_matters": _worst_first(each for one in procurements for each in one["differences"]),
        "suppliers_of_concern": concern,
        "clauses": checks,
        "changes_of_many": changes_of_many(map(_contract, contracts.values())),
        "practice": list(_practice(group, configuration)),
    }
    sources = Sources()
    sources.cite_all(document)
    document["sources"] = sources.listed()
    document["organisations"] = _names(document, configuration)
    return document


def _mode(programme: dict[str, Any]) -> str:
    """Joint if any body says so; separate if all that declare it do; undeclared if none declares it.

    Where some say separate and others that it is to be agreed, it is to be agreed.
    """
    modes = {side["value"] for side in programme["fields"].get("mode", {}).get("sides", [])}
    if not modes:
        return "undeclared"
    if "joint" in modes:
        return "joint"
    return "separate" if modes == {"separate"} else "to_be_agreed"


def _place(partnership: str, configuration: Configuration) -> str:
    found = configuration.partnerships.get(partnership)
    return found.name if found else configuration.name_of(partnership)


def _practice(group: Group, configuration: Configuration) -> Iterator[dict[str, Any]]:
    """The standards of practice of the group's places, of those that have one."""
    for each in group.partnerships:
        found = configuration.practice_of(each)
        if found is not None:
            rules = practice_words(found, configuration)
            yield {"partnership": each, "name": _place(each, configuration), "source": found.source, "rules": rules}


def _field(body: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = body["fields"].get(name, {"finding": None, "sides": []})
    return found


def _programme(body: dict[str, Any], contracts: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    held = [contracts[each["contract"]] for each in body["contracts"] if each["contract"] in contracts]
    # one that nobody scheduled is no milestone of the programme: it is among the open matters
    stones = [each for each in body["milestones"] if each.get("due")]
    return {
        "programme": body["id"],
        "partnership": body["partnership"],
        **_title(body),
        **{
            name: _field(body, name)
            for name in ("mode", "description", "lead", "lead_commissioner", "partners", "outcomes", "arrangement")
        },
        "contracts": [_contract(each) for each in held],
        "assigned": body["contracts"],
        "milestones": {
            "met": [each for each in stones if each["state"] == "met"],
            "late": [each for each in stones if each["state"] == "late"],
            "next": [each for each in stones if each["state"] == "due"],
        },
        "decisions": body["decisions"],
        "measures": body.get("measures", []),
        **{each.member: body.get(each.member, []) for each in KIND_OF["programme"].listed},
        ANSWERS.member: titled_answers(body),
        "differences": programme_matters(body, contracts),
    }


def programme_matters(programme: dict[str, Any], contracts: Mapping[str, dict[str, Any]]) -> list[Mapping[str, Any]]:
    """The open matters of a programme and its contracts, titled, the worst and longest-standing first.

    contracts: as `matters.of_programme`.
    """
    titles = {
        each["id"]: each for about in (programme, *matters.contracts_of(programme, contracts)) for each in titled(about)
    }
    return _worst_first(titles[each["id"]] for each in matters.of_programme(programme, contracts))


def _worst_first(found: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(found, key=lambda each: (_SEVERITIES.index(each["severity"]), each["since"], each["id"]))


_SEVERITIES: Final = ("red", "amber", "minor")


def _contract(body: dict[str, Any]) -> dict[str, Any]:
    return {
        "contract": body["id"],
        "partnership": body["partnership"],
        **_title(body),
        **{
            name: _field(body, name)
            for name in ("stage", "status", "value", "period_start", "period_end", "suppliers", "buyer")
        },
        "ends": ends_of(body["fields"]),
        "end_passed": _end_passed(body),
        # of one that nobody declares the stage cites nothing: then whatever else is said of it tells that it is there
        "told_by": [] if _field(body, "stage")["sides"] else citations_in(body),
        "programmes": body["programmes"],
        "clauses": body["clauses"],
        "measures": body["measures"],
        **{each.member: body.get(each.member, []) for each in KIND_OF["contract"].listed},
        ANSWERS.member: titled_answers(body),
        "differences": titled(body),
    }


def _procurement(body: dict[str, Any]) -> dict[str, Any]:
    stage = _field(body, "stage")
    return {
        "procurement": body["id"],
        "partnership": body["partnership"],
        **_title(body),
        "stage": stage,
        "value": _field(body, "value"),
        # of one whose stage nobody states, whatever else is said of it tells that it is there
        "told_by": [] if stage["sides"] else citations_in(body),
        "contracts": body["contracts"],
        "totals": body["totals"],
        "differences": titled(body),
    }


def _end_passed(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The end dates that have passed of a contract which somebody still says is in force; nobody's word is changed."""
    return [side for each in body["differences"] if each["kind"] == MatterKind.END_PASSED for side in each["sides"]]


def _clauses(body: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """Each standard clause of a contract that somebody checked, such as DBS. Source: WAN 12."""
    for each in body["clauses"]:
        yield {"contract": body["id"], "partnership": body["partnership"], **_title(body), "expired": False, **each}


def _title(body: dict[str, Any]) -> dict[str, Any]:
    """What a picture is called, and whether only illustrative statements call it so."""
    sides = [side for side in _field(body, "title")["sides"] if side["value"] == body["title"]]
    return {
        "title": body["title"] or body["id"],
        "title_illustrative": bool(sides) and all(side.get("illustrative", False) for side in sides),
    }


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
