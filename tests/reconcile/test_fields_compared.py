"""A field is compared once for the same sides, and anew for others."""

from typing import Any

import pytest

from hub.configuration.model import Configuration
from hub.reconcile import fields_compared
from hub.reconcile.claims import Claim, Field, Origin, Side
from hub.reconcile.days import Day
from hub.reconcile.differences import of_field
from hub.reconcile.fields_compared import FieldsCompared
from hub.reconcile.sides import FieldFinding

ABOUT = ("contract", "GB-LAE-WND/1")
STATUS, OTHER = Field("", "", "status"), Field("measure", "visits", "unit")


def sides(*values: Any, field: Field = STATUS) -> list[Side]:
    return [
        Side(body, Claim(Day(0), number, f"{number}", "", body, field, value, Origin("public", None, False)))
        for number, (body, value) in enumerate(zip(("GB-LAE-WND", "GB-NHS-36L"), values, strict=False))
    ]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Field]:
    found: list[Field] = []

    def counted(*args: Any) -> Any:
        found.append(args[2])
        return of_field(*args)

    monkeypatch.setattr(fields_compared, "of_field", counted)
    return found


def test_the_same_sides_are_compared_once_and_others_anew(asked: list[Field]) -> None:
    compared = FieldsCompared("wandsworth", ABOUT, Configuration())
    differing, agreeing = sides("active", "terminated"), sides("active", "active")
    for said in (differing, list(differing), agreeing, agreeing, differing):
        assert compared.of(STATUS, said) == of_field("wandsworth", ABOUT, STATUS, said, Configuration())
    assert asked == [STATUS] * 3


def test_one_side_is_not_compared(asked: list[Field]) -> None:
    compared = FieldsCompared("wandsworth", ABOUT, Configuration())
    assert compared.of(STATUS, sides("active")) == (FieldFinding.ONE_SIDE, ())
    assert compared.of(STATUS, []) == (FieldFinding.ONE_SIDE, ())
    # as it would come out if it were
    for said in (sides("active"), []):
        assert of_field("wandsworth", ABOUT, STATUS, said, Configuration()) == (FieldFinding.ONE_SIDE, [])
    assert asked == []


def test_a_subject_s_own_fields_and_those_of_its_items_are_apart() -> None:
    compared = FieldsCompared("wandsworth", ABOUT, Configuration())
    core = {STATUS: sides("active", "terminated"), OTHER: sides("percent", "hours", field=OTHER)}
    fields, differ = compared.of_subject(core)
    assert (list(fields), fields["status"]["finding"], len(fields["status"]["sides"])) == (["status"], "differs", 2)
    assert [each["field"] for each in differ] == ["status"]
    assert [each["field"] for each in compared.of_items(core)] == ["measure:visits/unit"]
    fields, differ = compared.of_subject(core, {STATUS: FieldFinding.AS_TAKEN})
    assert (fields["status"]["finding"], differ) == (FieldFinding.AS_TAKEN, [])
