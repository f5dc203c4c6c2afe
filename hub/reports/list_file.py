"""A list as a file for a spreadsheet: a row for each picture, a column for each field that somebody speaks of. Pure.

Promise: every word is there, with who says it where bodies differ, and the ids of the statements that a row stands on.
No cell is a formula, whoever wrote it. Source: RFC 4180; BOL Sum., 5 (one picture of all contracts).
"""

import csv
import re
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any, Final, NamedTuple

from hub.reports.sources import events_in
from hub.reports.words import Words

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it spreadsheets take UTF-8 for something else."""
_OF_A_VALUE: Final = {
    "amount": "Value in figures",
    "currency": "Currency",
    "basis": "Net or gross",
    "covers": "What the value covers",
}
"""Figures that are not of one kind are not to be added up: what kind they are stands beside them."""
_FIRST: Final = ("value", "period_start", "period_end", "stage", "status")
_MAY_BE_A_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
_IS_A_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class ListRow(NamedTuple):
    """place: the name of its partnership. matters: how many of its open matters are of each weight."""

    id: str
    place: str
    title: str
    picture: Mapping[str, Any]
    matters: Mapping[str, int]


def list_file(rows: Sequence[ListRow], words: Words) -> str:
    """The text of the file, with the names of the columns in the first line."""
    said = {name for row in rows for name in row.picture["fields"]}
    names = [*(each for each in _FIRST if each in said), *sorted(said.difference(_FIRST), key=words.label)]
    out = StringIO(newline="")
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    weights = [each.capitalize() for each in (rows[0].matters if rows else ())]
    writer.writerow(
        [
            *("Reference", "Partnership", "Title"),
            *(label for name in names for label in _labels(name, words)),
            *(f"Open matters: {each}" for each in weights),
            "Statements",
        ]
    )
    for row in rows:
        fields = row.picture["fields"]
        cells = [text for name in names for text in _texts(name, fields.get(name, {"sides": ()})["sides"], words)]
        counts = [str(each) for each in row.matters.values()]
        statements = " ".join(events_in(fields))
        writer.writerow(map(_no_formula, [row.id, row.place, row.title, *cells, *counts, statements]))
    return out.getvalue()


def _labels(name: str, words: Words) -> list[str]:
    return [words.label(name), *(_OF_A_VALUE.values() if name == "value" else ())]


def _texts(name: str, sides: Sequence[Mapping[str, Any]], words: Words) -> list[str]:
    """The cells of a field; of a value also its parts, where all that speak of it say the same."""
    text = words.together(name, sides) if sides else ""
    if name != "value":
        return [text]
    said = {tuple(str(side["value"].get(part, "")) for part in _OF_A_VALUE) for side in sides}
    return [text, *(said.pop() if len(said) == 1 else ("" for _ in _OF_A_VALUE))]


def _no_formula(cell: str) -> str:
    """As it is, with an apostrophe before it where a spreadsheet would reckon with it."""
    return f"'{cell}" if _MAY_BE_A_FORMULA.match(cell) and not _IS_A_NUMBER.fullmatch(cell) else cell
