"""What a sender is told of an event that was taken back before: its own, sent again, or one that it names once more.

Promise: pure; an event that is void stays so, so what is told stays true. It is as the records of the log tell: one
that stands in quarantine takes nothing back, and is taken for one that does.
"""

from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from hub.admission.admit import Admitted
from hub.admission.warning import AdmissionWarning
from hub.events.taking_back import Naming, Spoke, namings_of
from hub.gateway.index.voids import Voiding, Voids
from hub.log.codec import Stamp
from hub.serialization.readable import instant_text

_NEW_ID: Final = "say it again in an event with a new id"
_STAYS: Final = "there is nothing to mend: it stays void"


def note(admitted: Admitted, voids: Voids) -> None:
    """What an event that is let in takes back, as the index will have it of its records."""
    meta = admitted.event.meta
    for naming in namings_of(admitted.event):
        at = Stamp(admitted.time, admitted.principal, admitted.door).milliseconds
        for place in meta.partnerships:
            spoke = Spoke(place, meta.organisation, admitted.event_type.withdraws)
            voids.note(UUID(naming.event).int, meta.event_id.int, spoke, at)


def sent_again(admitted: Admitted, known: Sequence[Voids]) -> Iterator[AdmissionWarning]:
    """Of an event under whose id its organisation took everything back: in all of its partnerships, or in some."""
    meta = admitted.event.meta
    if not any(meta.event_id in voids for voids in known):
        return  # as of nearly all, which are asked this beside all else
    found = {place: _first(meta.event_id, place, admitted, known) for place in meta.partnerships}
    void = {place: by for place, by in found.items() if by is not None}
    # a withdrawal that is void itself still takes back what it took back
    if void and not admitted.event_type.withdraws:
        where = "" if len(void) == len(found) else f" in {', '.join(sorted(void))}"
        problem = f"is void{where} {_since(min(void.values()))}: what is said under it counts for nothing"
        yield AdmissionWarning("", "id", problem, _NEW_ID)


def named_again(admitted: Admitted, known: Sequence[Voids]) -> Iterator[AdmissionWarning]:
    """Of an event that corrects or withdraws one which is void already wherever this one is said."""
    for naming in namings_of(admitted.event):
        found = [_first(UUID(naming.event), place, admitted, known) for place in admitted.event.meta.partnerships]
        void = [each for each in found if each is not None]
        if void and len(void) == len(found):
            first = min(void)
            problem = f"names an event that is void already, {_since(first)}"
            yield AdmissionWarning("", naming.field, problem, _fix(naming, first))


def _first(event: UUID, partnership: str, admitted: Admitted, known: Sequence[Voids]) -> Voiding | None:
    meta = admitted.event.meta
    every = (each for voids in known for each in voids.voiding(event, partnership, meta.organisation))
    return min((each for each in every if each.event != str(meta.event_id)), default=None)


def _since(voiding: Voiding) -> str:
    return f"since {instant_text(voiding.at)}, by event {voiding.event}"


def _fix(naming: Naming, voiding: Voiding) -> str:
    if voiding.withdraws:
        return _STAYS
    way = "name it in meta.corrects of a further event" if naming.field == "meta.corrects" else "withdraw it"
    return f"event {voiding.event} stands in its place; if that is wrong too, {way}"
