"""What an operator is to know and to do, from a status document. Pure: it reads no clock and asks nobody.

Promise: every kind of finding has a runbook, which a test walks; `reasons` are the findings that need somebody, worst
first. What follows from a worse one is not told apart.
"""

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from hub.events.counting import count_words
from hub.events.topics import PICTURE
from hub.instance.accepted_losses import loss_words
from hub.log.topics_there import holds_the_truth
from hub.monitor.corrupt import is_among
from hub.monitor.disk import Room
from hub.monitor.finding_kinds import Finding, FindingKind, FindingSeverity
from hub.monitor.lag_rules import LagState
from hub.monitor.loss_findings import of_losses, other_reasons
from hub.monitor.process_table import FROZEN, NO_SCHEMA_IDS, REGISTRY, ProcessState
from hub.monitor.untrue_outputs import standing_words, written_over_words

LATE_SECONDS: Final = 60
LONG_SECONDS: Final = 600
STARTING_SECONDS: Final = 180
"""A worker that restores a million records is ready before."""

_SUPERVISOR: Final = "supervisor"
_BECAUSE: Final = f"{NO_SCHEMA_IDS}, because"

Document = Mapping[str, Any]


def findings(document: Document) -> list[Finding]:
    """Everything that is to be said, worst first; the order within a severity is that of Kind."""
    rows = document["processes"]
    supervisor = next((row for row in rows if row["name"] == _SUPERVISOR), None)
    if supervisor is not None and supervisor["state"] == ProcessState.GONE:
        # what else does not answer follows from this
        what = "The supervisor has ended, and its processes with it."
        return [Finding(FindingKind.SUPERVISOR_ENDED, _SUPERVISOR, what, "Start it again: `hub up --detach`.")]
    if rows and all(row["state"] == ProcessState.STOPPED for row in rows):
        return [_stopped(document.get("up_ended"))]
    found = [finding for rule in _RULES for finding in rule(document)]
    order = list(FindingKind)
    return sorted(found, key=lambda each: (list(FindingSeverity).index(each.kind.severity), order.index(each.kind)))


def _stopped(why: str | None) -> Finding:
    """why: what the last `hub up` said when it ended by itself, with what to do; None if somebody ended it."""
    if why is None:
        return Finding(
            FindingKind.INSTANCE_STOPPED, "instance", "The instance is stopped.", "Start it: `hub up --detach`."
        )
    what = f"The instance is stopped: its last `hub up` ended by itself: {why.rstrip('. ')}."
    return Finding(
        FindingKind.INSTANCE_STOPPED, "instance", what, "Do what that says; only then start it: `hub up --detach`."
    )


def verdict(found: list[Finding]) -> str:
    """One sentence for the top of the page."""
    needing = [each for each in found if each.kind.severity is not FindingSeverity.NOTE]
    if not needing:
        return "All is well."
    errors = sum(1 for each in needing if each.kind.severity is FindingSeverity.ERROR)
    if len(needing) == 1:
        return f"1 thing needs attention{' at once' if errors else ', not at once'}."
    return f"{count_words(len(needing), 'thing')} need attention, {errors or 'none'} of them at once."


def reasons(found: list[Finding]) -> list[str]:
    """What needs somebody, in words, worst first; empty when all is well."""
    return [each.reason for each in found if each.kind.severity is not FindingSeverity.NOTE]


def _processes(document: Document) -> Iterator[Finding]:
    asleep = _frozen_supervisor(document)
    for row in document["processes"]:
        left = other_reasons(document, row)
        if left is None and ProcessState(row["state"]) in (ProcessState.STARTING, ProcessState.NOT_READY):
            continue  # the finding of the loss tells of it
        name, why = row["name"], "; ".join(left or row["reasons"])
        match ProcessState(row["state"]):
            case ProcessState.READY | ProcessState.STOPPED:
                continue
            case ProcessState.GONE | ProcessState.RESTARTING:
                # of one that is gone the supervisor has not heard yet: its last exit is the one before
                has_heard = row["state"] == ProcessState.RESTARTING and row["last_exit"]
                what = f"{name} has ended ({row['last_exit']})." if has_heard else f"{why}."
                again = f"The supervisor starts it again; if it goes on ending, read logs/{name}.log."
                yield Finding(FindingKind.PROCESS_ENDED, name, what, asleep or again)
            case ProcessState.STARTING:
                what = f"{name} is starting: {why or 'it has said nothing yet'}."
                yield Finding(FindingKind.PROCESS_STARTING, name, what, _starting(row, document, asleep))
            case ProcessState.NOT_READY:
                yield Finding(
                    FindingKind.PROCESS_NOT_READY, name, f"{name} is not ready: {why}.", _not_ready(row, asleep)
                )


