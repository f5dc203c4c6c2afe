"""A code that is in no list is told with the ones that are near and where the list stands; never with a wall."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from connectors.ocds.standard.reading import problems, validator
from hub.admission.admit import Refused, admit
from hub.admission.annotated import Leaf, leaves
from hub.admission.codes_meant import FEW, NEAR, code_to_write, listed_in
from hub.admission.refusal import Code
from hub.events import codelists
from hub.events.catalogue import CATALOGUE
from tests.connectors.releases import a_contract, a_release
from tests.support.documents import context, declared

ROOT = Path(__file__).parents[2]
NOT_A_WALL = 200
OF_CODES = (Code.CODE_UNKNOWN, Code.CURRENCY_UNKNOWN, Code.CLASSIFICATION_REFUSED)


def misspelt(code: str) -> Iterator[str]:
    yield code.swapcase()
    yield f"{code[:-1]}Q" if code[-1] != "Q" else f"{code[:-1]}X"
    yield f"{code}s"
    yield code.replace("_", "-")


def offered(fix: str, codes: list[str]) -> set[str]:
    words = fix.partition("?")[0].replace(",", " ").split()
    return {each for each in codes if each in words}


@pytest.mark.parametrize("codelist", codelists.names())
def test_of_every_codelist_what_is_near_is_offered_and_the_list_is_named(codelist: str) -> None:
    codes = list(codelists.titles(codelist))
    assert (ROOT / listed_in(codelist)).is_file()
    for code in codes:
        for given in (each for each in misspelt(code) if each not in codes):
            fix = code_to_write(given, codes, listed_in(codelist))
            assert 1 <= len(offered(fix, codes)) <= NEAR, (given, fix)
            if given.lower() == code.lower():
                assert offered(fix, codes) == {code}, fix
            assert listed_in(codelist) in fix
            assert len(fix) < NOT_A_WALL
    far = code_to_write("12345678", codes, listed_in(codelist))
    assert listed_in(codelist) in far
    assert len(far) < NOT_A_WALL
    assert ("write one of" in far) is (len(codes) <= FEW)


CODES = ["aa_bb", "aa_bc", "aabb", "aa_bbb"]
"""Near to each other, so that what is meant is told by its letters alone."""


@pytest.mark.parametrize("given", ["aa-bb", "aa bb", "AA-BB", " aa_bb", "Aa Bb "])
def test_words_may_be_joined_otherwise_and_nothing_else_can_have_been_meant(given: str) -> None:
    assert code_to_write(given, CODES, "the list") == "did you mean aa_bb? the list has all 4"


@pytest.mark.parametrize(
    ("codes", "either"),
    [
        (["a_bbbb"], "a_bbbb"),
        (["a_bbb", "a_bbbb"], "a_bbbb or a_bbb"),
        (["a_bb", "a_bbb", "a_bbbb"], "a_bbbb, a_bbb or a_bb"),
    ],
)
def test_several_that_are_near_are_told_as_a_list_with_the_nearest_first(codes: list[str], either: str) -> None:
    assert code_to_write("a_bbbbb", codes, "the list") == f"did you mean {either}? the list has all {len(codes)}"


def test_three_that_are_near_are_offered_and_no_fourth() -> None:
    codes = ["a_bb", "a_bbb", "a_bbbb", "a_bbbbbb"]
    assert code_to_write("a_bbbbb", codes, "the list") == "did you mean a_bbbbbb, a_bbbb or a_bbb? the list has all 4"


def test_one_letter_in_a_code_is_found_again() -> None:
    assert code_to_write("GBR", codelists.titles("currency"), "x").startswith("did you mean GBP")
    assert code_to_write("gbp", codelists.titles("currency"), "x").startswith("did you mean GBP")
    assert code_to_write("under review", ["under_review", "a"], "x") == "did you mean under_review? x has all 2"


@pytest.mark.parametrize(
    ("given", "shown", "fix"),
    [
        ("GBX", "GBX", "did you mean GBP or UGX? {}"),
        ("pound-sterling", "pound-st", "{}: take one of them"),
        ("GBP     net", "(a name that is not repeated here)", "did you mean GBP? {}"),  # as cut out of columns
    ],
)
def test_of_a_currency_eight_characters_are_read_and_repeated(given: str, shown: str, fix: str) -> None:
    answer = admit(declared(value={"amount": "1", "currency": given}), context())
    assert isinstance(answer, Refused)
    (only,) = answer.refusals
    assert (only.code, only.problem) == (Code.CURRENCY_UNKNOWN, f"{shown} is not a currency in use")
    where = f"schemas/codelists/currency.csv (ISO 4217) has all {len(codelists.titles('currency'))}"
    assert only.fix == fix.format(where)


EXAMPLES = sorted((ROOT / "schemas").glob("*/*/example.json"))


def coded(file: Path) -> list[Leaf]:
    document = orjson.loads(file.read_bytes())
    (event_type,) = [each for each in CATALOGUE if each.ce_type == document["type"]]
    found = [each for each in leaves(event_type.model, document["data"]) if each.codelist or each.name == "currency"]
    return [each for each in found if isinstance(each.value, str)]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parents[1].name}-{file.parent.name}")
def test_the_refusal_of_every_field_with_a_codelist_names_the_list(file: Path) -> None:
    for leaf in coded(file):
        document = orjson.loads(file.read_bytes())
        into: Any = document["data"]
        for name in leaf.path[:-1]:
            into = into[name]
        into[leaf.path[-1]] = "QQX"
        answer = admit(document, context())
        assert isinstance(answer, Refused)
        (about,) = [each for each in answer.refusals if each.code in OF_CODES]
        assert listed_in(leaf.codelist or "currency") in about.fix
        assert len(about.problem + about.fix) < NOT_A_WALL


def test_there_are_fields_with_codelists_to_walk() -> None:
    assert len({each.codelist for file in EXAMPLES for each in coded(file)}) > len(codelists.names()) / 2


def test_a_classification_and_an_unknown_type_are_no_wall_either() -> None:
    for document in (
        declared(attributes={"dataclassification": "restricted"}),
        declared(attributes={"type": "uk.jch.contract.qqqqqq.v1"}),
    ):
        answer = admit(document, context())
        assert isinstance(answer, Refused)
        assert all(len(each.problem + each.fix) < NOT_A_WALL for each in answer.refusals)


def enums(schema: Any) -> Iterator[Any]:
    waiting = [schema]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value.get("enum"), list):
                yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def test_no_codelist_of_the_standard_is_a_wall() -> None:
    found = list(enums(validator().schema))
    assert max(len(each["enum"]) for each in found) > 100
    for each in found:
        codes = [code for code in each["enum"] if isinstance(code, str)]
        assert len(code_to_write("QQX", codes, "the codelist of OCDS 1.1")) < NOT_A_WALL
    release = a_release(tag=["awrd"], contracts=[a_contract(value={"amount": 1, "currency": "GBX"})])
    told = {path: (problem, fix) for path, problem, fix in problems(release)}
    problem, fix = told["contracts[0].value.currency"]
    assert problem == "GBX is not in the codelist currency of OCDS 1.1"
    assert fix.startswith("did you mean GBP")
    assert "the codelist currency of OCDS 1.1 has all" in fix
    assert told["tag[0]"][1].startswith("did you mean award")
