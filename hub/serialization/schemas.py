"""The frozen Avro schemas that the hub ships: schemas/<topic>/<event>/v<major>.<minor>.avsc.

Promise: reading them is done once per process; what is returned must not be changed by the caller.
"""

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from hub.events.catalogue import CATALOGUE, EventType

Schema = dict[str, Any]


def folder(event_type: EventType) -> Traversable:
    return resources.files("schemas") / event_type.word / event_type.name


def versions(event_type: EventType) -> list[tuple[int, int]]:
    """(major, minor) of each frozen schema of the type's major version, oldest first."""
    found = []
    for path in folder(event_type).iterdir():
        if path.name.endswith(".avsc"):
            major, minor = path.name.removeprefix("v").removesuffix(".avsc").split(".")
            found.append((int(major), int(minor)))
    return sorted(version for version in found if version[0] == event_type.major)


@cache
def frozen(event_type: EventType, major: int, minor: int) -> Schema:
    """The schema as written in its file. Raises FileNotFoundError when there is no such version."""
    text = (folder(event_type) / f"v{major}.{minor}.avsc").read_text(encoding="utf-8")
    schema: Schema = json.loads(text)
    return schema


def newest(event_type: EventType) -> Schema:
    return frozen(event_type, event_type.major, event_type.minor)


def every_frozen() -> Iterator[tuple[EventType, tuple[int, int], Schema]]:
    """Each type in the catalogue with each of its frozen versions."""
    for event_type in CATALOGUE:
        for version in versions(event_type):
            yield event_type, version, frozen(event_type, *version)


def without_logical_types(schema: Any) -> Any:
    """The same schema with dates, times, decimals and uuids left as ints, bytes and strings.

    The bytes on the wire are the same; decoding is a third faster, and the core looks at few of the values.
    """
    if isinstance(schema, dict):
        return {
            name: without_logical_types(part)
            for name, part in schema.items()
            if name not in ("logicalType", "precision", "scale", "doc")
        }
    if isinstance(schema, list):
        return [without_logical_types(part) for part in schema]
    return schema
