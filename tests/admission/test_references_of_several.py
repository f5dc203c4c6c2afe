"""References where there are several: procurements of one contract, ids of one supplier, bodies of one event."""

from itertools import product
from typing import Any

import pytest

from hub.admission.admit import Admitted
from hub.admission.reference_table import ReferenceKind
from hub.admission.references import Known, Name, declarations, missing, references
from hub.admission.unknown_bodies import Bodies
from hub.configuration.model import Body, Configuration
from tests.admission.test_references import CONTRACT, OCID, of
from tests.support.documents import CCG, COUNCIL, wandsworth

OTHER_OCID = "ocds-h6vhtk-00002"
OCIDS = (OCID, OTHER_OCID)


def came_of(*procurements: str) -> set[Name]:
    return {Name(ReferenceKind.PROCUREMENT, "wandsworth", (CONTRACT,), each) for each in procurements}


def told_of(*procurements: str) -> set[Name]:
    return {Name(ReferenceKind.PROCUREMENT, "wandsworth", (), each) for each in procurements}


def award_of(*procurements: str) -> set[Name]:
    return {Name(ReferenceKind.AWARD, "wandsworth", (each,), "1") for each in procurements}


@pytest.mark.parametrize("told", [OCIDS, OCIDS[:1], OCIDS[1:], ()])
@pytest.mark.parametrize("listing", [OCIDS, OCIDS[:1], OCIDS[1:], ()])
def test_an_award_of_a_contract_of_several_procurements_is_one_of_any_that_is_told_of(
    told: tuple[str, ...], listing: tuple[str, ...]
) -> None:
    """Where nobody tells of a procurement, that is told; what its pictures list says nothing then."""
    award = Name(ReferenceKind.AWARD, "wandsworth", ("", CONTRACT), "1")
    known = Known(frozenset(came_of(*OCIDS) | told_of(*told) | award_of(*listing)))
    assert known.lacks(award) == (bool(told) and not set(told) & set(listing))
    # nobody says of which procurement the contract came
    assert Known(frozenset(told_of(*told) | award_of(*listing))).lacks(award)
    # another contract's procurements are none of this one's
    other = award._replace(within=("", "GB-LAE-WND/99-1"))
    assert Known(frozenset(came_of(*OCIDS) | told_of(*told) | award_of(*listing))).lacks(other)


ACME = ("GB-COH-00000001", "GB-PPON-PAAA-1111-AAAA")
TWO_IDS = Configuration(
    1,
    {**wandsworth().documents, f"organisation/{ACME[0]}": Body(id=ACME[0], name="Acme", same_as=(ACME[1],))},
)


def procurement(**data: Any) -> Admitted:
    return of("contract.procurement-declared", OCID, **data)


def lost(*events: Admitted) -> list[str]:
    """Fields of what they refer to, beside all that they declare."""
    known = Known(frozenset(each for said in events for each in declarations(said.event_type, said.event, TWO_IDS)))
    found = [each for said in events for each in references(said.event_type, said.event, TWO_IDS)]
    return [each.field for each in missing(found, known)]


@pytest.mark.parametrize(("named", "leaving"), list(product(ACME, repeat=2)))
def test_a_supplier_that_left_is_known_under_any_of_its_ids(named: str, leaving: str) -> None:
    awards = [{"id": "1", "suppliers": [{"id": named}]}]
    departures = [{"award": "1", "supplier": leaving}]
    assert lost(procurement(awards=awards), procurement(departures=departures)) == []
    assert lost(procurement(awards=awards, departures=departures)) == []
    stranger = [{"award": "1", "supplier": "GB-COH-00000002"}]
    assert lost(procurement(awards=awards), procurement(departures=stranger)) == ["data.departures[0].supplier"]


def test_which_procurement_a_contract_came_of_is_known_from_its_declaration() -> None:
    came = of("contract.declared", stage="contract", procurement=OCID)
    varied = of("contract.varied", award="1")
    assert lost(came, procurement(awards=[{"id": "1"}]), varied) == []
    assert lost(came, procurement(awards=[{"id": "2"}]), varied) == ["data.award"]


def warnings(bodies: Bodies, event: Admitted) -> list[tuple[str, str]]:
    return [
        (each.field, each.problem.split()[1].rstrip(",")) for each in bodies.unknown(event.event_type, event.event, "")
    ]


STRANGERS = ("GB-LAE-XXX", "GB-LAE-YYY", "GB-LAE-ZZZ")


def test_each_body_that_no_configuration_knows_is_told_once_where_it_first_stands() -> None:
    one, two, three = ({"id": each} for each in STRANGERS)
    event = of("contract.declared", stage="contract", buyer=one, funders=[{"id": CCG}, two, one, three])
    bodies = Bodies(wandsworth())
    expected = [("data.buyer", STRANGERS[0]), ("data.funders", STRANGERS[1]), ("data.funders", STRANGERS[2])]
    assert sorted(warnings(bodies, event)) == expected
    # asked again, and after events that name others
    assert warnings(bodies, of("contract.declared", stage="contract", buyer={"id": COUNCIL})) == []
    assert sorted(warnings(bodies, event)) == expected


def test_each_of_several_parties_is_told_at_its_own_place() -> None:
    roles = {"buyer": STRANGERS[0], "funder": STRANGERS[1], "supplier": STRANGERS[2]}
    parties = [{"id": CCG, "roles": ["buyer"]}, *({"id": each, "roles": [role]} for role, each in roles.items())]
    assert warnings(Bodies(wandsworth()), procurement(parties=parties)) == [
        ("data.parties[1].id", STRANGERS[0]),
        ("data.parties[2].id", STRANGERS[1]),
    ]
