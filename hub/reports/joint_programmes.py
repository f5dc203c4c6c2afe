"""The report on joint programmes to an integration group. Source: WAN 16; domain handbook section 10.

Promise: the document depends on its arguments alone; the same pictures and dates give the same document. It is
JSON data; every figure in it stands beside, or is counted from, words that name their events.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from operator import itemgetter
from typing import Any, Final

from hub.configuration.model import Configuration, Group
from hub.reconcile import matters
from hub.reconcile.answers import ANSWERS
from hub.reconcile.kinds.registry import KIND_OF
from hub.reports.changes_of_many import changes_of_many
from hub.reports.figures import Sections, open_matters, summary
from hub.reports.practice_words import practice_words
from hub.reports.shares import Key, PictureShare, Row, field_of, title_of, told_apart
from hub.reports.sources import Sources
from hub.reports.titles import titled, titled_answers

Bodies = Mapping[Key, dict[str, Any]]
"""Pictures' JSON data by (partnership, kind, id)."""

TITLE: Final = "Progress of joint programmes"


def joint_programmes(
    group: Group, pictures: Bodies, configuration: Configuration, *, as_of: date, known_at: str | None
) -> dict[str, Any]:
    """The report's document, of the pictures of the group's own places.

    known_at: only what the hub knew at that time was looked at; None for all.
    """
    ours = {key for key in pictures if key[0] in group.partnerships}
    shares = {key: PictureShare.of(key[1], partial(pictures.__getitem__, key)) for key in ours}
    return of_shares(group, shares, configuration, as_of=as_of, known_at=known_at)


def of_shares(
    group: Group, shares: Mapping[Key, PictureShare], configuration: Configuration, *, as_of: date, known_at: str | None
) -> dict[str, Any]:
    """As `joint_programmes`, of what the pictures of the group's own places give to it."""
    # a picture also stands for what is true from a later day only: nothing is to be reported of it yet
    ours = told_apart({key: share for key, share in sorted(shares.items(), key=itemgetter(0)) if share.cites_any})

    def of_kind(kind: str) -> list[PictureShare]:
        return [share for key, share in ours.items() if key[1] == kind]

    programmes = of_kind("programme")
    # two places may each have a picture of one contract
    contracts = {(key[0], key[2]): share for key, share in ours.items() if key[1] == "contract"}
    by_mode: dict[str, list[Row]] = {"joint": [], "separate": [], "to_be_agreed": [], "undeclared": []}
    for share in programmes:
        by_mode[_mode(share.row)].append(_programme(share, contracts))
    joint, separate, to_be_agreed, undeclared = by_mode.values()
    in_programmes = {
        (share.row["partnership"], each["contract"]) for share in programmes for each in share.row["contracts"]
    }
    others = [share.row for at, share in contracts.items() if at not in in_programmes]
    checks = [each for share in contracts.values() for each in share.clauses]
    concern = [_provider(share.row, contracts) for share in of_kind("provider") if share.row["under_performing"]]
    concern.sort(key=lambda each: (each["wandsworth_test"] is None, each["provider"]))
    procurements = [share.row for share in of_kind("procurement")]
    sections = Sections(joint, separate, to_be_agreed, undeclared, others, procurements, concern, checks)
    everything = _worst_first(matters.distinct(each for share in ours.values() for each in share.matters))
    document: dict[str, Any] = {
        "title": TITLE,
        "group": {"id": group.id, "name": group.name, "source": group.source},
        "as_of": as_of.isoformat(),
        "known_at": known_at,
        "configuration": configuration.hash,
        "partnerships": [{"id": each, "name": _place(each, configuration)} for each in group.partnerships],
        "summary": summary(sections, everything),
        "open_matters": open_matters(everything, sections),
        "answered_matters": _worst_first(matters.distinct(each for share in ours.values() for each in share.answered)),
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
        "changes_of_many": changes_of_many(share.row for share in contracts.values()),
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


Contracts = Mapping[tuple[str, str], PictureShare]
"""By partnership and contract."""


def _programme(programme: PictureShare, contracts: Contracts) -> Row:
    body = programme.row
    named = [(body["partnership"], each["contract"]) for each in body["contracts"]]
    held = [contracts[each] for each in named if each in contracts]
    # one that nobody scheduled is no milestone of the programme: it is among the open matters
    stones = [each for each in body["milestones"] if each.get("due")]
    return {
        "programme": body["id"],
        "partnership": body["partnership"],
        **title_of(body),
        **{
            name: field_of(body, name)
            for name in ("mode", "description", "lead", "lead_commissioner", "partners", "outcomes", "arrangement")
        },
        "contracts": [each.row for each in held],
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
        "differences": _each_once(programme.matters, *(each.matters for each in held)),
    }


def programme_matters(programme: dict[str, Any], contracts: Mapping[str, dict[str, Any]]) -> list[Mapping[str, Any]]:
    """The open matters of a programme and its contracts, titled, the worst and longest-standing first.

    contracts: as `matters.of_programme`.
    """
    return _each_once(*map(titled, (programme, *matters.contracts_of(programme, contracts))))


def _each_once(*found: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return _worst_first({each["id"]: each for several in found for each in several}.values())


def _worst_first(found: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(found, key=lambda each: (_SEVERITIES.index(each["severity"]), each["since"], each["id"]))


_SEVERITIES: Final = ("red", "amber", "minor")


def _provider(body: Row, contracts: Contracts) -> Row:
    return {
        "provider": body["id"],
        "partnership": body["partnership"],
        "title": body["title"] or body["id"],
        "contracts": [
            {**each, "title_illustrative": contracts[body["partnership"], each["contract"]].row["title_illustrative"]}
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
