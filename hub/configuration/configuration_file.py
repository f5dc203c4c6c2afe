"""Configuration as people write it: YAML files, each a list of documents, checked to the line.

Promise: pure; every finding names file, line and field, what is wrong and what to do. Nothing is guessed: a name that a
document does not have is an error, and so is a key that is written twice. Source: design section 2 (8).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml
from pydantic import ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from hub.configuration.model import DOCUMENT, Body, Document, Group, Partnership, key_of
from hub.configuration.practice import Practice
from hub.events.ids import hidden_name, holds_in_one_notice, name_slug

KINDS: Final = "partnership, group, organisation, tolerances, practice, views"

_FIXES: Final = {
    "missing": "add it",
    "extra_forbidden": "correct the name, or take the line out",
    "string_pattern_mismatch": "write it in the form that the pattern asks for",
    "date_from_datetime_parsing": "write a date as YYYY-MM-DD",
    "date_parsing": "write a date as YYYY-MM-DD",
    "date_type": "write a date as YYYY-MM-DD",
    "string_type": "put the value in quotes",
    "union_tag_not_found": f"add `document:` with one of {KINDS}",
    "union_tag_invalid": f"write one of {KINDS}",
    "literal_error": "write one of the values named",
    "too_short": "add at least one",
}
_OTHERWISE: Final = "correct the value"


@dataclass(frozen=True, slots=True)
class ConfigurationFault:
    """One thing to mend. line: from 1."""

    file: str
    line: int
    field: str
    problem: str
    fix: str

    @property
    def text(self) -> str:
        at = f"{self.file}:{self.line}: "
        return f"{at}{self.field}: {self.problem}: {self.fix}" if self.field else f"{at}{self.problem}: {self.fix}"


@dataclass(frozen=True, slots=True)
class FileDocument:
    """A document and where it begins."""

    file: str
    line: int
    document: Document


def read_files(files: Iterable[tuple[str, str]]) -> tuple[list[FileDocument], list[ConfigurationFault]]:
    """The documents of (name, text) files in their order, and everything that is wrong with them."""
    in_files: list[FileDocument] = []
    wrong: list[ConfigurationFault] = []
    seen: dict[str, FileDocument] = {}
    for file, text in files:
        for found in _read(file, text):
            if isinstance(found, ConfigurationFault):
                wrong.append(found)
                continue
            key = key_of(found.document)
            if key in seen:
                problem = f"{key} stands at {seen[key].file}:{seen[key].line} already"
                wrong.append(ConfigurationFault(file, found.line, "id", problem, "keep one of the two"))
                continue
            seen[key] = found
            in_files.append(found)
    return in_files, [*wrong, *_claimed_twice(in_files)]


def _claimed_twice(in_files: Iterable[FileDocument]) -> Iterator[ConfigurationFault]:
    """An id or a name that two organisations bear: nobody could tell which of them is meant."""
    bodies = [(each, each.document) for each in in_files if isinstance(each.document, Body)]
    ids = {body.id: at for at, body in bodies}
    names: dict[str, FileDocument] = {}
    for at, body in bodies:
        for position, other in enumerate(body.same_as):
            if ids.setdefault(other, at) is not at:
                problem = f"{other} is {_where(ids[other])} already"
                yield ConfigurationFault(
                    at.file, at.line, f"same_as[{position}]", problem, "keep it with one of the two"
                )
        for field, name in (("name", body.name), *((f"known_as[{n}]", each) for n, each in enumerate(body.known_as))):
            meant = name_slug(name) or hidden_name(name)
            if names.setdefault(meant, at) is not at:
                problem = f"the name is that of {_where(names[meant])}"
                yield ConfigurationFault(at.file, at.line, field, problem, "write the full name of each")


def numbers_of_notices(in_files: Iterable[FileDocument]) -> Iterator[ConfigurationFault]:
    """What stands under same_as and joins little: numbers that a publisher gives anew in each notice. They join what
    bears such a number and no name, and what was let in under it before."""
    for at in in_files:
        for position, other in enumerate(at.document.same_as if isinstance(at.document, Body) else ()):
            if holds_in_one_notice(other):
                problem = f"{other} is a number of one notice, and releases name whoever bears it by its name"
                fix = "write under known_as what the notices call it"
                yield ConfigurationFault(at.file, at.line, f"same_as[{position}]", problem, fix)


def _where(in_file: FileDocument) -> str:
    return f"{key_of(in_file.document)} at {in_file.file}:{in_file.line}"


def unknown_partnerships(documents: Iterable[Document]) -> list[tuple[str, str]]:
    """(document and field, partnership) wherever a group or practice names a partnership that no document describes."""
    documents = list(documents)
    known = {each.id for each in documents if isinstance(each, Partnership)}
    groups = [each for each in documents if isinstance(each, Group)]
    named = [(f"group {each.id}: partnerships", place) for each in groups for place in each.partnerships]
    named += [(f"practice {each.id}: id", each.id) for each in documents if isinstance(each, Practice)]
    return [(who, place) for who, place in sorted(named) if place not in known]


def _read(file: str, text: str) -> Iterator[FileDocument | ConfigurationFault]:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as failure:
        mark = getattr(failure, "problem_mark", None)
        problem = getattr(failure, "problem", None) or "it is not YAML"
        yield ConfigurationFault(file, mark.line + 1 if mark else 1, "", str(problem), "correct the YAML at this line")
        return
    if not isinstance(root, SequenceNode):
        yield ConfigurationFault(
            file, _line(root), "", "the file is not a list", "begin each document with `- document: ...`"
        )
        return
    for node in root.value:
        twice = list(_repeated(file, node, ()))
        yield from twice
        if not twice:
            yield from _document(file, node)


def _document(file: str, node: Node) -> Iterator[FileDocument | ConfigurationFault]:
    try:
        data = _construct(node)
    except yaml.YAMLError as failure:
        yield ConfigurationFault(
            file, _line(node), "", str(getattr(failure, "problem", failure)), "write plain YAML values"
        )
        return
    except ValueError as failure:  # such as 2015-02-30, which YAML takes for a date
        yield ConfigurationFault(file, _line(node), "", str(failure), "correct the date")
        return
    try:
        yield FileDocument(file, _line(node), DOCUMENT.validate_python(data))
    except ValidationError as failure:
        errors = failure.errors()
        for each in errors:
            if each["type"] == "too_short" and any(_is_within(other["loc"], each["loc"]) for other in errors):
                continue  # pydantic does not count those in it that are wrong themselves
            loc = _without_tag(each["loc"], data)
            problem = str(each["msg"]).removeprefix("Value error, ")
            yield ConfigurationFault(
                file, _line_at(node, loc), _path(loc), problem, _FIXES.get(each["type"], _OTHERWISE)
            )


def _is_within(inner: Sequence[int | str], outer: Sequence[int | str]) -> bool:
    return len(inner) > len(outer) and tuple(inner[: len(outer)]) == tuple(outer)


def _construct(node: Node) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _repeated(file: str, node: Node, path: tuple[int | str, ...]) -> Iterator[ConfigurationFault]:
    """Keys that stand twice in one mapping, of which YAML would silently take the last."""
    if isinstance(node, MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value) if isinstance(key, ScalarNode) else ""
            if name in seen:
                yield ConfigurationFault(
                    file, _line(key), _path((*path, name)), "it is written twice", "keep one of the two"
                )
            seen.add(name)
            yield from _repeated(file, value, (*path, name))
    elif isinstance(node, SequenceNode):
        for index, each in enumerate(node.value):
            yield from _repeated(file, each, (*path, index))


def _without_tag(loc: Sequence[int | str], data: Any) -> tuple[int | str, ...]:
    # pydantic puts the kind of document before the path inside it
    if loc and isinstance(data, dict) and loc[0] == data.get("document"):
        return tuple(loc[1:])
    return tuple(loc)


def _line_at(node: Node, loc: Sequence[int | str]) -> int:
    """The line of the value at a path, or of the innermost part of the path that is there."""
    for part in loc:
        inner = None
        if isinstance(node, MappingNode):
            inner = next((value for key, value in node.value if key.value == part), None)
            key_line = next((_line(key) for key, _ in node.value if key.value == part), None)
            if inner is not None and isinstance(inner, ScalarNode) and key_line is not None:
                return key_line
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            inner = node.value[part]
        if inner is None:
            break
        node = inner
    return _line(node)


def _line(node: Node | None) -> int:
    return 1 if node is None else int(node.start_mark.line) + 1


def _path(loc: Sequence[int | str]) -> str:
    path = ""
    for part in loc:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path
