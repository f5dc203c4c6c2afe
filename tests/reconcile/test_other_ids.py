"""An organisation under any of its ids is one body: its words, what it supplies, what it is expected to say."""

from datetime import date
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.configuration.model import Body, Configuration
from hub.events.catalogue import BY_CE_TYPE, CATALOGUE, EventType
from hub.events.envelope import Event
from hub.events.withdrawal import Withdrawn
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from tests.reconcile.summary import PLACE, added, as_it_goes, ready, whole
from tests.support import pools
from tests.support.strategies import event_lists, full_events

OTHER = {
    "GB-LAE-WND": "GB-PPON-PDZR-9968-RYYY",
    "GB-NHS-08X": "local:ocds-h6vhtk/nhs-wandsworth-ccg",
    "GB-NHS-36L": "GB-FTS-36",
    "GB-COH-00000001": "GB-CFS-1",
}
CONFIGURED = Configuration(
    1,
    {
        "partnership/wandsworth": PLACE,
        **{
            f"organisation/{key}": Body(
                id=key, name={"GB-NHS-08X": "NHS Wandsworth CCG"}.get(key, f"Body {key}"), same_as=(other,)
            )
            for key, other in OTHER.items()
            if not other.startswith("local:")
        },
        "organisation/GB-NHS-08X": Body(id="GB-NHS-08X", name="NHS Wandsworth CCG"),
    },
)
DECLARED = BY_CE_TYPE["uk.jch.contract.declared.v1"]
DAY = Day.of(date(2016, 4, 1))


def under_other_ids(made: tuple[EventType, Event]) -> tuple[EventType, Event]:
    event_type, event = made
    return event_type, event_type.model.model_validate(_renamed(event.model_dump(mode="json")))


def _renamed(value: Any) -> Any:
    if isinstance(value, dict):
        renamed = {name: _renamed(each) for name, each in value.items()}
        for name in ("id", "organisation", "supplier"):
            if isinstance(renamed.get(name), str):
                renamed[name] = OTHER.get(renamed[name], renamed[name])
        return renamed
    return [_renamed(each) for each in value] if isinstance(value, list) else value


def with_own_ids(made: list[tuple[EventType, Event]]) -> list[tuple[EventType, Event]]:
    """Each event once: two contents of one id are ordered by their hashes, which tell the ids apart."""
    return list({event.meta.event_id: (kind, event) for kind, event in made}.values())


def tied(made: list[tuple[EventType, Event]]) -> dict[UUID, UUID]:
    """By event: one of those that it voids or is voided by, the same for all of them.

    A body takes back what it said under the id under which it said it, so they are all under one id.
    """
    found = {event.meta.event_id: event.meta.event_id for _, event in made}
    for _, event in made:
        for voided in (event.meta.corrects, event.event if isinstance(event, Withdrawn) else None):
            if voided in found:
                one, other = found[event.meta.event_id], found[voided]
                found = {each: other if together == one else together for each, together in found.items()}
    return found


@settings(derandomize=False, print_blob=True)
@given(event_lists(14).map(with_own_ids), st.data())
def test_whichever_id_is_used_the_pictures_are_the_same(made: list[Any], data: st.DataObject) -> None:
    renamed = {together: data.draw(st.booleans()) for together in dict.fromkeys(tied(made).values())}
    by_event = {event_id: renamed[together] for event_id, together in tied(made).items()}
    under_any = [under_other_ids(each) if by_event[each[1].meta.event_id] else each for each in made]
    plain = {key: picture.json() for key, picture in whole(ready(made), DAY, CONFIGURED).items()}
    mixed = {key: _as_said(picture.json()) for key, picture in whole(ready(under_any), DAY, CONFIGURED).items()}
    assert mixed == {key: _as_said(each) for key, each in plain.items()}
    random = data.draw(st.randoms(use_true_random=False))
    touched = as_it_goes(ready(under_any), DAY, random, CONFIGURED)
    assert {key: _as_said(each) for key, each in touched.items()} == mixed


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
@settings(max_examples=20)
@given(data=st.data())
def test_every_field_that_names_an_organisation_may_use_any_of_its_ids(
    event_type: EventType, data: st.DataObject
) -> None:
    """In an event that says all that its type can say; in the picture nobody stands under another id."""
    made = (event_type, data.draw(full_events(event_type)))
    later = Day.of(date(2100, 1, 1))
    plain = whole(ready([made]), later, CONFIGURED)
    other = whole(ready([under_other_ids(made)]), later, CONFIGURED)
    assert {key: _as_said(each.json()) for key, each in other.items()} == {
        key: _as_said(each.json()) for key, each in plain.items()
    }


def _as_said(picture: bytes) -> Any:
    """Without who is cited as the speaker where that is the same body under another id."""
    return _without(orjson.loads(picture))


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(each) for name, each in value.items() if name != "said_by"}
    return [_without(each) for each in value] if isinstance(value, list) else value


def test_a_council_reaches_its_partnership_under_any_of_its_ids() -> None:
    day = date(2015, 6, 4)
    for own, other in OTHER.items():
        if own in pools.ORGANISATIONS:
            assert CONFIGURED.partnerships_of(other, day) == CONFIGURED.partnerships_of(own, day) == ["wandsworth"]
            assert CONFIGURED.is_member("wandsworth", other, day)
            assert CONFIGURED.name_of(other) == CONFIGURED.name_of(own)
    assert CONFIGURED.partnerships_of("GB-FTS-37", day) == []


def test_a_provider_that_is_named_under_an_id_of_another_register_has_one_picture() -> None:
    def declared(number: int, supplier: str) -> tuple[EventType, Event]:
        meta = {
            "event_id": str(pools.EVENT_IDS[number]),
            "organisation": "GB-LAE-WND",
            "source_system": "register",
            "partnerships": [pools.PARTNERSHIP],
            "subject": pools.CONTRACTS[number],
            "occurred_at": "2015-06-04",
            "recorded_at": "2015-06-04T12:00:00Z",
        }
        data = {"meta": meta, "stage": "contract", "suppliers": [{"id": supplier, "name": "Example Care Ltd"}]}
        return DECLARED, DECLARED.model.model_validate(data)

    views = added(ready([declared(0, "GB-COH-00000001"), declared(1, "GB-CFS-1")]), CONFIGURED)
    providers = [each for each in views.pictures(DAY) if each.kind == "provider"]
    assert [each.id for each in providers] == ["GB-COH-00000001"]
    assert [each["contract"] for each in providers[0].body["contracts"]] == sorted(pools.CONTRACTS[:2])
    assert not views.exists(Subject("provider", "GB-CFS-1"))
    assert views.picture(Subject("provider", "GB-CFS-1"), DAY) is None
