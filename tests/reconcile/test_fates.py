"""What became of each statement, case by case, and which words of which pictures stand on it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from hub.configuration.model import Body, Configuration
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.explained import Explained
from hub.reconcile.explaining import explained
from hub.reconcile.fates import Fate
from hub.reconcile.kinds.provider.explained import terms_of_provider
from hub.reports.words import Words
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
        # that it was changed then stays true
        (3, f"variation:2014-04-01 {UUID(int=3)}/varied", COUNCIL): (Fate.STANDS, ()),
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
    passed = fates(of("procurement", [staged("tender"), declared(procurement=OCID)]))
    assert passed[1, "stage", COUNCIL] == (Fate.PASSED, (2,))
    assert passed[2, "stage", COUNCIL] == (Fate.STANDS, ())
    results = fates(of("contract", [result("2015-06-30"), result("2015-09-30", CCG), result("2015-03-31")]))
    assert sorted(results.values()) == [(Fate.EARLIER, (2,)), (Fate.EARLIER, (2,)), (Fate.STANDS, ())]
    gone = {"subject": OCID, "departures": [{"award": "a-1", "supplier": PROVIDER}]}
    returned = fates(of("procurement", [awarded("a-1"), (COUNCIL, "procurement-declared", gone), awarded("a-1")]))
    assert returned[2, f"award:a-1/departed/{PROVIDER}", COUNCIL] == (Fate.RETURNED, (3,))
    lower = {"measure": "complaints", "direction": "lower"}
    terms: list[Said] = [
        (COUNCIL, "measure-agreed", {"title": "C", "target": each, "occurred_at": day, **lower})
        for each, day in (("5", "2014-04-01"), ("6", "2015-07-01"), ("7", "2015-08-01"))
    ]
    judges = fates(of("contract", [*terms, result("2015-06-30")]))
    assert [judges[event, "measure:complaints/target", COUNCIL] for event in (1, 2, 3)] == [
        (Fate.JUDGES, (3,)),
        (Fate.SUPERSEDED, (3,)),
        (Fate.STANDS, ()),
    ]
    charted = fates(of("contract", [*(_month(each) for each in range(15)), result("2015-09-30", CCG)]))
    assert sorted(charted.values()) == [*[(Fate.CHARTED, ())] * 15, (Fate.STANDS, ())]
    of_nothing = {"difference": "0" * 20, "answered_as": "agreed", "events": [str(UUID(int=1))]}
    answers = fates(of("contract", [varied(title="stands"), (COUNCIL, "difference-answered", of_nothing)]))
    assert sorted(answers.values()) == [(Fate.LAPSED, ()), (Fate.STANDS, ())]
    told = (
        *(*wanted.values(), *left.values(), *passed.values(), *results.values(), *returned.values()),
        *(*judges.values(), *charted.values(), *answers.values()),
    )
    assert {fate for fate, _ in told} == set(Fate)


def test_an_earlier_naming_of_who_has_left_since_is_superseded() -> None:
    name = f"award:a-1/supplier/{PROVIDER}"
    left = fates(of("procurement", [awarded("a-1"), awarded("a-1"), removed()]))
    assert left[1, name, COUNCIL] == (Fate.SUPERSEDED, (2,))
    assert left[2, name, COUNCIL] == (Fate.LEFT, (3,))


def staged(stage: str) -> Said:
    return COUNCIL, "procurement-declared", {"subject": OCID, "stage": stage}


def result(end: str, organisation: str = COUNCIL) -> Said:
    said = {"measure": "complaints", "period_start": "2015-01-01", "period_end": end, "value": "3"}
    return organisation, "observed", said


def _month(number: int) -> Said:
    """Of fifteen months from January 2014 on."""
    start = date(2014 + number // 12, number % 12 + 1, 1)
    said = {"measure": "complaints", "period_start": start, "period_end": start.replace(day=28), "value": "3"}
    return COUNCIL, "observed", said


def test_a_stage_is_passed_by_awards_too_and_stands_where_it_is_the_furthest() -> None:
    found = of("procurement", [staged("tender"), awarded("a-1")])
    assert fates(found)[1, "stage", COUNCIL] == (Fate.PASSED, (2,))
    assert (1, "stage", COUNCIL) not in cited(found)
    assert ("procurement", "stage") in cited(found)[2, f"award:a-1/supplier/{PROVIDER}", COUNCIL]
    found = of("procurement", [staged("contract"), awarded("a-1")])
    assert fates(found)[1, "stage", COUNCIL] == (Fate.STANDS, ())


def test_an_earlier_result_on_which_bodies_differ_is_shown() -> None:
    other = {"measure": "complaints", "period_start": "2015-01-01", "period_end": "2015-06-30", "value": "30"}
    found = of("contract", [result("2015-06-30"), (CCG, "observed", other), result("2015-09-30")])
    assert {fate for fate, _ in fates(found).values()} == {Fate.STANDS}
    assert len(cited(found)) == 3


def awarded(award: str) -> Said:
    awards = [{"id": award, "suppliers": [{"id": PROVIDER}]}]
    return COUNCIL, "procurement-declared", {"subject": OCID, "awards": awards}


def departed(award: str) -> Said:
    departures = [{"award": award, "supplier": PROVIDER}]
    return COUNCIL, "procurement-declared", {"subject": OCID, "departures": departures}


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
    assert (2, f"party:{PROVIDER}/left", COUNCIL) in cited(of("provider", said))


def test_whose_departure_was_taken_back_has_not_left() -> None:
    back = COUNCIL, "procurement-declared", {"subject": OCID, "clears": ["departures"]}
    for left in (departed("a-1"), removed()):
        found = fates(of("procurement", [awarded("a-1"), left, back]))
        assert found[1, f"award:a-1/supplier/{PROVIDER}", COUNCIL] == (Fate.STANDS, ())


def test_a_departure_from_one_award_is_cited_by_that_award_alone() -> None:
    said = [awarded("a-1"), awarded("a-2"), departed("a-2"), declared(procurement=OCID, award="a-2")]
    left = fates(of("procurement", said))
    assert left[2, f"award:a-2/supplier/{PROVIDER}", COUNCIL] == (Fate.LEFT, (3,))
    assert left[1, f"award:a-1/supplier/{PROVIDER}", COUNCIL] == (Fate.STANDS, ())
    departure = (3, f"award:a-2/departed/{PROVIDER}", COUNCIL)
    words = {field for _, field in cited(of("procurement", said))[departure]}
    assert words == {"award:a-2/suppliers", "award:a-2/departed", "suppliers"}
    assert ("contract", "suppliers") in cited(of("contract", said))[departure]
    assert cited(of("provider", said))[departure] == {("procurement", f"award:a-2/departed/{PROVIDER}")}
    back = cited(of("procurement", [*said, awarded("a-2")]))
    assert departure not in back


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


@pytest.mark.parametrize("kind", ["procurement", "provider"])
@pytest.mark.parametrize("field", ["title", "procurement", "suppliers"])
def test_what_is_taken_back_of_a_contract_is_told_of_the_contract_alone(kind: str, field: str) -> None:
    named = declared(title="Carers", procurement=OCID, suppliers=[{"id": PROVIDER}])
    found = of(kind, [named, varied(clears=[field])])
    assert {event for event, _, _ in fates(found)} == {1}


def test_a_provider_that_a_contract_names_no_more_is_told_who_named_it() -> None:
    named, other = [{"id": PROVIDER}], [{"id": "GB-COH-00000002"}]
    found = of("provider", [declared(suppliers=named), varied(suppliers=other)])
    assert fates(found) == {(1, "suppliers", COUNCIL): (Fate.SUPERSEDED, (2,))}
    # what went before its name is told too
    found = of("provider", [declared(suppliers=other), varied(suppliers=named)])
    assert fates(found) == {
        (1, "suppliers", COUNCIL): (Fate.SUPERSEDED, (2,)),
        (2, "suppliers", COUNCIL): (Fate.STANDS, ()),
    }


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


@pytest.mark.parametrize(
    ("kind", "event", "said", "field"),
    [
        ("contract", "contract-assigned", {"programme": PROGRAMME}, f"programme:{PROGRAMME}/assigned"),
        ("procurement", "procurement-declared", {"lots": [{"id": "1"}]}, "lot:1/listed"),
        ("procurement", "procurement-declared", {"parties": [{"id": CCG}]}, f"party:{CCG}/listed"),
        (
            "procurement",
            "procurement-declared",
            {"parties": [{"id": PROVIDER, "roles": ["removedSupplier"]}]},
            f"party:{PROVIDER}/left",
        ),
    ],
)
def test_what_is_said_by_naming_something_alone_is_told_as_a_yes(
    kind: str, event: str, said: dict[str, Any], field: str
) -> None:
    told = [each.told for each in of(kind, [(COUNCIL, event, {"subject": ABOUT[kind].id, **said})])]
    (found,) = [each for each in told if each.claim.field.text == field]
    assert (Words(KNOWN.name_of).value(field, found.claim.value), found.fate) == ("yes", Fate.STANDS)


def test_a_fact_told_ahead_that_was_put_off_is_superseded_at_once() -> None:
    ahead = declared(signed_on="2015-12-01")
    put_off = varied(signed_on="2016-12-01", occurred_at="2014-06-01")
    taken_back = varied(clears=["signed_on"], occurred_at="2014-06-01")
    for day in ("2015-10-01", "2016-01-01"):
        assert fates(of("contract", [ahead, put_off], day))[1, "signed_on", COUNCIL] == (Fate.SUPERSEDED, (2,))
        assert fates(of("contract", [ahead, taken_back], day))[1, "signed_on", COUNCIL] == (Fate.CLEARED, (2,))
    assert fates(of("contract", [ahead]))[1, "signed_on", COUNCIL] == (Fate.NOT_YET, ())


def test_what_one_event_says_under_two_ids_of_a_body_has_its_fate_each() -> None:
    other = "GB-FTS-1"
    known = Configuration(
        1, {**KNOWN.documents, f"organisation/{PROVIDER}": Body(id=PROVIDER, name="Care", same_as=(other,))}
    )
    parties = [{"id": PROVIDER, "roles": ["buyer"]}, {"id": other, "roles": ["funder"]}]
    for order in (parties, parties[::-1]):
        said = COUNCIL, "procurement-declared", {"subject": OCID, "parties": order}
        found = [each.told for each in of("procurement", [said], under=known) if each.told.claim.field.name == "roles"]
        assert sorted(each.claim.value for each in found) == [["buyer"], ["funder"]]
        assert {(each.claim.field.key, each.fate) for each in found} == {(PROVIDER, Fate.STANDS)}


def test_a_provider_that_a_contract_names_beside_another_is_told_so() -> None:
    both = declared(suppliers=[{"id": "GB-COH-00000002"}, {"id": PROVIDER}])
    after = varied(suppliers=[{"id": "GB-COH-00000002"}])
    assert fates(of("provider", [both, after])) == {(1, "suppliers", COUNCIL): (Fate.SUPERSEDED, (2,))}


def test_within_each_field_and_body_what_became_true_last_comes_first() -> None:
    said = [
        varied(title="summer", occurred_at="2015-06-01"),
        varied(title="begin"),
        varied(CCG, title="of the other"),
        varied(description="in a few words"),
        varied(title="spring", occurred_at="2015-03-01"),
        varied(title="begin, told again"),
    ]
    told = [each.told for each in of("contract", said)]
    assert [(each.claim.field.text, each.body, number(each.claim.event_id)) for each in told] == [
        ("description", COUNCIL, 4),
        ("title", COUNCIL, 1),
        ("title", COUNCIL, 5),
        ("title", COUNCIL, 6),
        ("title", COUNCIL, 2),
        ("title", CCG, 3),
    ]


def test_a_field_that_a_statement_both_states_and_clears_is_told_once_as_stated() -> None:
    told = [each.told for each in of("contract", [varied(title="Carers", clears=["title", "value"])])]
    assert [(each.claim.field.text, each.claim.value, each.fate) for each in told] == [
        ("title", "Carers", Fate.STANDS),
        ("value", None, Fate.CLEARS),
    ]
