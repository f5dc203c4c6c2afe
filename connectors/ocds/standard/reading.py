"""OCDS 1.1.5 with the metrics, performance failures and United Kingdom extensions, as one schema; no network.

Promise: `problems` says where a release breaks the schema, without repeating its values.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

import json_merge_patch
from jsonschema import Draft4Validator
from jsonschema.exceptions import ValidationError

from hub.admission.place import shown

PATCHES: Final = ("metrics.json", "performance_failures.json", "uk.json")
MOST_PROBLEMS: Final = 20


@cache
def validator() -> Draft4Validator:
    """The validator of the patched release schema."""
    schema = _read("release-schema.json")
    for patch in PATCHES:
        schema = json_merge_patch.merge(schema, _read(patch))
    # metrics refers to the location extension, which publishers in the UK do not use
    schema["definitions"].setdefault("Location", {"type": "object"})
    return Draft4Validator(schema)


def problems(release: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(path, problem) for each break of the schema, the first MOST_PROBLEMS in order of path; empty when valid."""
    errors = sorted(validator().iter_errors(release), key=lambda error: [str(part) for part in error.absolute_path])
    return [(_path(error), _words(error)) for error in errors[:MOST_PROBLEMS]]


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((resources.files(__package__) / name).read_text(encoding="utf-8"))
    return found


def _path(error: ValidationError) -> str:
    text = ""
    for part in error.absolute_path:
        text += f"[{part}]" if isinstance(part, int) else f".{shown(part)}" if text else shown(part)
    return text


def _words(error: ValidationError) -> str:
    rule: Any = error.validator_value
    match error.validator:
        case "required":
            missing = (
                [each for each in rule if each not in error.instance] if isinstance(error.instance, Mapping) else rule
            )
            return f"lacks {', '.join(missing)}"
        case "type":
            return f"is not of type {' or '.join(rule) if isinstance(rule, list) else rule}"
        case "enum":
            return f"is not one of {', '.join(str(each) for each in rule if each is not None)}"
        case "pattern" | "format":
            return f"does not match {rule}"
        case "minLength" | "minItems" | "minProperties":
            return "is empty"
        case "uniqueItems":
            return "has the same item twice"
        case other:
            return f"breaks the rule {other}"
