"""One event as a request in each way in which CloudEvents over HTTP may carry it."""

import base64
import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from hub.gateway.api.cloudevents_http import BATCH, EITHER, ONE

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Request:
    headers: list[tuple[bytes, bytes]]
    body: bytes


def _typed(media: str, value: Any, *more: tuple[bytes, bytes]) -> Request:
    return Request([(b"Content-Type", media.encode()), *more], orjson.dumps(value))


def encoded(text: str) -> bytes:
    """As the binding wants it: space, quotation mark, percent and all that is no printable ASCII."""
    return b"".join(each.encode() if "!" <= each <= "~" and each not in '"%' else every(each).upper() for each in text)


def quoted(text: str) -> bytes:
    """As the binding wanted it once: in quotation marks, with backslashes."""
    plain = text.replace("%", "%25").replace("\\", "\\\\").replace('"', '\\"')
    return b'"' + b"".join(each.encode() if " " <= each <= "~" else encoded(each) for each in plain) + b'"'


def every(text: str) -> bytes:
    """Everything percent-encoded, in small letters, which is to be taken too."""
    return b"".join(b"%%%02x" % byte for byte in text.encode())


def binary(encode: Callable[[str], bytes], media: str | None = "application/json", name: str = "ce-") -> Any:
    def request(document: Document) -> Request:
        attributes = {key: value for key, value in document.items() if key not in ("data", "datacontenttype")}
        headers = [(f"{name}{key}".encode(), encode(value)) for key, value in attributes.items()]
        kind = document.get("datacontenttype", media)
        headers += [(b"content-type", kind.encode())] if kind is not None else []
        return Request(headers, orjson.dumps(document["data"]))

    return request


def _repeated(document: Document) -> Request:
    """Structured, with the same attributes as headers, which the binding allows."""
    extra = [(f"ce-{key}".encode(), encoded(value)) for key, value in document.items() if key != "data"]
    return _typed(ONE, document, *[each for each in extra if each[0] != b"ce-datacontenttype"])


def _packed(document: Document) -> dict[str, Any]:
    rest = {key: value for key, value in document.items() if key != "data"}
    return rest | {"data_base64": base64.b64encode(orjson.dumps(document["data"])).decode()}


def compressed(request: Request) -> Request:
    return Request([*request.headers, (b"Content-Encoding", b"gzip")], gzip.compress(request.body))


MODES: Final[Mapping[str, Callable[[Document], Request]]] = {
    "structured": lambda document: _typed(ONE, document),
    "structured, charset named": lambda document: _typed(f'{ONE}; charset="UTF-8"', document),
    "structured, headers repeated": _repeated,
    "a batch of one": lambda document: _typed(BATCH, [document]),
    "JSON": lambda document: _typed(EITHER, document),
    "JSON in an array": lambda document: _typed(EITHER, [document]),
    "base64": lambda document: _typed(ONE, _packed(document)),
    "base64 in a batch": lambda document: _typed(BATCH, [_packed(document)]),
    "binary": binary(encoded),
    "binary, quoted": binary(quoted),
    "binary, all escaped": binary(every),
    "binary, capitals": binary(encoded, name="CE-"),
    "binary, no content type": binary(encoded, None),
    "binary, another JSON": binary(encoded, "application/vnd.council.contract+json; charset=utf-8"),
}
