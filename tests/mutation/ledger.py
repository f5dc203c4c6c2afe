"""What the last run of each module came to, kept beside the tests: one that has not changed since is not asked again,
also where it has moved.

Promise: a module has a line only if each of its mutants was decided and each survivor is listed with its reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

_HEAD: Final = "# module, digest of its source, mutants, found, listed: written by `make mutation`\n"


@dataclass(frozen=True)
class Line:
    source: str
    mutants: int
    found: int
    listed: int

    @classmethod
    def read(cls, words: Iterable[str]) -> Self:
        source, mutants, found, listed = words
        return cls(source, int(mutants), int(found), int(listed))

    def __str__(self) -> str:
        return f"{self.source} {self.mutants} {self.found} {self.listed}"


def read(path: Path) -> dict[str, Line]:
    """By module."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    words = (each.split() for each in lines if each and not each.startswith("#"))
    return {module: Line.read(rest) for module, *rest in words}


def standing(lines: Mapping[str, Line], digests: Mapping[str, str]) -> dict[str, Line]:
    """The lines of the modules that there are; one that has moved has that of the module which is gone."""
    gone = {line.source: line for module, line in lines.items() if module not in digests}
    found = {module: lines[module] if module in lines else gone.get(source) for module, source in digests.items()}
    return {module: line for module, line in found.items() if line is not None}


def write(path: Path, lines: Mapping[str, Line]) -> None:
    path.write_text(_HEAD + "".join(f"{module} {lines[module]}\n" for module in sorted(lines)), "utf-8")
