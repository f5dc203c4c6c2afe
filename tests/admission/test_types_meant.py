"""What is said of a type that is not taken: of the design or unknown, and never a withdrawal in its place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.admission.admit import Refused, admit
from hub.admission.refusal import Code, Refusal
from hub.admission.types_meant import unknown_type
from hub.events.catalogue import BY_CE_TYPE, CATALOGUE, EventType
from hub.events.design import NOT_TAKEN_YET
from hub.events.topics import INPUT_TOPICS, word
from tests.support.documents import context, declared


def only(document: Any) -> Refusal:
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    (refusal,) = answer.refusals
    return refusal


@pytest.mark.parametrize("name", sorted(NOT_TAKEN_YET))
def test_a_type_of_the_design_is_called_that(name: str) -> None:
    refusal = only(declared(attributes={"type": name}))
    assert (refusal.code, refusal.field) == (Code.TYPE_UNKNOWN, "type")
    assert "is of the design and not taken by this release" in refusal.problem
    assert "did you mean" not in refusal.fix


def test_all_topics_of_the_design_have_types_to_come() -> None:
    assert {each.split(".")[2] for each in NOT_TAKEN_YET} == {word(topic) for topic in INPUT_TOPICS}


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("uk.jch.contract.declare.v1", "uk.jch.contract.declared.v1"),
        ("uk.jch.contract.declared", "uk.jch.contract.declared.v1"),
        ("declared", "uk.jch.contract.declared.v1"),
        ("declared.v1", "uk.jch.contract.declared.v1"),
        ("uk.jch.contract.declared.v2", "uk.jch.contract.declared.v1"),
        ("org.example.milestone_met", "uk.jch.workplan.milestone-met.v1"),
        ("uk.jch.workplan.observd.v1", "uk.jch.workplan.observed.v1"),
        ("uk.jch.contract.observd.v1", "uk.jch.performance.observed.v1"),
    ],
)
def test_the_last_word_tells_what_was_meant(given: str, meant: str) -> None:
    assert unknown_type(given)[1] == f"did you mean {meant}?"


@pytest.mark.parametrize("event_type", [each for each in CATALOGUE if not each.withdraws], ids=lambda each: each.name)
def test_the_part_that_is_wrong_is_the_one_that_is_named(event_type: EventType) -> None:
    """A right word is never called unknown."""
    right = event_type.ce_type.split(".")
    for at, part in enumerate(right):
        wrong = "v9" if at == len(right) - 1 else f"{part}s"
        problem, fix = unknown_type(".".join([*right[:at], wrong, *right[at + 1 :]]))
        assert problem.startswith(f"{wrong} "), problem
        assert fix == f"did you mean {event_type.ce_type}?"
    of_its_name = {f"did you mean {each.ce_type}?" for each in CATALOGUE if each.name == event_type.name}
    for short, meant in (
        (event_type.name, of_its_name),
        (".".join(right[2:]), {f"did you mean {event_type.ce_type}?"}),
    ):
        problem, fix = unknown_type(short)
        assert problem == "a type that is written so is not in the hub's catalogue"
        assert fix in meant


@pytest.mark.parametrize("given", ["v1", "V2", " v1 "])
def test_a_version_alone_is_no_type_and_means_none(given: str) -> None:
    problem, fix = unknown_type(given)
    assert problem == f"{given.strip()} is not in the hub's catalogue"
    assert "did you mean" not in fix


@pytest.mark.parametrize("written", [" {}", "{} ", "{}\n"])
def test_blanks_around_a_type_are_what_is_wrong_with_it(written: str) -> None:
    given = written.format("uk.jch.contract.declared.v1")
    told = ("a type that is written so is not in the hub's catalogue", "did you mean uk.jch.contract.declared.v1?")
    assert unknown_type(given) == told


OF_WORDS = [each.name for each in CATALOGUE if "-" in each.name and not each.withdraws]


@pytest.mark.parametrize("name", OF_WORDS)
def test_words_that_are_joined_otherwise_mean_the_same_also_where_some_of_them_are_cut(name: str) -> None:
    for begin in range(name.index("-")):
        for end in range(name.rindex("-") + 2, len(name) + 1):
            cut = name[begin:end]
            assert unknown_type(cut.replace("-", "_"))[1] == unknown_type(cut)[1], cut


@pytest.mark.parametrize("event_type", [each for each in CATALOGUE if not each.withdraws], ids=lambda each: each.name)
def test_a_topic_that_has_other_events_is_not_called_unknown(event_type: EventType) -> None:
    for topic in {each.word for each in CATALOGUE} - {event_type.word}:
        given = event_type.ce_type.replace(f".{event_type.word}.", f".{topic}.")
        if given not in BY_CE_TYPE:
            problem, _ = unknown_type(given)
            assert problem == f"{topic} as the topic of {event_type.name} is not in the hub's catalogue"


@given(st.sampled_from([each.ce_type for each in CATALOGUE]) | st.text(max_size=40), st.text(max_size=3))
def test_a_withdrawal_is_never_offered(name: str, end: str) -> None:
    for wrong in (name + end, name.replace("withdrawn", "withdraw"), "uk.jch.contract.widthdrawn.v1"):
        if wrong not in BY_CE_TYPE:
            assert "withdrawn" not in unknown_type(wrong)[1]


@pytest.mark.parametrize("value", [{"a": 1}, [1], 1.5, 1 << 31, -(1 << 31) - 1, 10**30], ids=str)
def test_an_extension_that_is_no_scalar_is_refused_by_name(value: Any) -> None:
    refusal = only(declared(attributes={"myextension": value}))
    assert (refusal.code, refusal.field) == (Code.ATTRIBUTE_WRONG, "myextension")


@pytest.mark.parametrize("value", ["text", True, 0, -(1 << 31), (1 << 31) - 1, None], ids=str)
def test_one_that_is_a_scalar_is_taken(value: Any) -> None:
    assert not isinstance(admit(declared() | {"myextension": value}, context()), Refused)
