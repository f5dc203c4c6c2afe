"""One fault is one refusal: a value of another kind anywhere in a release, and documents of another shape."""

import io
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import orjson
import pytest

from connectors.ocds.connector import item
from connectors.ocds.standard.reading import validator
from connectors.protocol import Item
from connectors.registry import CONNECTORS
from hub.admission.field_path import UNREPEATED
from hub.admission.refusal import Code, Refusal
from hub.usecases.publishing import connector_for, items_of
from tests.connectors.releases import a_contract, a_release
from tests.connectors.test_ocds_origins import RELEASES

FOR_A_LIST: tuple[Any, ...] = ("x", 7, {}, True)


def refused(release: Any) -> tuple[Refusal, ...]:
    return item(release, "file.json", None).refusals


def read(document: Any) -> list[Item]:
    return list(CONNECTORS["ocds"].items(io.BytesIO(orjson.dumps(document)), "file.json", None))


def nodes(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in parts:
        yield from nodes(each, (*path, name))


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for name in path:
        value = value[name]
    return value


def changed(release: dict[str, Any], path: tuple[str | int, ...], value: Any) -> Any:
    copy = orjson.loads(orjson.dumps(release))
    *into, last = path
    at(copy, tuple(into))[last] = value
    return copy


def others(value: Any) -> Iterator[Any]:
    """Values of other kinds."""
    yield from (each for each in ("x", 7, True, {}, [], [value], {"a": value}) if type(each) is not type(value))
    if isinstance(value, list) and value:
        yield value[0]


@pytest.mark.parametrize("name", ["signed", "whole process changed"])
def test_a_value_of_another_kind_anywhere_is_at_most_one_refusal_and_names_its_place(name: str) -> None:
    release = RELEASES[name]
    for path in nodes(release):
        if not path:
            continue
        for other in others(at(release, path)):
            told = refused(changed(release, path, other))
            lacking = isinstance(other, dict | list) and {each.problem for each in told} == {"is missing"}
            assert len(told) <= 1 or lacking, (path, other, told)
            assert len({each.field for each in told}) == len(told), (path, other, told)


def arrays(schema: dict[str, Any], path: tuple[str, ...], seen: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every member of a release that the schema says is an array."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rsplit("/", 1)[-1]
        if name not in seen:
            yield from arrays(SCHEMA["definitions"][name], path, (*seen, name))
        return
    kinds = schema.get("type", [])
    if "array" in ([kinds] if isinstance(kinds, str) else kinds):
        yield path
        return
    for name, each in schema.get("properties", {}).items():
        yield from arrays(each, (*path, name), seen)


SCHEMA: Any = validator().schema
ARRAYS = [each for each in dict.fromkeys(arrays(SCHEMA, ())) if each]


def test_a_single_value_for_a_list_is_one_refusal_that_says_how_to_write_it() -> None:
    for path in ARRAYS:
        for single in FOR_A_LIST:
            release = a_release()
            into = release
            for name in path[:-1]:
                into = into.setdefault(name, {})
            into[path[-1]] = single
            (about,) = [each for each in refused(release) if each.field == ".".join(path)]
            assert about.problem == "is a single value and not a list"
            assert about.fix == "write it in [ ], also where there is only one"


def test_the_schema_has_arrays_to_walk() -> None:
    assert {("tag",), ("parties",), ("awards",), ("contracts",), ("tender", "items")} <= set(ARRAYS)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"tag": "award"}, "tag"),
        ({"tag": [7]}, "tag[0]"),
        ({"ocid": ["ocds-b5fd17-1"]}, "ocid"),
        ({"id": 7}, "id"),
        ({"initiationType": None}, "initiationType"),
        ({"contracts": [a_contract(status="activ")]}, "contracts[0].status"),
    ],
)
def test_one_fault_is_one_refusal(changes: dict[str, Any], field: str) -> None:
    assert [each.field for each in refused(a_release() | deepcopy(changes))] == [field]


OCIDS = ("ocds-b5fd17-a", "ocds-b5fd17-b")


def by_ocid(make: Callable[[Any], Any]) -> dict[str, Any]:
    return {each: make(a_release(ocid=each)) for each in OCIDS}


BY_OCID = "is an object of releases by their ocid"


@pytest.mark.parametrize(
    ("document", "field", "problem", "way"),
    [
        (by_ocid(lambda each: [each, each]), "", BY_OCID, ".[][]"),
        (by_ocid(lambda each: each), "", BY_OCID, ".[]"),
        (by_ocid(lambda each: {"releases": [each]}), "", BY_OCID, ".[].releases[]"),
        ({"data": [a_release()]}, "data", "holds its releases under data", ".data[]"),
        ({"all": [{"releases": [a_release()]}]}, "all", "holds its releases under all", ".all[].releases[]"),
        ({"release": a_release()}, "release", "holds its releases under release", ".release"),
        ({"releases": by_ocid(lambda each: each)}, "releases", BY_OCID, ".releases[]"),
        ({"releases": by_ocid(lambda each: [each])}, "releases", BY_OCID, ".releases[][]"),
        ({"releases": a_release()}, "releases", "is not an array of releases", ".releases"),
        ({"releases": {"first": a_release()}}, "releases", "is not an array of releases", ".releases[]"),
        ({"releases": {"uri": "x"}}, "releases", "is not an array of releases", None),
        ({"jo@example.org": [a_release()]}, UNREPEATED, "holds its releases under (a name", None),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_another_shape_is_one_refusal_that_says_which_and_what_to_send(
    document: Any, field: str, problem: str, way: str | None
) -> None:
    ((refusal,),) = [each.refusals for each in read(document)]
    assert (refusal.code, refusal.field) == (Code.NOT_THE_FORMAT, field)
    assert refusal.problem.startswith(problem)
    assert "one" in refusal.fix
    assert way is None or f"jq -c '{way}' makes" in refusal.fix
    assert [each.name for each in CONNECTORS.values() if each.recognises(document)] == ["ocds"]


def test_a_list_in_a_list_is_told_as_that_and_a_list_of_packages_is_read() -> None:
    nested = [[a_release(), a_release(id="2")]]
    ((refusal,),) = [each.refusals for each in read(nested)]
    assert refusal.problem == "is a list of releases inside a list"
    packages = [{"releases": [a_release(id=each)]} for each in "ab"]
    assert [bool(each.documents) for each in read(packages)] == [True, True]


def test_the_processes_of_the_examples_are_told_as_what_they_are() -> None:
    file = Path(__file__).parents[2] / "deploy/examples/contracts_finder/multi_release_processes.json"
    assert connector_for(file, None).name == "ocds"
    ((refusal,),) = [each.refusals for each in items_of([file], None, None)]
    assert (refusal.problem, ".[][]" in refusal.fix) == (BY_OCID, True)


def test_each_missing_member_is_a_fault_of_its_own() -> None:
    assert [each.field for each in refused(a_release(tag=None, initiationType=None))] == ["tag", "initiationType"]
