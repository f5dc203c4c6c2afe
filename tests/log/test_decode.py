"""A record says what was said, or why it can never be taken: one named case for every reason, and fuzzed bytes."""

import ast
import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import fastavro
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import hub as hub_package
from hub.events.catalogue import BY_CE_TYPE, CATALOGUE
from hub.log.codec import ADMITTED, frame, unframe
from hub.log.decode import Decoded, RecordDecoder
from hub.log.quarantine import quarantine_record
from hub.log.quarantined import Quarantined
from hub.log.reasons import PoisonReason, unknown_schema
from hub.log.records import InputRecord, Poison, SchemaNeeded
from hub.log.topics import TopicNames, partition_of
from hub.reconcile.statement import Statement
from hub.serialization import avro
from hub.serialization.avro import decode_plain
from hub.serialization.content import content_hash
from hub.serialization.encoded import EncodedEvent
from hub.serialization.readable import to_json
from hub.serialization.schemas import newest, without_logical_types
from tests.support.records import NUMBER, PARTITIONS, STAMP, record
from tests.support.strategies import Made, any_event

DECLARED = BY_CE_TYPE["uk.jch.contract.declared.v1"]
EVENT = DECLARED.model.model_validate(
    {
        "meta": {
            "event_id": "0198c2b4-7a53-7c55-9f0e-1d2c3b4a5f60",
            "organisation": "GB-LAE-WND",
            "source_system": "contracts-register",
            "partnerships": ["wandsworth"],
            "subject": "GB-LAE-WND/14-565",
            "occurred_at": "2014-04-01",
            "recorded_at": "2014-05-01T09:00:00Z",
        },
        "stage": "contract",
        "title": "Carers Contract",
        "value": {"amount": "125000.50"},
    }
)
GOOD = record(DECLARED, EVENT, 5)


def decoder() -> RecordDecoder:
    return RecordDecoder(PARTITIONS)


def with_header(name: str, value: bytes | None) -> InputRecord:
    """The record with another value of a header, or, for None, without it."""
    changed = [(each, value if each == name else held) for each, held in GOOD.headers]
    return replace(GOOD, headers=tuple((each, held) for each, held in changed if held is not None))


def with_plain(change: Callable[[dict[str, Any]], None]) -> InputRecord:
    """The record with values that no model would make."""
    plain = copy.deepcopy(EncodedEvent(DECLARED, EVENT).plain)
    change(plain)
    return replace(GOOD, value=frame(1, written(plain, newest(DECLARED))))


def written(plain: dict[str, Any], schema: dict[str, Any]) -> bytes:
    out = BytesIO()
    fastavro.schemaless_writer(out, fastavro.parse_schema(without_logical_types(schema)), plain)
    return out.getvalue()


