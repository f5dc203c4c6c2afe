"""What fails between the hub and Kafka is told in plain words, whichever of its errors it is, and however nested."""

import ast
from collections.abc import Iterator
from pathlib import Path
from socket import gaierror

import pytest
from aiokafka import errors
from aiokafka.errors import KafkaError

from hub.log.batch_writer import WriteFailed
from hub.log.failure_words import failure_words
from hub.log.topics_there import TopicsMissing

ROOT = Path(__file__).parents[2]
EVERY = sorted(
    {each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, KafkaError)},
    key=lambda each: each.__name__,
)
OTHERS = (OSError(111, "Connection refused"), ConnectionResetError(), TimeoutError(), gaierror(-2, "Name unknown"))
NESTED = "KafkaConnectionError(\"KafkaConnectionError: Unable to bootstrap from [('127.0.0.1', 1)]\")"


def is_plain(words: str) -> bool:
    return bool(words) and not any(each in words for each in ("Error(", "Error:", "Exception", "Errno", "[(", "<"))


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_every_error_of_kafka_is_told_in_plain_words(kind: type[KafkaError]) -> None:
    for given in ((), (NESTED,), (KafkaError(NESTED),), (kind.__name__,), (f"{kind.__name__}: gone",)):
        failure = BaseException.__new__(kind)  # some ask for more than a text
        failure.args = given
        assert is_plain(failure_words(failure))
        assert kind.__name__ not in failure_words(failure)


@pytest.mark.parametrize("failure", OTHERS, ids=repr)
def test_what_the_operating_system_says_is_told_in_plain_words(failure: OSError) -> None:
    assert is_plain(failure_words(failure))


def test_what_the_hub_says_itself_is_kept() -> None:
    for failure in (WriteFailed("writing failed"), TopicsMissing(["a"])):
        assert failure_words(failure) == str(failure)
    told = "nothing came from 127.0.0.1:1 since 10:00:00 UTC"
    assert failure_words(errors.KafkaTimeoutError(told)) == told


def names_of_exceptions(file: Path) -> Iterator[int]:
    """Lines of a source that put the name of an exception, or its repr, into words, but where it goes into a log."""
    tree = ast.parse(file.read_text())
    for handler in (each for each in ast.walk(tree) if isinstance(each, ast.ExceptHandler) and each.name):
        caught = ast.unparse(handler.type) if handler.type else ""
        if "KafkaError" not in caught and "ClientError" not in caught:
            continue
        for text in (each for each in ast.walk(handler) if isinstance(each, ast.FormattedValue)):
            shown = ast.unparse(text.value)
            if shown in (handler.name, f"type({handler.name}).__name__", f"str({handler.name})"):
                yield text.lineno


def test_no_source_tells_an_error_of_kafka_by_its_name() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line}"
        for file in (ROOT / "hub").rglob("*.py")
        for line in names_of_exceptions(file)
    ]
    assert found == [], "put it through hub.log.failure_words"
