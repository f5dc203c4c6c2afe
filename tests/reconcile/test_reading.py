"""Pictures made as events come, whatever is held, are those of the whole set made at once; and every read counts."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any, Final, NamedTuple

import pytest

from hub.configuration.model import Body, Configuration
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.folds import CORE
from hub.reconcile.graph import Graph
from hub.reconcile.reading import InputKey, PartnershipEvents, ViewReader
from hub.reconcile.views import PartnershipViews
from tests.reconcile.dense import history
from tests.reconcile.summary import FLAT, WITH_SUCCESSION, Ready, ready
from tests.reconcile.told import COUNCIL, events
from tests.support.pools import ORGANISATIONS, PARTNERSHIP, SUPPLIERS
from tests.support.seeds import any_seed

FIRST = date(2015, 1, 1)
DAYS = 700
LENGTH = 60
ONE_SUPPLIER = Configuration(
    2,
    {
        **FLAT.documents,
        f"organisation/{SUPPLIERS[0]}": Body(id=SUPPLIERS[0], name="Example Care Ltd", same_as=(SUPPLIERS[1],)),
    },
)
"""A supplier that is spoken of under two ids."""
CONFIGURATIONS: Final = (FLAT, WITH_SUCCESSION, ONE_SUPPLIER)

Given = tuple[bytes, Day | None] | None


def any_day(random: Random) -> Day:
    return Day.of(FIRST + timedelta(days=random.randrange(-50, DAYS)))


def given(views: PartnershipViews, subject: Subject, day: Day) -> Given:
    picture = views.picture(subject, day)
    return None if picture is None else (picture.json(), picture.until)


def checked(
    views: PartnershipViews, statements: list[Ready], configuration: Configuration, day: Day
) -> dict[Subject, Given]:
    """Every picture, which is the one with nothing held."""
    afresh = PartnershipViews.of(PARTNERSHIP, [each[2] for each in statements], configuration)
    found = {subject: given(views, subject, day) for subject in afresh.subjects()}
    assert found == {subject: given(afresh, subject, day) for subject in found}
    return found


def law(random: Random) -> None:
    """As the engine: on days forwards and back, under configurations that change, with all forgotten now and then."""
    statements = ready(history(random, LENGTH))
    configuration = random.choice(CONFIGURATIONS)
    views = PartnershipViews(PARTNERSHIP, configuration)
    last: dict[Subject, Given] = {}
    day = any_day(random)
    for place, (_, _, each, plain) in enumerate(statements, 1):
        _, touched = views.add(each, plain)
        if random.random() < 0.1:
            day = any_day(random)
        if random.random() < 0.03:
            configuration = random.choice(CONFIGURATIONS)
            views.configure(configuration)
        if random.random() < 0.03:
            views.forget()
        for subject in sorted(touched):
            stands = views.still_stands(subject, day)
            found = given(views, subject, day)
            assert not stands or found == last[subject], subject
            last[subject] = found
        if random.random() < 0.1 or place == len(statements):
            last |= checked(views, statements[:place], configuration, day)


@any_seed(40)
def test_whatever_is_held_pictures_are_those_of_the_whole_set(seed: int) -> None:
    law(Random(seed))


def test_pictures_over_claims_of_which_nobody_noted_that_they_were_read_are_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ViewReader, "history", forgetting(ViewReader.history, "noted_inputs"))
    assert is_broken(law)


class Answer(NamedTuple):
    """What a way to read says, and what was noted of it."""

    said: Any
    inputs: set[InputKey]
    until: Day | None


OF_A_SUBJECT: Final = (
    "parts", "is_declared", "ids_of", "exists", "twofold",
    "contracts_naming", "procurements_of", "programmes_naming",
)  # fmt: skip
WAYS: Final = ("configuration", "history", "contents_of", *OF_A_SUBJECT)


def test_there_is_no_other_way_to_what_can_change() -> None:
    assert {each for each in vars(ViewReader) if not each.startswith("_")} == {*WAYS, "partnership"}


def answers(
    place: PartnershipEvents, subjects: list[Subject], ids: set[str], day: Day
) -> dict[tuple[Any, ...], Answer]:
    """Of every way to read, about each of the subjects and events."""
    found: dict[tuple[Any, ...], Answer] = {}

    def ask(way: str, *about: Any) -> None:
        read = ViewReader(graph, day)
        if way == "configuration":
            said: Any = [read.configuration.today_of(each, day.date) for each in ORGANISATIONS]
        elif way == "history":
            said = list(read.history(*about).standing(day))
        else:
            said = getattr(read, way)(*about)
        found[way, *about] = Answer(said, set(read.noted_inputs), read.noted_until)  # type: ignore[arg-type]

    graph = Graph(place, ViewReader)
    ask("configuration")
    for event_id in ids:
        ask("contents_of", event_id)
    for subject in subjects:
        for way in OF_A_SUBJECT:
            ask(way, subject)
        for part in (CORE, *place.events.parts(subject)):
            ask("history", subject, part)
    return found


def law_of_reads(random: Random) -> None:
    """What a way says changes with what it noted, and otherwise with the day that it noted."""
    statements = ready(history(random, 25))
    configuration = random.choice(CONFIGURATIONS)
    views = PartnershipViews.of(PARTNERSHIP, [each[2] for each in statements], configuration)
    # a rule reads under each id by which something is spoken of, and also under the one that it has its picture by
    subjects = list(dict.fromkeys([*views.subjects(), *views.events.subjects()]))
    place = PartnershipEvents(PARTNERSHIP, configuration)
    day, ids = any_day(random), {each[2].event_id for each in statements}
    before = answers(place, subjects, ids, day)
    for _, _, each, plain in statements:
        place.events.add(each, plain)
        changed = set(place.disturbed_by(each, plain))
        after = answers(place, subjects, ids, day)
        for about, answer in before.items():
            if after[about].said != answer.said:
                assert changed & answer.inputs, about
        later = max(day, any_day(random))
        for about, answer in answers(place, subjects, ids, later).items():
            until = after[about].until
            if answer.said != after[about].said:
                assert until is not None, about
                assert until <= later, about
        before = after


@any_seed(60)
def test_whatever_is_read_is_noted(seed: int) -> None:
    law_of_reads(Random(seed))


@pytest.mark.parametrize("spoken_of", SUPPLIERS[:2])
def test_what_names_a_supplier_is_noticed_under_that_id_and_under_the_one_of_its_picture(spoken_of: str) -> None:
    """A rule reads what is tied to each id, and by its picture's id which others there are."""
    ((_, _, statement, plain),) = events(
        [(COUNCIL, "declared", {"stage": "contract", "suppliers": [{"id": spoken_of}]})]
    )
    place = PartnershipEvents(PARTNERSHIP, ONE_SUPPLIER)
    place.events.add(statement, plain)
    disturbed = {each for each in place.disturbed_by(statement, plain) if each[0] == "provider"}
    assert disturbed == {Subject("provider", each) for each in (spoken_of, SUPPLIERS[0])}


