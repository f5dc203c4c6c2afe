"""A codelist that the hub lost is told as the hub's fault, code by code; no door fails on it."""

import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from connectors.ocds import connector as ocds
from hub.admission.admit import Admitted, Refused, admit
from hub.admission.refusal import Code
from hub.events import codelists
from hub.events.catalogue import CATALOGUE, EventType
from hub.serialization.described import codelists_named
from tests.connectors.releases import a_contract, a_release
from tests.support.documents import context, declared

SCHEMAS = Path(codelists.__file__).parents[2] / "schemas"


@pytest.fixture
def lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation of which every list is gone."""
    (tmp_path / "codelists").mkdir()
    files = resources.files
    monkeypatch.setattr(
        "importlib.resources.files", lambda package: tmp_path if package == "schemas" else files(package)
    )
    codelists.titles.cache_clear()
    yield
    monkeypatch.undo()
    codelists.titles.cache_clear()


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
@pytest.mark.usefixtures("lost")
def test_no_door_fails_where_every_list_is_gone(event_type: EventType) -> None:
    example = (SCHEMAS / event_type.word / event_type.name / "example.json").read_text(encoding="utf-8")
    answer = admit(json.loads(example), context())
    if isinstance(answer, Admitted):
        return  # it states no code
    assert {each.code for each in answer.refusals} == {Code.CODELIST_UNREADABLE}
    assert all("`hub schemas check`" in each.fix for each in answer.refusals)


@pytest.mark.usefixtures("lost")
def test_each_code_that_cannot_be_looked_up_is_told_once() -> None:
    answer = admit(declared(value={"amount": "1.00", "currency": "GBP", "basis": "net"}), context())
    assert isinstance(answer, Refused)
    told = [each.field for each in answer.refusals]
    assert sorted(told) == sorted(set(told))
    assert {"data.stage", "data.value.currency", "data.value.basis"} <= set(told)


@pytest.mark.usefixtures("lost")
def test_each_amount_is_looked_at_where_no_currency_can_be_looked_up() -> None:
    awards = [{"id": str(each), "value": {"amount": "-1.00", "currency": "GBP"}} for each in range(2)]
    attributes = {"type": "uk.jch.contract.procurement-declared.v1", "subject": "ocds-h6vhtk-1"}
    document = declared(attributes=attributes, stage=None, title=None, awards=awards)
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    assert {(each.code, each.field) for each in answer.refusals} == {
        (code, f"data.awards[{each}].value.{name}")
        for each in range(2)
        for code, name in ((Code.NEGATIVE, "amount"), (Code.CODELIST_UNREADABLE, "currency"))
    }


@pytest.mark.usefixtures("lost")
def test_a_release_is_not_told_that_its_codes_are_wrong() -> None:
    released = a_release(tender={"id": "t-1", "status": "active"}, contracts=[a_contract(status="active")])
    item = ocds.item(released, "a.json:1", None)
    assert item.refusals == ()
    answers = [admit(each, context()) for each in item.documents]
    assert {refusal.code for each in answers if isinstance(each, Refused) for refusal in each.refusals} == {
        Code.CODELIST_UNREADABLE
    }
    assert not [each for each in item.warnings if "codelist" in each.problem]
    stated = [document["data"].get("status") for document in item.documents]
    assert "active" in stated, "dropped, it would be another content under the same id"


@pytest.mark.usefixtures("lost")
def test_a_page_shows_the_code_itself() -> None:
    assert codelists.title_of("theme", "children") == "children"


def test_every_list_that_a_field_names_has_titles() -> None:
    assert all(codelists.titles(each) for each in codelists_named())
