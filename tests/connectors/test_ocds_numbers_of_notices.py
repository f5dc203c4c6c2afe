"""Numbers that a publisher gives anew in each notice: who bears one is known by the name, in the process, and by the
configuration in every process."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors.ocds.texts import line
from hub.configuration.model import Body, Configuration
from hub.events.ids import hidden_name
from tests.connectors.releases import a_release, an_award
from tests.connectors.releases_read import documents, id_of, parties, signed, told
from tests.connectors.standing import items, listed, pictures_of

OCID = "ocds-h6vhtk-0c0060"
BUYER = {"id": "GB-LAE-EXA", "name": "Example Borough Council", "roles": ["buyer"]}
NAMES = ("Acme Ltd", "Beta Care Ltd", "Josephine Bloggs", "Swift")
OF_ONE_NOTICE = "is a number that the publisher gives anew in each notice"


def notice(number: int, named: dict[int, str], ocid: str = OCID, **more: Any) -> dict[str, Any]:
    """named: the number that the notice gives each supplier."""
    suppliers = [{"id": f"GB-FTS-{key}", "name": name} for key, name in named.items()]
    return (
        a_release(
            ocid=ocid,
            id=f"n-{number}",
            date=f"2015-03-{number:02}T10:00:00Z",
            parties=[BUYER, *({**each, "roles": ["supplier"]} for each in suppliers)],
            buyer={"id": BUYER["id"]},
            awards=[an_award(id="a-1", suppliers=suppliers)],
        )
        | more
    )


def suppliers(releases: list[dict[str, Any]], configuration: Configuration | None = None) -> list[str]:
    (procurement,) = [
        each for (kind, _), each in pictures_of(releases, configuration=configuration).items() if kind == "procurement"
    ]
    return [each["id"] for each in listed(procurement["awards"], "award")["a-1"]["suppliers"]]


_NOTICES = st.lists(
    st.dictionaries(st.integers(1, 99), st.sampled_from(NAMES), min_size=1, max_size=4).filter(
        lambda named: len(set(named.values())) == len(named)
    ),
    min_size=1,
    max_size=4,
)


@given(_NOTICES)
@example([{1: "Acme Ltd"}, {2: "Acme Ltd"}])
@example([{1: "Acme Ltd"}, {1: "Beta Care Ltd"}])
def test_a_process_has_as_many_suppliers_as_names_whatever_their_numbers(notices: list[dict[int, str]]) -> None:
    found = suppliers([notice(number, named) for number, named in enumerate(notices, 1)])
    assert len(set(found)) == len(found) == len({name for named in notices for name in named.values()})


def test_whoever_left_under_another_number_has_left() -> None:
    change = {"id": "n-2", "date": "2015-03-02T00:00:00Z"}
    left = notice(2, {7: "Acme Ltd"}, awards=[{"id": "a-1", "amendments": [change]}])
    left["parties"][1]["roles"] = ["removedSupplier"]
    assert suppliers([notice(1, {1: "Acme Ltd", 2: "Beta Care Ltd"}), left]) == [f"local:{OCID}/beta-care-ltd"]


def test_two_of_one_name_in_one_notice_stay_two() -> None:
    found = suppliers([notice(1, {1: "Acme Ltd", 2: "Acme Ltd"})])
    assert found == [f"local:{OCID}/acme-ltd.GB-FTS-{number}" for number in (1, 2)]
    # also where parties[] has neither of them
    assert suppliers([notice(1, {1: "Acme Ltd", 2: "Acme Ltd"}, parties=[BUYER])]) == found


def test_whoever_has_no_name_keeps_the_number() -> None:
    assert id_of({"id": "GB-FTS-7"}) == "GB-FTS-7"


def test_the_publisher_is_told_once_a_release() -> None:
    (item,) = items([notice(1, dict(enumerate(NAMES, 1)))])
    (about,) = [each for each in item.warnings if each.problem.startswith(OF_ONE_NOTICE)]
    assert about.field == "parties[].id"
    assert "register" in about.fix
    registered = {"scheme": "GB-COH", "id": "08229264"}
    (item,) = items([notice(1, {1: "Acme Ltd"}, parties=[BUYER, {"id": "GB-FTS-1", "identifier": registered}])])
    assert not [each for each in item.warnings if each.problem.startswith(OF_ONE_NOTICE)]
    assert told(signed())["parties[].id"].startswith(OF_ONE_NOTICE)
    # also where some are no entry of parties[]
    uncarried = signed(awards=[an_award(suppliers=[{"id": "GB-CFS-9", "name": "Another Care Ltd"}])])
    assert len([each for each in told(uncarried).values() if each.startswith(OF_ONE_NOTICE)]) == 1


def known_as(*names: str) -> Configuration:
    body = Body(id="GB-COH-08229264", name="The registered name Ltd", known_as=names)
    return Configuration(1, {"organisation/GB-COH-08229264": body})


@pytest.mark.parametrize("name", ["Acme Ltd", "ACME LTD.", "acme  ltd"])
@pytest.mark.parametrize("ocid", [OCID, "ocds-h6vhtk-0c0061"])
def test_a_configured_name_joins_it_with_its_body_in_every_process(ocid: str, name: str) -> None:
    assert suppliers([notice(1, {1: name}, ocid)], known_as("Acme Ltd")) == ["GB-COH-08229264"]


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=200))
@example("Swift")
@example("None")
@example("介護サービス")
@example("-")
@example("Åse Ltd")
def test_any_name_that_a_configuration_may_hold_joins(name: str) -> None:
    read = line(name)
    if read is None:
        return
    found = id_of({"id": "GB-FTS-1", "name": name})
    assert known_as(read).canonical(found) == "GB-COH-08229264"
    assert known_as(f"{read} and somebody else").canonical(found) == found


@pytest.mark.parametrize("roles", [["buyer"], ["supplier"]])
def test_a_public_body_is_joined_as_before(roles: list[str]) -> None:
    party = {"id": "GB-FTS-1", "name": "Fife Council", "roles": roles}
    assert known_as("Fife Council").canonical(id_of(party)) == "GB-COH-08229264"


def test_two_of_one_name_are_joined_with_nobody() -> None:
    twice = parties(*({"id": f"GB-FTS-{number}", "name": "Acme Ltd"} for number in (1, 2)))
    ids = {str(twice.organisation(each)["id"]) for each in twice.all}
    assert {known_as("Acme Ltd").canonical(each) for each in ids} == ids


def test_nobody_reads_a_name_that_could_be_a_person_s_out_of_an_id() -> None:
    found = documents(notice(1, {1: "Josephine Bloggs"}))["procurement-declared"]["data"]
    assert [each["id"] for each in found["awards"][0]["suppliers"]] == [
        f"local:{OCID}/{hidden_name('Josephine Bloggs')}"
    ]
    assert "bloggs" not in str(found).casefold()
