"""What an approval that is missing says: who is waited for, by name, and whether somebody has refused."""

from hub.configuration.model import Configuration, Member
from hub.reconcile.claims import Field
from hub.reconcile.differences import of_field
from hub.reconcile.matter_kinds import MatterKind
from tests.reconcile.test_what_fields_come_to import side
from tests.reconcile.told import CCG, COUNCIL, KNOWN, PLACE, Said, contract, pictures, programme

NORTH = "GB-NHS-36L"
THREE = PLACE.model_copy(update={"members": (*PLACE.members, Member(organisation=NORTH, role="nhs_commissioner"))})
ALL_OF_THEM = Configuration(0, {**KNOWN.documents, "partnership/wandsworth": THREE})
REQUIRED = [{"id": each} for each in (COUNCIL, CCG, NORTH)]


def state(organisation: str, word: str, **more: object) -> Said:
    fields = {"decision": "d", "title": "Carers", "body": "Executive", "required": REQUIRED, "state": word, **more}
    return organisation, "decision-recorded", fields


def text(*said: Said) -> str:
    open_matters = programme(*said, configuration=ALL_OF_THEM)["differences"]
    (found,) = [each for each in open_matters if each["kind"] is MatterKind.APPROVAL]
    return str(found["text"])


def test_all_who_are_waited_for_are_named() -> None:
    assert text(state(COUNCIL, "approved")) == f"Carers: waits for NHS Wandsworth CCG and {NORTH}"


def test_a_refusal_of_who_is_required_is_told_and_one_of_who_was_consulted_is_not() -> None:
    refused = text(state(COUNCIL, "approved"), state(CCG, "rejected"))
    assert refused == f"Carers: approved by some, and not by NHS Wandsworth CCG and {NORTH}"
    consulted = text(state(COUNCIL, "approved"), state(CCG, "rejected", role="consulted"))
    assert consulted == f"Carers: waits for NHS Wandsworth CCG and {NORTH}"


def test_a_field_of_several_words_is_named_in_words() -> None:
    sides = [side(COUNCIL, "a"), side(CCG, "b")]
    (found,) = of_field("wandsworth", ("contract", "c"), Field("measure", "m", "source_of_it"), sides, KNOWN)[1]
    assert found["text"] == "source of it: said differently"


def test_a_part_of_several_words_is_named_in_words() -> None:
    placed = {"improvement": "i", "measures": ["complaints"], "reason": "Too many"}
    said: list[Said] = [
        (body, "improvement-measure-placed", {**placed, "review_on": day})
        for body, day in ((COUNCIL, "2015-12-01"), (CCG, "2015-12-02"))
    ]
    (found,) = [each for each in contract(*said)["differences"] if each["kind"] is MatterKind.DATE]
    assert found["text"] == "review on: 1 day apart"


def test_a_body_that_calls_all_its_contracts_cancelled_has_no_total() -> None:
    ocid = "ocds-h6vhtk-0c0099"
    said: list[Said] = [
        (COUNCIL, "declared", {"subject": f"{ocid}/1", "stage": "contract", "procurement": ocid}),
        (CCG, "declared", {"subject": f"{ocid}/1", "stage": "contract", "procurement": ocid, "status": "cancelled"}),
    ]
    totals = pictures(*said)["procurement", ocid]["totals"]
    assert [each["organisation"] for each in totals] == [COUNCIL]
