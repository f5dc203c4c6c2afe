"""A refusal tells where in a source it stands, and the first place that it was given is the one."""

from hub.admission.faults import fault
from hub.admission.refusal import Code, Refusal

ONE = Refusal(Code.FIELD_MISSING, "data.stage", "is missing", "give it")


def test_a_refusal_takes_the_place_of_its_item_and_keeps_one_that_it_has() -> None:
    placed = ONE.at("a.json:7")
    assert placed == Refusal(ONE.code, ONE.field, ONE.problem, ONE.fix, "a.json:7")
    assert placed.at("b.json") == placed
    assert ONE.where == ""


def test_a_fault_of_the_hubs_is_one_of_the_whole_item_and_names_none_of_its_fields() -> None:
    told = fault(Code.ADMISSION_FAILED, "judged", "a.json:7")
    assert (told.code, told.field, told.where) == (Code.ADMISSION_FAILED, "", "a.json:7")
    assert told.problem == "could not be judged, because of a fault of the hub's"
