"""Looking into Avro schemas as JSON data: kinds, optional values, names, logical types. Pure; no rule stands here."""

from typing import Any, Final

NAMED: Final = frozenset({"record", "enum", "fixed"})
STRUCTURES: Final = (*NAMED, "array", "map")
NO_DEFAULT: Final = object()

_PRIMITIVES: Final = frozenset({"null", "boolean", "int", "long", "float", "double", "bytes", "string"})


def names_of(schema: Any) -> dict[str, Any]:
    """Every named type of a schema by the name under which it is referred to."""
    found: dict[str, Any] = {}

    def walk(part: Any) -> None:
        if isinstance(part, list):
            for each in part:
                walk(each)
        elif isinstance(part, dict):
            if part.get("type") in NAMED:
                found[part["name"]] = part
            for field in part.get("fields", ()):
                walk(field["type"])
            for name in ("items", "values", "type"):
                if isinstance(part.get(name), dict | list):
                    walk(part[name])

    walk(schema)
    return found


def kind(schema: Any) -> str:
    return str(schema["type"] if isinstance(schema, dict) else schema)


def key_of(schema: Any) -> str:
    return schema if isinstance(schema, str) else ""


def optional(schema: Any) -> Any:
    """The type beside null in `["null", type]`; None for anything else."""
    return schema[1] if isinstance(schema, list) and len(schema) == 2 and schema[0] == "null" else None


def shape(schema: Any) -> Any:
    """A type without its words, a named one by its name, so that a changed doc or place hides nothing."""
    if isinstance(schema, dict):
        if schema.get("type") in NAMED:
            return schema["name"]
        return {name: shape(part) for name, part in schema.items() if name != "doc"}
    return [shape(each) for each in schema] if isinstance(schema, list) else schema


def logical_of(schema: Any) -> tuple[str | None, int | None, int | None]:
    if not isinstance(schema, dict):
        return None, None, None
    return schema.get("logicalType"), schema.get("precision"), schema.get("scale")


def with_full_names(schema: Any, namespace: str = "") -> Any:
    """The schema with every name and reference written in full; a registry gives names and namespaces apart."""
    if isinstance(schema, str):
        return schema if schema in _PRIMITIVES else _full(schema, namespace)
    if isinstance(schema, list):
        return [with_full_names(each, namespace) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: part for name, part in schema.items() if name != "namespace"}
    if schema["type"] in NAMED:
        found["name"] = _full(schema["name"], schema.get("namespace", namespace))
        namespace = found["name"].rpartition(".")[0]
    for name in ("type", "items", "values"):
        if name in found and found[name] not in STRUCTURES:
            found[name] = with_full_names(found[name], namespace)
    if "fields" in found:
        found["fields"] = [each | {"type": with_full_names(each["type"], namespace)} for each in found["fields"]]
    return found


def _full(name: str, namespace: str) -> str:
    return name if "." in name or not namespace else f"{namespace}.{name}"


def without_words(schema: Any) -> Any:
    """The schema without its docs, which may be bettered at any time."""
    if isinstance(schema, dict):
        return {name: without_words(part) for name, part in schema.items() if name != "doc"}
    return [without_words(each) for each in schema] if isinstance(schema, list) else schema


def aliases(schema: Any) -> list[str]:
    return list(schema.get("aliases", ())) if isinstance(schema, dict) else []


def join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