def _frozen_supervisor(document: Document) -> str:
    """What is to be done before anything that ended is started again; empty where the supervisor is awake."""
    for row in document["processes"]:
        if row["name"] == _SUPERVISOR and any(each.startswith(FROZEN) for each in row["reasons"]):
            return f"Nobody starts it again while the supervisor is frozen: `kill -CONT {row.get('pid')}`."
    return ""


def _starting(row: Mapping[str, Any], document: Document, asleep: str) -> str:
    """Waiting is advised as long as it may help. asleep: as _frozen_supervisor."""
    if asleep and row["name"] != _SUPERVISOR:
        return f"What is said here of it may be old: the supervisor is frozen. {asleep}"
    if registry := _of_the_registry(row, document):
        return registry
    since, at = row.get("since"), document.get("at")
    seconds = (datetime.fromisoformat(at) - datetime.fromisoformat(since)).total_seconds() if since and at else 0
    if seconds <= STARTING_SECONDS:
        return "Wait a moment."
    return (
        f"It has been for {seconds / 60:.0f} minutes. Records that are read count up; anything else does not end by "
        f"itself: do what it names, or what logs/{row['name']}.log does. {_kill(row, asleep)}"
    )


def _of_the_registry(row: Mapping[str, Any], document: Document) -> str:
    """What is to be done for a process that waits for the ids of the schemas: it asks by itself, and waiting helps only
    where the registry answers. Empty for any other, and where it may get them in a moment."""
    waits = [each for each in row["reasons"] if NO_SCHEMA_IDS in each]
    if not waits:
        return ""
    if not document["registry"]["answers"]:
        registry = next((each for each in document["processes"] if each["name"] == REGISTRY), None)
        is_frozen = registry is not None and any(each.startswith(FROZEN) for each in registry["reasons"])
        cure = f"wake it with `kill -CONT {registry.get('pid')}`" if registry and is_frozen else "see logs/registry.log"
        return f"Waiting does not help before the registry answers: {cure}. Then {row['name']} goes on by itself."
    if any(_BECAUSE in each for each in waits):
        return (
            "The registry answers now, and is asked every two seconds. If this stays, it refuses the schemas of this "
            f"release: do what is named, or what logs/{row['name']}.log does."
        )
    return ""


def _not_ready(row: Mapping[str, Any], asleep: str) -> str:
    if any(each.startswith(FROZEN) for each in row["reasons"]):
        return f"It wakes with `kill -CONT {row.get('pid')}`. {_kill(row, asleep)} Its log: logs/{row['name']}.log."
    return f"Do what it names; else read logs/{row['name']}.log."


def _kill(row: Mapping[str, Any], asleep: str) -> str:
    if row["name"] == _SUPERVISOR:
        return (
            f"`kill -KILL {row.get('pid')}` ends it and all of its processes; only `hub up --detach` starts them "
            "again. Nothing is lost."
        )
    if asleep:
        return asleep
    return f"After `kill -KILL {row.get('pid')}` the supervisor starts it again, and nothing is lost."


def _disk(document: Document) -> Iterator[Finding]:
    disk = document.get("disk")
    if disk is None:
        return  # it could not be asked
    free, total = (_size(disk[name]) for name in ("free_bytes", "total_bytes"))
    what = f"The disk of {disk['folder']} has {free} left of {total}."
    match Room(disk["room"]):
        case Room.ENOUGH:
            return
        case Room.LOW:
            yield Finding(
                FindingKind.DISK_FILLING, "disk", what, "Make room before Kafka ends: it ends when it cannot write."
            )
        case Room.FULL:
            do = "Make room now: Kafka ends when it cannot write, and then nothing is taken."
            yield Finding(FindingKind.DISK_FULL, "disk", what, do)


def _size(count: int) -> str:
    return f"{count / (1 << 30):.1f} GiB" if count >= 1 << 30 else f"{count >> 20} MiB"


