"""JSON as every door reads it: UTF-8, numbers with a point as Decimal, so that no penny is lost.

Promise: never raises. The same name twice in one object, NaN and Infinity are not taken: two readers would read two
different things. What is wrong is told in words that do not repeat the text.
"""

import json
from decimal import Decimal
from typing import Any, NamedTuple, NoReturn


class BadJson(NamedTuple):
    """Not JSON, in words that do not repeat the text. text: what was to be read, as it came."""

    problem: str
    text: bytes = b""


def parse(text: bytes) -> Any:
    """The value of a text, or BadJson."""
    try:
        return json.loads(
            text.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_each_name_once,
        )
    except UnicodeDecodeError as failure:
        return BadJson(f"byte {failure.start + 1} is not UTF-8", text.strip())
    except json.JSONDecodeError as failure:
        return BadJson(f"{failure.msg}, at line {failure.lineno}, column {failure.colno}", text.strip())
    except RecursionError:
        return BadJson("it is nested too deep", text.strip())
    except ValueError as failure:  # from the hooks, and integers of thousands of digits
        return BadJson(str(failure), text.strip())


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object has the same name twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")
