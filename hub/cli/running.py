"""What every command shares: its settings, one JSON document on stdout, errors in words, progress on stderr."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, date, datetime
from typing import Any, NoReturn, TypeVar

import click
import orjson
from aiokafka.errors import CorruptRecordException, KafkaError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from hub.configuration.model import ConfigurationUnreadable
from hub.engine.calendar import london_day
from hub.instance.connection import Cluster, NoInstance, cluster_of
from hub.instance.log_reading import InputLog, LogUnusable
from hub.log.audit import AuditCrowded
from hub.log.batch_writer import WriteFailed
from hub.log.failure_words import failure_words
from hub.log.publisher import BrokerAway
from hub.log.registry import Incompatible, RegistryAway
from hub.log.topics import NoSuchTopic
from hub.log.topics_there import TopicsMissing
from hub.monitor.corrupt import words_of
from hub.settings import Settings, SettingsWrong, read_settings
from hub.usecases.asking import NotFound, whole_log
from hub.usecases.configuring import ConfigurationRefused
from hub.usecases.tailing import NoSuchPartition

stderr = Console(stderr=True)
stdout = Console()

Answered = TypeVar("Answered")

FINDING = 1
WRONG_USE = 2

KNOWN = (
    AuditCrowded,
    SettingsWrong,
    NoInstance,
    NotFound,
    LogUnusable,
    BrokerAway,
    RegistryAway,
    Incompatible,
    ConfigurationRefused,
    WriteFailed,
    ConfigurationUnreadable,
    NoSuchTopic,
    NoSuchPartition,
)

known_at = click.option(
    "--known-at",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]),
    callback=lambda context, option, given: given.replace(tzinfo=UTC) if given else None,
    help="Only what the hub had admitted by then, UTC; a date is its first moment (default everything).",
)
as_of = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=lambda context, option, given: given.date() if given else today(),
    help="The day that is asked about (default today).",
)
as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")


def print_json(document: Any) -> None:
    sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
    sys.stdout.flush()


def fail(problem: str, *, json: bool, code: int = WRONG_USE) -> NoReturn:
    """End with the exit code, in words, or as a document where one was asked for."""
    if json:
        print_json({"ok": False, "error": problem})
    else:
        stderr.print(f"hub: {problem}", markup=False, highlight=False, soft_wrap=True)
    sys.exit(code)


def run(work: Callable[[Settings, Cluster], Coroutine[Any, Any, Any]], *, json: bool) -> Any:
    """Do the work against the instance that the settings name; what can go wrong outside is told in words."""
    try:
        settings = read_settings()
        cluster = cluster_of(settings)
        return asyncio.run(work(settings, cluster))
    except KNOWN as known:
        fail(str(known), json=json)
    except KafkaError as away:
        fail(kafka_unreadable(away), json=json)


def kafka_unreadable(away: KafkaError) -> str:
    """What is the matter, and what to do; one wording for all commands, cut off or not."""
    if isinstance(away, TopicsMissing):
        return str(away)
    if isinstance(away, CorruptRecordException):
        return words_of(away)
    return f"Kafka cannot be read: {failure_words(away)}. Is the instance up? See `hub status`"


def progress_bar(words: str) -> Progress:
    """A bar on stderr; nothing where stderr is no terminal."""
    return Progress(
        TextColumn(words),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=stderr,
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def read_log(*, json: bool) -> InputLog:
    """The whole log of the instance that the settings name, with a bar while it is read."""

    async def work(settings: Settings, cluster: Cluster) -> InputLog:
        with progress_bar("Reading the log") as bar:
            task = bar.add_task("")
            return await whole_log(cluster, lambda read, whole: bar.update(task, completed=read, total=whole))

    log: InputLog = run(work, json=json)
    return log


def today() -> date:
    """London's day: only the outermost layer reads the clock."""
    return london_day(datetime.now(UTC))


def asked(question: Callable[[], Answered], *, json: bool, not_found: int = WRONG_USE) -> Answered:
    """The answer to a question about what was read; what is not there is told in words, with that exit code."""
    try:
        return question()
    except NotFound as missing:
        fail(str(missing), json=json, code=not_found)
    except ConfigurationUnreadable as broken:
        fail(str(broken), json=json)
