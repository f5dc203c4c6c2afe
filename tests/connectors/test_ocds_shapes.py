"""The jq commands that refusals and pages print, run by jq itself: every release of a document comes out, once."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.ocds.shapes import is_release, shape_of, shape_of_releases
from tests.connectors.releases import a_release

ROOT: Final = Path(__file__).parents[2]
JQ: Final = shutil.which("jq")
with_jq: Final = pytest.mark.skipif(JQ is None, reason="jq is not installed (Debian: apt-get install jq)")
_COMMAND: Final = re.compile(r"jq ((?:-\w+ )*)(?:'([^']+)'|(\S+?)(?=`|\s|$))")


def run(options: list[str], program: str, document: Any) -> list[Any]:
    assert JQ is not None
    done = subprocess.run(
        [JQ, *options, program], input=json.dumps(document).encode(), capture_output=True, check=True, timeout=60
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def releases_in(value: Any) -> Iterator[Any]:
    """All of them, wherever they stand."""
    if is_release(value):
        yield value
        return
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in parts:
        yield from releases_in(each)


_RELEASES = st.integers(1, 9).map(lambda number: {"ocid": f"ocds-b5fd17-{number}", "id": f"r{number}"})
_HOLDERS = st.recursive(
    _RELEASES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.fixed_dictionaries({"releases": st.lists(_RELEASES, max_size=3)})
        | st.sampled_from(["x", 7, None, {"uri": "x"}])
    ),
    max_leaves=6,
)
_NAMES = st.sampled_from(["first", "second", "data", "meta", "ocds-b5fd17-a", "ocds-b5fd17-b", "jo@example.org"])


@with_jq
@settings(max_examples=60)
@given(st.dictionaries(_NAMES, _HOLDERS, min_size=1, max_size=3) | st.lists(_HOLDERS, min_size=1, max_size=3))
@example({"first": {"ocid": "o", "id": "1"}, "second": {"ocid": "o", "id": "2"}})
@example({"meta": "x", "first": {"ocid": "o", "id": "1"}, "second": [{"ocid": "o", "id": "2"}]})
@example({"ocds-b5fd17-a": [{"ocid": "o", "id": "1"}], "ocds-b5fd17-b": {"ocid": "o", "id": "2"}})
@example({"data": [{"ocid": "o", "id": "1"}, [{"ocid": "o", "id": "2"}]]})
@example({"data": [{"releases": [{"ocid": "o", "id": "1"}]}, {"ocid": "o", "id": "2"}]})
def test_the_command_of_a_refusal_makes_lines_of_all_releases(document: Any) -> None:
    shape = None if is_release(document) else shape_of(document)
    if shape is None:
        return
    found = re.search(r"jq -c '([^']+)'", shape.fix)
    assert found is not None
    lines = run(["-c"], found[1], document)
    assert sorted(map(json.dumps, lines)) == sorted(map(json.dumps, releases_in(document)))


@with_jq
@settings(max_examples=60)
@given(st.dictionaries(_NAMES, _HOLDERS, min_size=1, max_size=3) | _RELEASES)
@example({"ocds-b5fd17-a": {"ocid": "o", "id": "1"}, "ocds-b5fd17-b": {"ocid": "o", "id": "2"}})
@example({"releases": [{"ocid": "o", "id": "1"}]})
def test_the_command_of_a_package_makes_lines_of_what_it_holds_instead_of_an_array(held: Any) -> None:
    shape = shape_of_releases(held)
    found = re.search(r"jq -c '([^']+)'", shape.fix)
    assert (found is None) is (shape.problem == "is not an array of releases")
    if found is not None:
        document = {"uri": "x", "version": "1.1", "releases": held}
        assert sorted(map(json.dumps, run(["-c"], found[1], document))) == sorted(map(json.dumps, releases_in(held)))


@with_jq
def test_a_real_release_comes_out_as_it_is() -> None:
    document = {"first": a_release(), "second": a_release(id="2")}
    shape = shape_of(document)
    assert shape is not None
    assert "jq -c '.[]'" in shape.fix
    assert run(["-c"], ".[]", document) == list(document.values())


def printed() -> dict[str, tuple[list[str], str]]:
    """Every jq command of the pages and the help of commands: its options and its program."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "hub").rglob("*.py")]
    found = {}
    for page in pages:
        for options, quoted, bare in _COMMAND.findall(page.read_text(encoding="utf-8")):
            if quoted or bare.startswith("."):
                found[f"{page.name} {quoted or bare}"] = (options.split(), quoted or bare)
    return found


@with_jq
@pytest.mark.parametrize(("options", "program"), printed().values(), ids=list(printed()))
def test_every_printed_command_is_one_that_jq_understands(options: list[str], program: str) -> None:
    assert run(options, f"empty | ({program})", None) == []


def test_there_are_printed_commands_to_walk() -> None:
    assert len(printed()) >= 8
