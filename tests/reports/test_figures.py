"""Every figure of the summary counts what its label says: in one history each of them has something to leave out."""

from datetime import date
from typing import Any

from hub.configuration.model import Group
from hub.reconcile.matter_kinds import MatterClass
from hub.reports.joint_programmes import joint_programmes
from hub.reports.words import CLASSES
from tests.reconcile.told import CCG, COUNCIL, KNOWN, PLACE, Said, pictures

GROUP = Group(id="group", name="Group", partnerships=(PLACE.id,))
OCID = "ocds-h6vhtk-0c0099"
BOTH = [{"id": COUNCIL}, {"id": CCG}]


def programme(subject: str, mode: str) -> Said:
    return COUNCIL, "programme-declared", {"subject": subject, "title": subject.title(), "mode": mode}


def stone(name: str, latest: str, programme: str = "carers") -> Said:
    due = {"text": "by then", "earliest": latest, "latest": latest, "precision": "day"}
    fields = {"subject": programme, "milestone": name, "title": name, "due": due}
    return COUNCIL, "milestone-scheduled", fields


def met(name: str, programme: str = "carers") -> Said:
    return COUNCIL, "milestone-met", {"subject": programme, "milestone": name, "met_on": "2015-01-01"}


def decided(decision: str, organisation: str, state: str, programme: str = "carers") -> Said:
    fields = {"decision": decision, "title": decision, "body": "Executive", "state": state, "required": BOTH}
    return organisation, "decision-recorded", {"subject": programme, **fields}


def contract(key: str, organisation: str = COUNCIL, amount: str = "1", **fields: Any) -> Said:
    value = {"amount": amount, "basis": "net"}
    return organisation, "declared", {"subject": f"{COUNCIL}/{key}", "stage": "contract", "value": value, **fields}


def checked(key: str, clause: str, outcome: str, organisation: str = COUNCIL, **fields: str) -> Said:
    said = {"subject": f"{COUNCIL}/{key}", "clause": clause, "outcome": outcome, "checked_on": "2015-01-01", **fields}
    return organisation, "clause-checked", said


SAID: list[Said] = [
    programme("carers", "joint"),
    programme("falls", "joint"),
    programme("learning", "separate"),
    programme("stroke", "to_be_agreed"),
    (COUNCIL, "contract-assigned", {"subject": f"{COUNCIL}/1", "programme": "carers"}),
    (COUNCIL, "contract-assigned", {"subject": f"{COUNCIL}/2", "programme": "crers"}),
    # one contract in two joint programmes: what is open of it is shown with both, and is one matter
    (COUNCIL, "contract-assigned", {"subject": f"{COUNCIL}/1", "programme": "falls"}),
    *(stone(name, "2015-06-01") for name in ("m-met", "m-late-1", "m-late-2")),
    *(stone(f"m-next-{number}", "2016-06-01") for number in range(3)),
    stone("m-elsewhere", "2015-06-01", "learning"),
    met("m-met"),
    met("m-nobody-scheduled"),
    met("m-elsewhere", "learning"),
    decided("d-waiting", COUNCIL, "approved"),
    decided("d-conditional", COUNCIL, "approved_conditional"),
    decided("d-conditional", CCG, "approved"),
    decided("d-elsewhere", COUNCIL, "approved", "learning"),
    contract("1"),
    contract("1", CCG, "900000"),
    contract("2"),
    contract("3"),
    contract("3", CCG, "900000"),
    checked("1", "dbs", "met", next_check_by="2015-06-01"),
    checked("1", "insurance", "met"),
    checked("1", "insurance", "partly_met", CCG),
    checked("2", "dbs", "not_met", next_check_by="2016-06-01"),
    checked("3", "dbs", "met"),
    (COUNCIL, "procurement-declared", {"subject": OCID, "title": "Carers", "stage": "tender"}),
    (CCG, "procurement-declared", {"subject": OCID, "title": "Carers", "stage": "award"}),
]

COUNTED = {
    "Joint programmes": 2,
    "Milestones of joint programmes met": 1,
    "Milestones of joint programmes late": 2,
    "Milestones of joint programmes still to come": 3,
    "Decisions of joint programmes waiting for a body": 1,
    "Suppliers of concern": 0,
    "Standard clauses not fully met": 2,
    "Standard clauses whose check has expired": 1,
    "Areas commissioned separately": 1,
    "Areas to be agreed as joint or separate": 1,
    "Programmes that nobody has declared for this day": 1,
    "Contracts outside any programme": 1,
    "Procurements": 1,
}
ON = "2015-10-01"


def document() -> dict[str, Any]:
    bodies = {(PLACE.id, *key): body for key, body in pictures(*SAID, on=ON).items()}
    return joint_programmes(GROUP, bodies, KNOWN, as_of=date.fromisoformat(ON), known_at=None)


def test_each_figure_counts_what_its_label_says() -> None:
    figures = {each["label"]: each["value"] for each in document()["summary"]}
    of_matters = {"Open matters", *(f"Open matters: {CLASSES[each]}" for each in MatterClass)}
    assert set(figures) == COUNTED.keys() | of_matters
    assert {label: figures[label] for label in COUNTED} == COUNTED


def test_each_figure_cites_a_statement_of_each_thing_that_it_counts() -> None:
    for each in document()["summary"]:
        assert bool(each["events"]) == bool(each["value"]), each["label"]


def test_open_matters_are_told_by_where_they_are_shown_and_there_they_are() -> None:
    made = document()
    shown = {
        name: {
            each["class"]: each["shown"][name] for each in made["open_matters"]["classes"] if each["shown"].get(name)
        }
        for name in made["open_matters"]["classes"][0]["shown"]
    }
    assert shown["other-contracts"] == {MatterClass.DISAGREEMENT: 1}
    assert shown["procurements"] == {MatterClass.DISAGREEMENT: 1}
    assert shown["areas-to-be-agreed"] == {}
    assert [each["subject"] for each in made["other_matters"]] == [f"{COUNCIL}/3"]
    assert [each["subject"] for each in made["procurement_matters"]] == [OCID]
    # a matter of the contract that is in two joint programmes counts once, beside their own
    (disagreed,) = [each for each in made["open_matters"]["classes"] if each["class"] == MatterClass.DISAGREEMENT]
    elsewhere = {f"{COUNCIL}/3", OCID}
    of_joint = [each for each in disagreed["matters"] if each["subject"] not in elsewhere]
    assert f"{COUNCIL}/1" in {each["subject"] for each in of_joint}
    assert shown["joint-programmes"][MatterClass.DISAGREEMENT] == len(of_joint)
