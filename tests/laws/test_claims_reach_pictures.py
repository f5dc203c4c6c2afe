"""Whatever a statement says can be seen in a picture: no fold drops a field without a word.

Walks every field of every type of the catalogue and of the envelope. Two events that differ in one field alone, in
the same log otherwise, must give different pictures, but for the fields of a table that says why not.
"""

import typing
from datetime import date
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from hub.events.catalogue import CATALOGUE, EventType
from hub.events.contract import CHANGE
from hub.events.envelope import Event, Meta
from hub.events.procurement import Award, Departure, Lot, Notice, Part, ProcuredItem
from hub.reconcile.days import Day
from hub.reconcile.kinds.tables import TENSES
from hub.reconcile.tense import Past
from hub.serialization.readable import to_json
from tests.laws.histories import LAW
from tests.reconcile.summary import ready, whole
from tests.support import pools
from tests.support.strategies import clearable_fields, events, full_events, words

FEW: Final = settings(LAW, max_examples=10)
DAYS: Final = st.sampled_from(pools.DAYS)
LATE: Final = Day.of(date(2100, 1, 1))
"""A day on which everything is true."""

NOT_SHOWN: Final = {
    ("terminated", "rationale"): "the reason is shown by its code; what was written beside it is told with the event",
    ("improvement-measure-lifted", "reason"): "a measure that was lifted stands no more, so nothing of it is shown",
    **{
        ("improvement-measure-lifted", f"meta.{name}"): "as of its reason"
        for name in ("occurred_at", "recorded_at", "classification", "source_document", "illustrative")
    },
    ("withdrawn", "reason"): "what was withdrawn is shown nowhere; the reason is told with the withdrawal",
    ("meta", "source_system"): "where an organisation keeps its words is its own affair; it is told with the event",
    ("meta", "partnerships"): "decides where an event is written, not what it says there",
    ("meta", "corrects"): "voids another event; its own words are the same",
}
"""By type, or "meta", and field: why pictures do not show it. All of it is told with the event: `hub trace`."""

FOLLOWS: Final = {
    ("procurement-declared", name): "where the procurement's own word is missing, it follows from its lots'"
    for name in ("period_start", "period_end", "extendable_until")
}
"""By type and field: why a picture may show the field with the same word though it was not said of the thing itself.

These fields are looked at without lots; that they follow from lots has a test of its own."""

ENVELOPE: Final = ("meta", "clears")
PLACES: Final = [(each, name) for each in CATALOGUE for name in each.model.model_fields if name not in ENVELOPE]
META: Final = [(each, f"meta.{name}") for each in CATALOGUE for name in Meta.model_fields if name != "event_id"]


def reason(event_type: EventType, place: str) -> str | None:
    part, _, name = place.partition(".")
    return NOT_SHOWN.get((event_type.name, place)) or NOT_SHOWN.get((part, name))


def named(places: list[tuple[EventType, str]]) -> list[Any]:
    return [
        pytest.param(event_type, place, id=f"{event_type.ce_type} {place}")
        for event_type, place in places
        if reason(event_type, place) is None and event_type.about != "event"
    ]


PLACED: Final = {
    "source_system": "register",
    "partnerships": (pools.PARTNERSHIP,),
    "occurred_at": date(1850, 1, 1),
    "recorded_at": pools.INSTANTS[0],
    "classification": "public",
}


def pictures(event_type: EventType, event: Event) -> dict[Any, bytes]:
    """Of the event, beside one that gives an improvement measure something to be lifted from."""
    made = [(event_type, event)]
    if event_type.name == "improvement-measure-lifted":
        placed = next(each for each in CATALOGUE if each.name == "improvement-measure-placed")
        for number, improvement in enumerate(pools.REFERENCES_BY_NAME["improvement"]):
            meta = {**PLACED, "event_id": pools.EVENT_IDS[number], "subject": event.meta.subject}
            said = {
                "meta": {**meta, "organisation": event.meta.organisation},
                "improvement": improvement,
                "reason": "late",
            }
            made.append((placed, placed.model.model_validate(said)))
    return {key: each.json() for key, each in whole(ready(made), LATE).items()}


