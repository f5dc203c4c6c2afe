"""What a door says of one item: let in, known already, or refused, with what is odd; the same at every door.

Promise: total. Whoever admits items writes what `take_refused` and `take_warned` give before events and answer.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any, Final, NamedTuple

from connectors.protocol import Item, Origin
from hub.admission import alike, contradictions, lengths, named_twice, unused_attributes
from hub.admission.admit import Admitted, Context, Refused, admit
from hub.admission.extending import AgreedTerms
from hub.admission.faults import FOR_CONTENT, fault
from hub.admission.naming import each_fault_once, written_in
from hub.admission.personal import may_be_kept
from hub.admission.refusal import Code, Refusal
from hub.admission.unknown_bodies import Bodies
from hub.admission.warning import TO_REPLACE, AdmissionWarning
from hub.configuration.model import Configuration
from hub.log.codec import Stamp
from hub.log.kept_warnings import EqualWarnings, KeptWarnings, kept_warnings
from hub.log.refusals import KeptRefusal, item_text, kept_refusals
from hub.serialization.encoded import Identity
from hub.usecases.warned import Warnings

log = logging.getLogger("hub.usecases.admitting")

_TWO_CONTENTS: Final = "stands for another content too; both are kept and shown as a difference"
_NEW_ID: Final = (
    f"use a new id to say the right content again; {TO_REPLACE}; a correction or a withdrawal takes back every content "
    "that you said under the id, and never one of them alone"
)


class ItemOutcome(StrEnum):
    """What became of an item."""

    ADMITTED = "admitted"  # let in, to be written
    DUPLICATE = "duplicate"  # all of it was let in before, as far as the door can see
    REFUSED = "refused"  # admission says why


class NewEvent(NamedTuple):
    """An event that is let in and to be written. origin: from a field of it to what its sender wrote there.
    to_replace: as of an Item."""

    admitted: Admitted
    origin: Origin
    to_replace: str


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What a door says of one item. fresh: its events to be written. admitted: all its events; none if refused."""

    outcome: ItemOutcome
    fresh: tuple[NewEvent, ...] = ()
    admitted: tuple[Admitted, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[AdmissionWarning, ...] = ()

    @property
    def identities(self) -> tuple[Identity, ...]:
        """Of all its events."""
        return tuple(each.identity for each in self.admitted)


class Door:
    """Admits items one by one, and remembers what it has seen, to tell duplicates within its run.

    Whoever admits items also writes what `take_refused` and `take_warned` give, before events and answer.
    terms: what was agreed of contracts before; what is let in is added to it. bodies: of the same configuration, where
    there are some that remember what was asked before.
    """

    def __init__(self, configuration: Configuration, principal: str, name: str, bodies: Bodies | None = None) -> None:
        self.configuration = configuration
        self._bodies = bodies or Bodies(configuration)
        self.terms = AgreedTerms()
        self._principal = principal
        self._name = name
        self._seen: set[tuple[str, str]] = set()
        self._just_seen: list[Identity] = []
        self._refused: list[KeptRefusal] = []
        self._warned: list[KeptWarnings] = []
        self._contents: defaultdict[str, set[str]] = defaultdict(set)

    def admit(self, item: Item, now: datetime) -> ItemAnswer:
        """Whether the item is let in; an event of it that was seen before is not to be written again.

        Total: where the hub itself fails at an item, that is a refusal of the item, and the operator's log says why.
        """
        self._just_seen = []
        try:
            return self._admit(item, now)
        except FOR_CONTENT as failure:
            extra = {"code": Code.ADMISSION_FAILED.value, "door": self._name, "principal": self._principal}
            log.error("item not judged", extra=extra, exc_info=failure)
            self._forget(self._just_seen)  # nothing of it is written, so the same again is no duplicate
            document = next(iter(item.documents), None)
            refused = (fault(Code.ADMISSION_FAILED, "judged", item.where),)
            return self._refuse(item, [(document, refused)], now)

    def _admit(self, item: Item, now: datetime) -> ItemAnswer:
        if item.refusals:
            return self._refuse(item, [(item.event, item.refusals)], now)
        context = Context(self.configuration, now, self._principal, self._name)
        answers = [admit(document, context) for document in item.documents]
        refused = [
            (document, [replace(each, field=item.origin(number, each.field)) for each in answer.refusals])
            for number, (document, answer) in enumerate(zip(item.documents, answers, strict=True))
            if isinstance(answer, Refused)
        ]
        if refused:
            return self._refuse(item, refused, now)
        admitted = tuple(each for each in answers if isinstance(each, Admitted))
        identities = tuple(each.identity for each in admitted)
        taken = self._taken_ids(identities, item.where)
        warnings = [*item.warnings, *(each.told_to(str, item.to_replace) for each in taken)]
        fresh = {
            number: NewEvent(each, partial(_written, item, number, each.filled), item.to_replace)
            for number, each in enumerate(admitted)
            if self._is_fresh(each.identity)
        }
        outcome = ItemOutcome.ADMITTED if fresh else ItemOutcome.DUPLICATE
        for number, each in fresh.items():
            _ = each.admitted.body  # what cannot be written is found out here, where it is this item's fault alone
            found = [
                *unused_attributes.warnings(item.documents[number], each.admitted.event_type, item.where),
                *contradictions.warnings(each.admitted.event, item.where),
                *lengths.warnings(each.admitted.event, item.where),
                *alike.warnings(each.admitted.event_type, each.admitted.event, item.where),
                *named_twice.warnings(each.admitted.event, self.configuration, item.where),
                *self.terms.warnings(each.admitted.event, item.where),
                *self._bodies.unknown(each.admitted.event_type, each.admitted.event, item.where),
            ]
            self.terms.learn(each.admitted.event)
            warnings += [warning.told_to(each.origin, item.to_replace) for warning in found]
        if fresh and warnings:
            self._warn(identities, warnings, now)
        return ItemAnswer(outcome, tuple(fresh.values()), admitted, warnings=tuple(warnings))

    @property
    def waiting_refusals(self) -> int:
        return len(self._refused)

    def take_refused(self) -> list[KeptRefusal]:
        """The records of what was refused since the last call; they are to be written."""
        taken, self._refused = self._refused, []
        return taken

    def take_warned(self) -> list[KeptWarnings]:
        """The records of what was warned of since the last call; they are to be written."""
        taken, self._warned = self._warned, []
        return taken

    def _warn(self, identities: Iterable[Identity], warnings: Iterable[AdmissionWarning], now: datetime) -> None:
        events = list(dict.fromkeys(event_id for event_id, _ in identities))
        warned = [
            EqualWarnings(
                where=each.warning.where,
                field=each.warning.field,
                problem=each.warning.problem,
                fix=each.warning.fix,
                count=each.count,
            )
            for each in Warnings(warnings).groups
        ]
        self._warned += kept_warnings(events, warned, Stamp(now, self._principal, self._name))

    def _refuse(self, item: Item, refused: Sequence[tuple[Any, Sequence[Refusal]]], now: datetime) -> ItemAnswer:
        text = item_text(item.source if item.source is not None else list(item.documents))
        codes = [each.code for _, refusals in refused for each in refusals]
        keep = may_be_kept(text.decode(errors="replace"), codes)
        told: list[Refusal] = []
        for document, refusals in refused:
            placed = each_fault_once(each.at(item.where) for each in refusals)
            told += placed
            stamp = Stamp(now, self._principal, self._name)
            self._refused += kept_refusals([each.to_json() for each in placed], stamp, document, text, with_text=keep)
        # several events of one item may be refused for one value of it
        return ItemAnswer(ItemOutcome.REFUSED, refusals=tuple(dict.fromkeys(told)))

    def _taken_ids(self, identities: Iterable[Identity], where: str) -> Iterator[AdmissionWarning]:
        for event_id, content in identities:
            if self._contents[event_id] - {content}:
                yield AdmissionWarning(where, "id", _TWO_CONTENTS, _NEW_ID)
            self._contents[event_id].add(content)

    def remember(self, identities: Iterable[Identity]) -> None:
        """These are in the log: they count as duplicates and are not written again."""
        for event_id, content in identities:
            self._seen.add((event_id, content))
            self._contents[event_id].add(content)

    def _is_fresh(self, identity: Identity) -> bool:
        if identity in self._seen:
            return False
        self._seen.add(identity)
        self._just_seen.append(identity)
        return True

    def _forget(self, identities: Iterable[Identity]) -> None:
        for event_id, content in identities:
            self._seen.discard((event_id, content))
            self._contents[event_id].discard(content)


def _written(item: Item, number: int, filled: Mapping[str, str], field_name: str) -> str:
    """Where its sender wrote a field of an item's event, as refusals have it."""
    return item.origin(number, written_in(field_name, filled))
