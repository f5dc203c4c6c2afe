"""A door answers for whatever it is given: one item's fault is that item's refusal, and the others go in."""

import io
import json
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.protocol import Item, made
from connectors.registry import CONNECTORS
from hub.admission.refusal import Code, Refusal
from hub.json_log import JsonLines
from hub.serialization import encoded
from hub.serialization.avro import encode
from hub.usecases import admitting, redriving
from hub.usecases.admitting import Door, ItemAnswer, ItemOutcome
from tests.support import pools
from tests.support.documents import COUNCIL, EVENT_ID, NOW, OTHER_ID, declared, wandsworth
from tests.support.exceptions import insides_in
from tests.support.grown import grown

CANARY = "zebra-4471"
STEPS = {"admit": admitting, "content_hash": encoded, "encode_plain": encoded}
"""Functions that a door has called of every item, by the module that calls them."""
# what code raises for a value that nobody thought of
FAILURES = [
    OverflowError(CANARY), ZeroDivisionError(CANARY), KeyError(CANARY), IndexError(CANARY), TypeError(CANARY),
    ValueError(CANARY), UnicodeError(CANARY), AttributeError(CANARY), RecursionError(CANARY), AssertionError(CANARY),
]  # fmt: skip


def a_door() -> Door:
    return Door(wandsworth(), "operator", "test")


def an_item(where: str, document: Any) -> Item:
    return Item(where, documents=(document,), source=document)


def answered(documents: list[Any]) -> tuple[Door, list[ItemAnswer]]:
    door = a_door()
    return door, [door.admit(an_item(f"file:{number}", each), NOW) for number, each in enumerate(documents)]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("step", STEPS)
def test_one_items_fault_is_its_refusal_and_the_others_go_in(
    step: str, failure: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real, fails = getattr(STEPS[step], step), True

    def failing(*given: Any) -> Any:
        event_id = given[0]["id"] if step == "admit" else given[1]["meta"]["event_id"]
        if fails and event_id == EVENT_ID:
            raise failure
        return real(*given)

    monkeypatch.setattr(STEPS[step], step, failing)
    other = declared(attributes={"id": OTHER_ID})
    door, answers = answered([declared(title="A Contract"), other])
    assert [each.outcome for each in answers] == [ItemOutcome.REFUSED, ItemOutcome.ADMITTED]
    (refusal,) = answers[0].refusals
    assert (refusal.code, refusal.field, refusal.where) == (Code.ADMISSION_FAILED, "", "file:0")
    (kept,) = door.take_refused()
    assert (kept.event, kept.code) == (EVENT_ID, Code.ADMISSION_FAILED)
    assert kept.text is not None and json.loads(kept.text)["data"]["title"] == "A Contract", "its bytes are kept"
    (logged,) = [each for each in caplog.records if each.levelno >= logging.ERROR]
    line = JsonLines().format(logged)
    assert "in failing" in line, "the operator's log has the trace, once"
    assert CANARY not in line + repr(refusal) + repr(kept), "and nobody has the value"
    assert not insides_in(refusal.problem + refusal.fix)
    fails = False
    again = door.admit(an_item("file:2", declared(title="A Contract")), NOW)
    assert again.outcome is ItemOutcome.ADMITTED, "nothing of it was written, so the same again is no duplicate"


def test_a_fault_behind_the_last_step_leaves_no_trace_in_what_was_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    door = a_door()

    def failing(*_: Any) -> Any:
        raise KeyError(CANARY)

    with monkeypatch.context() as patched:
        patched.setattr(door._bodies, "unknown", failing)
        assert door.admit(an_item("file:1", declared()), NOW).outcome is ItemOutcome.REFUSED
    again = door.admit(an_item("file:2", declared(title="Another content")), NOW)
    assert (again.outcome, again.warnings) == (ItemOutcome.ADMITTED, ())


@pytest.mark.parametrize(
    "failure", [MemoryError(), OSError(), KeyboardInterrupt()], ids=lambda each: type(each).__name__
)
def test_what_is_no_fault_of_an_item_is_not_taken_for_one(
    failure: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: Any) -> Any:
        raise failure

    monkeypatch.setattr(admitting, "admit", failing)
    with pytest.raises(type(failure)):
        answered([declared()])


def test_a_redrive_answers_for_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: Any) -> Any:
        raise OverflowError(CANARY)

    monkeypatch.setattr(redriving, "admit", failing)
    record, log = SimpleNamespace(id="t-0-1"), SimpleNamespace(handling=SimpleNamespace(closed={}))
    (step,) = redriving.plan_redrive(cast(Any, log), [cast(Any, record)], declared(), wandsworth(), NOW)
    assert [each.code for each in step.refusals] == [Code.ADMISSION_FAILED]


