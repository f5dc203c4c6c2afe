"""Logging as JSON lines on stderr: time, level, logger, message, and the extras of the call; never payloads."""

import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Final

import orjson

_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

FAUST_SPEAKS_AS: Final = "hub.engine.internals"  # Faust logs under the module of its subclasses
REPEAT_SECONDS: Final = 10.0


class JsonLines(logging.Formatter):
    """One JSON object per record."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{name: value for name, value in vars(record).items() if name not in _STANDARD},
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = "".join(traceback.format_exception(record.exc_info[1]))
        return orjson.dumps(line, default=str).decode()


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
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    handler.addFilter(FewRepeats())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("hub").setLevel(level)
    logging.getLogger(FAUST_SPEAKS_AS).setLevel(logging.WARNING)
