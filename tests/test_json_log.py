"""Logging: one JSON object a line, known extras as fields, no payloads, and no flood from libraries."""

import ast
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from pydantic import BaseModel, ValidationError

from hub.json_log import FIELDS, MOST_CHARACTERS, REPEAT_SECONDS, FewRepeats, JsonLines, PlainWords, log_to_file


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


def written(**extra: object) -> dict[str, object]:
    line: dict[str, object] = orjson.loads(JsonLines().format(record("hub.engine", "said", 0.0, **extra)))
    return line


def test_what_is_not_a_known_field_is_named_and_left_out() -> None:
    line = written(event="014e1b2c-3d00-7000-8000-000000000001", body={"title": "Josephine"}, value=b"Josephine")
    assert line["event"] == "014e1b2c-3d00-7000-8000-000000000001"
    assert line["left_out"] == ["body", "value"]
    assert "Josephine" not in str(line)


def test_a_known_field_takes_no_payload_either() -> None:
    line = written(reason="x" * 10_000, record=b"Josephine", reasons=[{"title": "Josephine"}], code={"a": "Josephine"})
    assert len(str(line["reason"])) == MOST_CHARACTERS
    assert (line["record"], line["reasons"], line["code"]) == ("<bytes>", ["<dict>"], "<dict>")


def test_on_a_terminal_it_is_one_line_in_words_with_the_reason_alone() -> None:
    told = record("hub.log.registry", "will be asked again", 0.0, reason="no answer came in time", count=3, body="J")
    assert PlainWords().format(told) == "hub: will be asked again: no answer came in time"
    assert PlainWords().format(record("hub", "ready", 0.0)) == "hub: ready"
    long = record("hub", "m" * 10_000, 0.0, reason="x" * 10_000)
    assert len(PlainWords().format(long)) < 6 * MOST_CHARACTERS
    try:
        raise ValueError("Josephine")
    except ValueError:
        failed = record("hub", "it broke", 0.0, exc_info=sys.exc_info())
    told = orjson.loads(PlainWords().format(failed))
    assert (told["message"], told["exception"][-1]) == ("it broke", "ValueError")


class Amount(BaseModel):
    amount: int


def test_an_exception_does_not_repeat_the_values_it_stumbled_over() -> None:
    try:
        try:
            Amount(amount="Josephine")
        except ValidationError as wrong:
            raise KeyError("Josephine") from wrong
    except KeyError:
        line = written(exc_info=sys.exc_info())
    assert "Josephine" not in str(line)
    told = line["exception"]
    assert isinstance(told, list)
    assert {"KeyError", "ValidationError"} <= set(told)


def test_the_words_of_the_operating_system_are_kept() -> None:
    try:
        raise ConnectionRefusedError("port 9092")
    except OSError:
        line = written(exc_info=sys.exc_info())
    assert "ConnectionRefusedError: port 9092" in str(line["exception"])


def test_a_file_takes_the_lines(tmp_path: Path) -> None:
    root, hub = logging.getLogger(), logging.getLogger("hub")
    before = [*root.handlers], root.level, hub.level
    try:
        log_to_file(tmp_path / "logs" / "supervisor.jsonl")
        logging.getLogger("hub.local.supervisor").info("process started", extra={"program": "kafka"})
        root.handlers[0].close()
    finally:
        root.handlers[:], root_level, hub_level = before
        root.setLevel(root_level)
        hub.setLevel(hub_level)
    assert orjson.loads((tmp_path / "logs" / "supervisor.jsonl").read_bytes())["program"] == "kafka"


LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
SOURCES = sorted(file for part in ("hub", "connectors") for file in (Path(__file__).parents[1] / part).rglob("*.py"))


def log_calls(tree: ast.AST) -> Iterator[tuple[ast.AST, ast.Call]]:
    """Each call of log.<level>(...), with the function that it stands in."""
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(scope):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in LEVELS
                    and ast.unparse(node.func.value) in ("log", "logger", "self.log", "self._log")
                ):
                    yield scope, node


def extra_of(scope: ast.AST, call: ast.Call) -> ast.expr | None:
    """The dict given as extra, also where a local name of the function stands for it."""
    given = next((each.value for each in call.keywords if each.arg == "extra"), None)
    if isinstance(given, ast.Name):
        for node in ast.walk(scope):
            if isinstance(node, ast.Assign) and [ast.unparse(each) for each in node.targets] == [given.id]:
                return node.value
    return given


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: "/".join(file.parts[-3:]))
def test_every_log_call_has_fixed_words_and_known_fields(file: Path) -> None:
    for scope, call in log_calls(ast.parse(file.read_text())):
        where = f"{file}:{call.lineno}"
        words = [node for node in ast.walk(call.args[0]) if isinstance(node, ast.JoinedStr | ast.BinOp)]
        assert not words, f"{where}: a message is made of fixed words; put what varies into extra"
        extra = extra_of(scope, call)
        if extra is not None:
            assert isinstance(extra, ast.Dict), f"{where}: write extra as a dict, so that its names can be checked"
            names = {each.value for each in extra.keys if isinstance(each, ast.Constant)}
            assert len(names) == len(extra.keys), f"{where}: the names in extra are plain texts"
            assert names <= set(FIELDS), f"{where}: {names - set(FIELDS)} are not in hub.json_log.FIELDS"


def test_the_walk_finds_the_calls() -> None:
    assert sum(1 for file in SOURCES for _ in log_calls(ast.parse(file.read_text()))) > 12


def test_no_field_is_a_name_that_logging_keeps_for_itself() -> None:
    assert not set(FIELDS) & {*vars(logging.makeLogRecord({})), "message", "asctime"}
