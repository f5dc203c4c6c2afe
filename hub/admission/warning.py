"""Something that is let in and is hardly meant, or is not used: told to its sender, in no way a refusal."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

TO_REPLACE: Final = "to replace what you said give this event's id in meta.corrects"
"""Part of a `fix`: how whoever sends events corrects one of them. Other formats have their own ways."""


@dataclass(frozen=True, slots=True)
class AdmissionWarning:
    """One warning. Names as of a Refusal: where: file and line; field: path in the document, without positions where
    it is about every item of a list. beside: the path of another field that the problem names by its last part."""

    where: str
    field: str
    problem: str
    fix: str
    beside: str = ""

    def told_to(self, origin: Callable[[str], str], to_replace: str) -> "AdmissionWarning":
        """The same in the terms of the format that its sender wrote: its paths, its way to replace what was said."""
        problem, name, beside = self.problem, self.beside.rpartition(".")[2], origin(self.beside)
        if self.beside and beside != self.beside:
            problem = problem.replace(f" {name} ", f" {beside} ")
        fix = self.fix.replace(TO_REPLACE, to_replace)
        return replace(self, field=origin(self.field), problem=problem, fix=fix, beside="")
