"""JSON as every door reads it: UTF-8, numbers with a point as Decimal, so that no penny is lost.

Promise: never raises, whatever the bytes are. The same name twice in one object, NaN and Infinity are not taken: two
readers would read two different things. What is wrong is told by its place, in words that do not repeat the
text.
"""

import json
import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple, NoReturn

from hub.admission import json_tokens
from hub.admission.encodings import SAVE, not_utf8
from hub.admission.field_path import safe_name
from hub.admission.json_slips import slip
from hub.admission.json_tokens import Token

MOST_LEVELS: Final = 100
MOST_DIGITS: Final = 4000
KEPT_BYTES: Final = 64 * 1024
_NO_NUMBER: Final = "write null, or leave the field out: JSON has no such number"
_TWICE: Final = "leave one of the two out: nobody could tell which one is meant"
_CHECK_NUMBER: Final = "check the number: no amount, count or rate is so long"
_TOO_DEEP: Final = f"send what is nested no deeper than {MOST_LEVELS} levels"
_MARKUP: Final = "begins with <, as HTML and XML do"
_SEND_JSON: Final = "look at it: it may be the page of an error; ask its source for JSON"
SEND_ALL: Final = "it is cut off: send all of it again"
_ENDS: Final = "it ends before it is closed"
_DEEP: Final = "it is nested too deep"
_BEGINS_NUMBER: Final = ("-", *"0123456789")
_HAS_POINT: Final = re.compile(r"[.eE]")
_TOO_MANY_DIGITS: Final = f"a number has more than {MOST_DIGITS} digits"


class _NotTaken(ValueError):
    """What is JSON, and not taken; the text and the cure are for the sender. is_meant: whether a token is that."""

    def __init__(self, problem: str, cure: str, is_meant: Callable[[Token], bool]) -> None:
        super().__init__(problem)
        self.cure = cure
        self.is_meant = is_meant


class BadJson(NamedTuple):
    """Not JSON, in words that do not repeat the text. text: what was to be read, as it came; of what is not text at
    all, its beginning. cure: what to do, where that is known; "" leaves it to the format."""

    problem: str
    text: bytes
    cure: str


def parse(text: bytes, first_line: int = 1) -> Any:
    """The value of a text, or BadJson. first_line: the number that its first line has where it comes from.

    Byte order marks at the beginning are passed over, as RFC 8259 allows.
    """
    while text.startswith(BOM_UTF8):
        text = text.removeprefix(BOM_UTF8)
    try:
        value = json.loads(
            text.decode("utf-8"),
            parse_float=_decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_each_name_once,
        )
    except UnicodeDecodeError as failure:
        cure = SEND_ALL if is_beginning(text) else SAVE
        return _other_than_text(text) or BadJson(f"byte {failure.start + 1} is not UTF-8", text.strip(), cure)
    except json.JSONDecodeError as failure:
        if text.lstrip().startswith(b"<"):
            return BadJson(_MARKUP, text.strip(), _SEND_JSON)
        problem, cure = slip(failure.msg, failure.doc, failure.pos)
        if is_beginning(text):
            problem, cure = _ENDS, SEND_ALL
        line = failure.lineno + first_line - 1
        told = BadJson(f"{problem}, at line {line}, column {failure.colno}", text.strip(), cure)
        return _other_than_text(text) or told
    except RecursionError:
        return _not_taken(_NotTaken(_DEEP, _TOO_DEEP, _is_too_deep), text, first_line)
    except _NotTaken as failure:
        return _not_taken(failure, text, first_line)
    except ValueError:  # of Python's own: an integer of thousands of digits
        return _not_taken(_NotTaken(_TOO_MANY_DIGITS, _CHECK_NUMBER, _is_too_long), text, first_line)
    # what is deeper would fail later, where other programs go into it
    if text.count(b"[") + text.count(b"{") > MOST_LEVELS and _levels_over(value):
        return _not_taken(_NotTaken(_DEEP, _TOO_DEEP, _is_too_deep), text, first_line)
    return value


def _not_taken(failure: _NotTaken, text: bytes, first_line: int) -> BadJson:
    written = text.decode("utf-8")  # it was read as that
    at = json_tokens.first(written, failure.is_meant)
    where = "" if at is None else f", {json_tokens.line_and_column(written, at.at, first_line)}"
    return BadJson(f"{failure}{where}", text.strip(), failure.cure)


def _is_too_deep(token: Token) -> bool:
    return token.level > MOST_LEVELS


def _is_too_long(token: Token) -> bool:
    if not token.text.startswith(_BEGINS_NUMBER):
        return False
    try:
        _decimal(token.text) if _HAS_POINT.search(token.text) else int(token.text)
    except ValueError:
        return True
    return False


def _other_than_text(text: bytes) -> BadJson | None:
    """What is told of a text in another encoding, or packed."""
    other = not_utf8(text)
    return None if other is None else BadJson(other[0], text[:KEPT_BYTES], other[1])


_LAST_OF_A_CUT: Final = re.compile(r"(?:t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?|-|\.|[eE][+-]?)?")
"""What a word or a number leaves behind that is cut in two, from where it stops being JSON."""
_LAST_OF_AN_ESCAPE: Final = re.compile(r"\\?u?[0-9a-fA-F]{0,4}")


def is_beginning(text: bytes) -> bool:
    """Whether it is the beginning of a JSON object or array and no more: cut off, and not just wrong."""
    try:
        written = text.rstrip().decode("utf-8")
    except UnicodeDecodeError as failure:
        if failure.reason != "unexpected end of data":
            return False
        written = text[: failure.start].decode("utf-8")  # a letter of several bytes is cut in two
    if not written.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(written)
    except json.JSONDecodeError as failure:
        rest = written[failure.pos :]
        if failure.msg.startswith("Unterminated string"):
            return True
        last = _LAST_OF_AN_ESCAPE if failure.msg.startswith("Invalid \\") else _LAST_OF_A_CUT
        return last.fullmatch(rest) is not None
    except (RecursionError, ValueError):
        return False
    return False


def _levels_over(document: Any) -> bool:
    waiting = [(document, 1)] if isinstance(document, dict | list) else []
    while waiting:
        value, level = waiting.pop()
        if level > MOST_LEVELS:
            return True
        parts = value.values() if isinstance(value, dict) else value
        waiting.extend((each, level + 1) for each in parts if isinstance(each, dict | list))
    return False


def _decimal(digits: str) -> Decimal:
    try:
        number = Decimal(digits)
    except InvalidOperation as failure:
        raise _NotTaken(_TOO_MANY_DIGITS, _CHECK_NUMBER, _is_too_long) from failure
    # its text would be longer than any limit of the hub, and arithmetic with it may fail or take for ever
    if number and abs(number.adjusted()) > MOST_DIGITS:
        raise _NotTaken(_TOO_MANY_DIGITS, _CHECK_NUMBER, _is_too_long)
    return number


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        again, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise _NotTaken(f"an object has the name {safe_name(again)} twice", _TWICE, lambda token: token.again == again)
    return found


def _no_constant(name: str) -> NoReturn:
    raise _NotTaken(f"{name} is not a JSON number", _NO_NUMBER, lambda token: token.text.startswith(name))
