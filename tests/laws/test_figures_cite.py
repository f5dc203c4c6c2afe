"""Every figure of a report stands on events: they are in the log, they were not taken back, and they are listed."""

from datetime import date

from hypothesis import example, given

from hub.events.configuration import Configuration
from hub.reconcile.statement import Statement
from hub.reports.joint_programmes import joint_programmes
from hub.reports.pictures_on_day import bodies, views_of
from hub.reports.sources import events_in
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
            assert set(figure["events"]) <= set(document["sources"]), figure["label"]
        assert set(document["sources"]) == set(events_in({**document, "sources": None}))


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
