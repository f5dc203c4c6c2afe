"""What a side shows of itself beside its value: that it is made up, whose word it is, in which document it stands."""

from typing import Any

import pytest

from hub.configuration.model import Configuration
from hub.reconcile.claims import Field
from hub.reconcile.differences import of_field
from hub.reconcile.matter_kinds import MatterKind
from hub.reconcile.rules import numbers
from hub.reconcile.sides import classification
from tests.reconcile.test_what_fields_come_to import side
from tests.reconcile.told import CCG, COUNCIL, Said, contract, pictures, programme

OCID = "ocds-h6vhtk-0123ab"


def declared(**meta: Any) -> Said:
    return COUNCIL, "declared", {"stage": "contract", "meta": meta}


def test_what_is_made_up_says_so_and_what_is_real_does_not() -> None:
    (made_up,) = contract(declared(illustrative=True))["fields"]["stage"]["sides"]
    (real,) = contract(declared(illustrative=False))["fields"]["stage"]["sides"]
    assert made_up["illustrative"] is True
    assert "illustrative" not in real


def test_a_document_is_named_where_there_is_one() -> None:
    (with_one,) = contract(declared(source_document="Paper 15-190"))["fields"]["stage"]["sides"]
    (without,) = contract(declared())["fields"]["stage"]["sides"]
    assert with_one["document"] == "Paper 15-190"
    assert "document" not in without


def test_only_a_word_that_follows_from_several_events_has_further_ones() -> None:
    alone = side(COUNCIL, "50")
    assert (alone.sources, alone.also) == ((alone.claim,), ())
    earlier = alone.claim._replace(recorded=0, event_id="earlier")
    together = alone._replace(behind=(alone.claim, earlier))
    assert (together.sources, together.also) == ((alone.claim, earlier), (earlier,))


def test_nobody_else_is_named_where_a_body_speaks_for_itself() -> None:
    (own,) = contract(declared())["fields"]["stage"]["sides"]
    assert own["organisation"] == COUNCIL
    assert "said_by" not in own


@pytest.mark.parametrize("classification", ["public", "internal", "confidential"])
def test_a_procurement_is_as_guarded_as_what_is_said_of_it(classification: str) -> None:
    said = (
        COUNCIL,
        "procurement-declared",
        {"subject": OCID, "meta": {"classification": classification}, "title": "T"},
    )
    assert pictures(said)["procurement", OCID]["classification"] == classification


def test_milestones_stand_by_the_day_on_which_they_are_due_then_by_name_and_those_without_one_last() -> None:
    def due(name: str, day: str) -> Said:
        fields = {
            "milestone": name,
            "title": name,
            "due": {"text": day, "earliest": day, "latest": day, "precision": "day"},
        }
        return COUNCIL, "milestone-scheduled", fields

    met = (COUNCIL, "milestone-met", {"milestone": "a", "met_on": "2014-05-01"})
    said = (due("d", "2016-03-01"), due("c", "2016-01-01"), due("b", "2016-03-01"), met)
    told = [(each["milestone"], each["due_by"]) for each in programme(*said)["milestones"]]
    assert told == [("c", "2016-01-01"), ("b", "2016-03-01"), ("d", "2016-03-01"), ("a", None)]


def test_a_missing_return_is_about_its_contract() -> None:
    observed = {"measure": "m", "period_start": "2015-01-01", "period_end": "2015-03-31", "value": "1"}
    body = contract((COUNCIL, "declared", {"stage": "contract"}), (COUNCIL, "observed", observed))
    (missing,) = [each for each in body["differences"] if each["kind"] is MatterKind.RETURN_MISSING]
    assert (missing["subject_kind"], missing["subject"], missing["field"]) == ("contract", body["id"], "measure:m")


def test_numbers_are_told_in_their_own_order() -> None:
    assert numbers(MatterKind.OTHER)(["10", "9", "9.0"], Configuration()).rule == "9 against 10"


@pytest.mark.parametrize(
    ("field", "one", "other", "text"),
    [
        (
            Field("result", "m", "2015-09-30/2015-07-01"),
            {"value": "50", "numerator": "5"},
            {"value": "50", "numerator": "6"},
            "2015-07-01 to 2015-09-30, numerator: 5 against 6",
        ),
        (
            Field("result", "m", "2015-09-30/2015-07-01"),
            {"value": "50"},
            {"value": "51"},
            "2015-07-01 to 2015-09-30: 50 against 51",
        ),
        (Field("measure", "m", "target"), "50", "51", "target: 50 against 51"),
        (Field("milestone", "m", "kind"), "approval", "delivery", "kind: Approval against Delivery"),
        (Field("milestone", "m", "due"), {"latest": "2015-12-01"}, {"latest": "2015-12-02"}, "1 day apart"),
        (Field("milestone", "m", "met"), {"met_on": "2015-12-01"}, {"met_on": "2015-12-02"}, "1 day apart"),
        (Field("lot", "1", "status"), "active", "complete", "Active against Complete"),
    ],
)
def test_a_difference_tells_the_period_the_field_and_the_part_where_its_name_does_not(
    field: Field, one: Any, other: Any, text: str
) -> None:
    (found,) = of_field(
        "wandsworth", ("contract", "c"), field, [side(COUNCIL, one), side(CCG, other)], Configuration()
    )[1]
    assert found["text"] == text


@pytest.mark.parametrize("last", [COUNCIL, CCG])
def test_a_heading_is_the_title_that_was_said_last_whoever_says_it(last: str) -> None:
    first = CCG if last == COUNCIL else COUNCIL
    said: list[Said] = [(each, "declared", {"stage": "contract", "title": f"by {each}"}) for each in (first, last)]
    assert contract(*said)["title"] == f"by {last}"


def test_where_nothing_stands_there_is_nothing_to_guard() -> None:
    assert classification() == classification({}) == "public"


def test_a_classification_that_this_release_does_not_know_guards_most() -> None:
    known = ["public", "internal", "confidential"]
    for number, each in enumerate(known):
        assert classification(also=known[: number + 1]) == each
    assert classification(also=[*known, "a word of a newer release"]) == "a word of a newer release"
