"""What may change between two schemas: named cases, both ways, and versions that do read each other."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from itertools import combinations, pairwise
from typing import Any

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.events.catalogue import CATALOGUE, EventType
from hub.serialization.compatibility import breaks
from hub.serialization.content import content_hash
from hub.serialization.encoded import EncodedEvent
from hub.serialization.schema_lint import SchemaRule, lint
from hub.serialization.schemas import every_frozen, frozen, newest, versions, without_logical_types
from tests.support.strategies import events

Schema = dict[str, Any]
TYPES = {each.ce_type: each for each in CATALOGUE}

MONEY = {"type": "bytes", "logicalType": "decimal", "precision": 14, "scale": 2}
BASE: Schema = {
    "type": "record",
    "name": "uk.jch.contract.Sample",
    "fields": [
        {"name": "id", "type": "string"},
        {"name": "title", "type": ["null", "string"], "default": None},
        {"name": "day", "type": {"type": "int", "logicalType": "date"}},
        {"name": "amount", "type": ["null", MONEY], "default": None},
        {"name": "basis", "type": "string", "default": "unknown"},
        {"name": "count", "type": "int"},
        {"name": "mode", "type": {"type": "enum", "name": "uk.jch.Mode", "symbols": ["A", "B"], "default": "A"}},
        {
            "name": "parties",
            "type": {
                "type": "array",
                "items": {
                    "type": "record",
                    "name": "uk.jch.Party",
                    "fields": [
                        {"name": "ref", "type": "string"},
                        {"name": "name", "type": ["null", "string"], "default": None},
                    ],
                },
            },
            "default": [],
        },
        {"name": "buyer", "type": ["null", "uk.jch.Party"], "default": None},
    ],
}


def field(schema: Schema, name: str) -> Schema:
    return next(each for each in schema["fields"] if each["name"] == name)


def changed(change: Callable[[Schema], object]) -> Schema:
    schema = copy.deepcopy(BASE)
    change(schema)
    return schema


def add(**new: Any) -> Callable[[Schema], object]:
    return lambda schema: schema["fields"].append(new)


def remove(name: str) -> Callable[[Schema], object]:
    return lambda schema: schema["fields"].remove(field(schema, name))


def with_type(name: str, new: Any) -> Callable[[Schema], object]:
    return lambda schema: field(schema, name).update(type=new)


def rename(name: str, new: str, **more: Any) -> Callable[[Schema], object]:
    return lambda schema: field(schema, name).update(name=new, **more)


def party(schema: Schema) -> Schema:
    inside: Schema = field(schema, "parties")["type"]["items"]
    return inside


def enum(**change: Any) -> Callable[[Schema], object]:
    return lambda schema: field(schema, "mode")["type"].update(change)


@dataclass(frozen=True)
class ChangeCase:
    name: str
    change: Callable[[Schema], object]
    rule: SchemaRule
    path: str


REFUSED = [
    ChangeCase("a new required field", add(name="x", type="string"), SchemaRule.FIELD_ADDED_NOT_OPTIONAL, "x"),
    ChangeCase(
        "a new field with a default that is not null",
        add(name="x", type="string", default="y"),
        SchemaRule.FIELD_ADDED_NOT_OPTIONAL,
        "x",
    ),
    ChangeCase(
        "a new field with null last", add(name="x", type=["string", "null"]), SchemaRule.FIELD_ADDED_NOT_OPTIONAL, "x"
    ),
    ChangeCase(
        "a new optional field without a default",
        add(name="x", type=["null", "int"]),
        SchemaRule.FIELD_ADDED_NOT_OPTIONAL,
        "x",
    ),
    ChangeCase("a required field goes", remove("id"), SchemaRule.FIELD_REMOVED_WITHOUT_DEFAULT, "id"),
    ChangeCase("a field renamed without alias", rename("title", "name"), SchemaRule.RENAMED_WITHOUT_ALIAS, "name"),
    ChangeCase(
        "a required field renamed with alias",
        rename("id", "key", aliases=["id"]),
        SchemaRule.FIELD_REMOVED_WITHOUT_DEFAULT,
        "key",
    ),
    ChangeCase("an int widened", with_type("count", "long"), SchemaRule.TYPE_CHANGED, "count"),
    ChangeCase("an int to text", with_type("count", "string"), SchemaRule.TYPE_CHANGED, "count"),
    ChangeCase("money to text", with_type("amount", ["null", "string"]), SchemaRule.TYPE_CHANGED, "amount"),
    ChangeCase("optional to required", with_type("title", "string"), SchemaRule.OPTIONAL_CHANGED, "title"),
    ChangeCase("required to optional", with_type("id", ["null", "string"]), SchemaRule.OPTIONAL_CHANGED, "id"),
    ChangeCase("a union of three", with_type("title", ["null", "string", "int"]), SchemaRule.OPTIONAL_CHANGED, "title"),
    ChangeCase("a date to a number", with_type("day", "int"), SchemaRule.LOGICAL_TYPE_CHANGED, "day"),
    ChangeCase(
        "a date to a time of day",
        with_type("day", {"type": "int", "logicalType": "time-millis"}),
        SchemaRule.LOGICAL_TYPE_CHANGED,
        "day",
    ),
    ChangeCase(
        "more precision", with_type("amount", ["null", MONEY | {"precision": 18}]), SchemaRule.DECIMAL_CHANGED, "amount"
    ),
    ChangeCase(
        "another scale", with_type("amount", ["null", MONEY | {"scale": 4}]), SchemaRule.DECIMAL_CHANGED, "amount"
    ),
    ChangeCase(
        "another default",
        lambda schema: field(schema, "basis").update(default="net"),
        SchemaRule.DEFAULT_CHANGED,
        "basis",
    ),
    ChangeCase(
        "a default goes", lambda schema: field(schema, "basis").pop("default"), SchemaRule.DEFAULT_CHANGED, "basis"
    ),
    ChangeCase("a symbol goes", enum(symbols=["A"]), SchemaRule.SYMBOL_REMOVED, "mode"),
    ChangeCase("another default symbol", enum(default="B"), SchemaRule.DEFAULT_CHANGED, "mode"),
    ChangeCase(
        "the record is renamed", lambda schema: schema.update(name="uk.jch.contract.Other"), SchemaRule.NAME_CHANGED, ""
    ),
    ChangeCase(
        "a part is renamed",
        lambda schema: (party(schema).update(name="uk.jch.Side"), with_type("buyer", ["null", "uk.jch.Side"])(schema)),
        SchemaRule.NAME_CHANGED,
        "parties[]",
    ),
    ChangeCase(
        "a required field inside a part",
        lambda schema: party(schema)["fields"].append({"name": "x", "type": "int"}),
        SchemaRule.FIELD_ADDED_NOT_OPTIONAL,
        "parties[].x",
    ),
]
ALLOWED: dict[str, Callable[[Schema], object]] = {
    "nothing": lambda schema: None,
    "a new optional field": add(name="x", type=["null", "boolean"], default=None),
    "an optional field goes": remove("amount"),
    "an optional field renamed with alias": rename("title", "name", aliases=["title"]),
    "an optional field inside a part": lambda schema: party(schema)["fields"].append(
        {"name": "x", "type": ["null", "int"], "default": None}
    ),
    "another symbol where readers have a default": enum(symbols=["A", "B", "C"]),
    "text to bytes": with_type("id", "bytes"),
    "another order": lambda schema: schema["fields"].insert(0, schema["fields"].pop(3)),
    "another doc": lambda schema: schema.update(doc="better words"),
}


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_change_that_is_refused(case: ChangeCase) -> None:
    found = breaks(BASE, changed(case.change))
    assert (case.rule, case.path) in [(each.rule, each.path) for each in found]
    assert all(each.reason and each.fix for each in found)


@pytest.mark.parametrize("name", ALLOWED)
def test_a_change_that_is_allowed(name: str) -> None:
    assert breaks(BASE, changed(ALLOWED[name])) == ()


def test_a_symbol_is_refused_where_readers_have_no_default() -> None:
    old = changed(lambda schema: field(schema, "mode")["type"].pop("default"))
    new = copy.deepcopy(old)
    field(new, "mode")["type"]["symbols"].append("C")
    assert [each.rule for each in breaks(old, new)] == [SchemaRule.SYMBOL_ADDED]


def test_a_field_that_goes_and_one_that_comes_two_versions_later_are_two_things() -> None:
    without, with_another = changed(remove("title")), changed(rename("title", "name"))
    assert breaks(BASE, without) == breaks(without, with_another) == ()
    assert breaks(BASE, with_another, adjacent=False) == ()


def test_each_rule_of_a_change_has_a_case() -> None:
    of_one_schema = {
        SchemaRule.UNION_NOT_OPTIONAL,
        SchemaRule.ENUM_WITHOUT_DEFAULT,
        SchemaRule.DECIMAL_UNLIMITED,
        SchemaRule.BYTES_WITHOUT_MEANING,
    }
    assert {case.rule for case in REFUSED} | {SchemaRule.SYMBOL_ADDED} == set(SchemaRule) - of_one_schema


@pytest.mark.parametrize(
    ("change", "rule", "path"),
    [
        (with_type("title", ["string", "null"]), SchemaRule.UNION_NOT_OPTIONAL, "title"),
        (with_type("title", ["null", "string", "int"]), SchemaRule.UNION_NOT_OPTIONAL, "title"),
        (lambda schema: field(schema, "title").pop("default"), SchemaRule.UNION_NOT_OPTIONAL, "title"),
        (lambda schema: field(schema, "mode")["type"].pop("default"), SchemaRule.ENUM_WITHOUT_DEFAULT, "mode"),
        (
            with_type("day", {"type": "bytes", "logicalType": "decimal", "precision": 9}),
            SchemaRule.DECIMAL_UNLIMITED,
            "day",
        ),
        (
            lambda schema: party(schema)["fields"][0].update(type="bytes"),
            SchemaRule.BYTES_WITHOUT_MEANING,
            "parties[].ref",
        ),
    ],
)
def test_lint_names_field_and_rule(change: Callable[[Schema], object], rule: SchemaRule, path: str) -> None:
    assert lint(BASE) == ()
    assert [(each.rule, each.path) for each in lint(changed(change))] == [(rule, path)]


@pytest.mark.parametrize("ce_type", TYPES)
def test_frozen_schemas_are_clean_and_compatible_with_each_other(ce_type: str) -> None:
    event_type = TYPES[ce_type]
    held = [frozen(event_type, *version) for version in versions(event_type)]
    assert [lint(each) for each in held] == [()] * len(held)
    for (before, old), (after, new) in combinations(enumerate(held), 2):
        assert breaks(old, new, adjacent=after == before + 1) == ()


def next_versions(schema: Schema) -> list[Schema]:
    """Versions that an author may write after this one: a field more, one inside meta, one less."""
    first = copy.deepcopy(schema)
    first["fields"].append({"name": "counted", "type": ["null", "int"], "default": None})
    second = copy.deepcopy(first)
    second["fields"][0]["type"]["fields"].append({"name": "channel", "type": ["null", "string"], "default": None})
    third = copy.deepcopy(second)
    third["fields"] = [each for each in third["fields"] if each["name"] != "counted"]
    return [first, second, third]


@pytest.mark.parametrize(
    ("event_type", "version"), [pytest.param(t, v, id=f"{t.ce_type} {v[0]}.{v[1]}") for t, v, _ in every_frozen()]
)
@given(data=st.data())
def test_every_version_reads_every_other_and_the_content_hash_stays(
    event_type: EventType, version: tuple[int, int], data: st.DataObject
) -> None:
    schema = frozen(event_type, *version)
    held = [frozen(event_type, *each) for each in versions(event_type)] + next_versions(newest(event_type))
    for before, after in pairwise(held):
        assert breaks(before, after) == ()
    # what this version can say: a field of a later one is none of its words
    plain = through(EncodedEvent(event_type, data.draw(events(event_type))).plain, schema, newest(event_type))
    since = held[held.index(schema) :]
    hashes = {content_hash(event_type, through(plain, writer, reader)) for writer in since for reader in since}
    assert hashes == {content_hash(event_type, through(plain, schema, schema))}
    for earlier in held:
        through(plain, schema, earlier)


def through(plain: dict[str, Any], writer: Schema, reader: Schema) -> dict[str, Any]:
    parsed, read = (fastavro.parse_schema(without_logical_types(each)) for each in (writer, reader))
    out = BytesIO()
    fastavro.schemaless_writer(out, parsed, plain)
    found = fastavro.schemaless_reader(BytesIO(out.getvalue()), parsed, read)
    assert isinstance(found, dict)
    return found
