"""The references of one run, settled at its end: what the run declares itself counts, in whatever order it came."""

from collections.abc import Iterable
from typing import Final

from hub.admission.references import Known, Name, Reference, declarations, references, undeclared
from hub.admission.warning import AdmissionWarning
from hub.configuration.model import Configuration
from hub.usecases.admitting import NewEvent
from hub.usecases.warned import WarningGroup, add_place

NOT_CHECKED: Final = AdmissionWarning(
    "all files",
    "references",
    "were not checked: Kafka did not answer in time",
    "run `hub status`, and look at the open matters for what is named and not declared",
)

MOST_MEANT: Final = 200
"""Of so many missing names it is told what was meant; nobody reads more."""


class Referring:
    """Fed with what was admitted. Memory grows with the number of different names, not with that of events."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._declared: set[Name] = set()
        self._referred: dict[Reference, tuple[WarningGroup, str]] = {}  # with the way to replace it, as of an Item

    def take(self, fresh: Iterable[NewEvent], where: str) -> None:
        """The events of one item."""
        for each, origin, to_replace in fresh:
            self._declared.update(declarations(each.event_type, each.event, self._configuration))
            for named in references(each.event_type, each.event, self._configuration):
                reference = named._replace(field=origin(named.field))
                held = self._referred.get(reference)
                if held is None:
                    # worded at the end, when it is known what there is
                    group = WarningGroup(AdmissionWarning(where, reference.field, "", ""), 1, [where])
                    self._referred[reference] = group, to_replace
                else:
                    add_place(held[0], where)

    @property
    def open(self) -> set[str]:
        """Partnerships in which something is referred to that the run does not declare; those are to be read."""
        known = Known(frozenset(self._declared))
        return {each.name.partnership for each in self._referred if known.lacks(each.name)}

    def groups(self, known: Known) -> list[WarningGroup]:
        """The warnings, against what is known beside the run."""
        all_known = Known(known.names | self._declared)
        found: list[WarningGroup] = []
        for reference, (group, to_replace) in self._referred.items():
            if all_known.lacks(reference.name):
                warning = undeclared(reference, all_known, group.warning.where, look_near=len(found) < MOST_MEANT)
                told = warning.told_to(str, to_replace)
                found.append(WarningGroup(told, group.count, group.places))
        return found
