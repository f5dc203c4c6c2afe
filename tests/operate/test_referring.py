"""References of one run of `hub publish`: held at its end against what it declares and what the pictures tell."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from hub.admission.references import Kind, Known, Name
from hub.operate.declared import names_in
from hub.operate.judging import Door
from hub.operate.publishing import Result, items_of, publish
from tests.support.documents import COUNCIL, NOW, declared, wandsworth

NOTHING = Known()


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
    return line(number, "workplan.programme-declared", name, title="Carers", mode="joint")


async def run(folder: Path, *lines: bytes, known: Known | None = NOTHING) -> tuple[Result, list[list[str]]]:
    file = folder / "a.jsonl"
    file.write_bytes(b"\n".join(lines))
    asked: list[list[str]] = []

    async def declared_in(partnerships: Iterable[str]) -> Known | None:
        asked.append(sorted(partnerships))
        return known

    door = Door(wandsworth(), "operator", "test")
    return await publish(items_of([file], None, None), door, None, lambda: NOW, declared=declared_in), asked


async def test_an_undeclared_programme_is_let_in_and_told_once(tmp_path: Path) -> None:
    known = Known(frozenset({Name(Kind.PROGRAMME, "wandsworth", "", "carers")}))
    result, asked = await run(tmp_path, assigned(1, "crers"), assigned(2, "carers"), assigned(3, "crers"), known=known)
    assert (result.accepted, asked) == (3, [["wandsworth"]])
    (group,) = result.warnings.groups
    assert "`carers` is: did you mean that?" in group.doubt.problem
    assert (group.count, group.places) == (2, ["a.jsonl:1", "a.jsonl:3"])


async def test_what_the_run_declares_later_counts_and_nobody_is_asked(tmp_path: Path) -> None:
    result, asked = await run(tmp_path, assigned(1, "carers"), programme(2, "carers"))
    assert (result.warnings.groups, asked) == ([], [])


async def test_what_the_run_declares_is_told_as_what_was_meant(tmp_path: Path) -> None:
    result, _ = await run(tmp_path, assigned(1, "crers"), programme(2, "carers"))
    assert "did you mean that?" in result.warnings.groups[0].doubt.problem


async def test_a_refused_declaration_declares_nothing(tmp_path: Path) -> None:
    refused = line(2, "workplan.programme-declared", "carers", title="Carers", mode="jiont")
    result, _ = await run(tmp_path, assigned(1, "carers"), refused)
    assert [each.doubt.field for each in result.warnings.groups] == ["data.programme"]


async def test_it_is_said_when_nobody_could_tell(tmp_path: Path) -> None:
    result, _ = await run(tmp_path, assigned(1, "carers"), known=None)
    (group,) = result.warnings.groups
    assert "not checked: Kafka did not answer" in group.doubt.problem


def test_pictures_tell_what_is_declared_and_not_what_is_only_named() -> None:
    body = {
        "fields": {"mode": {"sides": [{"value": "joint"}]}},
        "milestones": [{"milestone": "m", "due": [{}]}, {"milestone": "lost", "met": [{}]}, "odd"],
        "measures": [{"measure": "waits", "direction": [{}]}, {"measure": "falls", "last_result": []}],
    }
    assert list(names_in(("w", "programme", "carers"), body)) == [
        Name(Kind.PROGRAMME, "w", "", "carers"),
        Name(Kind.MILESTONE, "w", "carers", "m"),
    ]
    assert list(names_in(("w", "contract", "c"), body)) == [Name(Kind.MEASURE, "w", "c", "waits")]
    others: list[Any] = [{"fields": {}}, [], None, {"fields": {"mode": 1}, "milestones": 7}]
    for odd in others:
        assert list(names_in(("w", "programme", "carers"), odd)) == []
