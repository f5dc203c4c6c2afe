"""Words that programs read: in pictures, in ids of open matters and in refusals. A changed one breaks whoever reads it.

words.txt is the list of all of them; a new word gets a line, and a line that changes or goes is told in CHANGELOG.md.
"""

import importlib
import pkgutil
from enum import StrEnum
from pathlib import Path

import hub.admission
import hub.reconcile

LIST = Path(__file__).with_name("words.txt")


def words() -> list[str]:
    """Of every enumeration of words of the two packages: its place, its name, its word."""
    found = set()
    for package in (hub.admission, hub.reconcile):
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for value in vars(importlib.import_module(each.name)).values():
                if isinstance(value, type) and issubclass(value, StrEnum) and value.__module__.startswith("hub."):
                    found |= {f"{value.__module__}.{value.__name__}.{name} {word}" for name, word in _members(value)}
    return sorted(found)


def _members(enumeration: type[StrEnum]) -> list[tuple[str, str]]:
    return [(name, member.value) for name, member in enumeration.__members__.items()]


def test_every_word_is_the_one_that_was_told() -> None:
    assert words() == LIST.read_text("utf-8").splitlines()