def test_no_refusal_of_a_connector_names_an_exception() -> None:
    def make() -> Item:
        raise OverflowError(CANARY)

    (refusal,) = made(make, "file:7", {}).refusals
    assert not insides_in(refusal.problem + refusal.fix)


EXAMPLES = [
    json.dumps(
        declared(value={"amount": "1.00"}, period_end="2018-01-01", suppliers=[{"id": "GB-COH-00000001"}])
    ).encode(),
    json.dumps(declared(meta={"occurred_at": "2015-04-01", "recorded_at": "2015-04-01T00:00:00Z"})).encode(),
]


@given(st.lists(grown(EXAMPLES), min_size=1, max_size=4))
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
def test_whatever_a_file_holds_each_item_has_an_answer_in_plain_words(lines: list[bytes]) -> None:
    door = a_door()
    for item in CONNECTORS["cloudevents"].items(io.BytesIO(b"\n".join(lines)), "file", COUNCIL):
        answer = door.admit(item, NOW)
        assert answer.outcome is not ItemOutcome.REFUSED or answer.refusals
        assert_plain(answer, repr(item))


def assert_plain(answer: ItemAnswer, given: str = "") -> None:
    for refusal in answer.refusals:
        assert refusal.code is not Code.ADMISSION_FAILED, "a fault of ours: keep this example and mend it"
        assert not insides_in(f"{refusal.problem} {refusal.fix}", given), refusal
    for each, *_ in answer.fresh:
        assert encode(each.event_type, each.event), "what is let in can be written"


@pytest.mark.parametrize("value", [*pools.EDGE_TEXTS, *pools.EDGE_NUMBERS], ids=lambda value: ascii(value)[:30])
def test_an_edge_in_any_place_of_an_event_is_answered_for(value: Any) -> None:
    for place in (
        *(declared() | {name: value} for name in declared()),
        *(declared(meta={name: value}) for name in ("occurred_at", "recorded_at", "corrects", "subject", "event_id")),
        *(declared(**{name: value}) for name in ("period_start", "period_end", "review_on", "title", "value")),
        declared(value={"amount": value}),
        declared(suppliers=[{"id": value}]),
    ):
        answer = a_door().admit(an_item("file:1", place), NOW)
        assert_plain(answer)


@pytest.mark.parametrize("digits", pools.EDGE_DIGITS, ids=lambda digits: ascii(digits)[:30])
def test_a_number_as_it_is_written_is_answered_for(digits: str) -> None:
    text = json.dumps(declared(value={"amount": "MARK"})).replace('"MARK"', digits)
    (item,) = CONNECTORS["cloudevents"].items(io.BytesIO(text.encode()), "file", None)
    assert_plain(a_door().admit(item, NOW))


def test_every_fuzzer_of_documents_draws_its_edges_from_one_pool() -> None:
    """A fuzzer that makes up JSON for admission and has an edge of its own would keep it from the others."""
    tests = Path(__file__).parents[1]
    fuzzers = [
        file
        for file in tests.rglob("*.py")
        if "st.recursive(" in (text := file.read_text())
        and "strict_json" not in text
        and "json_source" not in text
        # it makes up where releases stand, and no values
        and file.name != "test_ocds_shapes.py"
    ]
    assert {file.name for file in fuzzers} >= {"grown.py", "test_admit.py"}
    assert [file.name for file in fuzzers if "pools.EDGE_" not in file.read_text()] == []


def test_refusal_is_what_the_test_of_words_looks_at() -> None:
    assert insides_in(Refusal(Code.NOT_JSON, "", "raised OverflowError", "").problem) == ["OverflowError"]
    assert insides_in("Exceeds the limit; use sys.set_int_max_str_digits()")
