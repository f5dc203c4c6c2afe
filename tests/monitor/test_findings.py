"""The words of `hub status`, from documents: what is wrong, what to do, and nothing when all is well."""

import re
from pathlib import Path
from typing import Any

import pytest

from hub.log.untrue import Untrue
from hub.monitor.disk import Room
from hub.monitor.finding_kinds import Finding, FindingKind, FindingSeverity
from hub.monitor.findings import findings, reasons, verdict
from hub.monitor.lag_rules import LagState
from hub.monitor.process_table import NO_SCHEMA_IDS, ProcessState

ROOT = Path(__file__).parents[2]


def row(name: str, state: ProcessState, *why: str, last_exit: str | None = None) -> dict[str, Any]:
    return {"name": name, "state": state, "reasons": list(why), "last_exit": last_exit}


def a_group(
    state: LagState = LagState.OK, seconds: int = 0, history: str | None = None, members: int = 1
) -> dict[str, Any]:
    partitions = [{"partition": 3, "state": state.value}]
    return {
        "group": "hub-engine-v1",
        "lag_records": 7,
        "lag_seconds": seconds,
        "history": history,
        "members": members,
        "topics": [{"topic": "commissioning.contract.v1", "partitions": partitions}],
    }


def a_topic(partitions: int = 12, thin: int = 0, leaderless: int = 0) -> dict[str, Any]:
    name = "commissioning.contract.v1"
    return {"topic": name, "partitions": partitions, "under_replicated": thin, "leaderless": leaderless}


def a_disk(room: Room, gibibytes: float) -> dict[str, Any]:
    free = int(gibibytes * (1 << 30))
    return {"folder": "/srv/hub", "total_bytes": 100 << 30, "free_bytes": free, "room": room.value}


def document(
    *rows: dict[str, Any], kafka: bool = True, registry: bool = True, wrong_ids: tuple[str, ...] = (), **more: Any
) -> dict[str, Any]:
    return {
        "processes": [row("supervisor", ProcessState.READY), *rows],
        "kafka": {"address": "127.0.0.1:1", "answers": kafka},
        "registry": {"address": "http://127.0.0.1:2", "answers": registry, "wrong_ids": list(wrong_ids)},
        "groups": [a_group()],
        "topics": [a_topic()],
        "damage": [],
        "replaced": [],
        "configuration": {"problem": None},
        "workers": [],
        "partners": [],
        "quarantine": {"records": 0, "by_code": {}, "over": []},
        "audit": {"broken": []},
        "unreadable": [],
        "disk": a_disk(Room.ENOUGH, 50),
        **more,
    }


READY = row("worker-1", ProcessState.READY)
DAMAGE = {"topic": "commissioning.contract.v1", "partition": 3, "problem": "ends at offset 5, and 9 is committed"}
NO_RULES = {"topic": "commissioning.configuration.v1", "partition": 0, "problem": "ends at offset 0, and had reached 2"}
NO_REFUSALS = {"topic": "commissioning.refusal.v1", "partition": 2, "problem": "has lost records: refusals"}
FORGED = {"key": '["p","contract","c"]', "partition": 3, "offset": 17, "at": 0, "why": Untrue.DAY.value}
REFUSED = {
    "principal": "GB-LAE-WND",
    "refused_events_last_hour": 3,
    "refused_last_hour": {"HUB-ADM-012": 3, "HUB-ADM-070": 1},
}


ACCEPTED_LOSS = {
    "topic": "commissioning.workplan.v1",
    "at": "2026-04-01T12:00:00.000+00:00",
    "who": "operator:jo",
    "records": 55,
    "partitions": [{"partition": 11, "records": 55}],
}
OVER = {"partner": "GB-LAE-WND", "records": 300, "limit": 100, "by_code": {"HUB-REC-009": 300}}


def told_by_a_worker(*, stands: bool) -> dict[str, Any]:
    return document(READY, workers=[{"untrue": [FORGED | {"stands": stands}]}])


