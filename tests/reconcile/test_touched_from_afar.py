"""What an event touches where several bodies tie one contract to several procurements, each with its own words."""

from collections.abc import Iterable
from datetime import date
from random import Random
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from hub.reconcile.days import Day
from hub.reconcile.views import PartnershipViews
from tests.reconcile.summary import as_it_goes, whole
from tests.reconcile.test_touched import standing
from tests.reconcile.told import CCG, CONTRACT, COUNCIL, KNOWN, Said, events

DAY = Day.of(date(2015, 10, 1))
PROCUREMENTS = ("ocds-h6vhtk-00001", "ocds-h6vhtk-00002")
SUPPLIERS = ("GB-COH-00000001", "GB-COH-00000002")


def came_of(body: str, procurement: str, **more: Any) -> Said:
    return body, "declared", {"stage": "contract", "procurement": procurement, **more}


def told(body: str, procurement: str, **more: Any) -> Said:
    return body, "procurement-declared", {"subject": procurement, **more}


def awards(*suppliers: str) -> list[dict[str, Any]]:
    return [{"id": "a", "suppliers": [{"id": each} for each in suppliers]}]


OF_TWO_PROCUREMENTS: list[Said] = [
    came_of(COUNCIL, PROCUREMENTS[0]),
    came_of(CCG, PROCUREMENTS[1], award="a"),
    told(CCG, PROCUREMENTS[1], awards=awards(SUPPLIERS[0])),
    told(COUNCIL, PROCUREMENTS[0], title="Carers"),
]
"""The provider has the contract by one body's procurement, and its title by the other's."""

_BODIES, _NAMED = st.sampled_from((COUNCIL, CCG)), st.sampled_from(PROCUREMENTS)
_TITLES = st.sampled_from(("Carers", "Short breaks"))
_FEW = st.lists(st.sampled_from(SUPPLIERS), max_size=2, unique=True)


def _said(name: str, required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[Said]:
    return st.tuples(_BODIES, st.just(name), st.fixed_dictionaries(required, optional=optional))


_OF_CONTRACT = {
    "procurement": _NAMED,
    "award": st.just("a"),
    "title": _TITLES,
    "suppliers": _FEW.map(lambda several: [{"id": each} for each in several]),
}
_SAID = st.one_of(
    _said("declared", {"stage": st.just("contract")}, _OF_CONTRACT),
    _said("varied", {"title": _TITLES}, {"procurement": _NAMED, "award": st.just("a")}),
    _said("procurement-declared", {"subject": _NAMED, "title": _TITLES}, {"awards": _FEW.map(lambda s: awards(*s))}),
    _said("procurement-declared", {"subject": _NAMED, "awards": _FEW.map(lambda several: awards(*several))}, {}),
    _said("programme-declared", {"title": _TITLES, "mode": st.just("joint")}, {}),
    _said("contract-assigned", {"programme": st.just("carers")}, {}),
)
_TIES = [*OF_TWO_PROCUREMENTS[:-1], came_of(COUNCIL, PROCUREMENTS[0], suppliers=[{"id": SUPPLIERS[1]}])]
_TIED = st.lists(st.sampled_from(_TIES), max_size=4)
_HISTORIES = st.tuples(_TIED, st.lists(_SAID, min_size=1, max_size=5)).map(lambda both: [*both[0], *both[1]])


@given(_HISTORIES)
@example(OF_TWO_PROCUREMENTS)
@example([_TIES[-1], told(COUNCIL, PROCUREMENTS[0], title="Carers")])
def test_no_other_picture_than_the_touched_ones_changes(said: list[Said]) -> None:
    views = PartnershipViews("wandsworth", KNOWN)
    before = standing(views, DAY)
    for _, _, each, plain in events(said):
        _, touched = views.add(each, plain)
        after = standing(views, DAY)
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert changed <= touched, (each.type.name, each.subject, changed - touched)
        before = after


class AfterEachEvent(Random):
    """No batch is longer than one event."""

    def random(self) -> float:
        return 0.0


def as_events_come(said: Iterable[Said]) -> dict[tuple[str, str], bytes]:
    return as_it_goes(events(list(said)), DAY, AfterEachEvent(0), KNOWN)


def test_a_provider_by_one_procurement_is_looked_at_again_when_the_other_is_told_of() -> None:
    held = as_events_come(OF_TWO_PROCUREMENTS)
    assert held == {key: each.json() for key, each in whole(events(OF_TWO_PROCUREMENTS), DAY, KNOWN).items()}
    assert held["provider", SUPPLIERS[0]] != as_events_come(OF_TWO_PROCUREMENTS[:-1])["provider", SUPPLIERS[0]]
    assert CONTRACT.encode() in held["provider", SUPPLIERS[0]]
