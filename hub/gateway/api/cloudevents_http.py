"""CloudEvents over HTTP: the events of one request, in whichever of the binding's modes it came. Pure.

Promise: the same event in binary and structured mode, and alone in a batch, is the same document to admission, so it
gets the same answer; what is refused is told where its sender wrote it: `#/data/stage`, `header/ce-id`, and in binary
mode `#/stage`, for there the body is the data. Source: CloudEvents HTTP binding 1.0.2, sections 1.3 and 3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from enum import Enum
from typing import Any, Final

from connectors.cloudevents.connector import CloudEventsConnector
from connectors.protocol import Item
from connectors.registry import CONNECTORS
from hub.admission.packed_data import is_json
from hub.admission.refusal import Code, Refusal
from hub.admission.strict_json import BadJson, parse
from hub.events.moments import written
from hub.gateway.api import ce_headers
from hub.gateway.http.pointers import binary_pointer, pointer
from hub.gateway.http.problems import Problem, ProblemKind

ONE: Final = "application/cloudevents+json"
BATCH: Final = "application/cloudevents-batch+json"
EITHER: Final = "application/json"
TAKEN: Final = (ONE, BATCH, EITHER)
MOST_EVENTS: Final = 500

_SEND_EVENTS: Final = "send one CloudEvents document, or an array of them, in UTF-8"
_OF_CLOUDEVENTS: Final = "application/cloudevents"
_SAME_AS_UTF_8: Final = ("utf-8", "utf8", "us-ascii")


class Mode(Enum):
    """How a request carries its events."""

    STRUCTURED = ONE
    BATCH = BATCH
    EITHER = EITHER  # one event or an array of them, for programs that know no CloudEvents
    BINARY = "binary"


@dataclass(frozen=True, slots=True)
class Sent:
    """The items of one request. is_batch: an answer names the place of each.

    bad: the kind of problem of a body in which there is no event; its one item says why.
    """

    mode: Mode
    items: tuple[Item, ...]
    is_batch: bool = False
    bad: ProblemKind | None = None

    def pointer(self, field: str, index: int) -> str:
        """Where in the request a refusal of one of the items is about."""
        if self.mode is Mode.BINARY:
            return binary_pointer(field)
        return pointer(field, index if self.is_batch else None)


def mode_of(raw: ce_headers.Raw) -> Mode:
    """By Content-Type; what is not of CloudEvents is binary where there is a ce- header. Raises Problem MEDIA_WRONG."""
    given = [value.decode("latin-1") for name, value in raw if name.lower() == b"content-type"]
    if len(given) > 1:
        raise _media_wrong("stands more than once; give it once")
    has_headers = ce_headers.has_any(raw)
    if not given and has_headers:
        return Mode.BINARY  # an event without datacontenttype, of which the SDKs send no Content-Type
    if not any(each.strip() for each in given):
        what = f"there is no Content-Type; send {', '.join(TAKEN)}, in UTF-8"
        raise _media_wrong(what, what)
    read = Message()
    read["content-type"] = given[0]
    media, charset = read.get_content_type(), str(read.get_param("charset", "utf-8")).lower()
    if charset not in _SAME_AS_UTF_8:
        raise _media_wrong("names another charset; send it in UTF-8")
    if media in (ONE, BATCH):
        return Mode(media)
    if media.startswith(_OF_CLOUDEVENTS):
        raise _media_wrong(f"names a format of events that the hub does not read; send {ONE} or {BATCH}")
    if has_headers and is_json(media):
        return Mode.BINARY
    if media == EITHER:
        return Mode.EITHER
    raise _media_wrong(f"is not taken; send {', '.join(TAKEN)}, in UTF-8")


def events_sent(raw: ce_headers.Raw, body: bytes) -> Sent:
    """Every event of a request. Raises Problem MEDIA_WRONG, BODY_WRONG, TOO_LARGE, HEADERS_TOO_LARGE, REFUSED."""
    mode = mode_of(raw)
    attributes, wrong = ce_headers.attributes(raw)
    if mode is Mode.BINARY:
        return _binary(raw, attributes, wrong, body)
    if not body.strip():
        return _no_event(mode, Code.EMPTY, "the body is empty", _SEND_EVENTS, attributes, body)
    value = parse(body)
    if isinstance(value, BadJson):
        return _no_event(mode, Code.NOT_JSON, value.problem, value.cure or _SEND_EVENTS, attributes, body)
    if (other := _other_format(value)) is not None:
        fix = f"publish it as a file: hub publish FILE --format {other}; or ask the hub's operator to"
        return _no_event(
            mode, Code.NOT_AN_EVENT, f"the body is of the format {other}, and holds no event", fix, {}, body
        )
    if mode is not Mode.EITHER and isinstance(value, list) != (mode is Mode.BATCH):
        expected = "a JSON array of events" if mode is Mode.BATCH else "one event, a JSON object"
        raise Problem(ProblemKind.BODY_WRONG, f"{mode.value} is {expected}; send that, or name the other content type")
    events = value if isinstance(value, list) else [value]
    if len(events) > MOST_EVENTS:
        raise Problem(
            ProblemKind.TOO_LARGE, f"the hub takes {MOST_EVENTS} events at once; send them in several requests"
        )
    if mode is Mode.BATCH and (attributes or wrong):
        given = [ce_headers.header_pointer(ce_headers.PREFIX + name) for name in attributes]
        raise _of_a_batch([*given, *(each.field for each in wrong)])
    if value == []:
        return _no_event(mode, Code.EMPTY, "the array is empty: there is no event in it", _SEND_EVENTS, {}, body)
    items = tuple(_structured(f"body[{at}]", event, attributes, wrong) for at, event in enumerate(events))
    return Sent(mode, items, is_batch=isinstance(value, list))


def _binary(raw: ce_headers.Raw, attributes: Mapping[str, str], wrong: tuple[Refusal, ...], body: bytes) -> Sent:
    document: dict[str, Any] = dict(attributes)
    for name, value in raw:
        if name.lower() == b"content-type":  # once at most, as mode_of saw to
            document["datacontenttype"] = value.decode("latin-1")
    if body.strip():
        data = parse(body)
        if isinstance(data, BadJson):
            fix = "send the data of the event as JSON in UTF-8, with the attributes in ce- headers"
            return _no_event(Mode.BINARY, Code.NOT_JSON, data.problem, data.cure or fix, attributes, body)
        document["data"] = data
    return Sent(Mode.BINARY, (_item("body", document, wrong),))


def _other_format(body: Any) -> str | None:
    """The name of a partner's format that is read from files alone, where the body is of one."""
    first = body[0] if isinstance(body, list) and body else body
    others = (each for each in CONNECTORS.values() if each.name != CloudEventsConnector.name)
    return next((each.name for each in others if each.recognises(first)), None)


