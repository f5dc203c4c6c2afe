"""What is told of a value of another kind says how to write it, by what stands there: quotes make no text of a list."""

from typing import Any, Final

import pytest

from connectors.ocds.connector import item
from connectors.ocds.kinds import HOW_TO_WRITE, cure
from tests.connectors.releases import a_contract
from tests.connectors.releases_read import signed
from tests.connectors.test_ocds_kinds import ALL, put, read_paths, there, told_of

HOLDERS: Final[tuple[Any, ...]] = (None, ["1"], [], {"a": "1"})
OF_THE_RELEASE: Final = ("ocid", "id")  # refused with codes of their own
WRITTEN: Final = {"array": list, "object": dict}


@pytest.mark.parametrize("kind", HOW_TO_WRITE)
@pytest.mark.parametrize("given", [*HOLDERS, "x", 7, True], ids=repr)
def test_how_a_scalar_is_written_is_told_of_scalars_alone(kind: str, given: Any) -> None:
    if isinstance(given, WRITTEN.get(kind, type(None))) and given is not None:
        return  # it is of that kind
    holds = given is None or isinstance(given, list | dict)
    scalar = kind not in WRITTEN
    assert not (holds and scalar and cure(kind, given) == HOW_TO_WRITE[kind])
    assert ("leave it out" in cure(kind, given)) is (given is None)


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_path_that_is_read_is_told_with_a_cure_of_what_stands_there(name: str) -> None:
    scalars = [path for path in read_paths(name) if isinstance(there(ALL[name], path), str | int | float | bool)]
    assert len(scalars) > 10
    for path in scalars:
        for given in HOLDERS:
            about = [each for each in told_of(item(put(ALL[name], path, given), "file", None)) if each.field == path]
            for each in about:
                assert "quotes" not in each.fix, (path, given, each)
            if given is not None and path not in OF_THE_RELEASE:
                # of an id that can be none it is told that there is none
                is_without = about[0].problem.startswith("holds nothing that can be used")
                assert "without" in about[0].fix or is_without, (path, given, about)


@pytest.mark.parametrize(
    ("given", "problem", "fix"),
    [
        (None, "is null, which the standard does not take here", "write what it is, or leave it out"),
        (["1"], "is not of type string or integer", "write one value, without [ ]"),
        ({"id": "1"}, "is not of type string or integer", "write the value alone, without { }"),
        (1.5, "is not of type string or integer", "write it in quotes"),
    ],
)
def test_the_award_that_a_contract_names(given: Any, problem: str, fix: str) -> None:
    release = signed(contracts=[a_contract() | {"awardID": given}])
    assert [(each.field, each.problem, each.fix) for each in item(release, "file", None).refusals] == [
        ("contracts[0].awardID", problem, fix)
    ]
