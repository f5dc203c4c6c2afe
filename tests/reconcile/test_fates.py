"""What became of each statement, case by case, and which words of which pictures stand on it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from hub.events.configuration import Body, Configuration
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.explaining import Explained, explained, terms_of_provider
from hub.reconcile.fates import Fate
from tests.reconcile.summary import added
from tests.reconcile.told import CCG, CONTRACT, COUNCIL, KNOWN, PROGRAMME, Said, events

NORTH, SOUTH = "GB-NHS-36L", "GB-NHS-72Q"
OCID, OTHER, PROVIDER = "ocds-h6vhtk-0c0099", "ocds-h6vhtk-0c0100", "GB-COH-08229264"
GONE = Body(id=CCG, name="NHS Wandsworth CCG", until=date(2015, 6, 4), successors=(NORTH, SOUTH))
FOLLOWED = Configuration(1, {**KNOWN.documents, f"organisation/{CCG}": GONE})
ABOUT = {
    "contract": Subject("contract", CONTRACT),
    "procurement": Subject("procurement", OCID),
    "programme": Subject("programme", PROGRAMME),
    "provider": Subject("provider", PROVIDER),
}


def of(kind: str, said: Sequence[Said], on: str = "2015-10-01", under: Configuration = KNOWN) -> list[Explained]:
    return explained(added(events(said), under), ABOUT[kind], Day.read(on))


def number(event_id: str) -> int:
    """Of the event among those that were said, from 1 on."""
    return UUID(event_id).int


def fates(found: list[Explained]) -> dict[tuple[int, str, str], tuple[Fate, tuple[int, ...]]]:
    """(event, field, body) to its fate and the events that decided it."""
    return {
        (number(each.told.claim.event_id), each.told.claim.field.text, each.told.body): (
            each.told.fate,
            tuple(map(number, each.told.by)),
        )
        for each in found
    }


def cited(found: list[Explained]) -> dict[tuple[int, str, str], set[tuple[str, str]]]:
    """(event, field, body) to the (kind of picture, word) that cite it; those that cite none left out."""
    return {
        (number(each.told.claim.event_id), each.told.claim.field.text, each.told.body): {
            (subject.kind, field.text) for subject, field in each.cited_in
        }
        for each in found
        if each.cited_in
    }


def varied(organisation: str = COUNCIL, **fields: Any) -> Said:
    return organisation, "varied", fields


def test_every_fate_has_its_case() -> None:
    value = {"amount": "1", "basis": "net"}
    said = [
        varied(title="superseded"),
        varied(title="stands"),
        varied(value=value),
        varied(clears=["value"]),
        varied(title="tomorrow", occurred_at="2015-10-02"),
        varied(status="active"),
        varied(description="instead", meta={"corrects": str(UUID(int=6))}),
        varied(CCG, category="of two"),
    ]
    found = of("contract", said, under=FOLLOWED)
    wanted: dict[tuple[int, str, str], tuple[Fate, tuple[int, ...]]] = {
        (1, "title", COUNCIL): (Fate.SUPERSEDED, (2,)),
        (2, "title", COUNCIL): (Fate.STANDS, ()),
        (3, "value", COUNCIL): (Fate.CLEARED, (4,)),
        (4, "value", COUNCIL): (Fate.CLEARS, ()),
        (5, "title", COUNCIL): (Fate.NOT_YET, ()),
        (6, "status", COUNCIL): (Fate.VOID, (7,)),
        (7, "description", COUNCIL): (Fate.STANDS, ()),
        (8, "category", NORTH): (Fate.STANDS, ()),
        (8, "category", SOUTH): (Fate.STANDS, ()),
    }
    assert fates(found) == wanted
    assert set(cited(found)) == {key for key, (fate, _) in wanted.items() if fate is Fate.STANDS}
    # on its day it stands
    later = fates(of("contract", said, "2015-10-02", FOLLOWED))
    assert (later[5, "title", COUNCIL], later[2, "title", COUNCIL]) == ((Fate.STANDS, ()), (Fate.SUPERSEDED, (5,)))
    left = fates(of("procurement", [awarded("a-1"), removed()]))
    assert left[1, f"award:a-1/supplier/{PROVIDER}", COUNCIL] == (Fate.LEFT, (2,))
    assert {fate for fate, _ in (*wanted.values(), *left.values())} == set(Fate)


def awarded(award: str) -> Said:
    awards = [{"id": award, "suppliers": [{"id": PROVIDER}]}]
    return COUNCIL, "procurement-declared", {"subject": OCID, "awards": awards}


def removed() -> Said:
    parties = [{"id": PROVIDER, "roles": ["removedSupplier"]}]
    return COUNCIL, "procurement-declared", {"subject": OCID, "parties": parties}


def declared(organisation: str = COUNCIL, **fields: Any) -> Said:
    return organisation, "declared", {"stage": "contract", **fields}


def titled(organisation: str = COUNCIL, ocid: str = OCID) -> Said:
    return organisation, "procurement-declared", {"subject": ocid, "title": "Carers"}


def test_a_contract_stands_on_what_its_own_bodies_say_of_its_procurement() -> None:
    said = [titled(), titled(CCG), declared(procurement=OCID), declared(CCG, procurement=OTHER), titled(CCG, OTHER)]
    found = cited(of("contract", said))
    assert found[1, "title", COUNCIL] == {("contract", "title")}
    assert found[5, "title", CCG] == {("contract", "title")}
    assert (2, "title", CCG) not in found  # it names the other one


def test_a_supplier_that_has_left_is_cited_where_it_is_said_who_left() -> None:
    said = [awarded("a-1"), removed(), declared(procurement=OCID, award="a-1")]
    supplier = (1, f"award:a-1/supplier/{PROVIDER}", COUNCIL)
    assert ("contract", "suppliers") in cited(of("contract", said))[supplier]
    assert cited(of("procurement", said))[supplier]
    assert (2, f"party:{PROVIDER}/roles", COUNCIL) in cited(of("provider", said))


def test_every_claim_of_a_word_that_is_put_together_is_cited() -> None:
    lots = [
        (COUNCIL, "procurement-declared", {"subject": OCID, "lots": [{"id": key, "period_end": day}]})
        for key, day in (("1", "2018-03-31"), ("2", "2017-03-31"))
    ]
    found = cited(of("procurement", lots))
    for event, key in ((1, "1"), (2, "2")):
        assert ("procurement", "period_end") in found[event, f"lot:{key}/period_end", COUNCIL]


def test_a_provider_stands_on_awards_that_no_contract_has_taken() -> None:
    supplier = (1, f"award:a-1/supplier/{PROVIDER}", COUNCIL)
    found = of("provider", [awarded("a-1")])
    assert cited(found)[supplier] == {("procurement", supplier[1])}
    taken = of("provider", [awarded("a-1"), declared(procurement=OCID, award="a-1")])
    words = {key: each for key, each in cited(taken).items() if key[2] == COUNCIL}
    assert ("procurement", supplier[1]) not in words.get(supplier, set())
    assert ("contract", "suppliers") in words[supplier]


def test_the_terms_of_a_provider_are_those_of_its_contracts_and_of_awards_that_no_contract_has_taken() -> None:
    terms = {"id": "a-1", "title": "Carers", "suppliers": [{"id": PROVIDER}]}
    award = (COUNCIL, "procurement-declared", {"subject": OCID, "title": "All of it", "awards": [terms]})
    of_another = (CCG, "declared", {"subject": "GB-NHS-08X/other", "stage": "contract", "title": "Other"})
    told = terms_of_provider(added(events([award, of_another]), KNOWN), ABOUT["provider"], Day.read("2015-10-01"))
    title = (1, "award:a-1/title", COUNCIL)
    assert fates(told)[title] == (Fate.STANDS, ())
    assert cited(told)[title] == {("procurement", "award:a-1/title")}
    assert all(event == 1 and field.startswith("award:a-1/") for event, field, _ in fates(told))
    signed = declared(procurement=OCID, award="a-1", suppliers=[{"id": PROVIDER}], title="Signed")
    views = added(events([award, of_another, signed]), KNOWN)
    both = fates(terms_of_provider(views, ABOUT["provider"], Day.read("2015-10-01")))
    assert (3, "title", COUNCIL) in both
    assert (2, "title", CCG) not in both


def test_a_programme_stands_on_what_assigns_contracts_to_it() -> None:
    said: list[Said] = [declared(), (COUNCIL, "contract-assigned", {"programme": PROGRAMME})]
    assert {event for event, _, _ in cited(of("programme", said))} == {2}
