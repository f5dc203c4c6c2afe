"""What breaks the grammar of JSON, in words for whoever wrote it, with what mends it. Pure; never raises.

A reader of JSON says what it expected; the sender wants to know what is there. Both are told by the character at the
place. Source: RFC 8259; the messages are those of Python's json.
"""

import re
from typing import Final, NamedTuple


class Slip(NamedTuple):
    """problem: in words that do not repeat the text. cure: "" leaves it to the format."""

    problem: str
    cure: str


_SINGLE: Final = Slip("a text or name is not in double quotes", 'write names and texts in double quotes, as "name"')
_CURLY: Final = Slip("a text or name is in curly quotes", 'write straight double quotes, as "name"')
_COMMENT: Final = Slip("there is a comment", "leave comments out: JSON has none")
_LAST_COMMA: Final = Slip("a comma stands before a closing bracket", "leave the last comma out")
_NO_COLON: Final = Slip("no colon stands behind a name", 'write a colon between a name and its value, as "name": 1')
_NO_COMMA: Final = Slip(
    "a comma or a closing bracket is lacking",
    'write a comma between two values, close what is open, and write a quote inside a text as \\"',
)
_NO_VALUE: Final = Slip("a value is lacking", 'write the value, or null, or leave the field out: "name": null')
_NOT_A_VALUE: Final = Slip(
    "something stands where a value must, and is none", "write texts in double quotes; true, false and null without"
)
_PYTHONS: Final = Slip("True, False or None stands where a value must", "write true, false or null, in small letters")
_NUMBER: Final = Slip(
    "a number is not written as JSON writes one",
    "write digits with nothing between them but a point, as 1250.50; a date or a time is a text, in double quotes",
)
_MORE: Final = Slip("something stands behind the end of the document", "")
_OPEN: Final = Slip("a text is not closed", 'close it with a double quote, and write a quote inside a text as \\"')
_CONTROL: Final = Slip(
    "a line break or another control character stands inside a text", "write it as \\n, \\t or \\u0000"
)
_CONTROL_OUTSIDE: Final = Slip("a control character stands outside of every text", "leave it out")
_ESCAPE: Final = Slip("a backslash in a text begins nothing that JSON knows", "write a backslash as \\\\")
_OTHER: Final = Slip("it does not read as JSON", "")

_PYTHON_WORD: Final = re.compile(r"(?:True|False|None)\b")
_LOOKED_AT: Final = 8  # longer than any word or sign that is told apart; the text behind may have megabytes
_NUMBER_BEGINS: Final = re.compile(r"[-+.]?\s?[0-9]|[-+.]")
_DIGITS_APART: Final = re.compile(r"[0-9],")
_GOES_ON: Final = re.compile(r"[0-9.:_/+-]|[eE]\b")
_CLOSING: Final = ("}", "]")


def slip(message: str, text: str, at: int) -> Slip:
    """message: of Python's json about the text, at that place."""
    here = text[at : at + _LOOKED_AT]
    if message.startswith("Expecting property name"):
        if here.startswith("}") and _ends_with(text[:at], ","):
            return _LAST_COMMA
        if here.startswith(","):
            return _NO_VALUE
        return _written(here) or (
            _NUMBER if _DIGITS_APART.fullmatch(text[at - 2 : at]) and here[:1].isdigit() else _SINGLE
        )
    if message.startswith("Expecting ':'"):
        return _NO_COLON
    if message.startswith("Expecting ','"):
        return _COMMENT if _is_comment(here) else _number_goes_on(text, at) or _NO_COMMA
    if message.startswith("Expecting value"):
        return _no_value(text, at)
    if message.startswith("Extra data"):
        return _COMMENT if _is_comment(here) else _number_goes_on(text, at) or _MORE
    if message.startswith("Unterminated string"):
        return _OPEN
    if message.startswith("Invalid control character"):
        return _CONTROL
    return _ESCAPE if message.startswith("Invalid \\") else _OTHER


def _no_value(text: str, at: int) -> Slip:
    here = text[at : at + _LOOKED_AT]
    if here.startswith(_CLOSING):
        return _LAST_COMMA if _ends_with(text[:at], ",") else _NO_VALUE
    if not here or here[0] in ",:":
        return _NO_VALUE
    if _PYTHON_WORD.match(here):
        return _PYTHONS
    if here[0] < " ":
        return _CONTROL_OUTSIDE
    if _NUMBER_BEGINS.match(here):
        return _NUMBER
    # a text that begins so may be of another format altogether, whose cure is not that of a value
    return _written(here) or (_NOT_A_VALUE if text[:at].strip() else _OTHER)


def _written(here: str) -> Slip | None:
    """What is known by its first character alone."""
    if here.startswith(("“", "”", "„")):
        return _CURLY
    if here.startswith(("'", "`", "‘", "’")):
        return _SINGLE
    return _COMMENT if _is_comment(here) else None


def _number_goes_on(text: str, at: int) -> Slip | None:
    """01, 1.250.5, 12:30 and 2015-10-01 are a number and a rest that belongs to nothing."""
    return _NUMBER if text[at - 1 : at].isdigit() and _GOES_ON.match(text, at) else None


def _is_comment(here: str) -> bool:
    return here.startswith(("//", "/*", "#"))


def _ends_with(text: str, character: str) -> bool:
    return text.rstrip().endswith(character)
