"""The picture of one programme of the joint workplan: who leads, what is due, what each body decided.

Source: WAN 15-17; SUT 3.3 (due texts); WIL 10.4, 17, 20 (decisions of several bodies); design section 4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.events.configuration import Configuration
from hub.reconcile import references
from hub.reconcile.claims import Field, Side, sides_of
from hub.reconcile.days import Day
from hub.reconcile.decisions import decisions
from hub.reconcile.declaring import Expected, members_among, missing
from hub.reconcile.fields_compared import FieldsCompared
from hub.reconcile.history import History
from hub.reconcile.milestones import milestones
from hub.reconcile.sides import classification, items, latest_value


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """What stands of a programme on a day.

    is_declared: whether some body declares it, for whatever day; it may be named by milestones, decisions and contracts
    alone. scheduled: the milestones that some body schedules, for whatever day.
    """

    core: Mapping[Field, list[Side]]
    is_declared: bool
    scheduled: frozenset[str]

    @property
    def joint_partners(self) -> list[str]:
        """Every organisation that some body names as a partner, if some body says that the programme is joint."""
        modes = [side.claim.value for side in self.core.get(Field("", "", "mode"), [])]
        if "joint" not in modes:
            return []
        named = self.core.get(Field("", "", "partners"), [])
        return sorted({partner["id"] for side in named for partner in side.claim.value})


def view_programme(core: History, as_of: Day, configuration: Configuration) -> ProgrammeView:
    stands = sides_of(core.standing(as_of), as_of, configuration)
    scheduled = frozenset(key for key, _ in core.told("milestone", "due"))
    return ProgrammeView(stands, bool(core.told("", "mode")), scheduled)


def programme_body(
    partnership: str,
    programme: str,
    view: ProgrammeView,
    contracts: Sequence[dict[str, Any]],
    assigning: Mapping[Field, list[Side]],
    same_id: Sequence[dict[str, Any]],
    compared: FieldsCompared,
    as_of: Day,
    configuration: Configuration,
) -> tuple[dict[str, Any], Day | None]:
    """The picture's JSON data and the day on which what is due changes next. contracts: those assigned to it, and by
    whom; assigning: the words that assign them.
    """
    about = ("programme", programme)
    fields, differ = compared.of_subject(view.core)
    differ += compared.of_items(view.core)
    named = items(view.core, "milestone")
    stones = milestones(partnership, programme, named, as_of)
    decided, approvals = decisions(partnership, programme, items(view.core, "decision"), as_of, configuration)
    declared = view.core.get(Field("", "", "mode"), [])
    partners = [Expected(each, "partner of the programme") for each in view.joint_partners]
    expected = members_among(partners, partnership, configuration)
    silent = missing(partnership, about, declared, expected, as_of, configuration)
    unknown = [
        *references.undeclared(partnership, programme, view.core, view.is_declared),
        *references.milestones(partnership, programme, named, view.scheduled),
        *references.organisations(partnership, about, view.core, configuration),
    ]
    found = [*same_id, *differ, *stones.matters, *approvals, *silent, *unknown]
    body = {
        "kind": "programme",
        "id": programme,
        "partnership": partnership,
        "title": latest_value(view.core, "title"),
        "classification": classification(view.core, assigning),
        "fields": fields,
        "milestones": stones.shown,
        "decisions": decided,
        "contracts": list(contracts),
        "differences": sorted(found, key=lambda each: (each["field"], each["kind"])),
    }
    return body, stones.until