def set_meta(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda plain: plain["meta"].__setitem__(name, value)


def elsewhere(key: bytes) -> InputRecord:
    return replace(GOOD, key=key, partition=partition_of(key, PARTITIONS))


assert GOOD.value is not None
VALUE: bytes = GOOD.value


@dataclass(frozen=True)
class PoisonCase:
    name: str
    record: InputRecord
    reason: PoisonReason
    field: str


CASES = [
    PoisonCase("no key", replace(GOOD, key=None), PoisonReason.NO_KEY, "key"),
    PoisonCase("no value", replace(GOOD, value=None), PoisonReason.NO_VALUE, "value"),
    PoisonCase(
        "a key in a partition that it does not hash to",
        replace(GOOD, partition=(NUMBER + 1) % PARTITIONS),
        PoisonReason.WRONG_PARTITION,
        "key",
    ),
    PoisonCase("a key that the event does not name", elsewhere(b"richmond"), PoisonReason.WRONG_PARTNERSHIP, "key"),
    PoisonCase("a key that is not text", elsewhere(b"\xff\xfe"), PoisonReason.WRONG_PARTNERSHIP, "key"),
    PoisonCase("no ce_id", with_header("ce_id", None), PoisonReason.HEADER_MISSING, "ce_id"),
    PoisonCase("no ce_source", with_header("ce_source", None), PoisonReason.HEADER_MISSING, "ce_source"),
    PoisonCase("no ce_specversion", with_header("ce_specversion", None), PoisonReason.HEADER_MISSING, "ce_specversion"),
    PoisonCase("no ce_type", with_header("ce_type", None), PoisonReason.HEADER_MISSING, "ce_type"),
    PoisonCase("no ce_dataschema", with_header("ce_dataschema", None), PoisonReason.HEADER_MISSING, "ce_dataschema"),
    PoisonCase("no content-type", with_header("content-type", None), PoisonReason.HEADER_MISSING, "content-type"),
    PoisonCase(
        "a header without a value",
        replace(GOOD, headers=tuple((name, None if name == "ce_type" else held) for name, held in GOOD.headers)),
        PoisonReason.HEADER_MISSING,
        "ce_type",
    ),
    PoisonCase("no headers at all", replace(GOOD, headers=()), PoisonReason.HEADER_MISSING, "ce_id"),
    PoisonCase("another ce_id", with_header("ce_id", b"0198"), PoisonReason.HEADER_DIFFERS, "ce_id"),
    PoisonCase("another ce_source", with_header("ce_source", b"elsewhere"), PoisonReason.HEADER_DIFFERS, "ce_source"),
    PoisonCase("CloudEvents 0.3", with_header("ce_specversion", b"0.3"), PoisonReason.HEADER_DIFFERS, "ce_specversion"),
    PoisonCase(
        "JSON by its label",
        with_header("content-type", b"application/json"),
        PoisonReason.HEADER_DIFFERS,
        "content-type",
    ),
    PoisonCase(
        "a header twice", replace(GOOD, headers=(*GOOD.headers, ("ce_id", b"x"))), PoisonReason.HEADER_REPEATED, "ce_id"
    ),
    PoisonCase(
        "a stamp beside the hub's own",
        replace(GOOD, headers=(*GOOD.headers, (ADMITTED, b"x"))),
        PoisonReason.HEADER_REPEATED,
        ADMITTED,
    ),
    PoisonCase(
        "an unknown type", with_header("ce_type", b"uk.jch.contract.sold.v1"), PoisonReason.TYPE_UNKNOWN, "ce_type"
    ),
    PoisonCase(
        "another major version",
        with_header("ce_type", b"uk.jch.contract.declared.v2"),
        PoisonReason.TYPE_UNKNOWN,
        "ce_type",
    ),
    PoisonCase("a type that is not text", with_header("ce_type", b"\xff"), PoisonReason.TYPE_UNKNOWN, "ce_type"),
    PoisonCase(
        "a topic that does not carry the type",
        replace(GOOD, topic="commissioning.workplan.v1"),
        PoisonReason.WRONG_TOPIC,
        "ce_type",
    ),
    PoisonCase("another instance's topic", replace(GOOD, topic=f"x.{GOOD.topic}"), PoisonReason.WRONG_TOPIC, "ce_type"),
    PoisonCase(
        "a schema of another type",
        with_header("ce_dataschema", b"contract/varied/v1.0"),
        PoisonReason.SCHEMA_UNKNOWN,
        "ce_dataschema",
    ),
    PoisonCase(
        "a schema version that is no number",
        with_header("ce_dataschema", b"contract/declared/v1." + b"9" * 5000),
        PoisonReason.SCHEMA_UNKNOWN,
        "ce_dataschema",
    ),
    PoisonCase("bad magic", replace(GOOD, value=b"\x01" + VALUE[1:]), PoisonReason.FRAME_UNREADABLE, "value"),
    PoisonCase("truncated in the frame", replace(GOOD, value=VALUE[:4]), PoisonReason.FRAME_UNREADABLE, "value"),
    PoisonCase("truncated in the body", replace(GOOD, value=VALUE[:-3]), PoisonReason.BODY_UNREADABLE, "value"),
    PoisonCase("an empty body", replace(GOOD, value=VALUE[:5]), PoisonReason.BODY_UNREADABLE, "value"),
    PoisonCase("bytes left over", replace(GOOD, value=VALUE + b"\x00"), PoisonReason.BODY_UNREADABLE, "value"),
    PoisonCase("not admitted", with_header("hub-admitted", None), PoisonReason.NOT_ADMITTED, "hub-admitted"),
    PoisonCase("a malformed stamp", with_header("hub-admitted", b"{}"), PoisonReason.NOT_ADMITTED, "hub-admitted"),
    PoisonCase(
        "a day after the calendar's end",
        with_plain(set_meta("occurred_at", 2**31 - 1)),
        PoisonReason.VALUE_IMPOSSIBLE,
        "meta.occurred_at",
    ),
    PoisonCase(
        "a day that has no day after it",
        with_plain(lambda plain: plain.update(period_end=avro.days_of(date.max))),
        PoisonReason.VALUE_IMPOSSIBLE,
        "period_end",
    ),
    PoisonCase(
        "an instant before the year 1",
        with_plain(set_meta("recorded_at", -(2**62))),
        PoisonReason.VALUE_IMPOSSIBLE,
        "meta.recorded_at",
    ),
    PoisonCase(
        "an event id that is no uuid",
        with_plain(set_meta("event_id", "14-565")),
        PoisonReason.VALUE_IMPOSSIBLE,
        "meta.event_id",
    ),
    PoisonCase(
        "money beyond its precision",
        with_plain(lambda plain: plain["value"].__setitem__("amount", b"\x7f" * 4000)),
        PoisonReason.VALUE_IMPOSSIBLE,
        "value.amount",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_record_that_can_never_be_taken(case: PoisonCase) -> None:
    poison = decoder().decode(case.record)
    assert isinstance(poison, Poison)
    assert (poison.code, poison.field) == (case.reason, case.field)
    assert poison.problem
    assert poison.fix == case.reason.fix


def test_every_reason_has_a_case() -> None:
    # a schema of the registry's is not in the record's own bytes: it has tests of its own below
    assert {case.reason for case in CASES} | {PoisonReason.SCHEMA_UNUSABLE} == set(PoisonReason)


@given(made=any_event())
def test_a_record_as_admission_writes_it_is_taken(made: Made) -> None:
    event_type, event = made
    decoded = decoder().decode(record(event_type, event, 0))
    assert isinstance(decoded, Decoded)
    assert decoded.plain == EncodedEvent(event_type, event).plain
    assert decoded.content_hash == content_hash(event_type, decoded.plain)
    assert (decoded.type, decoded.partnership, decoded.stamp) == (event_type, "wandsworth", STAMP)


def test_headers_that_nobody_asked_for_change_nothing() -> None:
    traced = replace(GOOD, headers=(("traceparent", b"00-1"), *GOOD.headers, ("traceparent", b"00-2")))
    assert decoder().decode(traced) == decoder().decode(GOOD)


def test_a_prefix_belongs_to_the_topic() -> None:
    names = TopicNames("t1.")
    there = replace(GOOD, topic=names.full(GOOD.topic))
    assert isinstance(RecordDecoder(PARTITIONS, names).decode(there), Decoded)


def test_a_bundled_schema_needs_no_registry_whatever_the_schema_id() -> None:
    moved = replace(GOOD, value=frame(4_000_000_000, unframe(VALUE)[1]))
    assert decoder().decode(moved) == decoder().decode(GOOD)


def next_version() -> dict[str, Any]:
    schema = copy.deepcopy(newest(DECLARED))
    schema["fields"].append({"name": "lots", "type": ["null", "int"], "default": None})
    return schema


NEWER = replace(
    with_header("ce_dataschema", b"contract/declared/v1.9"),
    value=frame(77, written(EncodedEvent(DECLARED, EVENT).plain | {"lots": 3}, next_version())),
)


def test_a_newer_minor_version_asks_for_its_schema_and_is_then_read_as_the_newest_known() -> None:
    reader = decoder()
    with pytest.raises(SchemaNeeded) as needed:
        reader.decode(NEWER)
    assert needed.value.schema_id == 77
    reader.learn(77, json.dumps(next_version()))
    known, newer = reader.decode(GOOD), reader.decode(NEWER)
    assert isinstance(known, Decoded)
    assert isinstance(newer, Decoded)
    assert (newer.plain, newer.content_hash, newer.learned) == (known.plain, known.content_hash, True)
    # whoever unpacks it later has no registry: it is kept as a bundled schema writes it
    assert decode_plain(newer.type, newer.version, newer.body) == known.plain


def test_schemas_can_be_given_at_the_start() -> None:
    assert isinstance(RecordDecoder(PARTITIONS, extra_schemas={77: json.dumps(next_version())}).decode(NEWER), Decoded)


def _with_money_as_text() -> str:
    text = json.dumps(next_version())
    return text.replace('"precision": 14, "scale": 2', '"precision": 14, "scale": 3')


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ("no JSON", "it is not JSON"),
        ("[]", "not what belongs there"),
        ('{"type": "record"}', "it holds no name"),
        (json.dumps(newest(CATALOGUE[1])), "uk.jch.contract.Varied"),
        (_with_money_as_text(), "value.amount"),
    ],
    ids=["not JSON", "a union", "no name", "another type", "other decimals"],
)
def test_a_schema_of_the_registry_that_cannot_be_used_is_the_records_fault(schema: str, said: str) -> None:
    reader = decoder()
    reader.learn(77, schema)
    poison = reader.decode(NEWER)
    assert isinstance(poison, Poison)
    assert (poison.code, poison.field, poison.fix) == (
        PoisonReason.SCHEMA_UNUSABLE,
        "value",
        PoisonReason.SCHEMA_UNUSABLE.fix,
    )
    assert said in poison.problem


@given(made=any_event(), data=st.data())
@settings(max_examples=300)
def test_damaged_bytes_are_told_and_what_is_taken_can_be_used(made: Made, data: st.DataObject) -> None:
    whole = record(*made, 0)
    assert whole.value is not None
    value = bytearray(whole.value)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(value) - 1))
        match data.draw(st.sampled_from(("replace", "cut", "insert"))):
            case "replace":
                value[at] = data.draw(st.integers(0, 255))
            case "cut":
                del value[at : at + data.draw(st.integers(1, 4))]
            case _:
                value[at:at] = data.draw(st.binary(min_size=1, max_size=4))
        if not value:
            break
    decoded = decoder().decode(replace(whole, value=bytes(value)))
    if isinstance(decoded, Decoded):
        to_json(decoded.type, decoded.plain)
        statement = Statement.of(decoded.type, decoded.version, decoded.body, decoded.plain, decoded.stamp.milliseconds)
        assert statement.content_hash == decoded.content_hash
    else:
        assert decoded.code in set(PoisonReason)


