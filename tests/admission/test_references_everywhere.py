"""What an event refers to and declares holds in each of its partnerships, and every body that it names is looked up."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.admission.reference_table import EXPECTED, OF_CONFIGURED, REFERS, ReferenceKind
from hub.admission.references import Name, declarations, references
from hub.admission.unknown_bodies import Bodies
from hub.configuration.model import Configuration, Member, Partnership, key_of
from hub.events.catalogue import CATALOGUE, EventType
from hub.events.envelope import Event
from tests.support.documents import COUNCIL, wandsworth
from tests.support.strategies import events, full_events

TYPES = pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
PLACES = ("richmond", "wandsworth")
SPEAKER = "meta.organisation"
OF_BODIES = [name for name, kind in REFERS.items() if kind is ReferenceKind.ORGANISATION]


def placed(event: Event, *partnerships: str, **meta: Any) -> Event:
    return event.model_copy(update={"meta": event.meta.model_copy(update={"partnerships": partnerships, **meta})})


def by_place(names: Iterable[Name]) -> dict[str, list[tuple[str, tuple[str, ...], str]]]:
    found: dict[str, list[tuple[str, tuple[str, ...], str]]] = {}
    for each in names:
        found.setdefault(each.partnership, []).append((each.kind, each.within, each.name))
    return found


def both_configured() -> Configuration:
    member = Member(organisation=COUNCIL, role="council")
    places = [Partnership(id=each, name=each, members=(member,)) for each in PLACES]
    return Configuration(1, {key_of(each): each for each in places})


@TYPES
@settings(max_examples=20)
@given(data=st.data())
def test_it_is_the_same_in_each_partnership(event_type: EventType, data: st.DataObject) -> None:
    event, configuration = data.draw(events(event_type)), both_configured()
    both, alone = placed(event, *PLACES), placed(event, PLACES[0])
    for read in (declarations, lambda *said: (each.name for each in references(*said))):
        expected = by_place(read(event_type, alone, configuration)).get(PLACES[0])
        assert by_place(read(event_type, both, configuration)) == (dict.fromkeys(PLACES, expected) if expected else {})
    # of a place that nobody configured only some are looked for
    elsewhere = [each.name.kind for each in references(event_type, placed(event, "elsewhere"), configuration)]
    here = [each.name.kind for each in references(event_type, alone, configuration)]
    assert elsewhere == [each for each in here if each not in OF_CONFIGURED]


@TYPES
@settings(max_examples=20)
@given(data=st.data())
def test_every_body_is_looked_up_where_its_partnership_is_configured(
    event_type: EventType, data: st.DataObject
) -> None:
    event, configuration = data.draw(full_events(event_type)), wandsworth()
    named: set[str] = set()
    for name in (each for each in OF_BODIES if each in event_type.model.model_fields):
        value = getattr(event, name)
        bodies = value if isinstance(value, tuple) else (value,) if value is not None else ()
        named |= {
            each.id
            for each in bodies
            if not configuration.knows(each.id) and (name != "parties" or EXPECTED & set(each.roles))
        }

    def told(*partnerships: str, speaker: str) -> set[str]:
        said = placed(event, *partnerships, organisation=speaker)
        warnings = list(Bodies(configuration).unknown(event_type, said, ""))
        words = [each.problem.removeprefix("names ").partition(",")[0] for each in warnings if each.field != SPEAKER]
        assert len(words) == len(set(words))
        return {*words, *(SPEAKER for each in warnings if each.field == SPEAKER)}

    assert told("wandsworth", speaker=COUNCIL) == named
    assert told("elsewhere", "wandsworth", speaker=COUNCIL) == named
    # nobody has undertaken to configure the bodies of another place; who speaks there is told all the same
    assert told("elsewhere", speaker=COUNCIL) == set()
    assert told("elsewhere", speaker="GB-LAE-XXX") == {SPEAKER}


@TYPES
@settings(max_examples=10)
@given(data=st.data())
def test_whoever_lets_it_by_its_id_is_looked_up(event_type: EventType, data: st.DataObject) -> None:
    event, configuration = data.draw(events(event_type)), wandsworth()

    def told(subject: str, *partnerships: str) -> set[str]:
        said = placed(event, *partnerships, organisation=COUNCIL, subject=subject)
        return {
            each.problem for each in Bodies(configuration).unknown(event_type, said, "") if each.field == "meta.subject"
        }

    found = told("GB-LAE-WMD/14-565", "wandsworth")
    if event_type.about in ("contract", "procurement"):
        assert found == {"begins with GB-LAE-WMD, which no configuration knows; did you mean GB-LAE-WND?"}
    else:
        assert found == set()
    assert told(f"{COUNCIL}/14-565", "wandsworth") == told("ocds-h6vhtk-1/c-1", "wandsworth") == set()
    assert told("GB-LAE-WMD/14-565", "elsewhere") == set()
