"""Logging as JSON lines: time, level, logger, message, and the extras of the call; never payloads.

Promise: an extra that FIELDS does not name is not written, only named under `left_out`; no value is longer than
MOST_CHARACTERS; an exception is written with its place and type, and with its words only where they are the hub's own
or the operating system's, because others repeat the values that they stumbled over. Every process that runs for long
logs through here: `log_as_json` to stderr, `log_to_file` beside it.
"""

import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import orjson

_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "code": "a refusal's or a quarantine's code",
        "count": "how many",
        "door": "which door of the hub",
        "event": "an event's id",
        "feed": "a feed's kind and key",
        "generation": "the consumer group's generation",
        "group": "a consumer group",
        "method": "an HTTP method",
        "partition": "a partition's number",
        "partitions": "partitions' numbers",
        "path": "the path of an HTTP request, without its query",
        "pid": "a process's number",
        "principal": "the organisation that publishes",
        "program": "a process of the instance",
        "reason": "why, in the hub's words or a library's",
        "reasons": "why, one text each",
        "record": "a record's location: topic-partition-offset",
        "seconds": "how long",
        "status": "an HTTP status",
        "topic": "a topic",
        "tp": "a partition of a topic",
        "what": "which of several tasks of a program",
        "worker": "a worker's name",
    }
)
"""Everything that may stand beside a message. None of it is from an event but its id."""

MOST_CHARACTERS: Final = 500
MOST_ITEMS: Final = 100
FILE_BYTES: Final = 16 << 20

FAUST_SPEAKS_AS: Final = "hub.engine.internals"  # Faust logs under the module of its subclasses
REPEAT_SECONDS: Final = 10.0


class JsonLines(logging.Formatter):
    """One JSON object per record."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        extras = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage()[: 4 * MOST_CHARACTERS],
            **{name: _short(value) for name, value in extras.items() if name in FIELDS},
        }
        left_out = sorted(set(extras) - set(FIELDS))
        if left_out:
            line["left_out"] = left_out
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = _told(record.exc_info[1])
        return orjson.dumps(line, default=_named).decode()


class PlainWords(JsonLines):
    """For a terminal: what happened and why, in one line; an exception as JsonLines tells it."""

    def format(self, record: logging.LogRecord) -> str:
        if record.exc_info:
            return super().format(record)
        reason = _short(vars(record).get("reason"))
        return f"hub: {record.getMessage()[: 4 * MOST_CHARACTERS]}{f': {reason}' if reason else ''}"


def _short(value: Any) -> Any:
    """Texts, numbers and lists of them; of anything else its type alone."""
    match value:
        case str():
            return value[:MOST_CHARACTERS]
        case bool() | int() | float() | None:
            return value
        case list() | tuple() | set() | frozenset():
            return [_short(each) for each in list(value)[:MOST_ITEMS]]
        case _:
            return _named(value)


def _named(value: Any) -> str:
    return f"<{type(value).__name__}>"


def _told(error: BaseException) -> list[str]:
    """The stack with the place of each call, and the chain of exceptions by type."""
    lines = []
    seen: BaseException | None = error
    while seen is not None:
        frames = traceback.extract_tb(seen.__traceback__)
        lines += [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        lines.append(f"{type(seen).__name__}: {str(seen)[:MOST_CHARACTERS]}" if _is_ours(seen) else type(seen).__name__)
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return lines


def _is_ours(error: BaseException) -> bool:
    return isinstance(error, OSError) or type(error).__module__.partition(".")[0] in ("hub", "aiokafka")


class FewRepeats(logging.Filter):
    """Lets each message of a library through once in REPEAT_SECONDS: without a broker they say the same ten times a

    second. What the hub says passes always.
    """

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """True if the record is to be shown."""
        if record.name.startswith("hub.") and record.name != FAUST_SPEAKS_AS:
            return True
        what = (record.name, str(record.msg))
        if record.created - self._last.get(what, 0.0) < REPEAT_SECONDS:
            return False
        self._last[what] = record.created
        return True


def log_as_json(level: int = logging.INFO) -> None:
    """Everything logged goes to stderr as JSON lines; the libraries from WARNING up only."""
    _log_to(logging.StreamHandler(sys.stderr), level)


def log_to_file(file: Path, level: int = logging.INFO) -> None:
    """As log_as_json, to a file, whose predecessor is kept beside it when it grew large. Makes its folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    _log_to(RotatingFileHandler(file, maxBytes=FILE_BYTES, backupCount=1, encoding="utf-8"), level)


def _log_to(handler: logging.Handler, level: int) -> None:
    handler.setFormatter(JsonLines())
    handler.addFilter(FewRepeats())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("hub").setLevel(level)
    logging.getLogger(FAUST_SPEAKS_AS).setLevel(logging.WARNING)
