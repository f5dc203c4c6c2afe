"""JSON as every door reads it: UTF-8, numbers with a point as Decimal, so that no penny is lost.

Promise: never raises, whatever the bytes are. The same name twice in one object, NaN and Infinity are not taken: two
readers would read two different things. What is wrong is told in words that do not repeat the text.
"""

import json
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple, NoReturn

MOST_LEVELS: Final = 100
MOST_DIGITS: Final = 4000
_SAVE_AS_UTF8: Final = "save it as UTF-8 and publish that"
_NO_NUMBER: Final = "write null, or leave the field out: JSON has no such number"
_TWICE: Final = "leave one of the two out: nobody could tell which one is meant"
_CHECK_NUMBER: Final = "check the number: no amount, count or rate is so long"
_TOO_DEEP: Final = f"send what is nested no deeper than {MOST_LEVELS} levels"
_MARKUP: Final = "begins with <, as HTML and XML do"
_SEND_JSON: Final = "look at it: it may be the page of an error; ask its source for JSON"
_TOO_MANY_DIGITS: Final = f"a number has more than {MOST_DIGITS} digits"


class _NotTaken(ValueError):
    """What is JSON, and not taken; the text and the cure are for the sender."""

    def __init__(self, problem: str, cure: str) -> None:
        super().__init__(problem)
        self.cure = cure


class BadJson(NamedTuple):
    """Not JSON, in words that do not repeat the text. text: what was to be read, as it came; of what is not text at
    all, its beginning. cure: what to do, where that is known; "" leaves it to the format."""

    problem: str
    text: bytes = b""
    cure: str = ""


def parse(text: bytes, first_line: int = 1) -> Any:
    """The value of a text, or BadJson. first_line: the number that its first line has where it comes from."""
    try:
        value = json.loads(
            text.decode("utf-8"),
            parse_float=_decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_each_name_once,
        )
    except UnicodeDecodeError as failure:
        return BadJson(f"byte {failure.start + 1} is not UTF-8", text.strip(), _SAVE_AS_UTF8)
    except json.JSONDecodeError as failure:
        if text.lstrip().startswith(b"<"):
            return BadJson(_MARKUP, text.strip(), _SEND_JSON)
        line = failure.lineno + first_line - 1
        return BadJson(f"{failure.msg}, at line {line}, column {failure.colno}", text.strip())
    except RecursionError:
        return BadJson("it is nested too deep", text.strip(), _TOO_DEEP)
    except _NotTaken as failure:
        return BadJson(str(failure), text.strip(), failure.cure)
    except ValueError:  # of Python's own: an integer of thousands of digits
        return BadJson(_TOO_MANY_DIGITS, text.strip(), _CHECK_NUMBER)
    # what is deeper would fail later, where other programs go into it
    if text.count(b"[") + text.count(b"{") > MOST_LEVELS and _levels_over(value):
        return BadJson("it is nested too deep", text.strip(), _TOO_DEEP)
    return value


def _levels_over(document: Any) -> bool:
    waiting = [(document, 1)]
    while waiting:
        value, level = waiting.pop()
        if level > MOST_LEVELS:
            return True
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting.extend((each, level + 1) for each in parts)
    return False


def _decimal(digits: str) -> Decimal:
    try:
        number = Decimal(digits)
    except InvalidOperation as failure:
        raise _NotTaken(_TOO_MANY_DIGITS, _CHECK_NUMBER) from failure
    # its text would be longer than any limit of the hub, and arithmetic with it may fail or take for ever
    if number and abs(number.adjusted()) > MOST_DIGITS:
        raise _NotTaken(_TOO_MANY_DIGITS, _CHECK_NUMBER)
    return number


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotTaken("an object has the same name twice", _TWICE)
    return found


def _no_constant(name: str) -> NoReturn:
    raise _NotTaken(f"{name} is not a JSON number", _NO_NUMBER)
