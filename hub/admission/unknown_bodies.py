"""Organisations that an event names and no configuration knows.

Promise: pure; the same answer for an event as it comes in and as the log holds it. Suppliers, and whoever else has to
do with a procurement, need no configuration: only bodies that are expected to speak or to decide are looked for.
Source: design section 4 (unknown reference; expected declarers).
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from hub.admission.near import one_slip
from hub.admission.reference_table import EXPECTED, REFERS, EventData, ReferenceKind, value_of
from hub.admission.warning import AdmissionWarning
from hub.configuration.model import Configuration
from hub.events import ids
from hub.events.catalogue import EventType
from hub.serialization.avro import day_of

MOST_REMEMBERED: Final = 10_000
_LET: Final = ("contract", "procurement")
"""What has the organisation that lets it in its id."""


class Bodies:
    """The organisations that a configuration knows, asked again and again."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        partnerships = configuration.partnerships.values()
        self._members = {each.organisation for partnership in partnerships for each in partnership.members}
        # a body says many events, and an id has a thousand slips
        self._knows = lru_cache(MOST_REMEMBERED)(configuration.knows)
        self._meant = lru_cache(MOST_REMEMBERED)(self._by_one_slip)

    def unknown(self, event_type: EventType, event: EventData, where: str) -> Iterator[AdmissionWarning]:
        """Bodies that no configuration knows: the one that speaks, the one that lets the subject by its id, and those
        that are expected to.

        Where nothing is configured nobody could be known, and there is nothing to tell. Of a partnership that is not
        configured, as in an open register of other places, nobody has undertaken to configure the bodies either.
        """
        if not self._members:
            return
        meta = value_of(event, "meta")
        speaker = value_of(meta, "organisation")
        if not self._knows(speaker):
            problem = f"is in no partnership of the configuration: {_ALONE}"
            yield AdmissionWarning(where, "meta.organisation", problem + self._meant(speaker), _CONFIGURE)
        else:
            yield from self._apart(meta, speaker, where)
        if not any(each in self.configuration.partnerships for each in value_of(meta, "partnerships")):
            return
        letting = ids.letting_organisation(value_of(meta, "subject")) if event_type.about in _LET else None
        if letting is not None and not self._knows(letting):
            problem = f"begins with {letting}, which no configuration knows{self._meant(letting)}"
            yield AdmissionWarning(where, "meta.subject", problem, _CONFIGURE)
        told: set[str] = set()
        for field, organisation in _expected(event_type, event):
            if organisation not in told and not self._knows(organisation):
                told.add(organisation)
                problem = f"names {organisation}, which no configuration knows{self._meant(organisation)}"
                yield AdmissionWarning(where, f"data.{field}", problem, _CONFIGURE)

    def _apart(self, meta: Any, speaker: str, where: str) -> Iterator[AdmissionWarning]:
        """Of a body that is known, and a member of no partnership on the day from which this is true."""
        day, named = value_of(meta, "occurred_at"), value_of(meta, "partnerships")
        day = day_of(day) if isinstance(day, int) else day
        if self.configuration.partnerships_of(speaker, day) or any(
            each in self.configuration.partnerships for each in named
        ):
            return
        other_days = self.configuration.ever_in(speaker)
        if other_days:
            problem = f"is no day on which {speaker} is a member of {' or '.join(other_days)}: {_ALONE}"
            fix = "check the day and who says it, or ask the operator to configure until when it is a member"
            yield AdmissionWarning(where, "meta.occurred_at", problem, fix)
        else:
            problem = f"is a member of no partnership of the configuration: {_ALONE}"
            yield AdmissionWarning(where, "meta.organisation", problem, "ask the operator to configure it as a member")

    def _by_one_slip(self, organisation: str) -> str:
        """One slip alone: codes of a register are three letters, and another council is not what was meant."""
        known = self._members | set(self.configuration.bodies)
        meant = next((each for each in one_slip(organisation) if each in known), None)
        return f"; did you mean {meant}?" if meant else ""


_ALONE: Final = "what it says stands in a partnership of its own"
_CONFIGURE: Final = "check the id, or ask the operator to configure the organisation"


def _expected(event_type: EventType, event: EventData) -> Iterator[tuple[str, str]]:
    """(field, organisation) of each that is expected to speak or to decide"""
    for field in event_type.model.model_fields:
        if REFERS.get(field) is not ReferenceKind.ORGANISATION:
            continue
        value = value_of(event, field)
        if field == "parties":
            for number, party in enumerate(value):
                if not EXPECTED.isdisjoint(value_of(party, "roles")):
                    yield f"parties[{number}].id", value_of(party, "id")
            continue
        several = isinstance(value, tuple | list)
        for each in value if several else [value] if value is not None else ():
            yield field, value_of(each, "id")
