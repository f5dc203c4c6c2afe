"""`hub trace` tells every picture and report that an event matters to, whether or not it is named there."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.configuration.model import Configuration
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.fates import Fate
from hub.reconcile.folds import claims_of
from hub.reconcile.statement import Statement
from hub.reconcile.views import PartnershipViews
from hub.reports.changes import changes
from hub.reports.explain import explain
from hub.reports.joint_programmes import joint_programmes
from hub.reports.pictures_on_day import bodies
from hub.reports.sources import events_in
from hub.reports.trace import trace
from tests.laws.histories import GROUPS, LAW, by_partnership, configurations, days, histories, shuffled
from tests.support import pools

Key = tuple[str, str]


def pictures(
    statements: list[Statement], configuration: Configuration, day: date, event: str = ""
) -> dict[Key, dict[str, Any]]:
    """With each content of the event named for what it is, also where it is the only one."""
    views = PartnershipViews(pools.PARTNERSHIP, configuration)
    for each in statements:
        views.add(each, each.plain())
    hashes = {each.content_hash for each in statements if each.event_id == event}
    return {(each.kind, each.id): named(json.loads(each.json()), event, hashes) for each in views.pictures(Day.of(day))}


def named(body: dict[str, Any], event: str, hashes: set[str]) -> dict[str, Any]:
    todo: list[Any] = [body]
    while todo:
        data = todo.pop()
        if isinstance(data, list):
            todo += data
        elif isinstance(data, dict):
            todo += data.values()
            if event and data.get("event") == event:
                (one, *others) = hashes
                assert ("content_hash" in data) == bool(others)
                data["event"] = f"{event} {data.pop('content_hash', one)}"
    return body


def reports(there: dict[Key, dict[str, Any]], configuration: Configuration, day: date) -> dict[str, dict[str, Any]]:
    bodies = {(pools.PARTNERSHIP, *key): body for key, body in there.items()}
    return {each.id: joint_programmes(each, bodies, configuration, as_of=day, known_at=None) for each in GROUPS}


@dataclass(frozen=True)
class Told:
    """A history on a day, each event's trace, and all that the laws hold the traces against, each found once."""

    statements: list[Statement]
    configuration: Configuration
    day: date
    traces: dict[str, list[dict[str, Any]]]
    there: dict[Key, dict[str, Any]]

    @classmethod
    def of(cls, statements: list[Statement], configuration: Configuration, day: date) -> "Told":
        by = by_partnership(statements)
        traces = {event: trace(by, configuration, event, day) for event in {each.event_id for each in statements}}
        there = {key[1:]: body for key, body in bodies(by, configuration, day, None).items()}
        return cls(statements, configuration, day, traces, there)

    def each(self) -> Iterator[tuple[str, dict[str, Any]]]:
        return ((event, each) for event, found in self.traces.items() for each in found)


@LAW
@given(statements=histories(), configuration=configurations(), day=days())
def test_every_event_of_any_history_is_told_truly(
    statements: list[Statement], configuration: Configuration, day: date
) -> None:
    told = Told.of(statements, configuration, day)
    the_pictures_that_would_differ_are_told_and_no_others(told)
    every_picture_that_names_it_is_told_and_where(told)
    what_was_said_and_what_became_of_it_is_told_whole(told)
    what_it_says_of_a_statement_the_picture_shows(told)


def the_pictures_that_would_differ_are_told_and_no_others(told: Told) -> None:
    for event, found in told.traces.items():
        now = pictures(told.statements, told.configuration, told.day, event)
        told_now = reports(now, told.configuration, told.day)
        assert sorted(each["content_hash"] for each in found) == sorted(
            {each.content_hash for each in told.statements if each.event_id == event}
        )
        for each in found:
            # of an id with several contents each is judged by itself
            others = [other for other in told.statements if other.identity != (event, each["content_hash"])]
            then = pictures(others, told.configuration, told.day, event)
            told_then = reports(then, told.configuration, told.day)
            differ = {key for key in now.keys() | then.keys() if now.get(key) != then.get(key)}
            assert {(change["kind"], change["id"]) for change in each["changes"]} == differ
            assert {group["group"] for group in each["reported_to"]} == {
                name for name, document in told_now.items() if document != told_then[name]
            }
            for group in each["reported_to"]:
                old, new = (
                    {figure["label"]: figure for figure in document[group["group"]]["summary"]}
                    for document in (told_then, told_now)
                )
                assert set(group["figures"]) == {n for n in old.keys() | new.keys() if old.get(n) != new.get(n)}


