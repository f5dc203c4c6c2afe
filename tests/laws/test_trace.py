"""`hub trace` tells every picture and report that an event matters to, whether or not it is named there."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.events.configuration import Configuration
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.fates import Fate
from hub.reconcile.folds import claims_of
from hub.reconcile.said import Said
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


def pictures(said: list[Said], configuration: Configuration, day: date) -> dict[Key, bytes]:
    views = PartnershipViews(pools.PARTNERSHIP, configuration)
    for each in said:
        views.add(each, each.plain())
    return {(each.kind, each.id): each.json() for each in views.pictures(Day.of(day))}


def reports(said: list[Said], configuration: Configuration, day: date) -> dict[str, dict[str, Any]]:
    there = bodies(by_partnership(said), configuration, day, None)
    return {each.id: joint_programmes(each, there, configuration, as_of=day, known_at=None) for each in GROUPS}


@LAW
@given(said=histories(), configuration=configurations(), day=days())
def test_it_tells_the_pictures_that_would_differ_and_no_others(
    said: list[Said], configuration: Configuration, day: date
) -> None:
    now = pictures(said, configuration, day)
    told_now = reports(said, configuration, day)
    for event in {each.event_id for each in said}:
        others = [each for each in said if each.event_id != event]
        then = pictures(others, configuration, day)
        differ = {key for key in now.keys() | then.keys() if now.get(key) != then.get(key)}
        told_then = reports(others, configuration, day)
        found = trace(by_partnership(said), configuration, event, day)
        assert len(found) == len({each.content_hash for each in said if each.event_id == event})
        for each in found:
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


@LAW
@given(said=histories(), configuration=configurations(), day=days())
def test_every_picture_that_names_an_event_is_told_and_where(
    said: list[Said], configuration: Configuration, day: date
) -> None:
    there = {key[1:]: body for key, body in bodies(by_partnership(said), configuration, day, None).items()}
    for event in {each.event_id for each in said}:
        naming = {key for key, body in there.items() if event in events_in(body)}
        for each in trace(by_partnership(said), configuration, event, day):
            assert {(use["kind"], use["id"]) for use in each["used_in"]} == naming
            assert naming <= {(change["kind"], change["id"]) for change in each["changes"]}
            for use in each["used_in"]:
                assert event in events_in(at(there[use["kind"], use["id"]], use["where"].split("/")))
            every = {place for use in naming for place in places(there[use], event)}
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


@LAW
@given(said=histories(), configuration=configurations(), day=days())
def test_what_was_said_and_what_became_of_it_is_told_whole(
    said: list[Said], configuration: Configuration, day: date
) -> None:
    for event in {each.event_id for each in said}:
        for told in trace(by_partnership(said), configuration, event, day):
            (content,) = {
                each.identity: each for each in said if each.identity == (event, told["content_hash"])
            }.values()
            assert told["said"]["meta"]["event_id"] == event
            assert {each["event"] for each in told["fates"]} <= {event}
            stated = {each.field.text for each in claims_of(content, content.plain())}
            assert {each["field"] for each in told["fates"]} == stated
            void = {bool(each["voided_by"]) for each in told["fates"]}
            assert void <= {bool(told["voided_by"])}


@LAW
@given(said=histories(), configuration=configurations(), day=days())
def test_what_it_says_of_a_statement_the_picture_shows(
    said: list[Said], configuration: Configuration, day: date
) -> None:
    for event in {each.event_id for each in said}:
        for told in trace(by_partnership(said), configuration, event, day):
            naming = {f"{use['kind']} {use['id']}" for use in told["used_in"]}
            for subject in {each["subject"] for each in told["fates"]}:
                kind, _, key = subject.partition(" ")
                explained = explain(by_partnership(said), configuration, Subject(kind, key), None, day)
                for each in told["fates"]:
                    # one id may have come with two contents: they are told apart by all that is told
                    assert each in [{name: one[name] for name in each} for one in explained]
                    if each["fate"] == Fate.STANDS and not each["field"].endswith("/listed"):
                        assert subject in naming, each


@LAW
@given(said=histories(25), configuration=configurations(), day=days(), random=st.randoms(use_true_random=False))
def test_order_and_repetition_change_no_trace(
    said: list[Said], configuration: Configuration, day: date, random: Any
) -> None:
    again = shuffled([*said, *said], random)
    for event in {each.event_id for each in said}:
        once = trace(by_partnership(said), configuration, event, day)
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
