"""What is said of each kind of wrong value, word for word: the sender has nothing but these words."""

from typing import Any

import pytest

from hub.admission.admit import Admitted, Refused, admit
from hub.events.catalogue import CATALOGUE
from tests.support.documents import context, declared

MANY = [{"id": f"GB-COH-{number:08d}"} for number in range(2001)]
UNTIMED = {"recordedtime": None}
TOO_MANY = "say what is above it in a further event where it is a list of a procurement; others are stated as a whole"
WORDS = {
    "a number for a text": (declared(title=7), "is not text", "write it in quotes"),
    "a list for a text": (declared(title=["a"]), "is a list and not text", "write one value, without [ ]"),
    "an object for a text": (declared(title={}), "is an object and not text", "write the value alone, without { }"),
    "half a character": (
        declared(title="\ud800"),
        "holds half a character, which UTF-8 does not have",
        "write it as text in UTF-8",
    ),
    "a few people": (
        declared(users_served="4"),
        "counts so few people that one could tell who they are",
        "leave it out, or say 0 where there are none",
    ),
    "fewer than no people": (
        declared(staff_employed="-5"),
        "is negative",
        "write the number without its sign: it counts from 0 up",
    ),
    "an empty text": (declared(title=""), "is empty", "write something, or leave the field out"),
    "a long text": (declared(description="x" * 20_001), "is longer than 20000 characters", "shorten it"),
    "a long list": (declared(suppliers=MANY), "has 2001 items, the hub takes 2000", TOO_MANY),
    "a number for a list": (declared(suppliers=7), "is not a list", "write it in [ ]"),
    "a number for meta": (
        {**declared(), "data": {**declared()["data"], "meta": 7}},
        "is not an object",
        "write it in { }",
    ),
    "a number for a part": (declared(value=7), "is not an object", "write it in { }, with its amount"),
    "a list for true or false": (declared(renewable=[1]), "is neither true nor false", "write true or false"),
    "a word for true or false": (declared(renewable="maybe"), "is neither true nor false", "write true or false"),
    "a time without an offset": (
        declared(meta={"recorded_at": "2015-06-29T18:30:00"}, attributes=UNTIMED),
        "has no offset from UTC",
        "write it as 2015-06-29T18:30:00Z",
    ),
    "no time": (
        declared(meta={"recorded_at": "yesterday"}, attributes=UNTIMED),
        "is not a time with an offset",
        "write it as 2015-06-29T18:30:00Z",
    ),
    "no date": (declared(period_end="2018"), "is not a date", "write it as 2015-06-29"),
    "a bare number for a date": (
        declared(period_end="1382400000"),
        "is a bare number, and not a date or time in text",
        "write it as 2015-06-29 or 2015-06-29T18:30:00Z",
    ),
    "a person's number for a date": (declared(period_end="020 7946 0018"), "is not a date", "write it as 2015-06-29"),
    "many digits": (
        declared(value={"amount": "1" * 15}),
        "has more than 14 digits",
        "check its unit; money is in pounds",
    ),
    "many digits before the point": (
        declared(value={"amount": "1" * 13 + ".5"}),
        "has more than 12 digits before the point",
        "check its unit; money in pounds",
    ),
    "three decimals": (declared(value={"amount": "1.005"}), "has more than 2 decimals", "round it"),
    "not a number": (declared(value={"amount": "NaN"}), "is not a number", "write digits"),
    "a word for a number": (
        declared(value={"amount": "abc"}),
        "is not a number",
        "write digits, such as 1250.00",
    ),
}


@pytest.mark.parametrize(("document", "problem", "fix"), WORDS.values(), ids=WORDS)
def test_the_words_and_the_cure(document: Any, problem: str, fix: str) -> None:
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    assert [(each.problem, each.fix) for each in answer.refusals] == [(problem, fix)]


def wrong(*names: str, **more: Any) -> Any:
    """Fields of these names hold what no field takes."""
    said: dict[str, Any] = dict.fromkeys(names, "many")
    return declared(**more, **said)


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
def test_a_word_for_a_whole_number_is_told_as_no_number(event_type: Any) -> None:
    for name, info in event_type.model.model_fields.items():
        if info.annotation in (int, int | None):
            document = wrong(name, attributes={"type": event_type.ce_type})
            answer = admit(document, context())
            assert isinstance(answer, Refused)
            told = {(each.problem, each.fix) for each in answer.refusals if each.field == f"data.{name}"}
            assert told == {("is not a number", "write digits, such as 1250.00")}


def test_of_a_hundred_faults_each_is_told_and_no_more() -> None:
    for count, told in ((99, 99), (100, 100), (101, 100)):
        answer = admit(wrong(*(f"no_field_{number}" for number in range(count))), context())
        assert isinstance(answer, Refused)
        assert len(answer.refusals) == told


@pytest.mark.parametrize("count", ["0", "5", "18000"])
def test_none_and_five_or_more_people_are_let_in(count: str) -> None:
    assert isinstance(admit(declared(users_served=count, staff_employed=count), context()), Admitted)
