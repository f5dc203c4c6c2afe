"""Each rule of a standard of practice has its sentence."""

from datetime import date
from decimal import Decimal

import pytest

from hub.configuration.model import Configuration, Group
from hub.configuration.practice import Limit, Practice
from hub.reports.practice_words import practice_words
from tests.reconcile.summary import PRACTICE
from tests.reconcile.told import KNOWN
from tests.reports.test_changes_of_many import GROUP
from tests.reports.test_joint_programmes import reported

NOT_A_RULE = {"document", "id", "source"}


@pytest.mark.parametrize("name", sorted({*Practice.model_fields} - NOT_A_RULE))
def test_each_rule_is_told(name: str) -> None:
    whole = PRACTICE.model_copy(update={"since": date(2015, 4, 1)})
    nothing = Practice(id="wandsworth")
    alone = nothing.model_copy(update={name: getattr(whole, name)})
    assert practice_words(nothing, KNOWN) == []
    assert len(practice_words(alone, KNOWN)) == 1


def test_its_words() -> None:
    limit = Limit(organisation="GB-LAE-WND", post="Director", amount=Decimal("100000.00"))
    practice = Practice(
        id="wandsworth",
        since=date(2015, 4, 1),
        review_before_extension_days=1,
        joint_decision_before=("end", "variation"),
        remedy_within_days=30,
        signatories=2,
        limits=(limit,),
    )
    assert practice_words(practice, KNOWN) == [
        "It is of what happened from 1 April 2015 on.",
        "A contract is extended after a review that is no more than 1 day old.",
        "A contract of a joint programme is ended or varied in money by a decision that stands.",
        "A missed measure, and a breach that is not put right, has a remedy within 30 days.",
        "A decision that posts take is signed by 2 of them.",
        "Director of Wandsworth Borough Council decides on up to £100,000.00.",
    ]


def test_the_report_of_a_place_without_a_standard_has_no_such_part() -> None:
    assert reported(GROUP, {}, KNOWN, date(2015, 10, 1))["practice"] == []
    with_one = Configuration(1, {**KNOWN.documents, "practice/wandsworth": PRACTICE})
    (found,) = reported(GROUP, {}, with_one, date(2015, 10, 1))["practice"]
    assert (found["partnership"], found["name"]) == ("wandsworth", "Wandsworth")
    assert found["rules"] == practice_words(PRACTICE, with_one)
    elsewhere = Group(id="other", name="Other", partnerships=("leeds",))
    assert reported(elsewhere, {}, with_one, date(2015, 10, 1))["practice"] == []
