"""What may change between two versions of an event's schema.

Promise: pure; an empty answer means that each of the two versions reads what the other wrote, and that an event said
before the change keeps its content hash unless it used a field that went. Stricter than Avro on purpose: topics are
kept for ever and read again by every later release. Source: domain handbook section 3 (schema lint); design section 3.
"""

from collections.abc import Iterator
from typing import Any, Final

from hub.serialization.avro_shapes import (
    NAMED,
    NO_DEFAULT,
    aliases,
    join,
    key_of,
    kind,
    logical_of,
    names_of,
    optional,
    shape,
    with_full_names,
)
from hub.serialization.schema_lint import SchemaFault, SchemaRule
from hub.serialization.schemas import Schema

_PROMOTIONS: Final[frozenset[tuple[str, str]]] = frozenset(
    # (written, read): what Avro reads as a wider type
    [("int", "long"), ("int", "float"), ("int", "double"), ("long", "float"), ("long", "double"), ("float", "double")]
)
_SAME_ON_THE_WIRE: Final = frozenset({("bytes", "string"), ("string", "bytes")})


def breaks(old: Schema, new: Schema, *, adjacent: bool = True) -> tuple[SchemaFault, ...]:
    """Why readers of one version could not read what the other wrote, or would read it as something else.

    adjacent: `new` directly follows `old`. Only then can a field that goes and one that comes be told to be one that
    changed its name; between versions further apart they are two steps that were allowed one by one.
    """
    old, new = with_full_names(old), with_full_names(new)
    return tuple(_Comparison(names_of(old), names_of(new), adjacent).compare(old, new, ""))


class _Comparison:
    """Walks two schemas side by side; a pair of named types is looked at once."""

    def __init__(self, old_names: dict[str, Any], new_names: dict[str, Any], adjacent: bool) -> None:
        self._old_names = old_names
        self._new_names = new_names
        self._adjacent = adjacent
        self._seen: set[tuple[str, str]] = set()

    def compare(self, old: Any, new: Any, path: str) -> Iterator[SchemaFault]:
        old, new = self._old_names.get(key_of(old), old), self._new_names.get(key_of(new), new)
        if optional(old) is not None or optional(new) is not None or isinstance(old, list) or isinstance(new, list):
            yield from self._unions(old, new, path)
            return
        old_kind, new_kind = kind(old), kind(new)
        if old_kind != new_kind:
            yield from _kinds(old, new, path)
            return
        if old_kind in NAMED:
            if old["name"] != new["name"] and old["name"] not in aliases(new):
                reason = f"{old['name']} is called {new['name']} now"
                yield SchemaFault(path, SchemaRule.NAME_CHANGED, reason, f"keep the name {old['name']}")
            pair = (old["name"], new["name"])
            if pair in self._seen:
                return
            self._seen.add(pair)
        match old_kind:
            case "record":
                yield from self._records(old, new, path)
            case "enum":
                yield from _enums(old, new, path)
            case "array":
                yield from self.compare(old["items"], new["items"], f"{path}[]")
            case "map":
                yield from self.compare(old["values"], new["values"], f"{path}{{}}")
            case "fixed" if old["size"] != new["size"]:
                reason = f"its size was {old['size']} and is {new['size']} bytes"
                yield SchemaFault(path, SchemaRule.TYPE_CHANGED, reason, "keep the size; add a new optional field")
        yield from _logical(old, new, path)

    def _records(self, old: Schema, new: Schema, path: str) -> Iterator[SchemaFault]:
        before = {each["name"]: each for each in old["fields"]}
        after = {each["name"]: each for each in new["fields"]}
        pairs = {name: name for name in after if name in before}
        for name, field in after.items():
            if name not in before:
                formerly = next((each for each in aliases(field) if each in before and each not in after), None)
                if formerly is not None:
                    pairs[name] = formerly
        added = [name for name in after if name not in pairs]
        removed = [name for name in before if name not in pairs.values()]
        yield from self._renamed(before, after, added, removed, path)
        for name in added:
            if optional(after[name]["type"]) is None or after[name].get("default", NO_DEFAULT) is not None:
                yield SchemaFault(
                    join(path, name),
                    SchemaRule.FIELD_ADDED_NOT_OPTIONAL,
                    "a new field must be optional: what was said before it came has no value for it",
                    f'write it as {{"name": "{name}", "type": ["null", ...], "default": null}}',
                )
        for name in removed:
            if "default" not in before[name]:
                yield SchemaFault(
                    join(path, name),
                    SchemaRule.FIELD_REMOVED_WITHOUT_DEFAULT,
                    "readers of the earlier version need it and have no default for it",
                    "keep the field, or begin a new major version of the event",
                )
        for name, formerly in pairs.items():
            yield from self._fields(before[formerly], after[name], join(path, name))

    def _renamed(
        self, before: dict[str, Any], after: dict[str, Any], added: list[str], removed: list[str], path: str
    ) -> Iterator[SchemaFault]:
        if not self._adjacent:
            return
        for gone in removed:
            for come in added:
                if shape(before[gone]["type"]) == shape(after[come]["type"]):
                    yield SchemaFault(
                        join(path, come),
                        SchemaRule.RENAMED_WITHOUT_ALIAS,
                        f"{gone} goes and {come} of the same type comes: what was said as {gone} would be lost",
                        f'keep the name {gone}, or give {come} "aliases": ["{gone}"]; for two things take two versions',
                    )

    def _fields(self, old: Schema, new: Schema, path: str) -> Iterator[SchemaFault]:
        if old["name"] != new["name"] and "default" not in old:
            yield SchemaFault(
                path,
                SchemaRule.FIELD_REMOVED_WITHOUT_DEFAULT,
                f"readers of the earlier version look for {old['name']} and have no default for it",
                f"keep the name {old['name']}, or begin a new major version of the event",
            )
        was, is_now = old.get("default", NO_DEFAULT), new.get("default", NO_DEFAULT)
        if was is not is_now and was != is_now:
            shown = ["none" if each is NO_DEFAULT else repr(each) for each in (was, is_now)]
            reason = f"its default was {shown[0]} and is {shown[1]}: the same bytes would be read as something else"
            yield SchemaFault(path, SchemaRule.DEFAULT_CHANGED, reason, f"keep the default {shown[0]}")
        yield from self.compare(old["type"], new["type"], path)

    def _unions(self, old: Any, new: Any, path: str) -> Iterator[SchemaFault]:
        before, after = optional(old), optional(new)
        match before is not None, after is not None:
            case True, True:
                yield from self.compare(before, after, path)
            case False, False:
                if old != new:
                    yield SchemaFault(
                        path, SchemaRule.TYPE_CHANGED, "the branches of the union changed", "keep the union"
                    )
            case True, False:
                reason = "it was optional and is not: what was said without it cannot be read"
                yield SchemaFault(
                    path, SchemaRule.OPTIONAL_CHANGED, reason, "keep it optional; the doors may require it"
                )
            case _:
                reason = "it was not optional and is: readers of the earlier version cannot read null"
                yield SchemaFault(
                    path, SchemaRule.OPTIONAL_CHANGED, reason, "keep it as it was; add a new optional field"
                )