def alike(value: Any) -> Any:
    """Lists of things with ids are sets: two that name the same ones in another order say the same."""
    if isinstance(value, tuple) and value and (hasattr(value[0], "id") or isinstance(value[0], Departure)):
        return sorted(({name: alike(part) for name, part in each} for each in value), key=repr)
    return value


LONG_AGO: Final = date(1850, 1, 1)


def of_long_ago(event: Event) -> Event:
    """The event with every fact long behind it, so that the day from which it counts is the one that its meta gives."""
    lists: dict[str, dict[str, Any]] = {}
    alone: dict[str, Any] = {}
    paths = [path for (name, path), line in TENSES.items() if name in _names_of(event) and isinstance(line, Past)]
    for path in paths:
        part, _, name = path.rpartition(".")
        (lists.setdefault(part, {}) if part else alone)[name] = LONG_AGO
    if "period_end" in alone:
        alone["period_start"] = LONG_AGO
    parts = {
        name: tuple(each.model_copy(update=_given(each, changed)) for each in getattr(event, name))
        for name, changed in lists.items()
    }
    return event.model_copy(update={**_given(event, alone), **parts})


def _names_of(event: Event) -> set[str]:
    return {each.name for each in CATALOGUE if isinstance(event, each.model)}


def _given(part: Any, changed: dict[str, Any]) -> dict[str, Any]:
    return {name: day for name, day in changed.items() if getattr(part, name) is not None}


def part_alone(part: Any) -> Any:
    """A part of a list as one that clears nothing, and an award as what it comes to among suppliers."""
    changed: dict[str, Any] = {"clears": ()} if hasattr(part, "clears") else {}
    if getattr(part, "suppliers", None) is not None:
        # one supplier that is named twice is one; none named takes none back, so it says as little as no list
        changed["suppliers"] = tuple({each.id: each for each in reversed(part.suppliers)}.values()) or None
    return part.model_copy(update=changed)


def on_its_own(event: Event) -> Event:
    """The event as one that voids nothing, itself included, and clears nothing."""
    meta = event.meta.model_copy(update={"event_id": UUID(int=1), "corrects": None})
    parts = {
        name: tuple(map(part_alone, value))
        for name, value in event
        if isinstance(value, tuple) and value and hasattr(value[0], "clears")
    }
    return event.model_copy(update={"meta": meta, **({"clears": ()} if event.CLEARABLE else {}), **parts})


def alone_with(event: Event, event_type: EventType, name: str) -> Event:
    """The event on its own, without the parts by which the field's word may be shown though it was not said."""
    hiding: dict[str, Any] = {"lots": ()} if (event_type.name, name) in FOLLOWS else {}
    if (event_type.name, name) == ("procurement-declared", "stage"):
        hiding = {"awards": ()}  # an award that stands tells of the stage too
    if name == "stage" and "signed_on" in event_type.model.model_fields:
        hiding = {"signed_on": None}  # so does a signature that is told ahead
    if name == "signed_on" and event_type.about == "contract":
        hiding = {"status": None}  # nobody signs what came to nothing
    if (event_type.name, name) == ("procurement-declared", "awards"):
        # a supplier that has left is no supplier, whatever the award says
        hiding = {"parties": (), "departures": None}
    if (event_type.name, name) == ("procurement-declared", "departures"):
        # by an empty list roles say nothing of who left; without parties it is none; an award that is told ahead of its
        # day may name a supplier again
        hiding = {"parties": (), "awards": (), "departures": getattr(event, "departures", None) or None}
    return on_its_own(event).model_copy(update=hiding)


def checked(event_type: EventType, said: dict[str, Any]) -> Event | None:
    """None for what no event can say."""
    try:
        return event_type.model.model_validate(said)
    except ValidationError:
        return None


