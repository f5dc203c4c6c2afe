"""A value of another kind than its reader asks for is refused or told by its path: walked over all paths that are read,
by every method that reads, with any value of another kind."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors.ocds.connector import item
from connectors.ocds.part import Part
from connectors.protocol import Item
from hub.admission.refusal import Refusal
from hub.admission.warning import AdmissionWarning
from tests.connectors.releases import a_contract, a_release, an_award
from tests.connectors.releases_read import dense, documents, signed, told
from tests.connectors.test_ocds_origins import RELEASES
from tests.support import pools

TEXT, NUMBER, FLAG, OBJECT, LIST = "text", "number", "flag", "object", "list"
ID = (TEXT, NUMBER)
READERS: Final[dict[str, tuple[str, ...]]] = {
    "part": (OBJECT,),
    "parts": (LIST,),
    "word": (TEXT,),
    "words": (LIST,),
    "identifier": ID,
    "identifiers": (LIST,),
    "line": (TEXT,),
    "block": (TEXT,),
    "day": (TEXT,),
    "flag": (FLAG,),
    "code": (TEXT,),
    "number": (NUMBER,),
    "pounds": (NUMBER,),
}
"""By method of Part: what the member that it reads should be."""
OF_A_LIST: Final[dict[str, tuple[str, ...]]] = {"parts": (OBJECT,), "words": (TEXT,), "identifiers": ID}
NO_READERS: Final = {"at", "has", "is_null", "names", "nulls", "given", "tell", "tell_of_all", "refuse", "without"}
ALL: Final = {**RELEASES, "dense": dense()}
_STEP: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def told_of(found: Item) -> list[Refusal | AdmissionWarning]:
    return [*found.refusals, *found.warnings]


def kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return FLAG
    return {str: TEXT, dict: OBJECT, list: LIST, type(None): "nothing"}.get(type(value), NUMBER)


def steps(path: str) -> list[int | str]:
    return [int(number) if number else name for number, name in _STEP.findall(path)]


def there(release: Any, path: str) -> Any:
    for step in steps(path):
        release = release[step] if isinstance(step, int) else release.get(step, {})
    return release


def put(release: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    return dict(_put(release, steps(path), value))


def _put(around: Any, path: list[int | str], value: Any) -> Any:
    # a copy along the path only: the releases hold some objects in several places
    step, *rest = path
    held: Any = list(around) if isinstance(around, list) else dict(around)
    held[step] = _put(around[step], rest, value) if rest else value
    return held


@cache
def read_paths(name: str) -> dict[str, tuple[str, ...]]:
    """Each path of the release that some method reads, whether a value stands there or not: what it should be."""
    found: dict[str, tuple[str, ...]] = {}

    def noting(method: str) -> Callable[..., Any]:
        original = vars(Part)[method]

        def noted(part: Part, member: str = "id", *more: Any) -> Any:
            path = part.at(member)
            found[path] = (*found.get(path, ()), *READERS[method])
            held = there(ALL[name], path)
            if method in OF_A_LIST and isinstance(held, list):
                found.update({f"{path}[{number}]": OF_A_LIST[method] for number in range(len(held))})
            return original(part, member, *more)

        return noted

    with pytest.MonkeyPatch.context() as patching:
        for method in READERS:
            patching.setattr(Part, method, noting(method))
        assert not item(ALL[name], "file", None).refusals
    return {path: kinds for path, kinds in found.items() if stands_around(ALL[name], path)}


def stands_around(release: Any, path: str) -> bool:
    *to, last = steps(path)
    for step in to:
        if isinstance(step, str) and step not in release:
            return False
        release = release[step]
    return isinstance(release, list if isinstance(last, int) else dict)


_SINGLE = (
    st.booleans()
    | st.integers(-9, 99)
    | st.decimals(0, 9, places=2)
    | st.sampled_from(["", "yes", "true", "5", "2015-03-01T00:00:00Z", "active", "GBP"])
    | st.sampled_from(pools.EDGE_TEXTS)
)
_VALUES = st.recursive(
    _SINGLE,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "amount", "x"]), inner),
    max_leaves=3,
)


@st.composite
def _misplaced(draw: st.DrawFn) -> tuple[str, str, Any]:
    name = draw(st.sampled_from(sorted(ALL)))
    path, kinds = draw(st.sampled_from(sorted(read_paths(name).items())))
    return name, path, draw(_VALUES.filter(lambda value: kind_of(value) not in kinds))


@given(_misplaced())
@example(("signed", "awards[0].hasRenewal", "yes"))
@example(("signed", "tender.lots[0].title", 5))
@example(("signed", "tender.techniques.hasFrameworkAgreement", "true"))
@example(("signed", "tender.lots[0].value", "1000"))
@example(("signed", "tender.lots[0].value.amount", "1000"))
@example(("signed", "tender.lots[0]", 7))
@example(("signed", "awards[0].relatedLots[0]", {"id": "1"}))
@example(("signed", "awards[0].options", []))
@example(("signed", "tender.lots[0].contractPeriod", "2015"))
def test_a_value_of_another_kind_is_refused_or_told_by_its_path(misplaced: tuple[str, str, Any]) -> None:
    name, path, value = misplaced
    found = item(put(ALL[name], path, value), "file", None)
    assert path in [each.field for each in told_of(found)]


@pytest.mark.parametrize("name", ALL)
def test_every_path_that_is_read_is_told_where_another_kind_stands_there(name: str) -> None:
    """The same, walked: each path once with each kind."""
    wrong = {TEXT: "yes", NUMBER: Decimal(7), FLAG: True, OBJECT: {"x": "1"}, LIST: ["1"]}
    silent = []
    for path, kinds in read_paths(name).items():
        for kind, value in wrong.items():
            if kind in kinds:
                continue
            found = item(put(ALL[name], path, value), "file", None)
            told_there = [each for each in told_of(found) if each.field == path]
            if not told_there or any("is given and not used" in each.problem for each in told_there):
                silent.append((path, kind))
    assert silent == []


def test_every_method_that_reads_is_among_these() -> None:
    public = {name for name, each in vars(Part).items() if callable(each) and not name.startswith("_")}
    assert public == {*READERS, *NO_READERS}


def members(path_of: dict[str, Any]) -> Iterator[str]:
    yield from (re.sub(r"\[\d+\]", "[]", path) for path in path_of)


def test_the_walk_reaches_what_the_hub_keeps() -> None:
    reached = {each for name in ALL for each in members(read_paths(name))}
    for holder in ("awards[]", "contracts[]", "tender.lots[]"):
        named = ("title", "status", "value.amount", "value.currency", "hasRenewal", "renewal.description", "options")
        assert {f"{holder}.{each}" for each in named} <= reached
    assert {"parties[].roles[]", "awards[].relatedLots[]", "awards[].amendments[].date", "tender.items[]"} <= reached


@pytest.mark.parametrize(
    ("changes", "field", "problem", "fix"),
    [
        ({"hasRenewal": "yes"}, "awards[0].hasRenewal", "is neither true nor false", "true or false, without quotes"),
        ({"renewal": "once"}, "awards[0].renewal", "is no object", "{ }"),
        ({"relatedLots": "1"}, "awards[0].relatedLots", "is no list", "[ ]"),
        ({"relatedLots": [True]}, "awards[0].relatedLots[0]", "is no id", "in quotes"),
        ({"options": {"description": 5}}, "awards[0].options.description", "is no text", "in quotes"),
    ],
)
def test_what_stands_there_is_told_with_what_to_write(changes: Any, field: str, problem: str, fix: str) -> None:
    found = item(signed(awards=[an_award(**changes)]), "file", None)
    (about,) = [each for each in found.warnings if each.field == field]
    assert about.problem == f"{problem}, so it is not used"
    assert fix in about.fix


def test_one_value_of_another_kind_is_one_word_also_where_much_is_in_it() -> None:
    renewal = [{"description": "once"}, {"description": "twice", "period": {"endDate": "2019-01-01T00:00:00Z"}}]
    release = signed(awards=[an_award(renewal=renewal)])
    assert [each for each in told(release) if "renewal" in each] == ["awards[0].renewal"]


def test_a_number_among_objects_leaves_the_others() -> None:
    lots = [7, {"id": "1", "title": "Lot"}]
    release = a_release(tender={"id": "t", "lots": lots}, contracts=[a_contract()])
    assert told(release)["tender.lots[0]"] == "is no object, so it is not used"
    assert [each["id"] for each in documents(release)["procurement-declared"]["data"]["lots"]] == ["1"]
