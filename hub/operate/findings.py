"""What an operator is to know and to do, from a status document. Pure: it reads no clock and asks nobody.

Promise: every kind of finding has a runbook, which a test walks; `reasons` are the findings that need somebody, worst
first. What follows from a worse one is not told apart.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, Final

from hub.events.counting import count_words
from hub.log.topics_there import holds_the_truth
from hub.operate.disk import Room
from hub.operate.lag_rules import LagState
from hub.operate.process_table import State
from hub.operate.untrue_outputs import standing_words, written_over_words

RUNBOOKS: Final = "docs/runbooks"
LATE_SECONDS: Final = 60

Document = Mapping[str, Any]


class Severity(StrEnum):
    """How much it matters, worst first. `note` is for information: all is well beside it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Kind(Enum):
    """Every finding that the status can give: its stable name, how much it matters, and the runbook's file."""

    SUPERVISOR_ENDED = "supervisor-ended", Severity.ERROR, "supervisor-ended"
    INSTANCE_STOPPED = "instance-stopped", Severity.ERROR, "instance-stopped"
    DISK_FULL = "disk-full", Severity.ERROR, "disk-full"
    KAFKA_AWAY = "kafka-away", Severity.ERROR, "kafka-away"
    TOPIC_MISSING = "topic-missing", Severity.ERROR, "topic-missing"
    TOPIC_REPLACED = "topic-replaced", Severity.ERROR, "topic-missing"
    CONFIGURATION_UNREADABLE = "configuration-unreadable", Severity.ERROR, "configuration-broken"
    LOG_DAMAGED = "log-damaged", Severity.ERROR, "log-damaged"
    LOG_CORRUPT = "log-corrupt", Severity.ERROR, "log-corrupt"
    LEADERLESS = "partition-without-leader", Severity.ERROR, "replicas-missing"
    OUTPUT_UNTRUE = "output-untrue", Severity.ERROR, "foreign-outputs"
    AUDIT_BROKEN = "audit-broken", Severity.ERROR, "audit-broken"
    PROCESS_ENDED = "process-ended", Severity.ERROR, "process-ended"
    PROCESS_NOT_READY = "process-not-ready", Severity.ERROR, "process-not-ready"
    REGISTRY_AWAY = "registry-away", Severity.ERROR, "registry-away"
    ENGINE_ABSENT = "engine-absent", Severity.ERROR, "lag-stop"
    LAG_REWIND = "lag-rewind", Severity.ERROR, "lag-rewind"
    LAG_STOP = "lag-stop", Severity.ERROR, "lag-stop"
    LAG_STALL = "lag-stall", Severity.ERROR, "lag-stall"
    LAG_WARN = "lag-warn", Severity.WARNING, "engine-behind"
    ENGINE_BEHIND = "engine-behind", Severity.WARNING, "engine-behind"
    DISK_FILLING = "disk-filling", Severity.WARNING, "disk-full"
    PROCESS_STARTING = "process-starting", Severity.WARNING, "process-not-ready"
    THIN = "under-replicated", Severity.WARNING, "replicas-missing"
    OUTPUT_WRITTEN_OVER = "output-written-over", Severity.WARNING, "foreign-outputs"
    QUARANTINE_OPEN = "quarantine-open", Severity.WARNING, "quarantined-records"
    UNREADABLE = "unreadable-records", Severity.WARNING, "unreadable-records"
    REFUSALS = "refusals", Severity.NOTE, "refusals"
    LAG_UNKNOWN = "lag-unknown", Severity.NOTE, "lag-unknown"

    def __init__(self, title: str, severity: Severity, runbook: str) -> None:
        self.title = title
        self.severity = severity
        self.runbook = f"{RUNBOOKS}/{runbook}.md"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing. about: what it is about, such as worker-1. what and do: a sentence each; do may be empty."""

    kind: Kind
    about: str
    what: str
    do: str

    @property
    def reason(self) -> str:
        return f"{self.what} {self.do}".strip()

    def to_json(self) -> dict[str, str]:
        return {
            "kind": self.kind.title,
            "severity": self.kind.severity.value,
            "about": self.about,
            "what": self.what,
            "do": self.do,
            "runbook": self.kind.runbook,
        }


def findings(document: Document) -> list[Finding]:
    """Everything that is to be said, worst first; the order within a severity is that of Kind."""
    rows = document["processes"]
    supervisor = next((row for row in rows if row["name"] == "supervisor"), None)
    if supervisor is not None and supervisor["state"] == State.GONE:
        # what else does not answer follows from this
        what = "The supervisor has ended, and its processes with it."
        return [Finding(Kind.SUPERVISOR_ENDED, "supervisor", what, "Start it again: `hub up`.")]
    if rows and all(row["state"] == State.STOPPED for row in rows):
        return [Finding(Kind.INSTANCE_STOPPED, "instance", "The instance is stopped.", "Start it: `hub up`.")]
    found = [finding for rule in _RULES for finding in rule(document)]
    order = list(Kind)
    return sorted(found, key=lambda each: (list(Severity).index(each.kind.severity), order.index(each.kind)))


def verdict(found: list[Finding]) -> str:
    """One sentence for the top of the page."""
    needing = [each for each in found if each.kind.severity is not Severity.NOTE]
    if not needing:
        return "All is well."
    errors = sum(1 for each in needing if each.kind.severity is Severity.ERROR)
    words = f"{len(needing)} {'thing needs' if len(needing) == 1 else 'things need'} attention"
    return f"{words}, {errors} of them at once." if errors else f"{words}; everything flows."


def reasons(found: list[Finding]) -> list[str]:
    """What needs somebody, in words, worst first; empty when all is well."""
    return [each.reason for each in found if each.kind.severity is not Severity.NOTE]


def _processes(document: Document) -> Iterator[Finding]:
    for row in document["processes"]:
        name, why = row["name"], "; ".join(row["reasons"])
        match State(row["state"]):
            case State.READY | State.STOPPED:
                continue
            case State.GONE | State.RESTARTING:
                what = f"{name} has ended ({row['last_exit'] or why})."
                again = f"The supervisor starts it again; if it goes on ending, read logs/{name}.log."
                yield Finding(Kind.PROCESS_ENDED, name, what, again)
            case State.STARTING:
                what = f"{name} is starting: {why or 'it has said nothing yet'}."
                yield Finding(Kind.PROCESS_STARTING, name, what, "Wait a moment.")
            case State.NOT_READY:
                do = f"It says what it waits for; else read logs/{name}.log."
                yield Finding(Kind.PROCESS_NOT_READY, name, f"{name} is not ready: {why}.", do)


def _disk(document: Document) -> Iterator[Finding]:
    disk = document.get("disk")
    if disk is None:
        return  # it could not be asked
    free, total = (f"{disk[name] / (1 << 30):.1f} GiB" for name in ("free_bytes", "total_bytes"))
    what = f"The disk of {disk['folder']} has {free} left of {total}."
    match Room(disk["room"]):
        case Room.ENOUGH:
            return
        case Room.LOW:
            yield Finding(Kind.DISK_FILLING, "disk", what, "Make room before Kafka ends: it ends when it cannot write.")
        case Room.FULL:
            do = "Make room now: Kafka ends when it cannot write, and then nothing is taken."
            yield Finding(Kind.DISK_FULL, "disk", what, do)


def _kafka(document: Document) -> Iterator[Finding]:
    kafka = document["kafka"]
    if not kafka["answers"]:
        what = f"Kafka does not answer at {kafka['address']}. Events are not taken until it does."
        yield Finding(Kind.KAFKA_AWAY, kafka["address"], what, "See logs/kafka.log, or the cluster's own page.")
    for each in document["damage"]:
        place = f"{each['topic']}[{each['partition']}]"
        do = "Nothing of the partition is judged until then."
        yield Finding(Kind.LOG_DAMAGED, place, f"{place} {each['problem']}.", do)
    for name in document["replaced"]:
        what = f"The topic {name} is not the one that this instance knew: it was deleted, and made anew by somebody."
        yield Finding(Kind.TOPIC_REPLACED, name, what, _go_on_with(name))
    problem = document["configuration"]["problem"]
    if problem is not None:
        what = f"The configuration cannot be used: {problem}."
        do = "No worker that starts judges until then, and no door lets anything in."
        yield Finding(Kind.CONFIGURATION_UNREADABLE, "configuration", what, do)
    for place in document.get("corrupt", ()):
        what = f"{place} holds records whose bytes changed on the disk: their checksum is wrong."
        yield Finding(Kind.LOG_CORRUPT, place, what, "Nobody reads past them. Look for the cause, then use a copy.")
    for topic in document["topics"]:
        name = topic["topic"]
        if not topic["partitions"]:
            yield Finding(Kind.TOPIC_MISSING, name, f"The topic {name} is not there.", _make_anew(name))
        if topic["leaderless"]:
            some = count_words(topic["leaderless"], "partition")
            what = f"{some} of {name} without a leader: nobody can read or write there."
            yield Finding(Kind.LEADERLESS, name, what, "Bring the missing brokers back.")
        if topic["under_replicated"]:
            some = count_words(topic["under_replicated"], "partition")
            what = f"{some} of {name} with fewer replicas in sync than there should be."
            yield Finding(Kind.THIN, name, what, "Bring the missing broker back before another one goes.")


def _go_on_with(topic: str) -> str:
    """For a topic of the same name and another id: nothing is to be created."""
    return (
        "Publish nothing: what was said in the one before may be lacking. Restore it from a copy; after that, or if "
        f"what it held may be lost, `hub down`, then `hub up --accept-lost-topic {topic}` goes on with the topic that "
        "is there."
    )


def _make_anew(topic: str) -> str:
    if holds_the_truth(topic):
        return (
            "It holds what was said: restore it from a copy. If it never was, `hub up` creates it; if what it held may "
            f"be lost, `hub down`, then `hub up --accept-lost-topic {topic}`."
        )
    return "`hub up` creates it; in a cluster of your own, create it."


def _registry(document: Document) -> Iterator[Finding]:
    registry = document["registry"]
    if not registry["answers"]:
        what = (
            f"The schema registry does not answer at {registry['address']}. Known events are still folded; publishing "
            "waits."
        )
        yield Finding(Kind.REGISTRY_AWAY, registry["address"], what, "See logs/registry.log.")


_STATES: Final[Mapping[LagState, tuple[Kind, str, str]]] = {
    LagState.REWIND: (Kind.LAG_REWIND, "went back", "Find out who reset its offsets. Then run `hub verify`."),
    LagState.STOP: (
        Kind.LAG_STOP,
        "has stopped reading",
        "Is a worker up and in the group? If none is: `hub down`, then `hub up --workers 1`.",
    ),
    LagState.STALL: (Kind.LAG_STALL, "has members and does not move", "Read why in the worker's log, then restart it."),
    LagState.WARN: (Kind.LAG_WARN, "moves, and what waits grows", "Look again in a minute; then add workers."),
}


def _lag(document: Document) -> Iterator[Finding]:
    for group in document["groups"]:
        name = group["group"]
        places: dict[LagState, list[str]] = {}
        for topic in group["topics"]:
            for each in topic["partitions"]:
                places.setdefault(LagState(each["state"]), []).append(f"{topic['topic']}[{each['partition']}]")
        for state, (kind, words, do) in _STATES.items():
            if state in places:
                yield Finding(kind, name, f"{name} {words} on {_some(places[state])}.", do)
        if not group["members"] and not document["processes"] and LagState.STOP not in places:
            what = f"Nobody takes anything in: the engine's group {name} has no members."
            yield Finding(Kind.ENGINE_ABSENT, name, what, "If no worker of it runs elsewhere, start one: `hub up`.")
        if group["lag_seconds"] > LATE_SECONDS and not set(_STATES) & set(places):
            what = f"{name} is {count_words(group['lag_records'], 'record')} and {group['lag_seconds']} s behind."
            do = "If a worker is ready, it is catching up: look again in a minute."
            yield Finding(Kind.ENGINE_BEHIND, name, what, do)
        if group["history"] is not None:
            what = f"Whether {name} keeps up is not judged: {group['history']}."
            yield Finding(Kind.LAG_UNKNOWN, name, what, "The lag in records and seconds is right all the same.")


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"


def _kept(document: Document) -> Iterator[Finding]:
    quarantine = document["quarantine"]
    if quarantine["records"]:
        codes = ", ".join(f"{code}: {count}" for code, count in quarantine["by_code"].items())
        stand = count_words(quarantine["records"], "record stands", "records stand")
        what = f"{stand} open in quarantine ({codes}). Nothing waits for that."
        do = (
            "`hub quarantine list` says what mends each; then `hub quarantine redrive ID --reason WHY --yes`, or "
            "`hub quarantine discard ID --reason WHY --yes`."
        )
        yield Finding(Kind.QUARANTINE_OPEN, "quarantine", what, do)
    audit = document["audit"]
    if audit["broken"]:
        what = f"The audit log's chain is broken: {audit['broken'][0]}."
        yield Finding(Kind.AUDIT_BROKEN, "audit", what, "Keep everything as it is, and run `hub audit check`.")
    if document["unreadable"]:
        first = document["unreadable"][0]
        what = f"{count_words(len(document['unreadable']), 'record')} of the hub's own topics cannot be read: {first}."
        yield Finding(Kind.UNREADABLE, "records", what, "Find out who wrote them: only the hub may.")
    for partner in document["partners"]:
        recent = partner["refused_last_hour"]
        if recent:
            code = max(recent, key=lambda each: (recent[each], each))
            count = partner["refused_events_last_hour"]
            were = "was" if count == 1 else "were"
            told = f"{count_words(count, 'event')} of {partner['principal']} {were} refused in the last hour"
            what = f"{told}, most for {code}."
            do = "`hub tail refusal` shows each with its cure, `hub trace ID` one of them; tell the partner."
            yield Finding(Kind.REFUSALS, partner["principal"], what, do)


def of_outputs(rows: Iterable[Mapping[str, Any]]) -> Iterator[Finding]:
    """Of output records that cannot be the engine's; rows as in hub.operate.untrue_outputs."""
    rows = list(rows)
    for what in standing_words(rows):
        do = (
            "A worker writes over them by itself: look again in a minute. If none runs, start one: `hub up --detach`. "
            "Then `hub verify`."
        )
        yield Finding(Kind.OUTPUT_UNTRUE, "pictures", what, do)
    for what in written_over_words(rows):
        do = "Find out who, and take the right away; `hub verify` says whether all that stands is right."
        yield Finding(Kind.OUTPUT_WRITTEN_OVER, "pictures", what, do)


def _outputs(document: Document) -> Iterator[Finding]:
    yield from of_outputs(each for worker in document["workers"] for each in worker["untrue"])


_RULES: Final[tuple[Callable[[Document], Iterator[Finding]], ...]] = (
    _disk,
    _kafka,
    _processes,
    _registry,
    _lag,
    _outputs,
    _kept,
)
