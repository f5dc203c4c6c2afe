"""What is no id: blanks, and the words that programs write for nothing. Whatever bears one is refused by its path,
known by its name, or told; never are two things one because both bear it.

The standard asks that an id is there, and lets these pass.
"""

from typing import Any

import pytest

from connectors.ocds.parties import REGISTERS
from hub.events.ids import NOTHING, check_organisation_id, names_nothing
from tests.connectors.releases import a_contract, an_award
from tests.connectors.releases_read import documents, id_of, parties, refused, signed, told

LISTS = {
    "awards": an_award(),
    "contracts": a_contract(),
    "tender.lots": {"id": "1", "title": "Lot"},
    "tender.items": {"id": "1", "relatedLot": "1"},
}


@pytest.mark.parametrize("blank", [" ", "\u200b", "\t\n", *sorted(NOTHING), " None ", "NULL"])
@pytest.mark.parametrize("place", LISTS)
def test_what_is_no_id_is_refused_by_its_path(place: str, blank: str) -> None:
    holder, _, name = place.rpartition(".")
    entries: list[dict[str, Any]] = [LISTS[place] | {"id": blank}]
    changes = {holder: {"id": "t", name: entries}} if holder else {name: entries}
    ((field, problem),) = refused(signed(**changes))
    assert field == f"{place}[0].id"
    assert problem.startswith("holds nothing that can be used")


@pytest.mark.parametrize("word", sorted(NOTHING))
@pytest.mark.parametrize("scheme", REGISTERS)
def test_bodies_with_a_word_for_nothing_in_a_register_stay_two(scheme: str, word: str) -> None:
    one, other = (
        {"id": word, "name": name, "identifier": {"scheme": scheme, "id": word}, "roles": ["supplier"]}
        for name in ("Alpha Care Ltd", "Beta Care Ltd")
    )
    assert id_of(one) != id_of(other)
    assert id_of({"id": f"{scheme}-{word}", "name": "Alpha Care Ltd"}) == id_of(one)
    assert {each["name"] for each in parties(one, other).listed()} == {"Alpha Care Ltd", "Beta Care Ltd"}


@pytest.mark.parametrize("word", sorted(NOTHING))
def test_a_contract_of_an_award_that_is_a_word_for_nothing_names_no_award(word: str) -> None:
    release = signed(contracts=[a_contract(awardID=word)])
    assert "award" not in documents(release)["declared/c-1"]["data"]
    assert told(release)["contracts[0].awardID"] == "is a word for nothing, so it is no id"


@pytest.mark.parametrize("blank", [" ", "\u200b", "\t\n"])
@pytest.mark.parametrize("place", ["contracts[0].awardID", "tender.items[0].relatedLot"])
def test_a_reference_that_is_blank_is_told(place: str, blank: str) -> None:
    tender = {"id": "t", "items": [{"id": "1", "relatedLot": blank if "relatedLot" in place else "1"}]}
    contract = a_contract(awardID=blank) if "awardID" in place else a_contract()
    assert told(signed(contracts=[contract], tender=tender))[place] == "is blank, so it is no id"


@pytest.mark.parametrize("word", sorted(NOTHING))
def test_a_lot_that_is_a_word_for_nothing_is_told(word: str) -> None:
    release = signed(awards=[an_award(relatedLots=["1", word])])
    (award,) = documents(release)["procurement-declared"]["data"]["awards"]
    assert award["lots"] == ["1"]
    assert "awards[0].relatedLots" in told(release)


def test_a_release_whose_id_is_a_word_for_nothing_is_refused() -> None:
    assert refused(signed(id="None")) == [("id", "is a word for nothing")]


def test_a_release_whose_id_holds_half_a_character_is_refused_for_that() -> None:
    ((field, problem),) = refused(signed(id="r-\ud800"))
    assert (field, problem) == ("id", "holds half a character (a lone surrogate)")


@pytest.mark.parametrize("place", LISTS)
def test_an_id_of_half_a_character_is_refused_for_that_alone(place: str) -> None:
    holder, _, name = place.rpartition(".")
    entries: list[dict[str, Any]] = [LISTS[place] | {"id": "\ud800"}]
    changes = {holder: {"id": "t", name: entries}} if holder else {name: entries}
    assert refused(signed(**changes)) == [(f"{place}[0].id", "holds half a character (a lone surrogate)")]


@pytest.mark.parametrize("word", sorted(NOTHING))
@pytest.mark.parametrize("role", ["buyer", "supplier"])
def test_whoever_is_called_by_a_word_for_nothing_gets_an_id_that_admission_takes(role: str, word: str) -> None:
    for party in ({"id": "org-1", "name": word}, {"id": f"GB-FTS-{word}"}, {"id": f"GB-LAE-{word}", "name": word}):
        if "name" in party or not names_nothing(party["id"]):
            assert check_organisation_id(id_of(party | {"roles": [role]}))


def test_an_id_of_another_kind_is_there_and_is_not_called_missing() -> None:
    lots = [{"id": ["1"], "title": "Lot"}, {"id": None, "title": "Lot"}, {"title": "Lot"}]
    said = dict(refused(signed(tender={"id": "t", "lots": lots})))
    assert said["tender.lots[0].id"].startswith("holds nothing that can be used")
    assert said["tender.lots[1].id"].startswith("is null")
    assert said["tender.lots[2].id"].startswith("is missing")