@given(
    key=st.none() | st.binary(max_size=20),
    value=st.none() | st.binary(max_size=60),
    headers=st.lists(
        st.tuples(
            st.sampled_from([name for name, _ in GOOD.headers]) | st.text(max_size=5),
            st.none() | st.binary(max_size=12),
        ),
        max_size=9,
    ),
)
@example(key=b"", value=b"", headers=[])
def test_a_record_of_any_bytes_gets_an_answer(
    key: bytes | None, value: bytes | None, headers: list[tuple[str, bytes | None]]
) -> None:
    partition = 0 if key is None else partition_of(key, PARTITIONS)
    strange = replace(GOOD, key=key, value=value, partition=partition, headers=tuple(headers))
    assert isinstance(decoder().decode(strange), Poison)


def test_nobody_words_a_poison_but_its_reason() -> None:
    """What makes a Poison by itself could word the same fault in another way, as three places once did."""
    made = [
        file.name
        for file in Path(hub_package.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Poison"
    ]
    assert made == ["reasons.py"]


@pytest.mark.parametrize("reason", PoisonReason, ids=lambda each: each.name)
def test_one_poison_has_one_text_wherever_it_is_kept(reason: PoisonReason) -> None:
    poison = reason.poison("value", "what is wrong")
    kept = quarantine_record(GOOD, poison, "1")
    read = Quarantined.read(kept.key, kept.value, kept.headers)
    assert (read.code, read.problem, read.fix) == (reason.value, poison.problem, reason.fix)
    assert all(each and "|" not in each for each in (reason.meaning, reason.cause, reason.fix))


def test_a_schema_that_the_registry_lacks_is_told_by_its_id() -> None:
    assert unknown_schema(41) == PoisonReason.SCHEMA_UNKNOWN.poison("value", "the registry has no schema of id 41")