def every_picture_that_names_it_is_told_and_where(told: Told) -> None:
    for event, each in told.each():
        contents = [content for content in told.statements if content.event_id == event]
        assert each["of_contents"] == len({content.content_hash for content in contents})
        name = f"{event} {each['content_hash']}"
        there = {
            key: named(copy.deepcopy(body), event, {content.content_hash for content in contents})
            for key, body in told.there.items()
            if event in events_in(body)
        }
        naming = {key for key, body in there.items() if name in events_in(body)}
        assert {(use["kind"], use["id"]) for use in each["used_in"]} == naming
        assert naming <= {(change["kind"], change["id"]) for change in each["changes"]}
        for use in each["used_in"]:
            assert name in events_in(at(there[use["kind"], use["id"]], use["where"].split("/")))
        every = {place for use in naming for place in places(there[use], name)}
        assert {f"{use['kind']} {use['id']} {use['where']}" for use in each["used_in"]} == every


def places(body: dict[str, Any], event: str) -> set[str]:
    """Where a picture names an event, found by a walk of its own: over paths that are kept on a stack."""
    found: set[str] = set()
    stack: list[tuple[tuple[str, ...], Any]] = [((), body)]
    while stack:
        path, data = stack.pop()
        if isinstance(data, list):
            stack += [(path, each) for each in data]
        elif isinstance(data, dict):
            if data.get("event") == event:
                found.add(f"{body['kind']} {body['id']} {'/'.join(path)}")
            stack += [((*path, name), each) for name, each in data.items()]
    return found


def at(data: Any, path: list[str]) -> Any:
    """All that stands under a path without list positions."""
    if isinstance(data, list):
        return [at(each, path) for each in data]
    if not path:
        return data
    return at(data.get(path[0]), path[1:]) if isinstance(data, dict) else None


def what_was_said_and_what_became_of_it_is_told_whole(told: Told) -> None:
    contents = {each.identity: each for each in told.statements}
    for event, each in told.each():
        content = contents[event, each["content_hash"]]
        assert each["said"]["meta"]["event_id"] == event
        assert {fate["event"] for fate in each["fates"]} <= {event}
        stated = {claim.field.text for claim in claims_of(content, content.plain())}
        assert {fate["field"] for fate in each["fates"]} == stated
        void = {bool(fate["voided_by"]) for fate in each["fates"]}
        assert void <= {bool(each["voided_by"])}


def what_it_says_of_a_statement_the_picture_shows(told: Told) -> None:
    explained: dict[str, list[dict[str, Any]]] = {}
    for _, each in told.each():
        naming = {f"{use['kind']} {use['id']}" for use in each["used_in"]}
        for fate in each["fates"]:
            subject = fate["subject"]
            if subject not in explained:
                kind, _, key = subject.partition(" ")
                about = Subject(kind, key)
                explained[subject] = explain(by_partnership(told.statements), told.configuration, about, None, told.day)
            # one id may have come with two contents: they are told apart by all that is told
            assert fate in [{name: one[name] for name in fate} for one in explained[subject]]
            if fate["fate"] == Fate.STANDS and not fate["field"].endswith("/listed"):
                assert subject in naming, fate


@LAW
@given(statements=histories(25), configuration=configurations(), day=days(), random=st.randoms(use_true_random=False))
def test_order_and_repetition_change_no_trace(
    statements: list[Statement], configuration: Configuration, day: date, random: Any
) -> None:
    again = shuffled([*statements, *statements], random)
    for event in {each.event_id for each in statements}:
        once = trace(by_partnership(statements), configuration, event, day)
        assert trace(by_partnership(again), configuration, event, day) == once


JSON = st.dictionaries(
    st.sampled_from("abc"),
    st.none()
    | st.integers(0, 2)
    | st.dictionaries(st.sampled_from("xy"), st.integers(0, 2), max_size=2)
    | st.lists(st.fixed_dictionaries({"name": st.sampled_from("pq"), "v": st.integers(0, 1)}), max_size=3),
)


@given(JSON, JSON)
def test_what_differs_is_named_and_what_does_not_is_not(before: dict[str, Any], after: dict[str, Any]) -> None:
    told = changes(before, after)
    assert bool(told) == any(before.get(name) != after.get(name) for name in before.keys() | after.keys())
    assert {each.partition("/")[0] for each in told} == {
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    }
