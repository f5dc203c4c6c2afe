"""CloudEvents 1.0 in structured mode: JSON lines, or one JSON array. An item is one event, as it stands."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from connectors.json_source import values
from connectors.protocol import Item
from hub.admission.refusal import Code, Refusal
from hub.admission.strict_json import BadJson


class CloudEventsConnector:
    """The hub's own format: nothing is mapped, admission judges."""

    name = "cloudevents"
    about = "CloudEvents 1.0 documents, one a line or in one array"

    def recognises(self, first: Any) -> bool:
        return isinstance(first, Mapping) and "specversion" in first

    def items(self, stream: BinaryIO, name: str, speaker: str | None) -> Iterator[Item]:
        # the speaker is not written into the event: admission fills or compares meta.organisation
        for at, value in values(stream):
            where = f"{name}{at}"
            if isinstance(value, BadJson):
                fix = value.cure or "write one JSON object a line, in UTF-8"
                yield Item(where, refusals=(Refusal(Code.NOT_JSON, "", value.problem, fix, where),), source=value.text)
            elif value == []:
                fix = "write one CloudEvents document for each event"
                yield Item(where, refusals=(Refusal(Code.EMPTY, "", "is an empty array", fix, where),), source=value)
            elif not isinstance(value, Mapping):
                fix = "write one CloudEvents document for each event"
                refusal = Refusal(Code.NOT_AN_EVENT, "", "is not a JSON object", fix, where)
                yield Item(where, refusals=(refusal,), source=value)
            else:
                yield Item(where, documents=(value,), source=value)