# one for each kind but those two that hide the others
CASES: dict[FindingKind, tuple[dict[str, Any], str]] = {
    FindingKind.DISK_FULL: (document(READY, disk=a_disk(Room.FULL, 0.5)), "/srv/hub has 512 MiB left of 100.0 GiB"),
    FindingKind.DISK_FILLING: (document(READY, disk=a_disk(Room.LOW, 4)), "/srv/hub has 4.0 GiB left"),
    FindingKind.KAFKA_AWAY: (document(READY, kafka=False), "Kafka does not answer at 127.0.0.1:1"),
    FindingKind.TOPIC_MISSING: (document(READY, topics=[a_topic(0)]), "commissioning.contract.v1 is not there"),
    FindingKind.TOPIC_REPLACED: (
        document(READY, replaced=["commissioning.contract.v1"]),
        "is not the one that this instance",
    ),
    FindingKind.CONFIGURATION_UNREADABLE: (
        document(READY, configuration={"problem": "group/x cannot"}),
        "group/x cannot",
    ),
    FindingKind.LOG_DAMAGED: (document(READY, damage=[DAMAGE]), "commissioning.contract.v1[3] ends at offset 5"),
    FindingKind.CONFIGURATION_LOST: (
        document(READY, damage=[NO_RULES]),
        "configuration.v1[0] ends at offset 0, and had",
    ),
    FindingKind.EVIDENCE_LOST: (document(READY, damage=[NO_REFUSALS]), "commissioning.refusal.v1[2] has lost records"),
    FindingKind.LOG_CORRUPT: (document(READY, corrupt=["hub.audit.v1[0]"]), "hub.audit.v1[0] holds records"),
    FindingKind.LEADERLESS: (
        document(READY, topics=[a_topic(leaderless=2)]),
        "2 partitions of commissioning.contract.v1",
    ),
    FindingKind.THIN: (document(READY, topics=[a_topic(thin=2)]), "fewer replicas in sync"),
    FindingKind.OUTPUT_UNTRUE: (
        told_by_a_worker(stands=True),
        'partition 3 offset 17, key ["p","contract","c"], which was',
    ),
    FindingKind.OUTPUT_WRITTEN_OVER: (told_by_a_worker(stands=False), "was written over: partition 3 offset 17"),
    FindingKind.AUDIT_BROKEN: (
        document(READY, audit={"broken": [{"place": "x[0]@4", "problem": "record 4 does not follow"}]}),
        "record 4 does not follow",
    ),
    FindingKind.PROCESS_ENDED: (
        document(row("worker-1", ProcessState.RESTARTING, last_exit="signal 9")),
        "has ended (signal 9)",
    ),
    FindingKind.PROCESS_NOT_READY: (
        document(row("worker-1", ProcessState.NOT_READY, "frozen: send SIGCONT")),
        "not ready: frozen",
    ),
    FindingKind.PROCESS_STARTING: (
        document(row("worker-1", ProcessState.STARTING, "partition 3 restoring, 5 of 9")),
        "5 of 9",
    ),
    FindingKind.REGISTRY_AWAY: (document(READY, registry=False), "registry does not answer at http://127.0.0.1:2"),
    FindingKind.SCHEMA_IDS: (
        document(READY, wrong_ids=("schema id 7 stands on", "id 8")),
        "lost its store, or is another one: schema id 7 stands on, and 1 more.",
    ),
    FindingKind.ENGINE_ABSENT: (document(processes=[], groups=[a_group(members=0)]), "hub-engine-v1 has no members"),
    FindingKind.LAG_REWIND: (
        document(READY, groups=[a_group(LagState.REWIND)]),
        "went back on commissioning.contract.v1[3]",
    ),
    FindingKind.LAG_STOP: (document(READY, groups=[a_group(LagState.STOP, seconds=90)]), "has stopped reading"),
    FindingKind.LAG_STALL: (document(READY, groups=[a_group(LagState.STALL)]), "has members and does not move"),
    FindingKind.LAG_WARN: (document(READY, groups=[a_group(LagState.WARN)]), "what waits grows"),
    FindingKind.ENGINE_BEHIND: (document(READY, groups=[a_group(seconds=61)]), "7 records and 61 s behind"),
    FindingKind.LOSS_ACCEPTED: (
        document(READY, accepted_losses=[ACCEPTED_LOSS]),
        "commissioning.workplan.v1 has lost 55 records at least (partition 11: 55), for good: operator:jo",
    ),
    FindingKind.QUARANTINE_OPEN: (
        document(READY, quarantine={"records": 2, "by_code": {"HUB-REC-005": 2}, "over": []}),
        "HUB-REC-005: 2",
    ),
    FindingKind.QUARANTINE_OVER: (
        document(READY, quarantine={"records": 300, "by_code": {"HUB-REC-009": 300}, "over": [OVER]}),
        "300 records stand open in quarantine of GB-LAE-WND (HUB-REC-009: 300); 100 is the limit for a partner.",
    ),
    FindingKind.UNREADABLE: (
        document(READY, unreadable=[{"place": "hub.quarantine.v1[0]@5", "problem": "t[0]@4: no key"}]),
        "t[0]@4: no key",
    ),
    FindingKind.REFUSALS: (
        document(READY, partners=[REFUSED]),
        "3 events of GB-LAE-WND were refused in the last hour, most for HUB-ADM-012",
    ),
    FindingKind.LAG_UNKNOWN: (document(READY, groups=[a_group(history="3 looks so far")]), "3 looks so far"),
}


