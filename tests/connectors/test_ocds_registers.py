"""Numbers that no register has: noughts alone, and what is not written as its numbers are. They name nobody, and the
publisher is told."""

import pytest

from connectors.ocds.parties import REGISTERS
from hub.events.ids import IN_CAPITALS
from tests.connectors.releases import a_contract, an_award
from tests.connectors.releases_read import documents, id_of, parties, read, signed, told


def a_party(name: str, scheme: str, number: str) -> dict[str, object]:
    return {"id": name, "name": name, "identifier": {"scheme": scheme, "id": number}, "roles": ["supplier"]}


@pytest.mark.parametrize(("scheme", "number"), [("GB-COH", "0"), ("GB-COH", "00000000"), ("GB-CHC", "0000000")])
def test_noughts_alone_join_nobody(scheme: str, number: str) -> None:
    one, other = (a_party(name, scheme, number) for name in ("Three Care Ltd", "Four Care Ltd"))
    assert id_of(one) != id_of(other)
    assert len(list(parties(one, other).listed())) == 2


@pytest.mark.parametrize(
    ("scheme", "number", "is_told"),
    [
        ("GB-COH", "458577871", True),
        ("GB-COH", "TBC", True),
        ("GB-COH", "00000000", True),
        ("GB-CHC", "A12", True),
        ("GB-COH", "08229264", False),
        ("GB-COH", "8229264", False),
        ("GB-CHC", "1097940", False),
        ("XX-ABC", "TBC", False),  # no register that the hub knows; the name tells who it is
    ],
)
def test_what_is_no_number_of_its_register_is_told(scheme: str, number: str, is_told: bool) -> None:
    release = signed(parties=[a_party("Three Care Ltd", scheme, number)])
    problem = told(release).get("parties[0].identifier.id", "")
    assert problem.startswith("is no number of the register") == is_told


@pytest.mark.parametrize(
    ("scheme", "fix"),
    [
        ("gb-coh", "write GB-COH"),
        ("COH", "give its id in one of GB-LAE, "),
        ("XI-COH", "give its id in one of GB-LAE, "),
        ("GB-VAT", "give its id in one of GB-LAE, "),
        ("", "give its id in one of GB-LAE, "),
    ],
)
@pytest.mark.parametrize("additional", [False, True])
def test_an_identifier_of_another_register_is_told(scheme: str, fix: str, additional: bool) -> None:
    """It is given and not used."""
    identifier = {"scheme": scheme, "id": "01234567"} if scheme else {"id": "01234567"}
    where = {"additionalIdentifiers": [identifier]} if additional else {"identifier": identifier}
    release = signed(parties=[{"id": "a", "name": "Three Care Ltd", "roles": ["supplier"], **where}])
    path = "additionalIdentifiers[0]" if additional else "identifier"
    (warning,) = (each for each in read(release).warnings if each.field == f"parties[0].{path}.scheme")
    assert warning.fix.startswith(fix)


@pytest.mark.parametrize("scheme", REGISTERS)
def test_an_id_is_read_in_the_letters_of_its_register(scheme: str) -> None:
    number = {"GB-COH": "SC012345", "GB-CHC": "1012345", "GB-PPON": "PGDC-7539-YXVM"}.get(scheme, "AB12C")
    small = id_of(a_party("Three Care Ltd", scheme, number.lower()))
    assert (small == f"{scheme}-{number}") == (scheme in IN_CAPITALS | {"GB-COH", "GB-CHC"})


@pytest.mark.parametrize(("day", "is_told"), [("2015-02-20", True), ("2015-03-11", False), ("2015-04-01", False)])
def test_an_amendment_that_is_dated_before_its_release_is_told(day: str, is_told: bool) -> None:
    amendment = {"id": "release-1", "date": f"{day}T00:00:00Z", "rationale": "Dearer"}
    release = signed(contracts=[a_contract(amendments=[amendment])])
    assert ("contracts[0].amendments[0].date" in told(release)) == is_told


def test_two_names_of_one_id_in_one_award_are_told() -> None:
    identifier = {"scheme": "GB-COH", "id": "01234567"}
    suppliers = [{"id": "a", "name": name, "identifier": identifier} for name in ("Alpha Care Ltd", "Beta Care Ltd")]
    release = signed(awards=[an_award(suppliers=suppliers)])
    (award,) = documents(release)["procurement-declared"]["data"]["awards"]
    assert award["suppliers"] == [{"id": "GB-COH-01234567", "name": "Alpha Care Ltd"}]
    assert "another name" in told(release)["awards[0].suppliers[1].name"]
    assert "GB-COH-01234567" in told(release)["awards[0].suppliers[1].name"]
    signs = [{**suppliers[0], "name": name} for name in ("照护公司", "另一家公司")]
    assert "another name" in told(signed(awards=[an_award(suppliers=signs)]))["awards[0].suppliers[1].name"]
    same = signed(awards=[an_award(suppliers=[suppliers[0], {**suppliers[0], "name": "alpha care ltd"}])])
    assert "awards[0].suppliers[1].name" not in told(same)
    bare = signed(awards=[an_award(suppliers=[{"id": "b", "identifier": identifier}, suppliers[0]])])
    (award,) = documents(bare)["procurement-declared"]["data"]["awards"]
    assert award["suppliers"][0]["name"] == "Alpha Care Ltd"


def test_an_item_whose_id_repeats_is_told_where_it_says_something_else() -> None:
    def of(*codes: str) -> dict[str, str]:
        items = [{"id": "1", "quantity": n, "classification": {"scheme": "CPV", "id": c}} for n, c in enumerate(codes)]
        return told(signed(contracts=[a_contract(items=items)]))

    assert "repeats the id" in of("85000000", "79419000")["contracts[0].items[1].id"]
    assert "contracts[0].items[1].id" not in of("85000000", "85000000")
