"""Counts of open matters partition them, whoever counts; who has spoken is not silent; what is made up is marked."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.configuration.model import Group
from hub.reconcile import matters
from hub.reconcile.days import Day
from hub.reconcile.matter_kinds import CLASS_OF, MatterClass, MatterKind
from hub.reports.joint_programmes import joint_programmes, programme_matters
from hub.reports.sources import events_in
from tests.reconcile.summary import FLAT, Ready, ready, whole
from tests.reconcile.told import CCG, COUNCIL, Said, pictures
from tests.reports.apart import told_apart
from tests.support import pools
from tests.support.strategies import event_lists

GROUP = Group(id="group", name="Group", partnerships=(pools.PARTNERSHIP,), open_register=True)
DAYS = st.sampled_from(pools.DAYS[1:]).map(Day.of)
HISTORIES = event_lists(24).map(ready)
Bodies = dict[tuple[str, str, str], dict[str, Any]]


def bodies_of(statements: list[Ready], day: Day) -> Bodies:
    return {(pools.PARTNERSHIP, *key): each.body for key, each in whole(statements, day).items()}


@settings(max_examples=120)
@given(HISTORIES, DAYS)
def test_counts_by_class_partition_what_is_open_and_all_who_count_agree(statements: list[Ready], day: Day) -> None:
    bodies = bodies_of(statements, day)
    document = joint_programmes(GROUP, bodies, FLAT, as_of=day.date, known_at=None)
    shown = told_apart({key: body for key, body in bodies.items() if events_in(body)})
    everything = {each["id"] for body in shown.values() for each in body.get("differences", ())}

    classes = {each["class"]: each["count"] for each in document["open_matters"]["classes"]}
    assert list(classes) == list(MatterClass)
    assert sum(classes.values()) == document["open_matters"]["total"] == len(everything)
    figures = {each["label"]: each["value"] for each in document["summary"]}
    assert figures["Open matters"] == len(everything)
    assert sum(value for label, value in figures.items() if label.startswith("Open matters: ")) == len(everything)

    sections = ("joint_programmes", "separate_areas", "areas_to_be_agreed", "undeclared_programmes")
    programmes = [each for name in sections for each in document[name]]
    union = {each["id"] for one in programmes for each in one["differences"]}
    union |= {each["id"] for name in ("other_matters", "procurement_matters") for each in document[name]}
    assert union == everything
    assert len(programmes) == sum(key[1] == "programme" for key in shown)
    contracts = {key[2]: body for key, body in shown.items() if key[1] == "contract"}
    for each in programmes:
        body = shown[pools.PARTNERSHIP, "programme", each["programme"]]
        counted = matters.by_class(one["class"] for one in matters.of_programme(body, contracts))
        assert counted == {**dict.fromkeys(MatterClass, 0), **Counter(one["class"] for one in each["differences"])}
        assert each["differences"] == programme_matters(body, contracts)


@pytest.mark.parametrize("kind", MatterKind)
def test_a_matter_is_of_the_class_of_its_kind_whatever_an_older_release_wrote(kind: MatterKind) -> None:
    assert matters.class_of({"kind": kind.value}) is CLASS_OF[kind]
    for written in MatterClass:
        assert matters.class_of({"kind": kind.value, "class": written.value}) is CLASS_OF[kind]
        # of a kind that this release does not know the picture alone can tell
        assert matters.class_of({"kind": f"{kind.value}-of-tomorrow", "class": written.value}) is written


def test_where_neither_the_kind_nor_the_picture_tells_a_class_nobody_guesses() -> None:
    with pytest.raises(KeyError, match="class"):
        matters.class_of({"kind": "of-tomorrow"})
    with pytest.raises(ValueError, match="of-tomorrow"):
        matters.class_of({"kind": "of-tomorrow", "class": "of-tomorrow"})


def test_a_programme_has_its_own_matters_and_those_of_its_contracts_that_are_at_hand() -> None:
    """A contract is left out where only some pictures are looked at."""
    programme = {"contracts": [{"contract": "c-1"}, {"contract": "c-2"}], "differences": [{"id": "own"}]}
    at_hand = {key: {"differences": [{"id": f"of {key}"}]} for key in ("c-2", "c-3")}
    assert [each["id"] for each in matters.of_programme(programme, at_hand)] == ["own", "of c-2"]
    assert matters.contracts_of(programme, at_hand) == [at_hand["c-2"]]


def test_a_contract_in_two_programmes_is_counted_once_in_the_group() -> None:
    declared: list[Said] = [
        (COUNCIL, "programme-declared", {"subject": each, "title": each, "mode": "separate"})
        for each in ("carers", "mental-health")
    ]
    said: list[Said] = [
        (COUNCIL, "declared", {"stage": "contract", "value": {"amount": "1", "basis": "net"}}),
        (CCG, "declared", {"stage": "contract", "value": {"amount": "900", "basis": "net"}}),
        *(
            (body, "contract-assigned", {"programme": each})
            for each in ("carers", "mental-health")
            for body in (COUNCIL, CCG)
        ),
    ]
    bodies = {(pools.PARTNERSHIP, *key): body for key, body in pictures(*declared, *said).items()}
    document = joint_programmes(GROUP, bodies, FLAT, as_of=Day.read("2015-10-01").date, known_at=None)
    assert [len(each["differences"]) for each in document["separate_areas"]] == [1, 1]
    assert document["open_matters"]["total"] == 1


@settings(max_examples=120)
@given(HISTORIES, DAYS)
def test_who_has_spoken_is_not_silent_and_every_matter_names_a_statement(statements: list[Ready], day: Day) -> None:
    for body in bodies_of(statements, day).values():
        for each in body.get("differences", ()):
            spoken = {side["organisation"] for side in each["sides"] if "event" in side}
            silent = {name for side in each["sides"] if "event" not in side for name in side["organisation"].split("+")}
            assert spoken
            assert spoken.isdisjoint(silent), each
            assert "event" in each["sides"][0]


def test_a_body_that_was_only_consulted_has_spoken() -> None:
    decision = {"decision": "d", "title": "D", "required": [{"id": COUNCIL}, {"id": CCG}]}
    body = pictures(
        (COUNCIL, "decision-recorded", {**decision, "body": "Executive", "state": "approved"}),
        (CCG, "decision-recorded", {**decision, "body": "Forum", "state": "approved", "role": "consulted"}),
    )["programme", "carers"]
    (waiting,) = [each for each in body["differences"] if each["kind"] == "approval_missing"]
    assert [(side["organisation"], "event" in side) for side in waiting["sides"]] == [(COUNCIL, True), (CCG, True)]


@settings(max_examples=120)
@given(HISTORIES, DAYS)
def test_what_is_made_up_is_marked_and_nothing_else_is(statements: list[Ready], day: Day) -> None:
    contents = {each.identity: event.meta.illustrative for _, event, each, _ in statements}
    ids = Counter(event_id for event_id, _ in contents)
    # of an id that came once a side need not tell which content it is of
    made_up = {
        (event_id, None if ids[event_id] == 1 else content_hash): word
        for (event_id, content_hash), word in contents.items()
    }

    def look(data: Any) -> None:
        if isinstance(data, dict):
            if data.get("event") is not None:
                assert data.get("illustrative", False) is made_up[data["event"], data.get("content_hash")]
            for value in data.values():
                look(value)
        elif isinstance(data, list):
            for value in data:
                look(value)

    for body in bodies_of(statements, day).values():
        look(body)