def test_nothing_to_say_when_all_is_well() -> None:
    assert findings(document(READY)) == []
    assert verdict([]) == "All is well."


@pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.title)
def test_each_trouble_is_named_with_what_to_do(kind: FindingKind) -> None:
    given, words = CASES[kind]
    (found,) = findings(given)
    assert found.kind is kind
    assert words in found.what
    assert found.do


ONLY_WAIT = re.compile(r"wait|look again|by itself", re.IGNORECASE)
CURE = re.compile(r"`|logs/| then |, then")
LATER = {
    FindingKind.PROCESS_STARTING: document(
        row("worker-1", ProcessState.STARTING, "partition 3 waiting") | {"since": "2026-04-01T12:00:00Z", "pid": 4711},
        at="2026-04-01T12:10:00+00:00",
    ),
    FindingKind.ENGINE_BEHIND: document(READY, groups=[a_group(seconds=3600)]),
}
"""By kind: the same state a long time later."""


@pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.title)
def test_waiting_is_no_advice_for_ever(kind: FindingKind) -> None:
    (found,) = findings(CASES[kind][0])
    only_waits = ONLY_WAIT.search(found.do) is not None and CURE.search(found.do) is None
    assert only_waits == (kind in LATER)
    if only_waits:
        (later,) = findings(LATER[kind])
        assert later.kind is kind
        assert later.do != found.do
        assert CURE.search(later.do), "it names what mends it"
        assert "Wait a moment" not in later.do and "look again" not in later.do


def test_a_process_that_starts_is_given_its_time() -> None:
    starting = row("worker-1", ProcessState.STARTING, "restoring") | {"since": "2026-04-01T12:00:00Z", "pid": 4711}
    (found,) = findings(document(starting, at="2026-04-01T12:03:00+00:00"))
    assert found.do == "Wait a moment."
    (found,) = findings(document(starting, at="2026-04-01T12:03:01+00:00"))
    assert "`kill -KILL 4711`" in found.do


NOT_TAKEN = f"nothing is let in since noon: {NO_SCHEMA_IDS}, because the registry at http://r does not answer"
NOT_ASKED = f"starting: {NO_SCHEMA_IDS} from the registry yet"


@pytest.mark.parametrize("why", [NOT_TAKEN, NOT_ASKED])
def test_a_gateway_that_waits_for_the_registry_is_told_the_registrys_remedy(why: str) -> None:
    frozen = row("registry", ProcessState.NOT_READY, "frozen: somebody stopped it") | {"pid": 4711}
    silent = row("registry", ProcessState.NOT_READY, "it does not answer")
    waits = row("gateway", ProcessState.STARTING, why) | {"since": "2026-04-01T12:00:00Z", "pid": 4712}
    for registry, remedy in ((frozen, "`kill -CONT 4711`"), (silent, "logs/registry.log")):
        for at in ("2026-04-01T12:00:01+00:00", "2026-04-01T13:00:00+00:00"):
            found = findings(document(registry, waits, registry=False, at=at))
            (told,) = [each.do for each in found if each.about == "gateway"]
            assert remedy in told
            assert "Wait a moment" not in told and "kill -KILL" not in told
    elsewhere = findings(document(waits, registry=False))
    assert "logs/registry.log" in next(each.do for each in elsewhere if each.about == "gateway")


