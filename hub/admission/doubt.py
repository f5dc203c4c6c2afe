"""Something that is let in and is hardly meant, or is not used: told to its sender, in no way a refusal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """One warning. Names as of a Refusal: where: file and line; field: path in the document, without positions where
    it is about every item of a list."""

    where: str
    field: str
    problem: str
    fix: str
