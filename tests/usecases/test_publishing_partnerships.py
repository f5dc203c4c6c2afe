"""In which partnership the events of an organisation of several are published."""

from pathlib import Path
from typing import Any, cast

import orjson
import pytest

from connectors.protocol import Item
from hub.admission.admit import OPERATOR
from hub.admission.refusal import Code
from hub.log.publisher import EventPublisher
from hub.usecases.admitting import Door
from hub.usecases.placing import PartnershipUnknown, check, placed
from hub.usecases.publishing import (
    Result,
    items_of,
    publish,
)
from tests.support.documents import NOW, declared
from tests.usecases.publishing_in_memory import AN_ICB, OF_TWO, Written, file_of, released_by_an_icb


async def said_in(file: Path, *partnerships: str) -> tuple[Result, list[tuple[str, ...]]]:
    written = Written()
    items = items_of([file], None, None, partnerships)
    result = await publish(items, Door(OF_TWO, OPERATOR, "test"), cast("EventPublisher", written), lambda: NOW)
    return result, [each.meta.partnerships for each in written.events]


async def test_an_organisation_of_several_partnerships_publishes_releases_in_the_one_that_it_names(
    tmp_path: Path,
) -> None:
    file = released_by_an_icb(tmp_path)
    refused, _ = await said_in(file)
    (refusal,) = refused.refusals
    assert (refusal.code, refusal.field) == (Code.PARTNERSHIP_AMBIGUOUS, "parties[0].id")
    assert "merton, wandsworth" in refusal.problem
    assert "hub publish --partnership merton" in refusal.fix
    result, places = await said_in(file, "wandsworth")
    assert (result.accepted, set(places)) == (1, {("wandsworth",)})
    _, both = await said_in(file, "wandsworth", "merton")
    assert set(both) == {("wandsworth", "merton")}


async def test_where_it_is_no_member_is_refused_by_the_option_that_named_it(tmp_path: Path) -> None:
    file = released_by_an_icb(tmp_path)
    result, _ = await said_in(file, "camden")
    (refusal,) = result.refusals
    assert (refusal.code, refusal.field) == (Code.NOT_A_MEMBER, "--partnership")
    assert "merton, wandsworth" in refusal.fix


async def test_an_event_that_names_its_partnership_stays_there(tmp_path: Path) -> None:
    attributes = {"subject": f"{AN_ICB}/1", "time": "2015-07-01T00:00:00Z"}
    named, silent = (
        declared(attributes=attributes | {"id": f"014e1b2c-3d00-7000-8000-00000000000{number}"}, meta=meta)
        for number, meta in enumerate(({"partnerships": ["merton"]}, {}))
    )
    for each in (named, silent):
        each["data"]["meta"]["organisation"] = AN_ICB
    file = file_of(tmp_path, orjson.dumps(named), orjson.dumps(silent))
    result, places = await said_in(file, "wandsworth")
    assert (result.accepted, places) == (2, [("merton",), ("wandsworth",)])


def test_a_partnership_that_is_not_configured_is_wrong_use_that_names_those_there_are() -> None:
    check(["merton", "wandsworth", AN_ICB], OF_TWO)
    with pytest.raises(PartnershipUnknown, match="configured: merton, wandsworth"):
        check(["merton", "wandswort"], OF_TWO)


def test_every_document_of_every_item_is_placed_or_left_as_it_is() -> None:
    """Also what is no event at all; admission says what is wrong with it."""
    documents: list[dict[str, Any]] = [{}, {"data": None}, {"data": []}, {"data": {}}, {"data": {"meta": 7}}]
    for document in documents:
        assert placed(Item("f:1", documents=(document,)), ("merton",)).documents == (document,)
