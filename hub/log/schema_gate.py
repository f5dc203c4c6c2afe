"""The gate that the schemas pass before the registry sees them: what is frozen, what may change, what goes together.

Promise: reads the shipped files and nothing else; each finding names file, field and rule, and says what to do. The
registry asks the same of compatibility again (`registry_findings`), so that a cluster with a history of its own is
heard too. Source: design section 3 (names); exemplars 5 (the catalogue is code, the schema is frozen).
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final

import fastavro
from fastavro.schema import SchemaParseException

from hub.events import codelists
from hub.events.catalogue import CATALOGUE, EventType
from hub.log.registry import Registry
from hub.log.topics import TopicNames
from hub.serialization.avro_shapes import without_words
from hub.serialization.compatibility import breaks
from hub.serialization.described import codelists_named
from hub.serialization.draft import draft_schema
from hub.serialization.schema_lint import lint

DIGESTS: Final = "frozen.sha256"
EXAMPLE: Final = "example.json"

CODELISTS: Final = "codelists"

_VERSION: Final = re.compile(r"v(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})\.avsc")


@dataclass(frozen=True, slots=True)
class SchemaFinding:
    """Something that keeps the schemas from being used. file: relative to the folder `schemas`."""

    file: str
    field: str
    rule: str
    problem: str
    fix: str

    @property
    def line(self) -> str:
        at = f"{self.file}: {self.field}: " if self.field else f"{self.file}: "
        return f"{at}{self.rule}: {self.problem}. Do: {self.fix}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The schema files as bytes, by their path below `schemas`, digests and examples included."""

    files: Mapping[str, bytes]

    @classmethod
    def shipped(cls) -> "Shelf":
        return cls.of(resources.files("schemas"))

    @classmethod
    def of(cls, folder: Traversable) -> "Shelf":
        """The files of a folder that is laid out as the shipped one: <topic>/<event>/<file>."""
        found = {DIGESTS: (folder / DIGESTS).read_bytes()} if (folder / DIGESTS).is_file() else {}
        for topic in folder.iterdir():
            if not topic.is_dir() or topic.name == "__pycache__":
                continue
            if topic.name == CODELISTS:
                found |= {f"{CODELISTS}/{each.name}": each.read_bytes() for each in topic.iterdir() if each.is_file()}
                continue
            for event in topic.iterdir():
                for path in event.iterdir() if event.is_dir() else ():
                    if path.name.endswith((".avsc", ".json")):
                        found[f"{topic.name}/{event.name}/{path.name}"] = path.read_bytes()
        return cls(found)

    def schemas(self) -> dict[str, bytes]:
        return {path: raw for path, raw in sorted(self.files.items()) if path.endswith(".avsc")}

    def digests(self) -> dict[str, str]:
        """Path to digest, as frozen.sha256 has them; lines are those of `sha256sum`."""
        lines = self.files.get(DIGESTS, b"").decode().splitlines()
        return {path: digest for digest, path in (line.split(maxsplit=1) for line in lines if line.strip())}

    def frozen_now(self) -> str:
        """The text of frozen.sha256 with the schemas that it did not know yet; known lines stay as they are."""
        known = self.digests()
        lines = known | {path: digest_of(raw) for path, raw in self.schemas().items() if path not in known}
        return "".join(f"{digest}  {path}\n" for path, digest in sorted(lines.items()))