def with_the_word(one: Event, word: Any, event_type: EventType, place: str) -> Event | None:
    """One with another word in one place; None where the words are the same, or the two dates in the wrong order."""
    name, given = place.removeprefix("meta."), one.model_dump()
    (given["meta"] if place.startswith("meta.") else given)[name] = word
    drawn = checked(event_type, given)
    if drawn is None:
        return None
    if place.startswith("meta."):
        # the envelope as it was drawn, because an event on its own has lost what may differ there
        said, other = getattr(one.meta, name), getattr(drawn.meta, name)
        changed = one.model_copy(update={"meta": one.meta.model_copy(update={name: other})})
    else:
        said, other = getattr(one, name), getattr(alone_with(drawn, event_type, place), name)
        changed = one.model_copy(update={name: other})
    if alike(said) == alike(other):
        return None
    return changed if checked(event_type, changed.model_dump()) else None


@pytest.mark.parametrize(("event_type", "place"), named([*PLACES, *META]))
@FEW
@given(data=st.data())
def test_two_words_on_a_field_are_two_pictures(event_type: EventType, place: str, data: st.DataObject) -> None:
    # one that varies nothing says nothing that could be shown with its envelope
    made = full_events(event_type) if place.startswith("meta.") else events(event_type)
    one = alone_with(data.draw(made), event_type, place)
    if place == "meta.occurred_at":
        one = of_long_ago(one)
    others = words(event_type, place).map(lambda word: with_the_word(one, word, event_type, place))
    # another draw where the words are the same: a law that throws most away is red by chance
    changed = data.draw(others.filter(lambda each: each is not None))
    assert changed is not None
    assert pictures(event_type, one) != pictures(event_type, changed)


@pytest.mark.parametrize(
    ("event_type", "name"),
    [
        pytest.param(each, name, id=f"{each.ce_type} {name}")
        for each in CATALOGUE
        if "clears" in each.model.model_fields
        for name in clearable_fields(each.model)
        # what a change was told with is no term that a later one could take back: whoever erred corrects the event
        if reason(each, name) is None and name not in CHANGE
    ],
)
@FEW
@given(data=st.data())
def test_a_field_that_was_cleared_is_as_if_never_said(event_type: EventType, name: str, data: st.DataObject) -> None:
    """For the one that clears it: another body's word, said before and after, stays."""
    event = alone_with(data.draw(full_events(event_type)), event_type, name)
    assert getattr(event, name) is not None
    again = event.model_copy(update={name: None, "clears": (name,), "meta": later(event)})
    never = event.model_copy(update={name: None})
    field = {f"fields/{name}", f"measures/{name}", f"milestones/{name}"}
    if name == "departures":
        field = {"awards/departed"}

    def seen(made: list[Event]) -> set[str]:
        bodies = [each.body for each in whole(ready([(event_type, each) for each in made]), LATE).values()]
        return field & {
            f"{part}/{key}"
            for body in bodies
            for part in ("fields", "measures", "milestones", "awards")
            for thing in ([body.get(part, {})] if part == "fields" else body.get(part, []))
            for key in thing
        }

    assert seen([event])
    assert not seen([event, again])
    assert not seen([never])
    other = event.meta.model_copy(
        update={
            "event_id": UUID(int=2),
            "organisation": next(each for each in pools.ORGANISATIONS if each != event.meta.organisation),
        }
    )
    assert seen([event, again, event.model_copy(update={"meta": other})])


PARTS: Final[dict[str, type[Part]]] = {"lots": Lot, "items": ProcuredItem, "awards": Award, "notices": Notice}


