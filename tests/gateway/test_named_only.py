"""A programme that statements name and nobody declares is told of on its group's page with who names it.

Source: design section 4 (no figure without the statements that it comes from).
"""

from random import Random

import orjson
import pytest
from fastapi.testclient import TestClient

from hub.configuration.model import Configuration
from hub.gateway.index.store import Store
from hub.log.topics import TopicNames
from hub.reconcile.picture import picture_key
from tests.gateway.made import GROUP, LogInMemory, app_over, picture_record
from tests.reconcile.told import COUNCIL, KNOWN, Said, pictures

NEED: Said = (COUNCIL, "need-assessed", {"need": "n", "title": "Breaks", "assessed_on": "2014-03-01"})
ASSIGNED: Said = (COUNCIL, "contract-assigned", {"programme": "carers"})
LATER: Said = (COUNCIL, "programme-declared", {"title": "Carers", "mode": "joint", "occurred_at": "2015-11-01"})
MEASURE: Said = (
    COUNCIL,
    "workplan/measure-agreed",
    {"measure": "m", "title": "M", "direction": "higher", "target": "1"},
)


def section(*said: Said) -> str:
    """What a group's page tells of who names the programme that nobody has declared."""
    store = Store("127.0.0.1:9", TopicNames(), Random(0))
    store.set_by_hand(None)
    store.configuration = Configuration(3, {**KNOWN.documents, f"group/{GROUP.id}": GROUP})
    for offset, ((kind, name), picture) in enumerate(pictures(*said).items()):
        store.pictures.take(picture_record(offset, picture_key("wandsworth", kind, name), orjson.dumps(picture)))
    client = TestClient(app_over(store, LogInMemory()), base_url="http://127.0.0.1", headers={"Accept": "text/html"})
    page: str = client.get(f"/groups/{GROUP.id}").text
    undeclared = page.partition('id="undeclared-programmes"')[2].partition("<h2")[0]
    return undeclared.partition('data-label="Named by"')[2].partition("</td>")[0]


@pytest.mark.parametrize("said", [NEED, ASSIGNED, MEASURE], ids=["need", "assigned", "measure"])
@pytest.mark.parametrize("declared", [[], [LATER]], ids=["nobody declares it", "declared later"])
def test_it_tells_who_names_it(said: Said, declared: list[Said]) -> None:
    assert section(said, *declared).count('href="/events/') == 1


def test_of_many_the_first_five_are_told_and_how_many_more_there_are() -> None:
    told = section(*(("GB-LAE-WND", "need-assessed", {**NEED[2], "need": f"n{each}"}) for each in range(7)))
    assert told.count('href="/events/') == 5
    assert "and 2 more, in the report" in told