def digest_of(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def findings(shelf: Shelf) -> list[SchemaFinding]:
    """Everything that is wrong with the files, in the order of the files; empty when they may go to the registry."""
    of_types = (each for one in CATALOGUE for each in _of_type(shelf, one))
    return [*_frozen(shelf), *_each(shelf), *of_types, *_codelists(shelf)]


def _codelists(shelf: Shelf) -> Iterator[SchemaFinding]:
    """Every list that a field names is there and can be read, and no code or list is there twice."""
    prefix = f"{CODELISTS}/"
    held = {path: raw for path, raw in sorted(shelf.files.items()) if path.startswith(prefix)}
    for name in sorted(codelists_named()):
        path = f"{prefix}{name}.csv"
        if path not in held:
            problem = "a field takes its codes from this list, and it is not there: every code would be refused"
            yield SchemaFinding(path, "", "codelist-missing", problem, "bring the file back")
    known: dict[frozenset[str], str] = {}
    for path, raw in held.items():
        rows = codelists.read(raw)
        if isinstance(rows, codelists.Flaw):
            yield SchemaFinding(path, f"line {rows.line}", rows.rule, rows.problem, rows.fix)
            continue
        for code in codelists.twice(rows):
            yield SchemaFinding(
                path, code, "codelist-code-twice", "the code stands there twice", "leave one of its rows"
            )
        codes = frozenset(row["code"] for row in rows)
        if codes in known:
            problem = f"it has the codes of {known[codes]}"
            yield SchemaFinding(path, "", "codelist-twice", problem, "let the fields name one of the two")
        known.setdefault(codes, path)


def _frozen(shelf: Shelf) -> Iterator[SchemaFinding]:
    known = shelf.digests()
    for path, digest in known.items():
        raw = shelf.files.get(path)
        if raw is None:
            problem = "the frozen schema is gone, and records that it wrote are still in the log"
            yield SchemaFinding(path, "", "frozen-file-missing", problem, "bring the file back")
        elif digest_of(raw) != digest:
            problem = "the file changed after it was frozen"
            fix = f"bring it back as it was (its SHA-256 is {digest[:12]}…) and write the change as the next version"
            yield SchemaFinding(path, "", "frozen-file-changed", problem, fix)
    for path in shelf.schemas():
        if path not in known:
            problem = f"{DIGESTS} does not know the file"
            yield SchemaFinding(
                path, "", "not-frozen", problem, "when it is final, run `hub schemas freeze` and commit both"
            )


def _each(shelf: Shelf) -> Iterator[SchemaFinding]:
    folders = {f"{each.word}/{each.name}" for each in CATALOGUE}
    for path, raw in shelf.schemas().items():
        if path.rsplit("/", 1)[0] not in folders:
            problem = "no event type of the catalogue has this folder"
            yield SchemaFinding(path, "", "not-in-catalogue", problem, "add the type to hub/events/catalogue.py")
        if not _VERSION.fullmatch(path.rsplit("/", 1)[1]):
            yield SchemaFinding(
                path, "", "file-name", "it names no version", "call it v<major>.<minor>.avsc, such as v1.1.avsc"
            )
        schema = _parsed(raw)
        if schema is None:
            yield SchemaFinding(
                path, "", "not-avro", "the file is not one Avro record", "write the schema of one event in it"
            )
            continue
        for wrong in lint(schema):
            yield SchemaFinding(path, wrong.path, wrong.rule, wrong.reason, wrong.fix)


def _of_type(shelf: Shelf, event_type: EventType) -> Iterator[SchemaFinding]:
    folder = f"{event_type.word}/{event_type.name}"
    if f"{folder}/{EXAMPLE}" not in shelf.files:
        problem = f"{event_type.ce_type} has no example"
        yield SchemaFinding(
            f"{folder}/{EXAMPLE}", "", "example-missing", problem, "write one event as a partner would send it"
        )
    held = _versions(shelf, event_type)
    newest = (event_type.major, event_type.minor)
    newest_file = f"{folder}/v{event_type.version}.avsc"
    if newest not in held:
        problem = f"the catalogue's version {event_type.version} has no schema"
        fix = f"write the output of `hub schemas draft {event_type.word}/{event_type.name}` to it"
        yield SchemaFinding(newest_file, "", "schema-missing", problem, fix)
        return
    for version in held:
        if version > newest:
            problem = f"it is newer than the catalogue's version {event_type.version}"
            fix = f"set minor={version[1]} at the type in hub/events/catalogue.py"
            yield SchemaFinding(_file(folder, version), "", "catalogue-behind", problem, fix)
    if held[newest].get("name") != event_type.avro_name:
        problem = f"the record is called {held[newest].get('name')} and not {event_type.avro_name}"
        yield SchemaFinding(newest_file, "name", "name-differs", problem, "correct the name")
    yield from _incompatible(held, folder)
    yield from _drifted(without_words(held[newest]), without_words(draft_schema(event_type)), newest_file)


def _incompatible(held: dict[tuple[int, int], dict[str, Any]], folder: str) -> Iterator[SchemaFinding]:
    order = sorted(held)
    for index, new in enumerate(order):
        for old in order[:index]:
            for wrong in breaks(held[old], held[new], adjacent=old == order[index - 1]):
                problem = f"against v{old[0]}.{old[1]}: {wrong.reason}"
                yield SchemaFinding(_file(folder, new), wrong.path, wrong.rule, problem, wrong.fix)


def _drifted(schema: Any, draft: Any, file: str, path: str = "") -> Iterator[SchemaFinding]:
    """The first places at which a schema and its model differ."""
    if schema == draft:
        return
    if isinstance(schema, dict) and isinstance(draft, dict) and "fields" in schema and "fields" in draft:
        before = {each["name"]: each for each in schema["fields"]}
        after = {each["name"]: each for each in draft["fields"]}
        for name in [*before, *(each for each in after if each not in before)]:
            at = f"{path}.{name}" if path else name
            if name not in after:
                yield _drift(file, at, "the schema has the field, the model has not")
            elif name not in before:
                yield _drift(file, at, "the model has the field, the schema has not")
            elif before[name] != after[name]:
                deeper = list(_drifted(before[name]["type"], after[name]["type"], file, at))
                shown = f"the schema says {json.dumps(before[name])}, the model {json.dumps(after[name])}"
                yield from deeper or [_drift(file, at, shown)]
        if list(before) != list(after) and set(before) == set(after):
            yield _drift(file, path, "the order of the fields differs")
        return
    if isinstance(schema, dict) and isinstance(draft, dict) and "items" in schema and "items" in draft:
        yield from _drifted(schema["items"], draft["items"], file, f"{path}[]")
    elif isinstance(schema, list) and isinstance(draft, list) and len(schema) == len(draft) == 2:
        yield from _drifted(schema[1], draft[1], file, path)
    else:
        yield _drift(file, path, f"the schema says {json.dumps(schema)}, the model {json.dumps(draft)}")


def _drift(file: str, path: str, problem: str) -> SchemaFinding:
    fix = "change the model back, or add the next version with `hub schemas draft` and raise minor in the catalogue"
    return SchemaFinding(file, path, "model-differs", problem, fix)


def _versions(shelf: Shelf, event_type: EventType) -> dict[tuple[int, int], dict[str, Any]]:
    found = {}
    for path, raw in shelf.schemas().items():
        folder, file = path.rsplit("/", 1)
        named, schema = _VERSION.fullmatch(file), _parsed(raw)
        if folder == f"{event_type.word}/{event_type.name}" and named is not None and schema is not None:
            major, minor = int(named[1]), int(named[2])
            if major == event_type.major:
                found[major, minor] = schema
    return dict(sorted(found.items()))


def _file(folder: str, version: tuple[int, int]) -> str:
    return f"{folder}/v{version[0]}.{version[1]}.avsc"


def _parsed(raw: bytes) -> dict[str, Any] | None:
    """The file's schema; None where it is not one Avro record."""
    try:
        schema = json.loads(raw)
        fastavro.parse_schema(schema)
    except (ValueError, KeyError, TypeError, AttributeError, SchemaParseException):
        # what is no Avro schema fails in as many ways as it can differ from one
        return None
    return schema if isinstance(schema, dict) and schema.get("type") == "record" else None


async def registry_findings(registry: Registry, names: TopicNames, shelf: Shelf) -> list[SchemaFinding]:
    """Where the registry's own history refuses the newest schemas. Raises RegistryAway."""
    found = []
    for event_type in CATALOGUE:
        held = _versions(shelf, event_type)
        if not held:
            continue
        newest = max(held)
        for reason in await registry.refusals(names.prefix + event_type.registry_subject, held[newest]):
            file = _file(f"{event_type.word}/{event_type.name}", newest)
            fix = "compare with the versions that the registry holds; another release may have registered one"
            found.append(SchemaFinding(file, "", "registry-refuses", reason, fix))
    return found
