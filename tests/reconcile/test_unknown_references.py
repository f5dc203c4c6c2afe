"""What is named and nothing else tells of is an open matter of its own class, on the picture that names it."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from hub.configuration.model import Body, Configuration
from hub.events.catalogue import CATALOGUE, EventType
from hub.serialization.encoded import EncodedEvent
from hub.serialization.readable import to_json
from tests.reconcile.told import (
    CCG,
    CONTRACT,
    COUNCIL,
    DECLARED,
    KNOWN,
    Said,
    contract,
    matters,
    pictures,
    programme,
)
from tests.support.filled import filled

DUE = {"text": "March", "earliest": "2016-03-01", "latest": "2016-03-31", "precision": "month"}
AGREED: Said = (COUNCIL, "measure-agreed", {"measure": "m", "title": "M", "direction": "higher", "target": "9"})
RESULT: Said = (
    COUNCIL,
    "observed",
    {"measure": "m", "period_start": "2015-07-01", "period_end": "2015-09-30", "value": "9"},
)
PLACED: Said = (COUNCIL, "improvement-measure-placed", {"improvement": "i", "measures": ["m"], "reason": "late"})
RATED: Said = (
    COUNCIL,
    "rated",
    {"measure": "m", "rating": "good", "period_start": "2015-07-01", "period_end": "2015-09-30"},
)
ASSIGNED: Said = (COUNCIL, "contract-assigned", {"programme": "carers"})
PROGRAMME: Said = (CCG, "programme-declared", {"title": "Carers", "mode": "separate"})
SCHEDULED: Said = (CCG, "milestone-scheduled", {"milestone": "m-1", "title": "M", "due": DUE})
MET: Said = (COUNCIL, "milestone-met", {"milestone": "m-1", "met_on": "2015-09-01"})
STRANGER = {"id": "GB-LAE-XXX"}
AMONG_OTHERS = [{"id": CCG}, STRANGER, {"id": COUNCIL}]
OCID = "ocds-h6vhtk-00001"
PROVIDER = "GB-COH-00000001"


def tender(**fields: Any) -> Said:
    return COUNCIL, "procurement-declared", {"subject": OCID, "title": "Carers", **fields}


def unknown(body: dict[str, Any]) -> set[str]:
    found = {each["field"] for each in body["differences"] if each["class"] == "unknown_reference"}
    for each in body["differences"]:
        if each["class"] == "unknown_reference":
            assert (each["subject_kind"], each["subject"]) == (body["kind"], body["id"])
            assert all(side["event"] for side in each["sides"])
            assert (each["subject_kind"], each["subject"]) == (body["kind"], body["id"])
            assert each["field"].endswith(str(each["sides"][0]["value"]))
    return found


@pytest.mark.parametrize(
    ("naming", "telling", "field"),
    [
        (ASSIGNED, PROGRAMME, "programme:carers"),
        (RESULT, AGREED, "measure:m"),
        (RATED, AGREED, "measure:m"),
        (PLACED, AGREED, "measure:m"),
    ],
    ids=["programme", "measure of a result", "measure of a rating", "measure of an improvement measure"],
)
def test_a_contract_names_what_nobody_tells_of(naming: Said, telling: Said, field: str) -> None:
    assert unknown(contract(DECLARED, naming)) == {field}
    assert unknown(contract(DECLARED, naming, telling)) == set()
    assert unknown(contract(telling, naming, DECLARED)) == set()


def test_a_rating_of_the_contract_as_a_whole_names_no_measure() -> None:
    whole = (RATED[0], RATED[1], {name: each for name, each in RATED[2].items() if name != "measure"})
    assert unknown(contract(DECLARED, whole)) == set()


def test_a_milestone_that_nobody_scheduled() -> None:
    assert unknown(programme(PROGRAMME, MET)) == {"milestone:m-1"}
    assert unknown(programme(PROGRAMME, MET, SCHEDULED)) == set()


def test_a_programme_of_which_only_milestones_are_told_is_undeclared() -> None:
    assert unknown(programme(SCHEDULED)) == {"programme:carers"}
    assert unknown(programme(SCHEDULED, PROGRAMME)) == set()
    # the contract names it: its own picture says nothing that would name it again
    assert unknown(pictures(ASSIGNED)["programme", "carers"]) == set()


EXTENDED: Said = (COUNCIL, "extended", {"period_end": "2016-03-31"})
ABOUT_CONTRACTS = [each for each in CATALOGUE if each.about == "contract" and each.name != "declared"]


SAYING_NOTHING = ("improvement-measure-lifted", "difference-answered")


@pytest.mark.parametrize("event_type", ABOUT_CONTRACTS, ids=lambda each: each.name)
def test_a_contract_that_nobody_declares_is_told_whatever_is_said_of_it(event_type: EventType) -> None:
    """But for a lifting, which alone says nothing that a picture shows, and an answer, which says nothing of it."""
    fields = to_json(event_type, EncodedEvent(event_type, filled(event_type, 0, UUID(int=9))).plain)
    fields = {name: value for name, value in fields.items() if name not in ("meta", "clears")}
    said: Said = (CCG, f"{event_type.word}/{event_type.name}", fields)
    expected = set() if event_type.name in SAYING_NOTHING else {f"contract:{CONTRACT}"}
    own = {each for each in unknown(contract(said, on="2035-01-01")) if each.startswith("contract:")}
    assert own == expected
    for together in ((said, DECLARED), (DECLARED, said)):
        assert f"contract:{CONTRACT}" not in unknown(contract(*together, on="2035-01-01"))


@pytest.mark.parametrize(
    ("key", "fields", "is_told"),
    [
        (f"{OCID}/1", {"procurement": OCID}, True),
        (f"{OCID}/1", {"procurement": "ocds-h6vhtk-00002"}, False),
        (f"{OCID}/1", {}, False),
        (CONTRACT, {"procurement": OCID}, False),
    ],
    ids=["of its process", "of another process", "of none", "by another id"],
)
def test_a_contract_that_is_told_with_its_process_need_not_be_declared(
    key: str, fields: dict[str, Any], is_told: bool
) -> None:
    varied: Said = (COUNCIL, "varied", {"subject": key, "title": "Carers", **fields})
    assert (f"contract:{key}" not in unknown(pictures(varied, tender())["contract", key])) is is_told


def test_each_body_is_cited_once_for_a_contract_that_nobody_declares() -> None:
    later: Said = (COUNCIL, "extended", {"period_end": "2017-03-31", "occurred_at": "2015-04-01"})
    body = contract(EXTENDED, later, (CCG, *EXTENDED[1:]))
    (found,) = [each for each in body["differences"] if each["class"] == "unknown_reference"]
    assert [(side["organisation"], side["event"][-1]) for side in found["sides"]] == [(COUNCIL, "2"), (CCG, "3")]
    assert found["field"] == f"contract:{CONTRACT}"
    # declared for a day to come it is declared
    assert unknown(contract(EXTENDED, (CCG, "declared", {"stage": "contract", "occurred_at": "2020-01-01"}))) == set()
    # the open register of another place is published in parts
    assert unknown(contract(EXTENDED, configuration=Configuration())) == set()


def test_each_body_that_followed_the_one_that_named_it_is_cited() -> None:
    """One statement is then the word of two, and each is cited with it once."""
    bodies = ("GB-NHS-36L", "GB-NHS-72Q")
    gone = Body(id=CCG, name="NHS Wandsworth CCG", until=date(2015, 6, 4), successors=bodies)
    known = Configuration(1, {**KNOWN.documents, f"organisation/{CCG}": gone})
    twice = (CCG, "improvement-measure-placed", {**PLACED[2], "measures": ["m", "n", "m"]})
    body = contract(DECLARED, (CCG, *RESULT[1:]), twice, configuration=known)
    cited = {
        each["field"]: [(side["organisation"], side["event"][-1]) for side in each["sides"]]
        for each in body["differences"]
        if each["field"].startswith("measure:")
    }
    assert {field: sorted(sides) for field, sides in cited.items()} == {
        "measure:m": [(each, event) for each in bodies for event in ("2", "3")],
        "measure:n": [(each, "3") for each in bodies],
    }
    named: Said = (CCG, "declared", {"stage": "contract", "buyer": STRANGER, "funders": [STRANGER]})
    (stranger,) = (
        each
        for each in contract(named, configuration=known)["differences"]
        if each["field"] == "organisation:GB-LAE-XXX"
    )
    assert [each["organisation"] for each in stranger["sides"]] == list(bodies)


VARIED: Said = (COUNCIL, "varied", {"title": "Carers", "procurement": OCID, "award": "1"})


def at(said: Said, day: str) -> Said:
    return *said[:2], {**said[2], "occurred_at": day}


def cited(field: str, *said: Said) -> list[tuple[str, str]]:
    (found,) = (each for each in contract(*said)["differences"] if each["field"] == field)
    assert found["since"] == max(each["since"] for each in found["sides"])
    return [(side["since"], side["event"][-1]) for side in found["sides"]]


@pytest.mark.parametrize("said", [(EXTENDED, VARIED), (VARIED, EXTENDED)], ids=["title last", "end last"])
def test_the_word_that_is_cited_is_the_one_that_the_body_said_last(said: tuple[Said, Said]) -> None:
    """Whichever field it is on, and none that the contract has from its procurement, though that was said later."""
    field = f"contract:{CONTRACT}"
    two = (said[0], at(said[1], "2015-04-01"))
    assert cited(field, *two) == [("2015-04-01", "2")]
    taken = tender(
        title="Short breaks", description="B", occurred_at="2015-05-01", awards=[{"id": "1", "status": "active"}]
    )
    assert cited(field, *two, taken) == [("2015-04-01", "2")]
    assert cited(field, *two, tender(description="B", occurred_at="2014-01-01")) == [("2015-04-01", "2")]


def test_who_lets_a_contract_by_its_id_cites_what_was_said_of_the_contract() -> None:
    """Not what it has from its procurement."""
    subject = "GB-LAE-XXX/14-565"
    named: Said = (COUNCIL, "declared", {"stage": "contract", "procurement": OCID, "subject": subject})
    body = pictures(named, tender(occurred_at="2015-05-01"))["contract", subject]
    assert body["fields"]["title"]["sides"][0]["event"] == str(UUID(int=2))
    (found,) = (each for each in body["differences"] if each["field"] == "organisation:GB-LAE-XXX")
    assert [(side["since"], side["event"]) for side in found["sides"]] == [("2014-04-01", str(UUID(int=1)))]


def test_a_cited_word_that_follows_from_several_statements_is_cited_with_each_of_them() -> None:
    """The buyers follow from the parties of two statements, and the title, which is told after them, from the last."""
    subject = "GB-LAE-XXX/14-565"
    first = tender(subject=subject, parties=[{"id": COUNCIL, "roles": ["buyer"]}])
    last = tender(subject=subject, parties=[{"id": CCG, "roles": ["buyer"]}])
    body = pictures(first, last)["procurement", subject]
    (found,) = (each for each in body["differences"] if each["field"] == "organisation:GB-LAE-XXX")
    (side,) = found["sides"]
    assert [each["event"][-1] for each in (side, *side["also"])] == ["2", "1"]


def test_a_declaration_that_was_taken_back_declares_nothing() -> None:
    taken_back: Said = (COUNCIL, "varied", {"title": "C", "meta": {"corrects": UUID(int=1)}})
    assert unknown(contract(DECLARED, taken_back)) == {f"contract:{CONTRACT}"}


ORGANISATIONS: list[tuple[str, Said]] = [
    ("buyer", (COUNCIL, "declared", {"stage": "contract", "buyer": STRANGER})),
    ("funder", (COUNCIL, "declared", {"stage": "contract", "funders": AMONG_OTHERS})),
    ("owner", (COUNCIL, "measure-agreed", {**AGREED[2], "owner": STRANGER})),
    ("lead", (COUNCIL, "programme-declared", {"title": "C", "mode": "separate", "lead": STRANGER})),
    ("partner", (COUNCIL, "programme-declared", {"title": "C", "mode": "separate", "partners": AMONG_OTHERS})),
    (
        "required to approve",
        (
            COUNCIL,
            "decision-recorded",
            {"decision": "d", "title": "D", "body": "Executive", "state": "approved", "required": AMONG_OTHERS},
        ),
    ),
]


@pytest.mark.parametrize(("role", "said"), ORGANISATIONS, ids=lambda each: each if isinstance(each, str) else "")
def test_an_organisation_that_no_configuration_knows(role: str, said: Said) -> None:
    about = "programme" if said[1] in ("programme-declared", "decision-recorded") else "contract"
    extra = [PROGRAMME] if about == "programme" else []

    def body(configuration: Configuration) -> dict[str, Any]:
        return next(
            each for key, each in pictures(said, *extra, configuration=configuration).items() if key[0] == about
        )

    (found,) = [each for each in body(KNOWN)["differences"] if each["field"] == "organisation:GB-LAE-XXX"]
    assert f"is named as {role}, and no configuration knows it" in found["text"]
    # a partnership that nobody configured has no list of organisations to be missing from
    assert "organisation:GB-LAE-XXX" not in unknown(body(Configuration()))


def test_an_organisation_that_is_named_in_several_roles_is_one_matter_that_tells_all_of_them() -> None:
    named: Said = (COUNCIL, "declared", {"stage": "contract", "funders": [STRANGER], "buyer": STRANGER})
    (found,) = (each for each in contract(named)["differences"] if each["field"] == "organisation:GB-LAE-XXX")
    assert "is named as buyer and funder, and" in found["text"]


@pytest.mark.parametrize("kind", ["contract", "procurement"])
def test_whoever_lets_it_by_its_id_is_known(kind: str) -> None:
    name = "declared" if kind == "contract" else "procurement-declared"
    said: Said = (COUNCIL, name, {"stage": "contract", "subject": "GB-LAE-XXX/14-565"})
    body = pictures(said)[kind, "GB-LAE-XXX/14-565"]
    assert unknown(body) == {"organisation:GB-LAE-XXX"}
    assert "whoever lets it by its id" in body["differences"][0]["text"]
    assert unknown(pictures(said, configuration=Configuration())[kind, "GB-LAE-XXX/14-565"]) == set()


def open_on_procurement(*said: Said, configuration: Configuration = KNOWN) -> set[str]:
    return unknown(pictures(*said, configuration=configuration)["procurement", OCID])


@pytest.mark.parametrize("role", ["buyer", "funder"])
def test_a_buyer_or_funder_among_the_parties_is_known(role: str) -> None:
    assert open_on_procurement(tender(parties=[{**STRANGER, "roles": [role]}])) == {"organisation:GB-LAE-XXX"}
    assert open_on_procurement(tender(parties=[{**STRANGER, "roles": ["supplier", "tenderer"]}])) == set()


def test_a_procurement_of_which_nobody_tells_is_told_on_its_own_picture() -> None:
    named: Said = (COUNCIL, "declared", {"stage": "contract", "procurement": OCID, "award": "1"})
    assert open_on_procurement(named) == {f"procurement:{OCID}"}
    # that its award is missing too goes without saying
    assert unknown(contract(named)) == set()
    assert open_on_procurement(named, tender(awards=[{"id": "1"}])) == set()
    assert open_on_procurement(named, configuration=Configuration()) == set()


def test_an_award_without_its_procurement_is_one_of_those_that_others_name() -> None:
    alone: Said = (COUNCIL, "varied", {"award": "1"})
    assert unknown(contract(DECLARED, alone)) == {"award:1"}
    named: Said = (CCG, "varied", {"procurement": OCID})
    assert unknown(contract(DECLARED, alone, named, tender())) == {"award:1"}
    assert unknown(contract(DECLARED, alone, named, tender(awards=[{"id": "1"}]))) == set()


def test_a_departure_meets_somebody() -> None:
    left = tender(departures=[{"award": "1", "supplier": PROVIDER}])
    listed = tender(awards=[{"id": "1"}])
    named = tender(awards=[{"id": "1", "suppliers": [{"id": PROVIDER}]}])
    other = tender(awards=[{"id": "2", "suppliers": [{"id": PROVIDER}]}])
    assert open_on_procurement(left) == open_on_procurement(left, other) == {"award:1"}
    assert open_on_procurement(left, listed) == {f"departure:{PROVIDER} from award 1"}
    # whoever names it there, in whatever order
    assert open_on_procurement(left, (CCG, *named[1:])) == set()
    assert open_on_procurement(named, left) == open_on_procurement(left, named) == set()
    # each award by itself, also behind one of which nothing is said
    two = tender(departures=[{"award": each, "supplier": PROVIDER} for each in ("0", "1")])
    assert open_on_procurement(two, listed) == {"award:0", f"departure:{PROVIDER} from award 1"}
    # while it stands
    assert open_on_procurement(left, tender(clears=["departures"])) == set()
    assert open_on_procurement(left, configuration=Configuration()) == set()


def test_a_supplier_needs_no_configuration() -> None:
    assert matters(contract((COUNCIL, "declared", {"stage": "contract", "suppliers": [STRANGER]}))) == set()


def test_an_award_of_which_nothing_is_said_is_told_on_the_contract_that_names_it() -> None:
    procurement = "ocds-h6vhtk-00001"

    def open_on(awards: list[dict[str, Any]]) -> list[str]:
        said = pictures(
            (COUNCIL, "procurement-declared", {"subject": procurement, "title": "Carers", "awards": awards}),
            (COUNCIL, "declared", {"stage": "contract", "procurement": procurement, "award": "404"}),
        )
        (body,) = [body for (kind, _), body in said.items() if kind == "contract"]
        return [each["field"] for each in body["differences"] if each["kind"] == "unknown_reference"]

    assert open_on([]) == ["award:404"]
    assert open_on([{"id": "404", "status": "active"}]) == []


NAMED_AND_TOLD: list[tuple[str, tuple[str, str], Said, Said]] = [
    ("programme:carers", ("contract", CONTRACT), ASSIGNED, PROGRAMME),
    ("programme:carers", ("programme", "carers"), SCHEDULED, PROGRAMME),
    ("milestone:m-1", ("programme", "carers"), MET, SCHEDULED),
    ("measure:m", ("contract", CONTRACT), RESULT, AGREED),
    (f"contract:{CONTRACT}", ("contract", CONTRACT), EXTENDED, DECLARED),
    (f"procurement:{OCID}", ("procurement", OCID), (COUNCIL, "varied", {"procurement": OCID}), tender()),
    (
        "award:1",
        ("contract", CONTRACT),
        (COUNCIL, "varied", {"procurement": OCID, "award": "1"}),
        tender(awards=[{"id": "1"}]),
    ),
]


@pytest.mark.parametrize(("field", "about", "naming", "telling"), NAMED_AND_TOLD, ids=lambda each: str(each)[:24])
def test_what_is_told_for_a_later_day_is_told(field: str, about: tuple[str, str], naming: Said, telling: Said) -> None:
    """Nobody is asked to declare again what is declared and begins next year."""
    context = [tender()] if field.startswith("award:") else []
    assert field in unknown(pictures(naming, *context)[about])
    assert field not in unknown(pictures(naming, *context, at(telling, "2016-04-01"))[about])
