"""Of all that a body, its predecessors and its other ids have said of a field, one word decides: the last true one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hub.configuration.model import Body, Configuration
from hub.reconcile.claims import (
    CLEARED,
    DEPARTED,
    DEPARTURES,
    SUPPLIER,
    SUPPLIERS,
    Claim,
    Field,
    Origin,
    deciding,
    sides_of,
)
from hub.reconcile.days import Day
from tests.laws.histories import configurations
from tests.reconcile.told import CCG, COUNCIL, PLACE
from tests.support import pools

ORIGIN = Origin("internal", None, False)
TITLE, VALUE = Field("", "", "title"), Field("", "", "value")
DAY = Day.read("2016-04-01")

claims = st.builds(
    lambda effective, recorded, event, content, organisation, field, value: Claim(
        effective, recorded, f"event-{event}", f"hash-{content}", organisation, field, value, ORIGIN
    ),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(0, 1),
    st.sampled_from(pools.ORGANISATIONS),
    st.sampled_from([TITLE, VALUE]),
    st.sampled_from(["said", CLEARED]),
)


def order(claim: Claim) -> tuple[int, int, str, str]:
    """Source: design section 4. Since when it is true, when it was recorded, and for equal ones their names."""
    return claim.effective, claim.recorded, claim.event_id, claim.content_hash


@given(said=st.lists(claims, max_size=12, unique_by=lambda each: (order(each), each.field)), under=configurations())
def test_it_is_the_last_true_word_of_whoever_the_body_is_today(said: list[Claim], under: Configuration) -> None:
    wanted: dict[tuple[Field, str], Claim] = {}
    for claim in sorted(said, key=order):
        for body in under.today_of(claim.organisation, DAY.date):
            wanted[claim.field, body] = claim
    assert deciding(said, DAY, under) == wanted
    shown = {(field, side.body): side.claim for field, sides in sides_of(said, DAY, under).items() for side in sides}
    assert shown == {about: claim for about, claim in wanted.items() if claim.value is not CLEARED}


def test_what_became_true_later_stands_whoever_recorded_last() -> None:
    """A body and the one that followed it: recording what was true before takes nothing back that is true since."""
    gone = Body(id=COUNCIL, name="Wandsworth", until=date(2015, 6, 4), successors=(CCG,))
    under = Configuration(1, {"partnership/wandsworth": PLACE, f"organisation/{COUNCIL}": gone})
    later = Claim(2, 1, "event-1", "hash", COUNCIL, TITLE, "later true", ORIGIN)
    recorded = Claim(1, 2, "event-2", "hash", CCG, TITLE, "later recorded", ORIGIN)
    for said in ([later, recorded], [recorded, later]):
        assert deciding(said, DAY, under) == {(TITLE, CCG): later}


def test_what_was_told_ahead_is_taken_back_by_what_the_body_that_followed_said_since() -> None:
    gone = Body(id=COUNCIL, name="Wandsworth", until=date(2015, 6, 4), successors=(CCG,))
    under = Configuration(1, {"partnership/wandsworth": PLACE, f"organisation/{COUNCIL}": gone})
    named = Field("award", "1", f"{SUPPLIER}GB-COH-1")
    ahead = Claim(9, 1, "event-1", "hash", COUNCIL, named, {"id": "GB-COH-1"}, ORIGIN, ahead=8)
    cleared = Claim(5, 1, "event-2", "hash", CCG, named._replace(name=SUPPLIERS), CLEARED, ORIGIN)
    for said in ([ahead, cleared], [cleared, ahead]):
        assert deciding(said, DAY, under)[named, CCG].event_id == "event-2"
    before = cleared._replace(effective=0)
    assert deciding([before, ahead], DAY, under)[named, CCG] == ahead


def test_the_later_of_two_that_take_a_departure_back_counts() -> None:
    under = Configuration(1, {"partnership/wandsworth": PLACE})
    left = Field("award", "1", f"{DEPARTED}GB-COH-1")
    said = Claim(5, 1, "event-1", "hash", COUNCIL, left, {"id": "GB-COH-1"}, ORIGIN)
    for suppliers, departures, by in ((4, 6, "event-3"), (6, 4, "event-2"), (4, 4, "event-1"), (6, 7, "event-3")):
        one = Claim(suppliers, 1, "event-2", "hash", COUNCIL, left._replace(name=SUPPLIERS), CLEARED, ORIGIN)
        other = Claim(departures, 1, "event-3", "hash", COUNCIL, Field("", "", DEPARTURES), CLEARED, ORIGIN)
        assert deciding([said, one, other], DAY, under)[left, COUNCIL].event_id == by
