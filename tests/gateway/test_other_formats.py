"""A body of a format that is read from files alone: one refusal, that says how it goes in."""

from typing import Any

import orjson
import pytest

from connectors.registry import CONNECTORS
from hub.admission.refusal import Code
from hub.gateway.api.cloudevents_http import BATCH, EITHER, ONE, events_sent
from hub.gateway.http.problems import ProblemKind
from tests.connectors.releases import a_release
from tests.support.documents import declared

FIRST_VALUES: dict[str, list[Any]] = {
    "ocds": [a_release(), {"releases": [a_release()]}, {"releases": []}, {"records": []}, {"data": [a_release()]}],
}


@pytest.mark.parametrize("name", FIRST_VALUES)
@pytest.mark.parametrize("media", [EITHER, ONE, BATCH])
def test_it_is_told_how_it_goes_in(name: str, media: str) -> None:
    for first in FIRST_VALUES[name]:
        for value in (first, [first]):
            sent = events_sent([(b"content-type", media.encode())], orjson.dumps(value))
            ((refusal,),) = (each.refusals for each in sent.items)
            assert (sent.bad, refusal.code) == (ProblemKind.NO_EVENTS, Code.NOT_AN_EVENT)
            command = f"hub publish FILE --format {name}"  # which a partner who publishes over HTTP need not have
            assert refusal.fix == f"publish it as a file: {command}; or ask the hub's operator to"


def test_every_other_format_is_here() -> None:
    assert FIRST_VALUES.keys() == CONNECTORS.keys() - {"cloudevents"}


def test_an_event_is_none_of_them() -> None:
    (item,) = events_sent([(b"content-type", ONE.encode())], orjson.dumps(declared())).items
    assert not item.refusals