def test_a_registry_that_answers_again_is_waited_for_and_one_that_refuses_is_named() -> None:
    (asked,) = findings(document(row("gateway", ProcessState.STARTING, NOT_ASKED)))
    assert asked.do == "Wait a moment."
    (told,) = findings(document(row("gateway", ProcessState.STARTING, NOT_TAKEN)))
    assert "refuses the schemas of this release" in told.do and "logs/gateway.log" in told.do
    # another process has nothing to do with it
    (other,) = findings(document(row("worker-1", ProcessState.STARTING, "partition 3 restoring")))
    assert other.do == "Wait a moment."


def test_a_frozen_process_is_told_how_it_wakes() -> None:
    frozen = row("kafka", ProcessState.NOT_READY, "frozen: somebody stopped it") | {"pid": 4711}
    (found,) = findings(document(frozen))
    assert "`kill -CONT 4711`" in found.do
    assert "kill -CONT" not in findings(document(row("kafka", ProcessState.NOT_READY, "kafka does not answer")))[0].do


@pytest.mark.parametrize("state", [ProcessState.NOT_READY, ProcessState.STARTING])
def test_nobody_is_told_that_the_supervisor_starts_itself_again(state: ProcessState) -> None:
    for name in ("supervisor", "kafka", "registry", "worker-1", "gateway"):
        stuck = row(name, state, "frozen: somebody stopped it") | {"since": "2026-04-01T12:00:00Z", "pid": 4711}
        (found,) = findings(document(stuck, at="2026-04-01T13:00:00+00:00"))
        assert "`kill -KILL 4711`" in found.do
        assert ("the supervisor starts it again" in found.do) == (name != "supervisor")
        assert ("`hub up --detach`" in found.do) == (name == "supervisor")


@pytest.mark.parametrize("state", [LagState.STALL, LagState.STOP, LagState.REWIND])
def test_a_partition_that_cannot_be_read_is_told_once_with_its_cure(state: LagState) -> None:
    stuck = [a_group(state)]
    for why, kind in (
        ({"damage": [DAMAGE]}, FindingKind.LOG_DAMAGED),
        ({"corrupt": ["t1.commissioning.contract.v1[3]"]}, FindingKind.LOG_CORRUPT),
    ):
        assert [each.kind for each in findings(document(READY, groups=stuck, **why))] == [kind]
    for why in ({"damage": [DAMAGE | {"partition": 4}]}, {"corrupt": ["commissioning.contract.v1[4]"]}):
        assert len(findings(document(READY, groups=stuck, **why))) == 2


ASLEEP = row("supervisor", ProcessState.NOT_READY, "frozen: somebody stopped it") | {"pid": 4711}


@pytest.mark.parametrize(
    "state", [ProcessState.GONE, ProcessState.RESTARTING, ProcessState.STARTING, ProcessState.NOT_READY]
)
def test_while_the_supervisor_is_frozen_nobody_is_said_to_start_anything_again(state: ProcessState) -> None:
    given = document(row("kafka", state, "frozen: somebody stopped it") | {"pid": 4712})
    given["processes"][0] = ASLEEP
    told = {each.about: each.do for each in findings(given)}
    assert "`kill -CONT 4711`" in told["supervisor"]
    assert "Nobody starts it again while the supervisor is frozen: `kill -CONT 4711`" in told["kafka"]
    assert "the supervisor starts it again" not in told["kafka"].lower()