def _no_event(mode: Mode, code: Code, problem: str, fix: str, attributes: Mapping[str, str], body: bytes) -> Sent:
    refusal = Refusal(code, "data" if mode is Mode.BINARY else "", problem, fix, "body")
    item = Item("body", refusals=(refusal,), event=attributes, source=body)
    return Sent(mode, (item,), bad=ProblemKind.NOT_JSON if code is Code.NOT_JSON else ProblemKind.NO_EVENTS)


def _structured(where: str, event: Any, attributes: Mapping[str, str], wrong: Sequence[Refusal]) -> Item:
    """Headers beside a structured event may say again what it says; one that says another thing is refused, as on

    Kafka: whoever reads headers alone would hear of another event.
    """
    if not isinstance(event, Mapping):
        return Item(where, documents=(event,))
    differing = (name for name, value in attributes.items() if not _says(event.get(name), value))
    told = [
        Refusal(
            Code.DISAGREES,
            ce_headers.header_pointer(ce_headers.PREFIX + name),
            "says another thing than the event in the body, or one that it does not say",
            "leave the header out: in structured mode the event stands in the body",
        )
        for name in differing
    ]
    return _item(where, event, (*wrong, *told))


def _item(where: str, event: Mapping[str, Any], refusals: tuple[Refusal, ...]) -> Item:
    if refusals:
        return Item(where, refusals=refusals, event=event, source=event)
    return Item(where, documents=(event,))


def _says(said: Any, header: str) -> bool:
    """Whether an attribute's canonical text is the header's. Source: CloudEvents 1.0.2, type system."""
    if isinstance(said, bool):
        return header == str(said).lower()
    if isinstance(said, int):
        return header == str(said)
    if not isinstance(said, str):
        return False
    one, other = written(said), written(header)
    return said == header or (one is not None and other is not None and one.moment == other.moment)


def named(item: Item) -> Any:
    """The id that an item's event gives, whatever it is; None where there is no event."""
    event = next(iter(item.documents), item.event)
    return event.get("id") if isinstance(event, Mapping) else None


def _of_a_batch(headers: Sequence[str]) -> Problem:
    detail = "a batch has no headers of its own: each of its events says its attributes in the body; leave them out"
    errors = [{"pointer": each, "detail": "stands beside a batch"} for each in headers]
    return Problem(ProblemKind.PARAMETER_WRONG, detail, errors)


def _media_wrong(what: str, told: str = "") -> Problem:
    """told: the whole sentence, where it does not begin with the name of the header."""
    error = {"pointer": "header/Content-Type", "detail": what}
    return Problem(
        ProblemKind.MEDIA_WRONG, told or f"Content-Type {what}", [error], headers={"Accept-Post": ", ".join(TAKEN)}
    )
