"""Why bytes cannot be read as what they should be, in plain words: no name of a program's exception is told.

The exception itself is the cause of the error that bears the words. Pure.
"""

import json

import orjson


def why_unreadable(failure: Exception) -> str:
    """In words that follow the name of what cannot be read, without a full stop."""
    match failure:
        case EOFError():
            return "it ends too early"
        case UnicodeError():
            return "a text in it is not UTF-8"
        case orjson.JSONDecodeError() | json.JSONDecodeError():
            return f"it is not JSON: {failure.msg}, at character {failure.pos + 1}"
        case KeyError():
            return f"it holds no {failure.args[0]}" if failure.args else "something in it is missing"
        case OverflowError() | MemoryError():
            return "a length or a number in it is larger than can be"
        case _:
            return "a value in it is not what belongs there"
