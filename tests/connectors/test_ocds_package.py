"""What a release package holds beside its releases is told once, with the first release that is let in."""

import io
import json
from typing import Any

import pytest

from connectors.ocds.connector import OcdsConnector
from connectors.protocol import Item
from tests.connectors.releases import a_release

BESIDE = {
    "uri": "https://example.org/packages/1",
    "publisher": {"name": "Example", "uid": None},
    "extensions": ["https://example.org/a.json", "https://example.org/b.json"],
    "links": {"next": "https://example.org/packages/2"},
}
TOLD = {"uri", "publisher.name", "extensions[]", "links.next"}


def items(*packages: Any) -> list[Item]:
    sent = "\n".join(json.dumps(each) for each in packages)
    return list(OcdsConnector().items(io.BytesIO(sent.encode()), "file", None))


def told(item: Item) -> set[str]:
    return {each.field for each in item.warnings} & TOLD


@pytest.mark.parametrize("refused", [0, 1])
def test_it_is_told_once_with_the_first_that_is_let_in(refused: int) -> None:
    releases = [*[{"ocid": "ocds-h6vhtk-1"}] * refused, a_release(), a_release(id="release-2")]
    found = items(BESIDE | {"releases": releases})
    assert [bool(each.refusals) for each in found] == [True] * refused + [False, False]
    assert [told(each) for each in found] == [set()] * refused + [TOLD, set()]
    assert {each.where for each in found[refused].warnings if each.field in TOLD} == {"file:1"}


def test_each_package_has_its_own() -> None:
    package = BESIDE | {"releases": [a_release()]}
    assert [told(each) for each in items(package, package)] == [TOLD, TOLD]


def test_a_release_by_itself_and_a_package_of_nothing_else_tell_nothing_of_it() -> None:
    for sent in (a_release(), {"releases": [a_release()]}):
        (found,) = items(sent)
        assert told(found) == set()
