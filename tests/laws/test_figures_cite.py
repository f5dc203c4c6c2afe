"""Every figure of a report stands on events: they are in the log, they were not taken back, and they are listed."""

from datetime import date
from typing import Any

from hypothesis import example, given

from hub.configuration.model import Configuration
from hub.reconcile.statement import Statement
from hub.reports.joint_programmes import joint_programmes
from hub.reports.pictures_on_day import bodies, views_of
from hub.reports.sources import cited_in, events_in
from tests.laws import found
from tests.laws.histories import GROUPS, LAW, by_partnership, configurations, days, histories


@LAW
@example(statements=found.VOID_PAIR, configuration=found.FOLLOWED, day=found.DAY)
@example(statements=found.NO_STAGE, configuration=found.FOLLOWED, day=found.DAY)
@given(statements=histories(), configuration=configurations(), day=days())
def test_every_figure_cites_events_that_count(
    statements: list[Statement], configuration: Configuration, day: date
) -> None:
    (views,) = views_of(by_partnership(statements), configuration, None)
    counting = {each.event_id for each in statements if not views.events.is_void(each)}
    there = bodies(by_partnership(statements), configuration, day, None)
    for group in GROUPS:
        document = joint_programmes(group, there, configuration, as_of=day, known_at=None)
        for figure in document["summary"]:
            assert bool(figure["events"]) == bool(figure["value"]), figure["label"]
            assert set(figure["events"]) <= counting, figure["label"]
            assert set(figure.get("sources", figure["events"])) <= set(document["sources"]), figure["label"]
        cited = {**document, "sources": None}
        assert {each["event"] for each in document["sources"].values()} == set(events_in(cited))
        assert set(document["sources"]) == set(cited_in(cited).get("sources", events_in(cited)))
        every_side_cites_what_it_is_of(cited, document["sources"])


def every_side_cites_what_it_is_of(data: Any, sources: dict[str, dict[str, Any]]) -> None:
    if isinstance(data, list):
        for each in data:
            every_side_cites_what_it_is_of(each, sources)
    elif isinstance(data, dict):
        if {"event", "organisation", "since"} <= data.keys():
            source = sources[data["source"] if "source" in data else data["event"]]
            assert source["organisation"] == data.get("said_by", data["organisation"])
            for name in ("event", "recorded_at", "document", "illustrative", "content_hash"):
                assert source.get(name) == data.get(name), name
        for each in data.values():
            every_side_cites_what_it_is_of(each, sources)


@LAW
@example(statements=found.VOID_PAIR, configuration=found.FOLLOWED, day=found.DAY)
@given(statements=histories(), configuration=configurations(), day=days())
def test_no_picture_names_an_event_that_is_void_or_unknown(
    statements: list[Statement], configuration: Configuration, day: date
) -> None:
    (views,) = views_of(by_partnership(statements), configuration, None)
    counting = {each.event_id for each in statements if not views.events.is_void(each)}
    for key, body in bodies(by_partnership(statements), configuration, day, None).items():
        assert set(events_in(body)) <= counting, key
