"""References of one run of `hub publish`: held at its end against what it declares and what the pictures tell."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
import pytest

from hub.admission.reference_table import ReferenceKind
from hub.admission.references import Known, Name
from hub.usecases.admitting import Door
from hub.usecases.declared import names_in
from hub.usecases.publishing import Result, items_of, publish
from tests.support.documents import COUNCIL, NOW, declared, wandsworth

NOTHING = Known()
STATEMENTS = [f"014cd65d-e520-798c-94c6-03ad506ec7{number}" for number in (10, 20, 21)]


def line(number: int, name: str, subject: str, **data: Any) -> bytes:
    document = declared(
        attributes={
            "id": f"014e1b2c-3d00-7000-8000-{number:012d}",
            "type": f"uk.jch.{name}.v1",
            "subject": subject,
        }
    )
    return orjson.dumps({**document, "data": {"meta": {"organisation": COUNCIL}, **data}})


def assigned(number: int, programme: str) -> bytes:
    return line(number, "contract.contract-assigned", "GB-LAE-WND/14-565", programme=programme)


def programme(number: int, name: str) -> bytes:
    return line(number, "workplan.programme-declared", name, title="Carers", mode="separate")


async def run(folder: Path, *lines: bytes, known: Known | None = NOTHING) -> tuple[Result, list[list[str]]]:
    file = folder / "a.jsonl"
    contract = line(900, "contract.declared", "GB-LAE-WND/14-565", stage="contract")
    file.write_bytes(b"\n".join([*lines, contract]))
    asked: list[list[str]] = []

    async def declared_in(partnerships: Iterable[str]) -> Known | None:
        asked.append(sorted(partnerships))
        return known

    door = Door(wandsworth(), "operator", "test")
    return await publish(items_of([file], None, None), door, None, lambda: NOW, declared=declared_in), asked


async def test_an_undeclared_programme_is_let_in_and_told_once(tmp_path: Path) -> None:
    known = Known(frozenset({Name(ReferenceKind.PROGRAMME, "wandsworth", (), "carers")}))
    result, asked = await run(tmp_path, assigned(1, "crers"), assigned(2, "carers"), assigned(3, "crers"), known=known)
    assert (result.accepted, asked) == (4, [["wandsworth"]])
    (group,) = result.warnings.groups
    assert "`carers` is: did you mean that?" in group.warning.problem
    assert (group.count, group.places) == (2, ["a.jsonl:1", "a.jsonl:3"])


async def test_what_the_run_declares_later_counts_and_nobody_is_asked(tmp_path: Path) -> None:
    result, asked = await run(tmp_path, assigned(1, "carers"), programme(2, "carers"))
    assert (result.warnings.groups, asked) == ([], [])


async def test_what_the_run_declares_is_told_as_what_was_meant(tmp_path: Path) -> None:
    result, _ = await run(tmp_path, assigned(1, "crers"), programme(2, "carers"))
    assert "did you mean that?" in result.warnings.groups[0].warning.problem


async def test_a_refused_declaration_declares_nothing(tmp_path: Path) -> None:
    refused = line(2, "workplan.programme-declared", "carers", title="Carers", mode="jiont")
    result, _ = await run(tmp_path, assigned(1, "carers"), refused)
    assert [each.warning.field for each in result.warnings.groups] == ["data.programme"]


async def test_it_is_said_when_nobody_could_tell(tmp_path: Path) -> None:
    result, _ = await run(tmp_path, assigned(1, "carers"), known=None)
    (group,) = result.warnings.groups
    assert "not checked: Kafka did not answer" in group.warning.problem


def test_pictures_tell_what_is_declared_and_not_what_is_only_named() -> None:
    body = {
        "fields": {"mode": {"sides": [{"value": "joint"}]}},
        "milestones": [{"milestone": "m", "due": [{}]}, {"milestone": "lost", "met": [{}]}, "odd"],
        "measures": [{"measure": "waits", "direction": [{}]}, {"measure": "falls", "last_result": []}],
    }
    assert list(names_in(("w", "programme", "carers"), body)) == [
        Name(ReferenceKind.MEASURE, "w", ("programme", "carers"), "waits"),
        Name(ReferenceKind.PROGRAMME, "w", (), "carers"),
        Name(ReferenceKind.MILESTONE, "w", ("carers",), "m"),
    ]
    assert list(names_in(("w", "contract", "c"), body)) == [
        Name(ReferenceKind.MEASURE, "w", ("contract", "c"), "waits"),
        Name(ReferenceKind.CONTRACT, "w", (), "c"),
    ]
    others: list[Any] = [{"fields": {}}, [], None, {"fields": {"mode": 1}, "milestones": 7}]
    for odd in others:
        assert list(names_in(("w", "programme", "carers"), odd)) == []


@pytest.mark.parametrize("member", ["differences", "answered"])
def test_that_it_is_answered_that_nobody_declares_it_declares_nothing(member: str) -> None:
    body = {member: [{"kind": "unknown_reference", "field": "contract:c"}]}
    assert list(names_in(("w", "contract", "c"), body)) == []


@pytest.mark.parametrize("kind", ["contract", "programme"])
def test_pictures_tell_of_open_matters_and_of_answered_ones(kind: str) -> None:
    body = {"differences": [{"id": "1a", "kind": "amount"}, {"kind": "odd"}], "answered": [{"id": "2b"}]}
    found = [each for each in names_in(("w", kind, "c"), body) if each.kind is ReferenceKind.DIFFERENCE]
    assert found == [Name(ReferenceKind.DIFFERENCE, "w", (kind, "c"), each) for each in ("1a", "2b")]


def test_pictures_tell_on_which_statements_a_matter_stands() -> None:
    sides = [{"event": "e1", "also": [{"event": "e2"}, "odd"]}, {"organisation": "silent"}, 7]
    body = {"differences": [{"id": "1a", "kind": "amount", "sides": sides, "grounds": [{"event": "e3"}]}]}
    found = [each for each in names_in(("w", "contract", "c"), body) if each.kind is ReferenceKind.STATEMENT]
    assert found == [Name(ReferenceKind.STATEMENT, "w", ("contract", "c", "1a"), each) for each in ("e1", "e2", "e3")]


async def test_an_answer_to_what_is_no_open_matter_is_told(tmp_path: Path) -> None:
    matter = Name(ReferenceKind.DIFFERENCE, "wandsworth", ("contract", "GB-LAE-WND/14-565"), "f521de1fa7d31c066127")
    contract = Name(ReferenceKind.CONTRACT, "wandsworth", (), "GB-LAE-WND/14-565")
    answer = line(
        1,
        "contract.difference-answered",
        "GB-LAE-WND/14-565",
        difference=matter.name,
        answered_as="agreed",
        events=[STATEMENTS[0]],
    )
    result, _ = await run(tmp_path, answer, known=Known(frozenset({contract})))
    (group,) = result.warnings.groups
    assert group.warning.field == "data.difference"
    assert group.warning.problem == (
        "no open matter `f521de1fa7d31c066127` is open or answered for `GB-LAE-WND/14-565` in wandsworth"
    )
    named = Name(ReferenceKind.STATEMENT, "wandsworth", (*matter.within, matter.name), STATEMENTS[0])
    result, _ = await run(tmp_path, answer, known=Known(frozenset({contract, matter, named})))
    assert result.warnings.groups == []
    others = {named._replace(name=each) for each in STATEMENTS[1:]}
    result, _ = await run(tmp_path, answer, known=Known(frozenset({contract, matter, *others})))
    (group,) = result.warnings.groups
    assert (group.warning.field, group.warning.problem) == (
        "data.events",
        f"the open matter `f521de1fa7d31c066127` for `GB-LAE-WND/14-565` in wandsworth does not stand on the statement "
        f"`{STATEMENTS[0]}`, but on `{STATEMENTS[1]}`, `{STATEMENTS[2]}`",
    )
    assert "name all the statements that the matter stands on and no others" in group.warning.fix


async def test_a_contract_that_nobody_declares_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    extended = line(1, "contract.extended", "GB-LAE-WND/14-655", period_end="2017-03-31")
    result, asked = await run(tmp_path, extended)
    (group,) = result.warnings.groups
    assert group.warning.field == "subject"
    assert group.warning.problem == (
        "no contract `GB-LAE-WND/14-655` is declared in wandsworth; `GB-LAE-WND/14-565` is: did you mean that?"
    )
    assert asked == [["wandsworth"]]
    known = Known(frozenset({Name(ReferenceKind.CONTRACT, "wandsworth", (), "GB-LAE-WND/14-655")}))
    result, _ = await run(tmp_path, extended, known=known)
    assert result.warnings.groups == []


def test_pictures_of_procurements_tell_of_awards_and_whom_they_name() -> None:
    def unknown(field: str) -> dict[str, str]:
        return {"kind": "unknown_reference", "field": field}

    side = {"organisation": COUNCIL, "value": [{"id": "GB-COH-1"}]}
    body = {
        "awards": [{"award": "1", "suppliers": [side]}, {"award": "2", "departed": [side]}, {"award": "3"}, "odd"],
        "differences": [unknown("award:2"), unknown("departure:GB-COH-2 from award 1"), {"field": "award:3"}],
    }
    key = ("w", "procurement", "p")
    procurement = Name(ReferenceKind.PROCUREMENT, "w", (), "p")
    award = Name(ReferenceKind.AWARD, "w", ("p",), "1")
    supplier = Name(ReferenceKind.SUPPLIER, "w", ("p", "1"), "GB-COH-1")
    assert list(names_in(key, body)) == [procurement, award, supplier, award._replace(name="3")]
    assert list(names_in(key, {**body, "differences": [unknown("procurement:p")]})) == []
    contract = ("w", "contract", "c")
    named = {"fields": {"procurement": {"sides": [{"organisation": COUNCIL, "value": "p"}]}}}
    assert list(names_in(contract, named)) == [
        Name(ReferenceKind.CONTRACT, "w", (), "c"),
        Name(ReferenceKind.PROCUREMENT, "w", ("c",), "p"),
    ]
    assert list(names_in(contract, {"differences": [unknown("contract:c")]})) == []
