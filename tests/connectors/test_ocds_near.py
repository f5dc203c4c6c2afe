"""A name that OCDS does not have, and the one that was meant: for every member that the hub reads."""

import re
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from connectors.ocds.connector import item
from connectors.ocds.near import known_names, name_meant
from tests.connectors.test_ocds_origins import rich

SHORT = 4


def members(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every member of every object, once for each place without its position."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield (*path, name)
            yield from members(each, (*path, name))
    elif isinstance(value, list):
        for position, each in enumerate(value[:1]):
            yield from members(each, (*path, position))


def read_members() -> list[tuple[Any, ...]]:
    """Of those that the hub reads, the ones whose slip is not refused by the standard, and that are long enough."""
    found = item(rich(), "f", None)
    unused = {each.field for each in found.warnings if "not used" in each.problem}
    leaves = {pattern(each) for each in members(rich())}
    leaves = {each for each in leaves if not any(other.startswith((f"{each}.", f"{each}[")) for other in leaves)}
    return [
        path
        for path in members(rich())
        if len(path[-1]) > SHORT and not {each for each in leaves if is_in(each, pattern(path))} <= unused
    ]


def is_in(leaf: str, member: str) -> bool:
    return leaf == member or leaf.startswith((f"{member}.", f"{member}["))


def pattern(path: tuple[Any, ...]) -> str:
    return re.sub(r"\.(\d+)", "[]", ".".join(map(str, path)))


def with_a_slip(path: tuple[Any, ...], written: str) -> dict[str, Any]:
    release: dict[str, Any] = orjson.loads(orjson.dumps(rich()))
    around: Any = release
    for step in path[:-1]:
        around = around[step]
    around[written] = around.pop(path[-1])
    return release


@pytest.mark.parametrize("path", read_members(), ids=pattern)
def test_a_slip_in_its_name_is_told_with_the_name(path: tuple[Any, ...]) -> None:
    name = path[-1]
    for written in (name[:-2] + name[-1], name.lower() + "s", name[0] + name[2] + name[1] + name[3:]):
        if written in known_names() or written == name:
            continue
        found = item(with_a_slip(path, written), "f", None)
        told = [each.fix for each in found.warnings if pattern((*path[:-1], written)) in each.field]
        assert found.refusals or all(f"{written}: did you mean {name}?" in fix for fix in told)
        assert found.refusals or told


def test_enough_is_walked() -> None:
    names = {path[-1] for path in read_members()}
    assert {"dateSigned", "suppliers", "relatedLots", "contracts", "awardID", "description"} <= names


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("dateSignd", "dateSigned"),
        ("DateSigned", "dateSigned"),
        ("value", None),  # the standard has it
        ("titel", "title"),
        ("ti", None),
        ("titles", None),  # title stands beside it
    ],
)
def test_which_name_is_meant(given: str, meant: str | None) -> None:
    read = ["dateSigned", "title", "valve"]
    assert name_meant(given, read, ["title"] if given == "titles" else []) == meant
