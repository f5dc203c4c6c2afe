"""The gate before the registry: what each kind of fault is called, and where it says that it is."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from hub.events.catalogue import BY_CE_TYPE, CATALOGUE
from hub.log.schema_gate import DIGESTS, SchemaFinding, Shelf, digest_of, findings
from hub.serialization.described import codelists_named

EXTENDED = BY_CE_TYPE["uk.jch.contract.extended.v1"]
FILE = f"contract/extended/v{EXTENDED.version}.avsc"
NEXT = f"contract/extended/v{EXTENDED.major}.{EXTENDED.minor + 1}.avsc"


@pytest.fixture(scope="module")
def whole() -> Shelf:
    """The shipped schemas, with an example for each type so that only the fault under test is found."""
    shipped = Shelf.shipped()
    examples = {f"{each.word}/{each.name}/example.json": b"{}" for each in CATALOGUE}
    return Shelf(examples | dict(shipped.files))


def put(shelf: Shelf, path: str, raw: bytes | None, *, frozen: bool = False) -> Shelf:
    """The shelf with another file; None takes it away. frozen: its digest is noted too."""
    files = {each: held for each, held in shelf.files.items() if each != path}
    if raw is not None:
        files[path] = raw
    return Shelf(files | {DIGESTS: Shelf(files).frozen_now().encode()}) if frozen else Shelf(files)


def edited(shelf: Shelf, change: Callable[[dict[str, Any]], object]) -> bytes:
    schema = json.loads(shelf.files[FILE])
    change(schema)
    return json.dumps(schema).encode()


def renamed(schema: dict[str, Any]) -> None:
    schema["fields"][2]["name"] = "explanation"


def test_the_shipped_schemas_pass() -> None:
    assert findings(Shelf.shipped()) == []


def test_every_frozen_file_is_as_it_was() -> None:
    shelf = Shelf.shipped()
    assert {path: digest_of(raw) for path, raw in shelf.schemas().items()} == shelf.digests()


def test_a_changed_frozen_file_is_refused(whole: Shelf) -> None:
    found = findings(put(whole, FILE, whole.files[FILE].replace(b"was extended", b"is extended")))
    assert [(each.file, each.rule) for each in found] == [(FILE, "frozen-file-changed")]
    assert "next version" in found[0].fix


def test_a_missing_frozen_file_is_refused(whole: Shelf) -> None:
    assert (FILE, "frozen-file-missing") in named(findings(put(whole, FILE, None)))


def test_a_new_file_is_to_be_frozen(whole: Shelf) -> None:
    assert (NEXT, "not-frozen") in named(findings(put(whole, NEXT, whole.files[FILE])))


def test_freezing_keeps_the_digests_that_stand(whole: Shelf) -> None:
    changed = put(put(whole, FILE, b"{}"), NEXT, whole.files[FILE])
    assert (FILE, "frozen-file-changed") in named(findings(put(changed, DIGESTS, changed.frozen_now().encode())))


def named(found: list[SchemaFinding]) -> list[tuple[str, str]]:
    return [(each.file, each.rule) for each in found]


@dataclass(frozen=True)
class VersionCase:
    name: str
    change: Callable[[dict[str, Any]], object]
    field: str
    rule: str


VERSIONS = [
    VersionCase("a field renamed", renamed, "explanation", "renamed-without-alias"),
    VersionCase(
        "a required field added",
        lambda schema: schema["fields"].append({"name": "penalty", "type": "string"}),
        "penalty",
        "field-added-not-optional",
    ),
    VersionCase(
        "a date as text", lambda schema: schema["fields"][1].update(type="string"), "period_end", "type-changed"
    ),
    VersionCase(
        "a field of the envelope made optional",
        lambda schema: schema["fields"][0]["type"]["fields"][1].update(type=["null", "string"]),
        "meta.organisation",
        "optional-changed",
    ),
]


@pytest.mark.parametrize("case", VERSIONS, ids=lambda case: case.name)
def test_an_incompatible_next_version_is_refused_by_file_field_and_rule(whole: Shelf, case: VersionCase) -> None:
    found = findings(put(whole, NEXT, edited(whole, case.change), frozen=True))
    assert (NEXT, case.field, case.rule) in [(each.file, each.field, each.rule) for each in found]
    told = next(each for each in found if each.rule == case.rule)
    assert f"v{EXTENDED.version}" in told.problem
    assert told.line.startswith(f"{NEXT}: {case.field}: {case.rule}: ")


def test_a_file_beyond_the_catalogue_is_told(whole: Shelf) -> None:
    newer = edited(
        whole, lambda schema: schema["fields"].append({"name": "x", "type": ["null", "int"], "default": None})
    )
    assert named(findings(put(whole, NEXT, newer, frozen=True))) == [(NEXT, "catalogue-behind")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda schema: schema["fields"].append({"name": "x", "type": ["null", "int"], "default": None}), "x"),
        (lambda schema: schema["fields"].pop(), "decision"),
        (lambda schema: schema["fields"][0]["type"]["fields"][0].update(type="string"), "meta.event_id"),
        (lambda schema: schema["fields"][0]["type"]["fields"][7].update(default="public"), "meta.classification"),
    ],
    ids=["a field more", "a field less", "another type inside", "another default inside"],
)
def test_a_model_that_differs_is_told_by_field(
    whole: Shelf, change: Callable[[dict[str, Any]], object], field: str
) -> None:
    bare = put(whole, DIGESTS, None)
    found = findings(put(put(bare, FILE, edited(whole, change)), "x", b"", frozen=True))
    assert [(each.file, each.field, each.rule) for each in found] == [(FILE, field, "model-differs")]


def test_better_words_are_no_difference(whole: Shelf) -> None:
    bare = put(whole, DIGESTS, None)
    said = edited(whole, lambda schema: schema.update(doc="Ended."))
    assert findings(put(put(bare, FILE, said), "x", b"", frozen=True)) == []


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
def test_each_type_needs_an_example_and_a_schema(whole: Shelf, event_type: Any) -> None:
    folder = f"{event_type.word}/{event_type.name}"
    assert named(findings(put(whole, f"{folder}/example.json", None))) == [
        (f"{folder}/example.json", "example-missing")
    ]
    newest = f"{folder}/v{event_type.version}.avsc"
    assert (newest, "schema-missing") in named(findings(put(whole, newest, None)))
    # an older one that is gone is told by its digest
    assert any(path == f"{folder}/v1.0.avsc" for path, _ in named(findings(put(whole, f"{folder}/v1.0.avsc", None))))


@pytest.mark.parametrize(
    ("path", "raw", "rule"),
    [
        (
            "contract/sold/v1.0.avsc",
            b'{"type": "record", "name": "uk.jch.contract.Sold", "fields": []}',
            "not-in-catalogue",
        ),
        (NEXT, b"{", "not-avro"),
        (NEXT, b"{}", "not-avro"),
        (NEXT, b'{"type": "record", "name": "x", "fields": [{}]}', "not-avro"),
        ("contract/extended/newest.avsc", b'{"type": "record", "name": "x", "fields": []}', "file-name"),
        (
            NEXT,
            b'{"type": "record", "name": "x", "fields": [{"name": "a", "type": ["int", "null"]}]}',
            "union-not-optional",
        ),
    ],
)
def test_a_file_that_cannot_stand_by_itself(whole: Shelf, path: str, raw: bytes, rule: str) -> None:
    assert (path, rule) in named(findings(put(whole, path, raw, frozen=True)))


LIST = "codelists/theme.csv"
ROW = b"children,Children and young people,WAN 17d\n"


@pytest.mark.parametrize("name", sorted(codelists_named()))
def test_a_list_that_a_field_names_is_there(whole: Shelf, name: str) -> None:
    path = f"codelists/{name}.csv"
    assert named(findings(put(whole, path, None))) == [(path, "codelist-missing")]
    assert named(findings(put(whole, path, b""))) == [(path, "codelist-unreadable")]


@dataclass(frozen=True)
class ListCase:
    name: str
    path: str
    change: Callable[[bytes], bytes]
    field: str
    rule: str


LISTS = [
    ListCase("not UTF-8", LIST, lambda raw: raw + b"\xff,a,b\n", "line 1", "codelist-unreadable"),
    ListCase("half a character", LIST, lambda raw: raw.decode().encode("utf-16"), "line 1", "codelist-unreadable"),
    ListCase("other columns", LIST, lambda raw: raw.replace(b"title", b"name", 1), "line 1", "codelist-unreadable"),
    ListCase("no codes", LIST, lambda raw: raw.splitlines(True)[0], "line 1", "codelist-unreadable"),
    ListCase("a cell missing", LIST, lambda raw: raw.splitlines(True)[0] + b"x,y\n", "line 2", "codelist-unreadable"),
    ListCase("an empty cell", LIST, lambda raw: raw.splitlines(True)[0] + b"x,,z\n", "line 2", "codelist-unreadable"),
    ListCase("an open quote", LIST, lambda raw: raw + b'x,"y,z\n', "line 1", "codelist-unreadable"),
    ListCase("a code twice", LIST, lambda raw: raw + ROW, "children", "codelist-code-twice"),
]


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case.name)
def test_a_list_that_cannot_be_used_is_told_by_its_line(whole: Shelf, case: ListCase) -> None:
    found = findings(put(whole, case.path, case.change(whole.files[case.path])))
    assert [(each.file, each.field, each.rule) for each in found] == [(case.path, case.field, case.rule)]


def test_two_lists_of_the_same_codes_are_one_too_many(whole: Shelf) -> None:
    copied = put(whole, "codelists/topic.csv", whole.files[LIST])
    assert named(findings(copied)) == [("codelists/topic.csv", "codelist-twice")]