@pytest.mark.parametrize(
    ("part", "name"),
    [pytest.param(part, name, id=f"{part} {name}") for part in PARTS for name in clearable_fields(PARTS[part])],
)
@FEW
@given(data=st.data())
def test_a_field_of_a_part_that_was_cleared_is_as_if_never_said(part: str, name: str, data: st.DataObject) -> None:
    """For the one that clears it: another body's word stays."""
    event_type = next(each for each in CATALOGUE if each.name == "procurement-declared")
    # a supplier that has left is no supplier, whatever an award says
    nothing_left = {"parties": (), "departures": None}
    said = of_long_ago(on_its_own(data.draw(full_events(event_type)))).model_copy(update=nothing_left)
    first = getattr(said, part)[0]
    event = said.model_copy(update={part: (first,)})
    assume(getattr(first, name) not in (None, ()))
    clears = PARTS[part].model_validate({"id": first.id, "clears": (name,)})
    empty: dict[str, Any] = dict.fromkeys(PARTS, ()) | {part: (clears,)}
    again = event_type.model.model_validate({"meta": later(event), **empty})

    def seen(made: list[Event]) -> list[str]:
        there = whole(ready([(event_type, each) for each in made]), LATE)
        (body,) = [each.body for (kind, _), each in there.items() if kind == "procurement"]
        (thing,) = body[part]
        return [side["organisation"] for side in thing.get(name, ()) if side["value"] != []]

    own = event.meta.organisation
    other = next(each for each in pools.ORGANISATIONS if each != own)
    also = event.model_copy(
        update={"meta": event.meta.model_copy(update={"event_id": UUID(int=2), "organisation": other})}
    )
    assert seen([event]) == [own]
    assert seen([event, again]) == []
    assert seen([event, again, also]) == [other]
    restated = event.meta.model_copy(update={"event_id": UUID(int=4), "occurred_at": date(2095, 1, 1)})
    assert seen([event, again, event.model_copy(update={"meta": restated})]) == [own]


def test_every_list_of_parts_is_among_them() -> None:
    lists = {
        name: typing.get_args(info.annotation)[0]
        for event_type in CATALOGUE
        for name, info in event_type.model.model_fields.items()
        if typing.get_origin(info.annotation) is tuple
    }
    assert {name: model for name, model in lists.items() if "clears" in getattr(model, "model_fields", {})} == PARTS


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for _, name in FOLLOWS])
@FEW
@given(data=st.data())
def test_what_follows_from_lots_is_shown_again_when_its_own_word_is_cleared(name: str, data: st.DataObject) -> None:
    event_type = next(each for each in CATALOGUE if each.name == "procurement-declared")
    drawn = data.draw(events(event_type))
    # the first has a day for certain: few lots that are drawn have one; a law that throws most away is red by chance
    days = [data.draw(DAYS), *data.draw(st.lists(DAYS | st.none(), max_size=3))]
    lots = tuple(Lot.model_validate({"id": str(number), name: day}) for number, day in enumerate(days))
    # nothing can be extended until a day before an end that is stated beside it
    only = {each: None for _, each in FOLLOWS} | {name: data.draw(DAYS)}
    event = on_its_own(drawn.model_copy(update={"lots": lots, **only}))
    again = event.model_copy(update={name: None, "clears": (name,), "lots": (), "meta": later(event)})
    choose = min if name == "period_start" else max
    follows = choose(day for day in days if day)

    def told(made: list[Event]) -> list[str]:
        (body,) = [
            each.body
            for (kind, _), each in whole(ready([(event_type, each) for each in made]), LATE).items()
            if kind == "procurement"
        ]
        return [side["value"] for side in body["fields"][name]["sides"]]

    assert told([event]) == [getattr(event, name).isoformat()]
    assert told([event, again]) == [follows.isoformat()]


def later(event: Event) -> Meta:
    return event.meta.model_copy(update={"event_id": UUID(int=3), "occurred_at": date(2090, 1, 1)})


def test_every_line_of_the_table_is_about_a_field_that_there_is() -> None:
    there = {(each.name, name) for each, name in [*PLACES, *META]} | {("meta", name) for name in Meta.model_fields}
    assert set(NOT_SHOWN) | set(FOLLOWS) <= there
    assert all(NOT_SHOWN.values())


@pytest.mark.parametrize(
    ("event_type", "name"),
    [pytest.param(each, name, id=f"{each.ce_type} {name}") for each, name in PLACES if reason(each, name)],
)
@FEW
@given(data=st.data())
def test_what_pictures_leave_out_is_told_with_the_event(event_type: EventType, name: str, data: st.DataObject) -> None:
    event = data.draw(full_events(event_type))
    assert getattr(event, name) not in (None, ())
    ((_, _, statement, plain),) = ready([(event_type, event)])
    assert name in to_json(event_type, plain)
    assert statement.plain() == plain