def test_of_a_process_that_is_gone_the_exit_before_is_not_told_as_this_one() -> None:
    gone = row("worker-1", ProcessState.GONE, "worker-1 (pid 4711) has ended", last_exit="exit code 1 at noon")
    (found,) = findings(document(gone))
    assert found.what == "worker-1 (pid 4711) has ended."
    again = row("worker-1", ProcessState.RESTARTING, "ended with exit code 1", last_exit="exit code 1 at noon")
    assert findings(document(again))[0].what == "worker-1 has ended (exit code 1 at noon)."


def test_what_needs_attention_is_never_said_to_flow() -> None:
    found = findings(document(row("worker-1", ProcessState.STARTING, "partition 3 restoring")))
    assert verdict(found) == "1 thing needs attention, not at once."


def test_every_kind_has_a_case() -> None:
    assert set(CASES) | {FindingKind.SUPERVISOR_ENDED, FindingKind.INSTANCE_STOPPED} == set(FindingKind)


@pytest.mark.parametrize("kind", FindingKind, ids=lambda kind: kind.title)
def test_every_kind_has_a_runbook_that_the_operator_can_follow(kind: FindingKind) -> None:
    text = (ROOT / kind.runbook).read_text()
    assert text.startswith("# ")
    assert "**You see**" in text
    assert "\n1. " in text


def test_every_runbook_is_named_by_a_kind_or_by_the_operators_page() -> None:
    named = {ROOT / kind.runbook for kind in FindingKind}
    page = (ROOT / "docs" / "operating.md").read_text()
    for runbook in (ROOT / "docs" / "runbooks").glob("*.md"):
        assert runbook in named or f"runbooks/{runbook.name}" in page, runbook.name


def test_titles_are_stable_names_of_their_own() -> None:
    assert len({kind.title for kind in FindingKind}) == len(FindingKind)


def test_a_minute_behind_is_no_trouble() -> None:
    assert findings(document(READY, groups=[a_group(seconds=60)])) == []


def test_beside_a_partner_over_its_limit_the_records_of_others_are_told() -> None:
    given = document(READY, quarantine={"records": 301, "by_code": {"HUB-REC-009": 301}, "over": [OVER]})
    assert [each.kind for each in findings(given)] == [FindingKind.QUARANTINE_OVER, FindingKind.QUARANTINE_OPEN]


def test_what_is_for_information_leaves_all_well() -> None:
    found = findings(document(READY, partners=[REFUSED]))
    assert (verdict(found), reasons(found)) == ("All is well.", [])


def test_of_one_thing_it_is_told_whether_it_is_urgent() -> None:
    assert verdict(findings(document(READY, registry=False))) == "1 thing needs attention at once."


def test_the_worst_comes_first_and_the_verdict_counts() -> None:
    found = findings(
        document(
            READY, registry=False, partners=[REFUSED], quarantine=CASES[FindingKind.QUARANTINE_OPEN][0]["quarantine"]
        )
    )
    assert [each.kind for each in found] == [
        FindingKind.REGISTRY_AWAY,
        FindingKind.QUARANTINE_OPEN,
        FindingKind.REFUSALS,
    ]
    assert verdict(found) == "2 things need attention, 1 of them at once."
    assert [each.kind.severity for each in found] == list(FindingSeverity)


def test_what_follows_from_a_dead_supervisor_is_not_told_apart() -> None:
    dead = document(row("worker-1", ProcessState.GONE), kafka=False, registry=False)
    dead["processes"][0] = row("supervisor", ProcessState.GONE)
    assert reasons(findings(dead)) == [
        "The supervisor has ended, and its processes with it. Start it again: `hub up --detach`."
    ]


def test_a_stopped_instance_says_so() -> None:
    stopped = document(row("worker-1", ProcessState.STOPPED), kafka=False, registry=False)
    stopped["processes"][0] = row("supervisor", ProcessState.STOPPED)
    assert reasons(findings(stopped)) == ["The instance is stopped. Start it: `hub up --detach`."]


def test_a_finding_as_json_has_the_names_that_other_programs_rely_on() -> None:
    told = Finding(FindingKind.REFUSALS, "GB-LAE-WND", "It was.", "Tell it.").to_json()
    assert list(told) == ["kind", "severity", "about", "what", "do", "runbook"]


