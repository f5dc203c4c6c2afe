"""The quarantine record: everything that is needed to see and mend what was refused."""

import base64

import orjson

from hub.log.quarantine import HEADER, quarantine_record
from hub.log.records import InputRecord, Poison

POISON = Poison("bad", "meta.id", "is no UUID", "send a UUID")


def test_it_keeps_bytes_headers_in_order_and_place() -> None:
    record = InputRecord("t", 3, 41, 1700, b"\xffk", b"\x00v", (("ce_id", b"1"), ("ce_id", b"2"), ("x", b"")))
    kept = quarantine_record(record, POISON, "1.2")
    assert kept.key == b"t-3-41"
    assert kept.value == b"\x00v"
    assert kept.headers[:3] == [("was-ce_id", b"1"), ("was-ce_id", b"2"), ("was-x", b"")]
    name, about = kept.headers[3]
    assert name == HEADER
    assert orjson.loads(about or b"") == {
        "topic": "t",
        "partition": 3,
        "offset": 41,
        "timestamp_ms": 1700,
        "key_b64": base64.b64encode(b"\xffk").decode(),
        "code": "bad",
        "field": "meta.id",
        "problem": "is no UUID",
        "fix": "send a UUID",
        "code_version": "1.2",
    }


def test_null_key_and_value_stay_null() -> None:
    kept = quarantine_record(InputRecord("t", 0, 0, 0, None, None, ()), POISON, "1")
    assert kept.value is None
    assert orjson.loads(kept.headers[0][1] or b"")["key_b64"] is None
