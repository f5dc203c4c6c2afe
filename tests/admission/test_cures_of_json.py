"""What is no JSON is told with a cure of its own: none stands for two different faults."""

import gzip
import io
import zipfile

import pytest

from hub.admission.strict_json import MOST_DIGITS, MOST_LEVELS, BadJson, parse


def zipped(content: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("a.json", content)
    return into.getvalue()


FAULTS: dict[str, list[bytes]] = {
    "not UTF-8": [b'{"a": "Caf\xe9"}'],
    "no number": [b'{"a": NaN}', b'{"a": Infinity}', b'{"a": -Infinity}'],
    "a name twice": [b'{"a": 1, "a": 2}', b'{"b": {"a": 1, "a": 1}}'],
    "too deep": [b"[" * (MOST_LEVELS + 1) + b"]" * (MOST_LEVELS + 1), b"[" * 200_000 + b"]" * 200_000],
    "too long": [b'{"a": ' + b"9" * (MOST_DIGITS + 500) + b"}", b'{"a": 1e999999}', b'{"a": 1.0e99999999999999999999}'],
    "cut off": [b'{"a": "care', b'{"a": [1, 2', '{"a": "Café'.encode()[:-1], b'[{"a": tru'],
    "packed": [gzip.compress(b'{"a": 1}'), gzip.compress(gzip.compress(b'{"a": 1}')), zipped(b'{"a": 1}')],
    "markup": [b"<!DOCTYPE html><html></html>", b'  <?xml version="1.0"?><a/>'],
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_its_cure(fault: str) -> None:
    cures = {
        fault: {found.cure for each in texts if isinstance(found := parse(each), BadJson)}
        for fault, texts in FAULTS.items()
    }
    assert len(cures[fault]) == 1
    assert "" not in cures[fault]
    assert not any(cures[fault] & other for name, other in cures.items() if name != fault)


@pytest.mark.parametrize(
    "text", [text for texts in FAULTS.values() for text in texts], ids=lambda text: repr(text[:30])
)
def test_none_of_them_is_taken(text: bytes) -> None:
    assert isinstance(parse(text), BadJson)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-32-be"])
def test_another_encoding_is_called_what_it_is(encoding: str) -> None:
    found = parse('{"a": 1}'.encode(encoding))
    assert isinstance(found, BadJson)
    assert (found.problem, found.cure) == (f"is in {encoding[:6].upper()}", "save it as UTF-8 and publish that")


def test_a_slip_of_writing_is_told_by_its_place_and_the_format_says_what_to_send() -> None:
    found = parse(b'{"a": 1,}', 7)
    assert isinstance(found, BadJson)
    assert "at line 7, column 9" in found.problem
    assert found.cure == ""
