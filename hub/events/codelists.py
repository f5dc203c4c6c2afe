"""The codelists that the hub ships: schemas/codelists/<name>.csv with code, title and source.

Promise: `codes` and `titles` read each file once per process. Raises FileNotFoundError for a list that does not exist.
"""

import csv
import io
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType


@cache
def titles(codelist: str) -> Mapping[str, str]:
    """Code to title, in the order of the file."""
    text = (resources.files("schemas") / "codelists" / f"{codelist}.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["code"]: row["title"] for row in csv.DictReader(io.StringIO(text))})


def names() -> list[str]:
    folder = resources.files("schemas") / "codelists"
    return sorted(path.name.removesuffix(".csv") for path in folder.iterdir() if path.name.endswith(".csv"))


def title_of(codelist: str, code: str) -> str:
    """The code's title, or the code itself where a newer writer uses one that this release does not know."""
    return titles(codelist).get(code, code)
