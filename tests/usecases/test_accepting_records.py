"""What the hub did not write stays and is told until somebody accepts it, in every topic that is kept as evidence."""

from pathlib import Path
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.events.topics import AUDIT
from hub.instance.unreadable_records import MOST_IN_ENTRY, UnreadableRecord, broken_of, new_entries, open_of, unreadable
from hub.local.local_parts import LocalParts
from hub.log.audit import FIRST, AuditEntry, Chain
from hub.log.batch_writer import BatchWriter, Outgoing, new_producer
from hub.log.losses import MEANS, Loss
from hub.log.topics import TopicNames
from hub.usecases.accepting_records import plan
from tests.cli.test_reading_topics import Command

NAMES = TopicNames("t1.")
EVIDENCE = [topic for topic, means in MEANS.items() if means is Loss.EVIDENCE]
RECORDS = st.builds(
    unreadable,
    st.sampled_from([NAMES.full(each) for each in EVIDENCE]),
    st.integers(0, 3),
    st.integers(0, 9),
    st.sampled_from([b"", b"junk", None]),
    st.just("not as a door writes it"),
)


def entries(records: list[UnreadableRecord]) -> list[AuditEntry]:
    """As they stand in the audit log once the records were accepted."""
    return [
        AuditEntry.decode(
            AuditEntry(
                str(UUID(int=0)), "", each.who, each.action, each.subject, each.why, each.before, None, FIRST
            ).encode()
        )
        for each in new_entries(records, "operator:ada", "looked into")
    ]


def told(topic: str, offset: int, value: bytes = b"junk") -> UnreadableRecord:
    return unreadable(NAMES.full(topic), 0, offset, value, "not as a door writes it")


@given(st.lists(RECORDS), st.lists(RECORDS))
def test_what_was_accepted_is_open_no_more_and_nothing_else_is(
    accepted: list[UnreadableRecord], others: list[UnreadableRecord]
) -> None:
    # of two contents of one location one can stand there
    there = {each.at: each for each in [*others, *accepted]}
    accepted = [each for each in there.values() if each in accepted]
    left = open_of(there.values(), entries(accepted))
    assert left == [each for each in there.values() if each not in accepted]


def test_what_takes_its_place_is_told_again() -> None:
    was, now = told(EVIDENCE[0], 5), told(EVIDENCE[0], 5, b"other junk")
    assert open_of([now], entries([was])) == [now]


def test_many_records_are_several_entries_each_of_one_topic() -> None:
    records = [told(topic, offset) for topic in EVIDENCE[:2] for offset in range(MOST_IN_ENTRY + 1)]
    kept = new_entries(records, "operator:ada", "a flood")
    assert [(each.subject, len(each.before)) for each in kept] == [
        (NAMES.full(topic), count) for topic in sorted(EVIDENCE[:2]) for count in (MOST_IN_ENTRY, 1)
    ]
    assert open_of(records, entries(records)) == []


@pytest.mark.parametrize("before", [None, "x", {"offset": 5}, ["x", {"offset": 5}]])
def test_an_entry_of_another_form_accepts_nothing(before: object) -> None:
    (entry,) = entries([told(AUDIT, 5)])
    strange = AuditEntry(**{**orjson.loads(entry.encode()), "before": before})
    assert open_of([told(AUDIT, 5)], [strange]) == [told(AUDIT, 5)]


def test_a_record_at_which_the_chain_does_not_hold_is_one_of_them() -> None:
    chain = Chain()
    chain.take(2, b"junk")
    found = broken_of(NAMES.audit, chain)
    assert [(each.location, each.problem.partition(":")[0]) for each in found] == [
        ("t1.commissioning.audit.v1[0]@2", "records 0 to 1 are not there"),
        ("t1.commissioning.audit.v1[0]@2", "record 2 cannot be read"),
    ]
    assert open_of(found, entries(found)) == []


@pytest.mark.parametrize(
    ("location", "problem"),
    [
        ("refusal", "not a location; write TOPIC[PARTITION]@OFFSET"),
        ("refusal[0]@", "not a location"),
        ("refusals[0]@5", "is not one of the hub's"),
        ("refusal[0]@6", "no record that cannot be read stands there"),
        ("warning[0]@5", "no record that cannot be read stands there"),
    ],
)
def test_a_location_at_which_nothing_is_to_be_accepted_is_named(location: str, problem: str) -> None:
    there = told("commissioning.refusal.v1", 5)
    (unknown,) = plan([there], [there], [location], NAMES).unknown
    assert unknown.startswith(f"{location}: ")
    assert problem in unknown


@pytest.mark.parametrize(
    "location", ["refusal[0]@5", "commissioning.refusal.v1[0]@5", "t1.commissioning.refusal.v1[0]@5"]
)
def test_a_location_is_known_by_each_name_of_its_topic(location: str) -> None:
    there = told("commissioning.refusal.v1", 5)
    other = told("commissioning.refusal.v1", 6)
    assert plan([there, other], [there, other], [location], NAMES).open == (there,)
    accepted = plan([there, other], [other], [location], NAMES)
    assert (accepted.open, accepted.before, accepted.unknown) == ((), (there,), ())


@pytest.mark.kafka
async def test_each_topic_of_evidence_tells_what_the_hub_did_not_write_until_it_is_accepted(
    parts: LocalParts, namespace: TopicNames, tmp_path: Path
) -> None:
    command = Command(parts, namespace, tmp_path)
    writer = BatchWriter(lambda: new_producer(parts.bootstrap_servers))
    try:
        for topic in EVIDENCE:
            await writer.write(namespace.full(topic), 0, [Outgoing(b"x", b"junk", [])])
    finally:
        await writer.stop()
    locations = {f"{namespace.full(topic)}[0]@0" for topic in EVIDENCE}
    assert await told_by_status(command) == locations
    assert "broken: " in (await command("audit", "check")).stdout

    planned = orjson.loads((await command("audit", "accept", "--all", "--reason", "x", "--json")).stdout)
    assert {each["place"] for each in planned["records"]} == locations
    assert not planned["done"]
    assert await told_by_status(command) == locations

    (first, *_) = sorted(locations)
    answer = await command("audit", "accept", first, "--reason", "a test of the old mirror", "--yes", "--by", "ada")
    assert (answer.exit_code, f"{first}: " in answer.stdout) == (0, True)
    assert await told_by_status(command) == locations - {first}
    again = await command("audit", "accept", first, "--reason", "x", "--yes")
    assert "accepted before" in again.stdout

    assert (await command("audit", "accept", "--all", "--reason", "the rest", "--yes")).exit_code == 0
    assert await told_by_status(command) == set()
    check = await command("audit", "check")
    assert (check.exit_code, "broken, and accepted: " in check.stdout) == (0, True)
    kept = (await command.json("audit", "list"))["entries"]
    assert (kept[0]["who"], kept[0]["action"]) == ("operator:ada", "record.accept")
    assert (await command.json("quarantine", "list"))["unreadable"] == []
    assert len((await command.json("quarantine", "list", "--all"))["unreadable"]) == 1


async def told_by_status(command: Command) -> set[str]:
    document = orjson.loads((await command("status", "--json")).stdout)
    return {each["place"] for each in [*document["unreadable"], *document["audit"]["broken"]]}
