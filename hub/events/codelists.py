"""The codelists that the hub ships: schemas/codelists/<name>.csv with code, title and source.

Promise: each file is read once per process, and nothing raises: a list that is missing or cannot be read has no codes,
which a door tells as a fault of the hub's, and `hub schemas check` says what is wrong with the file.
"""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

COLUMNS: Final = ("code", "title", "source")
CURRENCY: Final = "currency"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is wrong with a list. rule: the kind of fault. line: of the file, from 1."""

    rule: str
    line: int
    problem: str
    fix: str


def read(raw: bytes) -> list[dict[str, str]] | Flaw:
    """The rows of a list, in the order of the file, or why it cannot be read."""
    try:
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return Flaw("codelist-unreadable", 1, "it is not CSV in UTF-8", "save it as CSV (RFC 4180) in UTF-8")
    if not rows or tuple(rows[0]) != COLUMNS:
        fix = f"begin with the line {','.join(COLUMNS)}"
        return Flaw("codelist-unreadable", 1, "its first line does not name the columns", fix)
    for line, row in enumerate(rows[1:], 2):
        if len(row) != len(COLUMNS) or not all(each.strip() for each in row):
            fix = f"give every row {', '.join(COLUMNS)}"
            return Flaw("codelist-unreadable", line, "a row lacks a cell, or has one too many", fix)
    if len(rows) == 1:
        return Flaw("codelist-unreadable", 1, "it has no codes", "write the codes, or bring the file back")
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:]]


def twice(rows: list[dict[str, str]]) -> list[str]:
    """Codes that stand in a list more than once, in order."""
    return sorted(code for code, count in Counter(row["code"] for row in rows).items() if count > 1)


@cache
def titles(codelist: str) -> Mapping[str, str]:
    """Code to title, in the order of the file; empty where the list cannot be read."""
    try:
        rows = read((resources.files("schemas") / "codelists" / f"{codelist}.csv").read_bytes())
    except OSError:
        rows = []
    return MappingProxyType({} if isinstance(rows, Flaw) else {row["code"]: row["title"] for row in rows})


def title_of(codelist: str, code: str) -> str:
    """The code's title, or the code itself where a newer writer uses one that this release does not know."""
    return titles(codelist).get(code, code)


def names() -> list[str]:
    """Of all lists that are shipped, in order."""
    folder = resources.files("schemas") / "codelists"
    return sorted(path.name.removesuffix(".csv") for path in folder.iterdir() if path.name.endswith(".csv"))
