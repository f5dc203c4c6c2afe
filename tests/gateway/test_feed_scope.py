"""A feed takes every picture that the picture it follows names, whatever was said."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson
import pytest
from hypothesis import Phase, example, find, given, settings

from hub.configuration.model import Configuration
from hub.gateway.feeds.scope import FeedKind, Scope
from hub.gateway.index.held_picture import HeldPicture, PictureKey
from hub.log.position import Basis, Position
from hub.reconcile.days import Day
from hub.reconcile.picture import KINDS, picture_key
from hub.reconcile.statement import Statement
from hub.reports.pictures_on_day import views_of
from tests.laws import found
from tests.laws.histories import LAW, by_partnership, configurations, days, histories

BASIS = Basis(Position((0, 0, 0, 0, 0)), 1, date(2016, 1, 1), None, "c")


def named_in(data: Any) -> Iterator[tuple[str, str]]:
    """Every (kind, id) that a picture names anywhere below its own heading.

    By which word of which procurement a contract came to nothing is told in the contract's own picture, which is taken:
    that procurement need not name the provider whose page repeats it.
    """
    if isinstance(data, list):
        for each in data:
            yield from named_in(each)
    elif isinstance(data, dict):
        for name, value in data.items():
            if name == "ended_by":
                continue
            if name in KINDS and isinstance(value, str):
                yield name, value
            yield from named_in(value)


def followed(
    statements: list[Statement], configuration: Configuration, day: date
) -> Iterator[tuple[Scope, dict[str, Any], dict[tuple[str, str], HeldPicture]]]:
    """Each feed of a picture, the picture, and every picture that there is."""
    (views,) = views_of(by_partnership(statements), configuration, None)
    there = {
        (each.kind, each.id): HeldPicture.of(
            picture_key(each.partnership, each.kind, each.id), BASIS, each.json(), 0, 0, 0
        )
        for each in views.pictures(Day.of(day))
    }
    for held in there.values():
        if scope := Scope.of_picture(held.key):
            yield scope, held.picture(), there


@LAW
@example(statements=found.UNDER_ANOTHER_ID, configuration=found.OF_TWO_IDS, day=found.DAY)
@given(statements=histories(), configuration=configurations(), day=days())
def test_a_feed_takes_what_its_picture_names(
    statements: list[Statement], configuration: Configuration, day: date
) -> None:
    for scope, body, there in followed(statements, configuration, day):
        assert scope.takes(there[body["kind"], body["id"]])
        for name in set(named_in(body)):
            if name in there:
                assert scope.takes(there[name]), f"{scope.address} does not take {name}"


NAMED = {
    FeedKind.PROGRAMME: {"contract"},
    FeedKind.PROCUREMENT: {"contract"},
    FeedKind.PROVIDER: {"contract", "procurement"},
}


@pytest.mark.parametrize("kind", NAMED)
def test_every_kind_that_a_picture_names_occurs(kind: FeedKind) -> None:
    """So that the law above speaks of each."""
    for wanted in NAMED[kind]:

        def occurs(drawn: list[Statement], wanted: str = wanted) -> bool:
            return any(
                scope.kind is kind and any(name[0] == wanted and name in there for name in named_in(body))
                for scope, body, there in followed(drawn, Configuration(), date(2016, 1, 1))
            )

        assert find(histories(), occurs, settings=settings(max_examples=500, phases=[Phase.generate]))


@pytest.mark.parametrize(
    "said",
    [
        {"awards": [{"award": "1", "suppliers": [{"organisation": "A", "value": [{"id": "GB-COH-1"}]}]}]},
        {"awards": [{"award": "1", "departed": [{"organisation": "A", "value": [{"id": "GB-COH-1"}]}]}]},
        {"parties": [{"organisation": "GB-COH-1", "left_says": ["A"]}]},
        {"fields": {"suppliers": {"sides": [{"value": [{"id": "GB-COH-1"}]}]}}},
    ],
)
def test_a_procurement_that_names_a_provider_is_in_its_feed(said: dict[str, Any]) -> None:
    key = PictureKey("wandsworth", "procurement", "ocds-h6vhtk-1")
    held = HeldPicture.of(picture_key(*key), BASIS, orjson.dumps({"title": "Carers", **said}), 0, 0, 0)
    assert Scope.of(FeedKind.PROVIDER, "wandsworth", "GB-COH-1").takes(held)
    assert not Scope.of(FeedKind.PROVIDER, "wandsworth", "GB-COH-2").takes(held)
    assert not Scope.of(FeedKind.PROVIDER, "leeds", "GB-COH-1").takes(held)
