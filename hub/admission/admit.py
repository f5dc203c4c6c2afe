"""Admission: one event as a document in, an event with its partnerships out, or every reason why not.

Promise: pure; the answer depends on the document and the context alone. All problems are told at once.
Source: design section 3 (envelope, partnerships); domain handbook sections 3 and 13.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from hub.admission import wording
from hub.admission.document import Draft, open_document
from hub.admission.naming import as_sent
from hub.admission.refusal import Code, Refusal
from hub.admission.rules import RULES, Case, of_meta
from hub.admission.speaking import partnerships
from hub.configuration.model import Configuration
from hub.events.catalogue import EventType
from hub.events.envelope import Event, Meta
from hub.serialization.encoded import EncodedEvent

OPERATOR: Final = "operator"
"""The principal that may publish for every organisation."""


@dataclass(frozen=True, slots=True)
class Context:
    """What admission knows beside the document. now: aware, UTC; principal: an organisation's id or OPERATOR."""

    configuration: Configuration
    now: datetime
    principal: str
    door: str

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("admission: now has no offset; give an aware time in UTC")


@dataclass(frozen=True)
class Admitted(EncodedEvent):
    """An event that may be written, and the fields of its stamp `hub-admitted`.

    filled: meta fields that its document did not have, and the attribute that each was taken from.
    """

    time: datetime
    principal: str
    door: str
    filled: Mapping[str, str] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """Every reason why the document is not let in; at least one."""

    refusals: tuple[Refusal, ...]


def admit(document: Mapping[str, Any], context: Context) -> Admitted | Refused:
    """Let one CloudEvents JSON event in, or say everything that is wrong with it."""
    speaker = None if context.principal == OPERATOR else context.principal
    draft = open_document(document, speaker)
    if draft.event_type is None or not draft.has_data:
        draft.refusals.extend(_of_envelope(draft, context, speaker))
        return Refused(as_sent(draft.refusals, draft.filled))
    event = _validated(draft, draft.event_type)
    meta = event.meta if event is not None else _meta_alone(draft.data.get("meta"))
    case = Case(draft.event_type, draft.data, meta, context.configuration, context.now, speaker)
    for rule in RULES:
        draft.refusals.extend(rule.check(case))
    if draft.refusals or event is None:
        return Refused(as_sent(draft.refusals, draft.filled))
    filled = event.meta.model_copy(update={"partnerships": partnerships(event.meta, context.configuration)})
    event = event.model_copy(update={"meta": filled})
    return Admitted(draft.event_type, event, context.now, context.principal, context.door, draft.filled)


def _of_envelope(draft: Draft, context: Context, speaker: str | None) -> Iterator[Refusal]:
    """What else can be told of an event of which the type is not known, or the data not there to be read."""
    values = draft.data.get("meta")
    if not isinstance(values, Mapping):
        return
    meta = None
    try:
        meta = Event.model_validate({"meta": values}).meta
    except ValidationError as failure:
        found = wording.refusals(Event, failure)
        # what is not found may stand in data that cannot be read
        yield from (each for each in found if not draft.has_unread or each.code is not Code.FIELD_MISSING)
    if draft.event_type is not None:
        case = Case(draft.event_type, {"meta": values}, meta, context.configuration, context.now, speaker)
        for rule in RULES:
            yield from rule.check(case)
    elif meta is not None:
        yield from of_meta(meta, speaker, context.configuration, context.now)


def _validated(draft: Draft, event_type: EventType) -> Event | None:
    try:
        return event_type.model.model_validate(draft.data)
    except ValidationError as failure:
        draft.refusals.extend(wording.refusals(event_type.model, failure))
        return None


def _meta_alone(values: Any) -> Meta | None:
    # the rules about who speaks, and when, can be told also where another field is wrong
    try:
        return Meta.model_validate(values)
    except ValidationError:
        return None
