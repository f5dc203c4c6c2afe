"""What a value of a release should be, and how to write it. Source: RFC 8259 (kinds of JSON); OCDS 1.1."""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

HOW_TO_WRITE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "number": "write digits alone, without quotes, commas or a currency: 90000.00",
        "integer": "write a whole number, without quotes: 36",
        "boolean": "write true or false, without quotes",
        "string": "write it in quotes",
        "object": "write it in { }",
        "array": "write it in [ ], also where there is only one",
    }
)
"""By the type of the schema."""


def cure(kind: str, given: Any) -> str:
    """How to write a value of that type of the schema, by what stands there: a list in quotes is no text."""
    if given is None:
        return "write what it is, or leave it out"
    if isinstance(given, list) and kind != "array":
        return "write one object, in { }, and no list" if kind == "object" else "write one value, without [ ]"
    if isinstance(given, Mapping) and kind not in ("object", "array"):
        return "write the value alone, without { }"
    return HOW_TO_WRITE[kind]


class Kind(Enum):
    """What a reader asks for. problem: of a value that is something else."""

    TEXT = ("is no text", "string")
    ID = ("is no id", "string")
    FLAG = ("is neither true nor false", "boolean")
    NUMBER = ("is no number", "number")
    OBJECT = ("is no object", "object")
    LIST = ("is no list", "array")

    def __init__(self, problem: str, of_schema: str) -> None:
        self.problem = f"{problem}, so it is not used"
        self._of_schema = of_schema

    def fix(self, given: Any) -> str:
        """How to write it, by what stands there."""
        found = cure(self._of_schema, given)
        return f"{found}, or as a whole number" if self is Kind.ID and found == HOW_TO_WRITE["string"] else found

    def holds(self, value: Any) -> bool:
        """Whether it is of this kind; true and false are no numbers."""
        return isinstance(value, _TYPES[self]) and (self is Kind.FLAG or not isinstance(value, bool))


_TYPES: Final[Mapping[Kind, tuple[type, ...]]] = MappingProxyType(
    {
        Kind.TEXT: (str,),
        Kind.ID: (str, int, Decimal),
        Kind.FLAG: (bool,),
        Kind.NUMBER: (int, Decimal),
        Kind.OBJECT: (Mapping,),
        Kind.LIST: (list,),
    }
)
