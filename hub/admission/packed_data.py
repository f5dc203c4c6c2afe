"""data_base64: the data of an event as bytes, which the hub takes where they are JSON.

Promise: pure; the document that comes out is the one that its sender could have written with data, so whatever is
true of that one is true of this one, its limits too. Source: CloudEvents JSON format 1.0.2, section 3.1.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any, Final

from hub.admission.refusal import Code, Refusal
from hub.admission.strict_json import BadJson, parse

NAME: Final = "data_base64"
_JSON_TYPE: Final = re.compile(r"[a-z]+/(?:[a-z0-9!#$&^_.+-]+\+)?json(?:\s*;.*)?", re.IGNORECASE)
_CHARSET: Final = re.compile(r";\s*charset\s*=\s*\"?([^\s;\"]*)", re.IGNORECASE)
_SAME_AS_UTF_8: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


def is_json(datacontenttype: Any) -> bool:
    """Whether a datacontenttype says JSON; an absent one does."""
    return datacontenttype is None or (isinstance(datacontenttype, str) and bool(_JSON_TYPE.fullmatch(datacontenttype)))


def unpacked(document: Mapping[str, Any]) -> Mapping[str, Any] | Refusal:
    """The document with data in place of data_base64, or why that is not to be had. Without data_base64: itself."""
    given = document.get(NAME)
    if given is None:
        return document
    if document.get("data") is not None:
        return _wrong("stands beside data", "give one of the two")
    kind = document.get("datacontenttype")
    if not is_json(kind):
        return Refusal(
            Code.ATTRIBUTE_WRONG,
            "datacontenttype",
            "is not JSON, so the hub cannot read data_base64",
            'send the data as JSON, and write "application/json" or leave it out',
        )
    charset = _CHARSET.search(kind or "")
    if charset is not None and charset[1].lower() not in _SAME_AS_UTF_8:
        return Refusal(Code.ATTRIBUTE_WRONG, "datacontenttype", "names another charset than UTF-8", "send it in UTF-8")
    if not isinstance(given, str):
        return _wrong("is not text", "write the bytes of the data in base64")
    try:
        data = parse(base64.b64decode(given, validate=True))
    except (binascii.Error, ValueError):
        return _wrong("is not base64", "write it as RFC 4648 section 4 says, with = at the end and without line breaks")
    if isinstance(data, BadJson):
        return _wrong(f"does not hold JSON: {data.problem}", "pack the data as JSON in UTF-8, or send it as data")
    return {name: value for name, value in document.items() if name != NAME} | {"data": data}


def _wrong(problem: str, fix: str) -> Refusal:
    return Refusal(Code.ATTRIBUTE_WRONG, NAME, problem, fix)
