"""The figures of a report's summary: what each counts, where that is shown, and the statements it comes from.

Promise: a label says what is counted and no more; a figure above nothing names at least one statement; the figures of
open matters are counts by class of one set of matters, so that they add up. Source: design section 4.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from hub.reconcile.matter_kinds import MatterClass
from hub.reconcile.matters import of_class
from hub.reports.sources import cited_in
from hub.reports.words import CLASSES

OUTCOMES_SHORT_OF_MET: Final = ("not_met", "partly_met")


class Sections(NamedTuple):
    """The parts of a report that figures are counted from; contracts and programmes as the report shows them."""

    joint: Sequence[dict[str, Any]]
    separate: Sequence[dict[str, Any]]
    to_be_agreed: Sequence[dict[str, Any]]
    undeclared: Sequence[dict[str, Any]]
    others: Sequence[dict[str, Any]]
    procurements: Sequence[dict[str, Any]]
    concern: Sequence[dict[str, Any]]
    checks: Sequence[dict[str, Any]]


def open_matters(everything: Sequence[Mapping[str, Any]], sections: Sections) -> dict[str, Any]:
    """How many matters are open, by class and by where they are shown.

    everything: the group's matters, titled, each once. What is open of a contract that belongs to programmes of two
    sorts is shown with each of them, and counted once in the total.
    """
    return {
        "total": len(everything),
        "classes": [
            {
                "class": each,
                "count": len(of_class(everything, each)),
                "matters": [_named(matter) for matter in of_class(everything, each)],
                "shown": {name: _of_class(found, each) for name, found in _places(sections).items()},
            }
            for each in MatterClass
        ],
    }


def _named(matter: Mapping[str, Any]) -> dict[str, Any]:
    """What leads to it and to the statements behind it; all of it stands with its subject."""
    names = ("id", "kind", "field", "text", "item_title", "subject", "subject_title")
    return {**{name: matter[name] for name in names}, **cited_in(matter)}


def _places(sections: Sections) -> dict[str, Sequence[dict[str, Any]]]:
    return {
        "joint-programmes": sections.joint,
        "separate-areas": sections.separate,
        "areas-to-be-agreed": sections.to_be_agreed,
        "undeclared-programmes": sections.undeclared,
        "other-contracts": sections.others,
        "procurements": sections.procurements,
    }


def _of_class(shown: Sequence[dict[str, Any]], wanted: MatterClass) -> int:
    return len({each["id"] for one in shown for each in of_class(one["differences"], wanted)})


def summary(sections: Sections, everything: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """everything: as in `open_matters`."""

    def figure(label: str, counted: Sequence[Any], target: str) -> dict[str, Any]:
        return {"label": label, "value": len(counted), "section": target, **cited_in(counted)}

    def stones(state: str) -> list[Any]:
        return [each for programme in sections.joint for each in programme["milestones"][state]]

    waiting = [each for programme in sections.joint for each in programme["decisions"] if each["standing"] == "waiting"]
    not_met = [
        each
        for each in sections.checks
        if any(side["value"]["outcome"] in OUTCOMES_SHORT_OF_MET for side in each["checks"])
    ]
    expired = [each for each in sections.checks if each["expired"]]
    return [
        figure("Joint programmes", [each["mode"] for each in sections.joint], "joint-programmes"),
        figure("Milestones of joint programmes met", stones("met"), "joint-programmes"),
        figure("Milestones of joint programmes late", stones("late"), "joint-programmes"),
        figure("Milestones of joint programmes still to come", stones("next"), "joint-programmes"),
        figure("Decisions of joint programmes waiting for a body", waiting, "joint-programmes"),
        figure("Suppliers of concern", sections.concern, "suppliers-of-concern"),
        figure("Standard clauses not fully met", not_met, "clauses"),
        figure("Standard clauses whose check has expired", expired, "clauses"),
        figure("Areas commissioned separately", [each["mode"] for each in sections.separate], "separate-areas"),
        figure(
            "Areas to be agreed as joint or separate",
            [each["mode"] for each in sections.to_be_agreed],
            "areas-to-be-agreed",
        ),
        figure("Programmes that nobody has declared for this day", sections.undeclared, "undeclared-programmes"),
        figure("Contracts outside any programme", sections.others, "other-contracts"),
        figure("Procurements", sections.procurements, "procurements"),
        figure("Open matters", everything, "open-matters"),
        *(figure(f"Open matters: {CLASSES[each]}", of_class(everything, each), "open-matters") for each in MatterClass),
    ]