def _kafka(document: Document) -> Iterator[Finding]:
    kafka = document["kafka"]
    if not kafka["answers"]:
        what = f"Kafka does not answer at {kafka['address']}. Events are not taken until it does."
        yield Finding(FindingKind.KAFKA_AWAY, kafka["address"], what, "See logs/kafka.log, or the cluster's own page.")
    yield from of_losses(document)
    for name in document["replaced"]:
        what = f"The topic {name} is not the one that this instance knew: it was deleted, and made anew by somebody."
        yield Finding(FindingKind.TOPIC_REPLACED, name, what, _go_on_with(name))
    problem = document["configuration"]["problem"]
    if problem is not None:
        what = f"The configuration cannot be used: {problem}."
        do = "No worker that starts evaluates anything until then, and no door lets anything in."
        yield Finding(FindingKind.CONFIGURATION_UNREADABLE, "configuration", what, do)
    for partition in document.get("corrupt", ()):
        what = f"{partition} holds records whose bytes changed on the disk: their checksum is wrong."
        yield Finding(FindingKind.LOG_CORRUPT, partition, what, _read_past(partition.rpartition("[")[0]))
    for topic in document["topics"]:
        name = topic["topic"]
        if not topic["partitions"]:
            yield Finding(FindingKind.TOPIC_MISSING, name, f"The topic {name} is not there.", _make_anew(name))
        if topic["leaderless"]:
            some = count_words(topic["leaderless"], "partition")
            what = f"{some} of {name} without a leader: nobody can read or write there."
            yield Finding(FindingKind.LEADERLESS, name, what, "Bring the missing brokers back.")
        if topic["under_replicated"]:
            some = count_words(topic["under_replicated"], "partition")
            what = f"{some} of {name} with fewer replicas in sync than there should be."
            yield Finding(FindingKind.THIN, name, what, "Bring the missing broker back before another one goes.")


def _read_past(topic: str) -> str:
    """For records whose bytes changed; pictures are no loss, and the runbook has what becomes of them."""
    do = "Nobody reads past them. Look for the cause, then use a copy"
    if topic.endswith(PICTURE):
        return f"{do}."
    return f"{do}; without one, `hub down`, then `hub up --accept-lost-topic {topic}` goes on with what stands before."


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
            "It holds what was said: restore it from a copy. If it never was, `hub up --detach` creates it; if what "
            f"it held may be lost, `hub down`, then `hub up --accept-lost-topic {topic}`."
        )
    return "`hub up --detach` creates it; in a cluster of your own, create it."


def _registry(document: Document) -> Iterator[Finding]:
    registry = document["registry"]
    if not registry["answers"]:
        what = (
            f"The schema registry does not answer at {registry['address']}. What stands in the log is still folded, "
            "and a gateway that is ready goes on; `hub publish`, and a gateway that starts now, take nothing."
        )
        yield Finding(FindingKind.REGISTRY_AWAY, registry["address"], what, "See logs/registry.log.")
    if registry["wrong_ids"]:
        count, first = len(registry["wrong_ids"]), registry["wrong_ids"][0]
        more = f", and {count - 1} more" if count > 1 else ""
        what = f"The registry lost its store, or is another one: {first}{more}."
        do = (
            "The hub reads its records all the same; whoever reads them with the registry takes them for something "
            "else: tell them to wait. `hub down`, put data/registry back from a copy, `hub up --detach`."
        )
        yield Finding(FindingKind.SCHEMA_IDS, registry["address"], what, do)


_STATES: Final[Mapping[LagState, tuple[FindingKind, str, str]]] = {
    LagState.REWIND: (FindingKind.LAG_REWIND, "went back", "Find out who reset its offsets. Then run `hub verify`."),
    LagState.STOP: (
        FindingKind.LAG_STOP,
        "has stopped reading",
        "Is a worker up and in the group? If none is: `hub down`, then `hub up --workers 1`.",
    ),
    LagState.STALL: (
        FindingKind.LAG_STALL,
        "has members and does not move",
        "Read why in the worker's log, then restart it.",
    ),
    LagState.WARN: (FindingKind.LAG_WARN, "moves, and what waits grows", "Look again in a minute; then add workers."),
}


def _lag(document: Document) -> Iterator[Finding]:
    # why nobody reads on in these is told, and no other worker would
    told = {f"{each['topic']}[{each['partition']}]" for each in document["damage"]} | set(document.get("corrupt", ()))
    for group in document["groups"]:
        name = group["group"]
        partitions: dict[LagState, list[str]] = {}
        for topic in group["topics"]:
            for each in topic["partitions"]:
                partition = f"{topic['topic']}[{each['partition']}]"
                if not is_among(partition, told):
                    partitions.setdefault(LagState(each["state"]), []).append(partition)
        for state, (kind, words, do) in _STATES.items():
            if state in partitions:
                yield Finding(kind, name, f"{name} {words} on {_some(partitions[state])}.", do)
        if not group["members"] and not document["processes"] and LagState.STOP not in partitions:
            what = f"Nobody takes anything in: the engine's group {name} has no members."
            yield Finding(
                FindingKind.ENGINE_ABSENT,
                name,
                what,
                "If no worker of it runs elsewhere, start one: `hub up --detach`.",
            )
        if group["lag_seconds"] > LATE_SECONDS and not set(_STATES) & set(partitions):
            what = f"{name} is {count_words(group['lag_records'], 'record')} and {group['lag_seconds']} s behind."
            do = (
                "If a worker is ready, it is catching up: look again in a minute."
                if group["lag_seconds"] <= LONG_SECONDS
                else "It does not catch up by itself: do what the workers say that are not ready; if all are, "
                "`hub down`, then `hub up --workers N` with more of them."
            )
            yield Finding(FindingKind.ENGINE_BEHIND, name, what, do)
        if group["history"] is not None:
            what = f"Whether {name} keeps up is not judged: {group['history']}."
            yield Finding(FindingKind.LAG_UNKNOWN, name, what, "The lag in records and seconds is right all the same.")


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"