def _kinds(old: Any, new: Any, path: str) -> Iterator[SchemaFault]:
    was, is_now = kind(old), kind(new)
    if (was, is_now) in _SAME_ON_THE_WIRE and logical_of(old) == logical_of(new) == (None, None, None):
        return
    fix = "keep the type; add a new optional field of the new type beside it"
    if (was, is_now) in _PROMOTIONS:
        reason = f"it was {was} and is {is_now}: readers of the earlier version cannot read {is_now} as {was}"
    elif (is_now, was) in _PROMOTIONS:
        reason = f"it was {was} and is {is_now}: what was written as {was} does not fit {is_now}"
    else:
        reason = f"it was {was} and is {is_now}"
    yield SchemaFault(path, SchemaRule.TYPE_CHANGED, reason, fix)


def _enums(old: Schema, new: Schema, path: str) -> Iterator[SchemaFault]:
    gone = [each for each in old["symbols"] if each not in new["symbols"]]
    if gone:
        yield SchemaFault(
            path, SchemaRule.SYMBOL_REMOVED, f"{', '.join(gone)} can no longer be read", "keep the symbols"
        )
    come = [each for each in new["symbols"] if each not in old["symbols"]]
    if come and "default" not in old:
        reason = f"readers of the earlier version cannot read {', '.join(come)}"
        yield SchemaFault(path, SchemaRule.SYMBOL_ADDED, reason, "use a string and a codelist that admission checks")
    if old.get("default") != new.get("default"):
        reason = f"the default symbol was {old.get('default')} and is {new.get('default')}"
        yield SchemaFault(path, SchemaRule.DEFAULT_CHANGED, reason, "keep the default symbol")


def _logical(old: Any, new: Any, path: str) -> Iterator[SchemaFault]:
    was, is_now = logical_of(old), logical_of(new)
    if was[0] != is_now[0]:
        reason = f"it was {was[0] or 'a plain ' + kind(old)} and is {is_now[0] or 'a plain ' + kind(new)}"
        yield SchemaFault(
            path, SchemaRule.LOGICAL_TYPE_CHANGED, reason, "keep the logical type; add a new optional field"
        )
    elif was != is_now:
        reason = f"precision and scale were {was[1]} and {was[2]}, and are {is_now[1]} and {is_now[2]}"
        yield SchemaFault(
            path, SchemaRule.DECIMAL_CHANGED, reason, "keep them: the bytes count units of the last decimal"
        )
