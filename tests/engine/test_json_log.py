"""Logging: one JSON object a line, extras as fields, and no flood from libraries."""

import logging

import orjson

from hub.engine.json_log import REPEAT_SECONDS, FewRepeats, JsonLines


def record(name: str, message: str, created: float, **extra: object) -> logging.LogRecord:
    made = logging.makeLogRecord({"name": name, "msg": message, "levelname": "WARNING", **extra})
    made.created = created
    return made


def test_a_line_is_json_with_the_extras_of_the_call() -> None:
    line = orjson.loads(JsonLines().format(record("hub.engine", "assigned", 0.0, partitions=[1, 2])))
    assert line["message"] == "assigned"
    assert line["partitions"] == [1, 2]
    assert line["level"] == "warning"


def test_a_library_says_the_same_once_in_a_while_and_the_hub_always() -> None:
    few = FewRepeats()
    assert few.filter(record("aiokafka", "Unable connect", 100.0))
    assert not few.filter(record("aiokafka", "Unable connect", 100.1))
    assert few.filter(record("aiokafka", "other words", 100.1))
    assert few.filter(record("aiokafka", "Unable connect", 100.0 + REPEAT_SECONDS))
    assert few.filter(record("hub.engine", "ready", 100.0))
    assert few.filter(record("hub.engine", "ready", 100.0))
