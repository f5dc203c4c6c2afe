"""What holds for the story of every place of the demonstration."""

from collections import Counter

import pytest

from hub.reconcile.days import Day
from tests.examples.stories import PLACES, configuration, files_of, story, views

EACH = pytest.mark.parametrize("place", PLACES)


def test_the_stories_are_those_of_the_papers() -> None:
    assert PLACES == ["bolton", "leeds", "sutton", "wandsworth", "wiltshire"]
    assert set(PLACES) <= set(configuration().partnerships)


@EACH
def test_every_event_of_a_story_is_let_in_and_about_its_place(place: str) -> None:
    assert files_of(place)
    assert {each.event.meta.partnerships for each in story(place)} == {(place,)}
    assert {each.event.meta.event_id.version for each in story(place)} == {7}


def test_no_two_events_of_the_stories_have_one_id() -> None:
    ids = Counter(each.event.meta.event_id for place in PLACES for each in story(place))
    assert [each for each, count in ids.items() if count > 1] == []


@EACH
def test_every_event_names_its_paper_and_what_is_ours_is_marked(place: str) -> None:
    for each in story(place):
        meta = each.event.meta
        assert meta.source_document
        if meta.source_document.startswith("Illustrative"):
            assert meta.illustrative


@EACH
def test_every_provider_of_a_story_is_made_up_and_says_so(place: str) -> None:
    for each in story(place):
        for supplier in each.event.model_dump().get("suppliers") or ():
            assert supplier["name"].endswith("(illustrative)")


@EACH
def test_every_place_of_a_story_has_somebody_to_report_to(place: str) -> None:
    assert any(place in group.partnerships for group in configuration().groups.values())


@EACH
def test_every_group_of_a_story_opens_at_the_day_of_its_paper(place: str) -> None:
    """Wandsworth's is that of the demonstration, at which all pages open."""
    days = {group.opens_on for group in configuration().groups.values() if place in group.partnerships}
    assert len(days) == 1
    assert (None in days) == (place == "wandsworth")


@EACH
def test_nothing_in_a_story_is_told_of_what_nobody_declared(place: str) -> None:
    """By its last day: a story has differences, and no slips of its own."""
    found = [
        (picture.id, each["text"])
        for picture in views(place).pictures(Day.read("2026-11-23"))
        for each in picture.body.get("differences", ())
        if each["kind"] == "unknown_reference"
    ]
    assert found == []
