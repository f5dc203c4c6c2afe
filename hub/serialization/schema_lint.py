"""The rules for schemas and their changes, and how a single schema has to look. Pure.

Source: domain handbook section 3 (schema lint).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hub.serialization.avro_shapes import NO_DEFAULT, join, kind, logical_of, optional
from hub.serialization.schemas import Schema


class SchemaRule(StrEnum):
    """Every rule of a schema or of a change to it. Its text names it in reports."""

    NAME_CHANGED = "name-changed"
    FIELD_ADDED_NOT_OPTIONAL = "field-added-not-optional"
    FIELD_REMOVED_WITHOUT_DEFAULT = "field-removed-without-default"
    RENAMED_WITHOUT_ALIAS = "renamed-without-alias"
    DEFAULT_CHANGED = "default-changed"
    OPTIONAL_CHANGED = "optional-changed"
    TYPE_CHANGED = "type-changed"
    LOGICAL_TYPE_CHANGED = "logical-type-changed"
    DECIMAL_CHANGED = "decimal-changed"
    SYMBOL_REMOVED = "symbol-removed"
    SYMBOL_ADDED = "symbol-added"
    UNION_NOT_OPTIONAL = "union-not-optional"
    ENUM_WITHOUT_DEFAULT = "enum-without-default"
    DECIMAL_UNLIMITED = "decimal-unlimited"
    BYTES_WITHOUT_MEANING = "bytes-without-meaning"


@dataclass(frozen=True, slots=True)
class SchemaFault:
    """One reason why a schema, or a change of one, cannot stand.

    path: the field as an event has it, such as meta.subject or suppliers[].name; "" is the event itself.
    """

    path: str
    rule: SchemaRule
    reason: str
    fix: str


def lint(schema: Schema) -> tuple[SchemaFault, ...]:
    """What is wrong with one schema by itself."""
    return tuple(_lint(schema, ""))


def _lint(schema: Any, path: str) -> Iterator[SchemaFault]:
    if isinstance(schema, list):
        inner = optional(schema)
        if inner is None:
            reason = "a union is only for an optional value: null first, then one type"
            yield SchemaFault(path, SchemaRule.UNION_NOT_OPTIONAL, reason, 'write ["null", <type>] with default null')
            return
        yield from _lint(inner, path)
        return
    match kind(schema):
        case "record" if isinstance(schema, dict):
            for field in schema["fields"]:
                at = join(path, field["name"])
                if optional(field["type"]) is not None and field.get("default", NO_DEFAULT) is not None:
                    reason = "an optional field has the default null"
                    yield SchemaFault(at, SchemaRule.UNION_NOT_OPTIONAL, reason, 'write "default": null')
                yield from _lint(field["type"], at)
        case "array":
            yield from _lint(schema["items"], f"{path}[]")
        case "map":
            yield from _lint(schema["values"], f"{path}{{}}")
        case "enum" if isinstance(schema, dict) and "default" not in schema:
            reason = "an enum without a default cannot get another symbol later"
            yield SchemaFault(
                path, SchemaRule.ENUM_WITHOUT_DEFAULT, reason, "use a string and a codelist, or a default"
            )
        case "bytes":
            meaning, precision, scale = logical_of(schema)
            if meaning != "decimal":
                reason = "bytes hold decimals and nothing else"
                yield SchemaFault(
                    path, SchemaRule.BYTES_WITHOUT_MEANING, reason, 'add "logicalType": "decimal" and its limits'
                )
            elif precision is None or scale is None:
                yield SchemaFault(
                    path, SchemaRule.DECIMAL_UNLIMITED, "a decimal has precision and scale", "money: 14 and 2"
                )
