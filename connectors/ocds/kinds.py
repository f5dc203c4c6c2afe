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


class Kind(Enum):
    """What a reader asks for. problem: of a value that is something else."""

    TEXT = ("is no text", HOW_TO_WRITE["string"])
    ID = ("is no id", f"{HOW_TO_WRITE['string']}, or as a whole number")
    FLAG = ("is neither true nor false", HOW_TO_WRITE["boolean"])
    NUMBER = ("is no number", HOW_TO_WRITE["number"])
    OBJECT = ("is no object", HOW_TO_WRITE["object"])
    LIST = ("is no list", HOW_TO_WRITE["array"])

    def __init__(self, problem: str, fix: str) -> None:
        self.problem = f"{problem}, so it is not used"
        self.fix = fix

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
