"""Files as publishers and their tools make them: one fault is one refusal, which says what it is and what to do."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connectors.protocol import Item
from connectors.registry import CONNECTORS
from hub.admission.refusal import Code, Refusal
from tests.connectors.releases import a_release

CASES = Path(__file__).parents[1] / "examples" / "cases_real_world"


def items(source: bytes) -> list[Item]:
    return list(CONNECTORS["ocds"].items(io.BytesIO(source), "file.json", None))


def only(source: bytes) -> Refusal:
    (item,) = items(source)
    (refusal,) = item.refusals
    return refusal


def package(*ids: str, **changes: Any) -> dict[str, Any]:
    releases = [a_release(id=each, ocid=f"ocds-b5fd17-{each}") for each in ids]
    return {"uri": "https://example.org/1", "releases": releases, **changes}


def pretty(value: Any) -> bytes:
    return json.dumps(value, indent=2).encode()


def compact(value: Any) -> bytes:
    return json.dumps(value).encode()


def test_two_packages_in_one_file_are_read_both() -> None:
    found = items((CASES / "12a_concatenated_packages.json").read_bytes())
    assert [(each.where, len(each.documents)) for each in found] == [
        ("file.json releases[0] (ocds-b5fd17-f01)", 1),
        ("file.json:46 releases[0] (ocds-b5fd17-f02)", 1),
    ]


@pytest.mark.parametrize("between", [b"", b"\n", b"\n\n \n", b",\n", b"\xef\xbb\xbf", b"\n\x1e"], ids=repr)
@pytest.mark.parametrize("first", [pretty, compact])
@pytest.mark.parametrize("second", [pretty, compact])
def test_documents_that_follow_each_other_are_read_in_order(
    first: Callable[[Any], bytes], second: Callable[[Any], bytes], between: bytes
) -> None:
    found = items(first(package("a", "b")) + between + second(package("c")) + between + first(package("d")) + b"\n")
    assert [each.where.partition("(ocds-b5fd17-")[2] for each in found] == ["a)", "b)", "c)", "d)"]


def test_releases_that_are_no_array_are_one_refusal() -> None:
    refusal = only((CASES / "12b_releases_null.json").read_bytes())
    assert (refusal.code, refusal.field) == (Code.NOT_THE_FORMAT, "releases")
    assert "is not an array" in refusal.problem
    others: list[Any] = ["none", {}, 7, False]
    for releases in others:
        assert only(compact(package(releases=releases))).field == "releases"


def test_an_empty_package_is_told() -> None:
    refusal = only((CASES / "12c_releases_empty.json").read_bytes())
    assert (refusal.code, refusal.field) == (Code.EMPTY, "releases")
    assert only(b"[]").code is Code.EMPTY


def test_a_record_package_is_called_that() -> None:
    refusal = only(compact({"uri": "x", "records": [{"ocid": "ocds-b5fd17-a", "releases": []}]}))
    assert (refusal.code, refusal.field) == (Code.NOT_THE_FORMAT, "records")
    assert "record package" in refusal.problem


def test_utf_16_is_told_with_its_cure() -> None:
    refusal = only((CASES / "12d_utf16.json").read_bytes())
    assert refusal.code is Code.NOT_JSON
    assert "UTF-8" in refusal.fix


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("written", [pretty, compact])
def test_any_encoding_of_two_or_four_bytes_is_one_refusal(encoding: str, written: Callable[[Any], bytes]) -> None:
    refusal = only(written(package("a", "b")).decode().encode(encoding))
    assert encoding[:6].upper() in refusal.problem
    assert refusal.fix == "save it as UTF-8 and publish that"


def zipped(text: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("releases.json", text)
    return into.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, zipped], ids=["gzip", "zip"])
def test_a_packed_file_is_one_refusal(pack: Callable[[bytes], bytes]) -> None:
    refusal = only(pack(b"\n".join(compact(a_release(id=str(number))) for number in range(50))))
    assert refusal.fix == "unpack it and publish what is in it"


@pytest.mark.parametrize("written", [pretty, compact])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_is_cut_off_is_one_refusal_that_says_where(written: Callable[[Any], bytes], part: float) -> None:
    text = written(package("a", "b"))
    text = text[: int(len(text) * part)]
    refusal = only(text)
    assert refusal.code is Code.NOT_JSON
    assert f"line {text.count(chr(10).encode()) + 1}" in refusal.problem


def test_a_file_that_ends_in_a_line_says_so() -> None:
    refusal = only(pretty(package("a"))[:-1])
    assert "is cut off" in refusal.problem
    assert refusal.fix == "send the whole file again"


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b'"tag": [', b'"tag" ['),
        (b'"ocid": "', b'"ocid": '),
        (b'"parties": [', b'"parties": {'),
        (b'"title": ', b"'title': "),
    ],
)
def test_a_damaged_document_over_many_lines_is_one_refusal_and_the_next_is_read(good: bytes, bad: bytes) -> None:
    damaged = pretty(package("a", "b"))
    assert good in damaged
    found = items(damaged.replace(good, bad, 1) + b"\n" + pretty(package("c")))
    assert [len(each.refusals) for each in found] == [1, 0]
    assert found[0].refusals[0].code is Code.NOT_JSON


def test_a_table_is_one_refusal_and_not_one_a_row() -> None:
    assert only(b"ocid,title\n" + b"ocds-b5fd17-a,Carers\n" * 90).code is Code.NOT_JSON


@pytest.mark.parametrize("line", [b'{"a\x00": 1}', b'\x00{"a": 1}', b'{"\x00a": 1}'])
def test_a_nought_in_a_line_is_no_other_encoding(line: bytes) -> None:
    found = [
        refusal for item in CONNECTORS["ocds"].items(io.BytesIO(line + b"\n"), "f", None) for refusal in item.refusals
    ]
    assert found
    assert not any("UTF" in each.problem for each in found)
