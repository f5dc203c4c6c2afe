"""OCDS 1.1.5 with the metrics, performance failures and United Kingdom extensions, as one schema; no network.

Promise: `problems` says where a release breaks the schema, without repeating its values.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from itertools import islice
from typing import Any, Final

import json_merge_patch
from jsonschema import Draft4Validator
from jsonschema.exceptions import ValidationError

from connectors.ocds.kinds import HOW_TO_WRITE, cure
from hub.admission.codes_meant import code_to_write
from hub.admission.field_path import safe_name

PATCHES: Final = ("metrics.json", "performance_failures.json", "uk.json")
MOST_PROBLEMS: Final = 20
_SEE_SCHEMA: Final = "see the OCDS 1.1 release schema"


@cache
def validator() -> Draft4Validator:
    """The validator of the patched release schema."""
    schema = _read("release-schema.json")
    for patch in PATCHES:
        schema = json_merge_patch.merge(schema, _read(patch))
    # metrics refers to the location extension, which publishers in the UK do not use
    schema["definitions"].setdefault("Location", {"type": "object"})
    return Draft4Validator(schema)


def problems(release: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(path, problem, fix) of each value that breaks the schema, in order of path, MOST_PROBLEMS of them; empty when

    valid. A value that breaks several of its rules is told once, by the first.
    """
    errors = sorted(validator().iter_errors(release), key=lambda error: [str(part) for part in error.absolute_path])
    told: dict[str, tuple[str, str]] = {}
    for error in errors:
        path = _path(error.absolute_path)
        if error.validator == "required" and isinstance(error.instance, Mapping):
            # the missing ones are told, and not the object that lacks them
            for name in (each for each in error.validator_value if each not in error.instance):
                told.setdefault(f"{path}.{name}" if path else name, ("is missing", "OCDS 1.1 requires it"))
        else:
            told.setdefault(path, _words(error))
    return [(path, *words) for path, words in islice(told.items(), MOST_PROBLEMS)]


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((resources.files(__package__) / name).read_text(encoding="utf-8"))
    return found


def _path(parts: Iterable[str | int]) -> str:
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{safe_name(part)}" if text else safe_name(part)
    return text


def _words(error: ValidationError) -> tuple[str, str]:
    rule: Any = error.validator_value
    match error.validator:
        case "type":
            return _of_another_kind(rule if isinstance(rule, list) else [rule], error.instance)
        case "enum":
            codes = [each for each in rule if isinstance(each, str)]
            name = str(error.schema.get("codelist", "")) if isinstance(error.schema, Mapping) else ""
            given = error.instance if isinstance(error.instance, str) else ""
            listed = f"the codelist {name.removesuffix('.csv')} of OCDS 1.1" if name else "the OCDS 1.1 release schema"
            return f"{safe_name(given)} is not in {listed}", code_to_write(given, codes, listed)
        case "pattern" | "format":
            return f"does not match {rule}", _SEE_SCHEMA
        case "minLength" | "minItems" | "minProperties":
            return "is empty", "write something, or leave it out"
        case "uniqueItems":
            return "has the same item twice", "leave one of them out"
        case other:
            return f"breaks the rule {other}", _SEE_SCHEMA


def _of_another_kind(kinds: list[str], given: Any) -> tuple[str, str]:
    kind = next((each for each in ("array", "object", *kinds) if each in kinds and each in HOW_TO_WRITE), None)
    fix = _SEE_SCHEMA if kind is None else cure(kind, given)
    if given is None:
        return "is null, which the standard does not take here", fix
    if kind == "array":
        return "is a single value and not a list", fix
    return "is no object" if kind == "object" else f"is not of type {' or '.join(kinds)}", fix
