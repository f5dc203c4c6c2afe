"""An event's body, plain form and identity, asked for together."""

import pytest

from hub.events.catalogue import CATALOGUE, EventType
from hub.events.plain import Plain
from hub.serialization import encoded
from hub.serialization.avro import decode_plain, encode, encode_plain
from hub.serialization.content import content_hash
from hub.serialization.encoded import EncodedEvent
from tests.log.test_publisher import one_of


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
def test_they_are_those_of_the_event(event_type: EventType) -> None:
    event = one_of(event_type)
    made = EncodedEvent(event_type, event)
    plain = decode_plain(event_type, (event_type.major, event_type.minor), encode(event_type, event))
    assert (made.body, made.plain) == (encode(event_type, event), plain)
    assert made.identity == (str(event.meta.event_id), content_hash(event_type, plain))


def test_it_is_written_once_for_all_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[EventType] = []

    def counted(event_type: EventType, plain: Plain) -> bytes:
        written.append(event_type)
        return encode_plain(event_type, plain)

    monkeypatch.setattr(encoded, "encode_plain", counted)
    made = EncodedEvent(CATALOGUE[0], one_of(CATALOGUE[0]))
    assert made.identity == made.identity
    assert made.body == made.body
    assert written == [CATALOGUE[0]]