def forgetting(method: Any, slot: str) -> Any:
    """The same way to read, which notes less."""
    way: Callable[..., Any] = getattr(method, "fget", method)

    def less(run: ViewReader, *args: Any) -> Any:
        before = getattr(run, slot)
        before = dict(before) if isinstance(before, dict) else before
        try:
            return way(run, *args)
        finally:
            setattr(run, slot, before)

    return property(less) if isinstance(method, property) else less


def is_broken(law: Callable[[Random], None]) -> bool:
    try:
        for seed in range(60):
            law(Random(seed))
    except AssertionError:
        return True
    return False


@pytest.mark.parametrize("way", [each for each in WAYS if each != "configuration"])
def test_what_is_not_noted_is_noticed(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ViewReader, way, forgetting(vars(ViewReader)[way], "noted_inputs"))
    assert is_broken(law_of_reads)


def test_each_way_notes_one_thing_so_that_forgetting_it_is_forgetting_all() -> None:
    """What is noted for some histories only could be left out unseen by `test_what_is_not_noted_is_noticed`."""
    statements = ready(history(Random(1), 200))
    views = PartnershipViews.of(PARTNERSHIP, [each[2] for each in statements], WITH_SUCCESSION)
    place, subjects = views._world, list(views.events.subjects())
    noted = {
        (about[0], len(answer.inputs))
        for about, answer in answers(place, subjects, {each[2].event_id for each in statements}, Day.of(FIRST)).items()
    }
    assert noted == {("configuration", 0), *((way, 1) for way in WAYS if way != "configuration")}


@pytest.mark.parametrize("way", ["configuration", "history"])
def test_a_day_that_is_not_noted_is_noticed(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ViewReader, way, forgetting(vars(ViewReader)[way], "noted_until"))
    assert is_broken(law_of_reads)
