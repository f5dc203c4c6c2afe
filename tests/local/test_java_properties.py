"""What the hub writes into a properties file a reader of that format reads again, whatever the letters are."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.local import kafka_process
from hub.local.java_properties import properties_text
from hub.local.kafka_process import KafkaProcess
from tests.local.test_kafka_storage import with_identity, with_snapshot

_TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


def read_as_java_does(data: bytes) -> dict[str, str]:
    """java.util.Properties.load, from its documentation: lines in ISO 8859-1, continued by an odd backslash."""
    found = {}
    for line in _logical_lines(data.decode("latin-1")):
        at = 0
        while at < len(line) and line[at] not in "=: \t\f":
            at += 2 if line[at] == "\\" else 1
        name, rest = line[:at], line[at:].lstrip(" \t\f")
        if rest[:1] in ("=", ":"):
            rest = rest[1:].lstrip(" \t\f")
        found[_unescaped(name)] = _unescaped(rest)
    return found


def _logical_lines(text: str) -> Iterator[str]:
    held = ""
    for natural in re.split(r"\r\n|\n|\r", text):
        line = natural.lstrip(" \t\f")
        if not held and (not line or line[0] in "#!"):
            continue
        backslashes = len(line) - len(line.rstrip("\\"))
        if backslashes % 2:
            held += line[:-1]
            continue
        yield held + line
        held = ""


def _unescaped(text: str) -> str:
    units = re.sub(
        r"\\(u[0-9a-fA-F]{4}|.)",
        lambda found: chr(int(found[1][1:], 16)) if len(found[1]) == 5 else _CONTROLS.get(found[1], found[1]),
        text,
        flags=re.DOTALL,
    )
    return units.encode("utf-16-be", "surrogatepass").decode("utf-16-be")  # Java's letters are halves of pairs


@given(st.dictionaries(_TEXTS.filter(bool), _TEXTS, max_size=4))
@example({"log.dirs": "/srv/Bürger #1; a=b\\c: !d"})
@example({" #!=:": " leads and trails \t"})
@example({"a": "\\u0041 \n\r\f\0 \x85\u2028 \U0001f600"})
def test_what_is_written_is_read_again(settings: dict[str, str]) -> None:
    data = properties_text(settings).encode("ascii")
    assert read_as_java_does(data) == settings
    assert list(read_as_java_does(data)) == list(settings), "in the order given"


def test_half_a_character_is_not_written() -> None:
    with pytest.raises(ValueError, match="half a character"):
        properties_text({"a": "\udcff"})


def test_kafka_reads_its_own_settings_and_those_of_its_log_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"log.dirs": "\\srv\\Bürger"}
    logged = {"pattern": "%d \\ %m\n"}
    monkeypatch.setattr(kafka_process, "server_settings", lambda ports: told)
    monkeypatch.setattr(kafka_process, "_LOGGING", logged)
    with_identity(tmp_path / kafka_process.DATA)
    with_snapshot(tmp_path / kafka_process.DATA)  # it is formatted, so that no Java is started
    KafkaProcess(tmp_path, Path(), Path(), {}).prepare()
    written = [(tmp_path / each).read_bytes() for each in (kafka_process._SETTINGS, kafka_process._LOGGING_SETTINGS)]
    assert [read_as_java_does(each) for each in written] == [told, logged]
