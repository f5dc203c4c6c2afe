"""What failed between the hub and Kafka or the registry, in plain words: no name of a program's exception is told.

The exception itself stands in the log of whoever met it. Pure.
"""

import re
from socket import gaierror
from typing import Final

from aiohttp import ClientConnectionError, ClientError
from aiokafka.errors import (
    BrokerResponseError,
    KafkaConnectionError,
    KafkaError,
    KafkaTimeoutError,
    RequestTimedOutError,
)

LATE: Final = "no answer came in time"
NO_CONNECTION: Final = "no connection can be made, or it broke off"
NO_NAME: Final = "its host name is not known"
REFUSED: Final = "it refuses, or cannot do it now"

_OF_A_PROGRAM: Final = re.compile(r"\b[A-Z]\w*[a-z][A-Z]\w*|^\w+:|\bErrno\b|[<>{}\[\]]")
"""What a text written for programmers shows."""


def failure_words(failure: BaseException) -> str:
    """In words, without a full stop. A text that the hub wrote itself is kept."""
    if type(failure).__module__.partition(".")[0] == "hub":
        return str(failure)
    said = failure.args[0] if failure.args and isinstance(failure.args[0], str) else ""
    if isinstance(failure, KafkaError) and " " in said and not _OF_A_PROGRAM.search(said):
        return said
    return _of_kind(failure)


def _of_kind(failure: BaseException) -> str:
    match failure:
        case KafkaTimeoutError() | RequestTimedOutError() | TimeoutError():
            return LATE
        case gaierror():
            return NO_NAME
        case KafkaConnectionError() | ClientConnectionError() | OSError():
            return NO_CONNECTION
        case BrokerResponseError() if getattr(failure, "errno", 0) > 0:  # the class of them all has none
            return f"{REFUSED} (Kafka's error {failure.errno}, {failure.message})"
        case KafkaError() | ClientError():
            return REFUSED
        case _:
            return "something of the hub's own failed"