def _accepted(document: Document) -> Iterator[Finding]:
    for each in document.get("accepted_losses", ()):
        yield Finding(FindingKind.LOSS_ACCEPTED, each["topic"], *loss_words(each))


def _kept(document: Document) -> Iterator[Finding]:
    quarantine = document["quarantine"]
    over = [] if quarantine is None else quarantine["over"]
    for each in over:
        stand = count_words(each["records"], "record stands", "records stand")
        codes = ", ".join(f"{code}: {count}" for code, count in each["by_code"].items())
        what = f"{stand} open in quarantine of {each['partner']} ({codes}); {each['limit']} is the limit for a partner."
        do = "What they say is in no picture: find the cause in `hub quarantine list`, and have the partner stop."
        yield Finding(FindingKind.QUARANTINE_OVER, each["partner"], what, do)
    if quarantine is not None and quarantine["records"] > sum(each["records"] for each in over):
        codes = ", ".join(f"{code}: {count}" for code, count in quarantine["by_code"].items())
        stand = count_words(quarantine["records"], "record stands", "records stand")
        what = f"{stand} open in quarantine ({codes}). Nothing waits for that."
        do = (
            "`hub quarantine list` says what mends each; then `hub quarantine redrive ID --reason WHY --yes`, or "
            "`hub quarantine discard ID --reason WHY --yes`."
        )
        yield Finding(FindingKind.QUARANTINE_OPEN, "quarantine", what, do)
    audit = document["audit"]
    if audit is not None and audit["broken"]:
        what = f"The audit log's chain is broken: {audit['broken'][0]['problem']}."
        do = (
            "Keep everything as it is, run `hub audit check`, and find out who did it. "
            f"{_then_accepted(audit['broken'])}"
        )
        yield Finding(FindingKind.AUDIT_BROKEN, "audit", what, do)
    strange = document["unreadable"]
    if strange:
        count = count_words(len(strange), "record")
        what = f"{count} of the hub's own topics cannot be read: {strange[0]['place']}: {strange[0]['problem']}."
        do = f"Find out who wrote {'it' if len(strange) == 1 else 'them'}: only the hub may. {_then_accepted(strange)}"
        yield Finding(FindingKind.UNREADABLE, "records", what, do)
    for partner in document["partners"]:
        recent = partner["refused_last_hour"]
        if recent:
            code = max(recent, key=lambda each: (recent[each], each))
            count = partner["refused_events_last_hour"]
            were = "was" if count == 1 else "were"
            told = f"{count_words(count, 'event')} of {partner['principal']} {were} refused in the last hour"
            what = f"{told}, most for {code}."
            do = "`hub tail refusal` shows each with its cure, `hub trace ID` one of them; tell the partner."
            yield Finding(FindingKind.REFUSALS, partner["principal"], what, do)


def _then_accepted(records: Sequence[Mapping[str, str]]) -> str:
    locations = {each["place"] for each in records}
    meant = shlex.quote(*locations) if len(locations) == 1 else "--all"
    return f"After that `hub audit accept {meant} --reason WHY --yes`, and this is told no more."


def of_outputs(rows: Iterable[Mapping[str, Any]]) -> Iterator[Finding]:
    """Of output records that cannot be the engine's; rows as in hub.monitor.untrue_outputs."""
    rows = list(rows)
    for what in standing_words(rows):
        do = (
            "A worker writes over them by itself: look again in a minute. If none runs, start one: `hub up --detach`. "
            "Then `hub verify`."
        )
        yield Finding(FindingKind.OUTPUT_UNTRUE, "pictures", what, do)
    for what in written_over_words(rows):
        do = "Find out who, and take the right away; `hub verify` says whether all that stands is right."
        yield Finding(FindingKind.OUTPUT_WRITTEN_OVER, "pictures", what, do)


def _outputs(document: Document) -> Iterator[Finding]:
    yield from of_outputs(each for worker in document["workers"] for each in worker["untrue"])


_RULES: Final[tuple[Callable[[Document], Iterator[Finding]], ...]] = (
    _disk,
    _kafka,
    _processes,
    _registry,
    _lag,
    _outputs,
    _accepted,
    _kept,
)