def test_a_topic_that_was_replaced_is_not_to_be_created() -> None:
    name = "commissioning.contract.v1"
    (replaced,) = (
        each for each in findings(document(READY, replaced=[name])) if each.kind is FindingKind.TOPIC_REPLACED
    )
    (missing,) = (
        each for each in findings(document(READY, topics=[a_topic(0)])) if each.kind is FindingKind.TOPIC_MISSING
    )
    assert "creates it" not in replaced.do
    assert f"`hub up --accept-lost-topic {name}` goes on with the topic that is there" in replaced.do
    assert "`hub up --detach` creates it" in missing.do


def test_one_process_that_was_stopped_hides_nothing() -> None:
    """The instance is stopped when all of it is."""
    found = findings(document(row("worker-1", ProcessState.STOPPED), kafka=False))
    assert FindingKind.KAFKA_AWAY in {each.kind for each in found}
    stopped = document(processes=[row("supervisor", ProcessState.STOPPED), row("worker-1", ProcessState.STOPPED)])
    assert [each.kind for each in findings(stopped)] == [FindingKind.INSTANCE_STOPPED]


def test_of_an_instance_that_stopped_by_itself_it_is_told_why_and_that_cure_goes_before_starting_it() -> None:
    rows = [row("supervisor", ProcessState.STOPPED)]
    (found,) = findings(document(processes=rows, up_ended="x is not there any more. See docs/runbooks/x.md"))
    assert found.what == (
        "The instance is stopped: its last `hub up` ended by itself: x is not there any more. See docs/runbooks/x.md."
    )
    assert found.do == "Do what that says; only then start it: `hub up --detach`."
    (found,) = findings(document(processes=rows, up_ended=None))
    assert (found.what, found.do) == ("The instance is stopped.", "Start it: `hub up --detach`.")


def test_nobody_is_told_once_and_only_where_no_process_is_known() -> None:
    """A process that has ended, or a group that has stopped reading, tells of it already."""
    absent = [a_group(members=0)]
    assert FindingKind.ENGINE_ABSENT not in {each.kind for each in findings(document(READY, groups=absent))}
    ended = findings(document(row("worker-1", ProcessState.GONE, last_exit="signal 9"), groups=absent))
    assert [each.kind for each in ended] == [FindingKind.PROCESS_ENDED]
    stopped = findings(document(processes=[], groups=[a_group(LagState.STOP, members=0)]))
    assert [each.kind for each in stopped] == [FindingKind.LAG_STOP]
    assert findings(document(processes=[], groups=[a_group(members=2)])) == []


@pytest.mark.parametrize("lost", [DAMAGE, NO_RULES], ids=lambda each: each["topic"])
@pytest.mark.parametrize("state", [ProcessState.STARTING, ProcessState.NOT_READY])
@pytest.mark.parametrize("prefix", ["", "t1."])
def test_what_a_process_waits_for_because_of_a_loss_is_told_once(
    lost: dict[str, Any], state: ProcessState, prefix: str
) -> None:
    because = f"partition 3 waits and tries again: {prefix}{lost['topic']}[{lost['partition']}] {lost['problem']}"
    (found,) = findings(document(row("worker-1", state, because), row("worker-2", state, because), damage=[lost]))
    assert found.kind in (FindingKind.LOG_DAMAGED, FindingKind.CONFIGURATION_LOST)
    assert "worker-1 and worker-2 are not ready" in found.what
    assert "Wait a moment" not in found.reason
    both = findings(document(row("worker-1", state, because, "partition 2 restoring, 5 of 9"), damage=[lost]))
    (own,) = (each for each in both if each.about == "worker-1")
    assert (lost["problem"] in own.what, "5 of 9" in own.what) == (False, True), "what else it waits for is told apart"
    (alone,) = findings(document(row("worker-1", state, because)))
    assert alone.about == "worker-1", "a worker alone that knows of it says so"
    ended = findings(document(row("worker-1", ProcessState.GONE, because), damage=[lost]))
    assert FindingKind.PROCESS_ENDED in {each.kind for each in ended}
