"""Who left which award by a release: the awards that it amends, else all of them."""

from datetime import date
from typing import Any

import pytest

from tests.connectors.releases import a_contract, a_release
from tests.connectors.standing import Pictures, items, listed, pictures_of, stated

OCID = "ocds-h6vhtk-0c0010"
BUYER = {"id": "GB-LAE-WIL", "name": "Wiltshire Council"}
ONE = {"id": "GB-COH-08229264", "name": "Ricardo-AEA Limited"}
OTHER = {"id": "GB-COH-00414220", "name": "PA Consulting Services Ltd"}
BOTH = ["supplier", "removedSupplier"]


def release(number: int, awards: list[dict[str, Any]], *roles: str, **more: Any) -> dict[str, Any]:
    """roles: of the one supplier."""
    parties = [BUYER | {"roles": ["buyer"]}, OTHER | {"roles": ["supplier"]}]
    if roles:
        parties.append(ONE | {"roles": list(roles)})
    day = f"2026-0{number}-01T10:00:00Z"
    said = {"ocid": OCID, "id": f"r{number}", "date": day, "buyer": BUYER, "parties": parties, "awards": awards}
    return a_release(**said, tender=None, **more)


def award(
    key: str, *suppliers: dict[str, str], amended: str | None = None, day: str | None = None, of: str | None = None
) -> dict[str, Any]:
    """of: the release that the amendment says it is of."""
    found: dict[str, Any] = {"id": key}
    if suppliers:
        found |= {"status": "active", "suppliers": list(suppliers)}
    if amended:
        found["amendments"] = [{"id": amended} | ({"date": day} if day else {}) | ({"releaseID": of} if of else {})]
    return found


FIRST = release(1, [award("1", ONE, OTHER), award("2", ONE, OTHER)], "supplier", contracts=[
    a_contract(id=f"c{key}", awardID=key, dateSigned="2026-01-01T00:00:00Z") for key in ("1", "2")
])  # fmt: skip


def suppliers(found: Pictures) -> dict[str, list[str]]:
    """Of each award, and of the contract that came of it, which must be the same."""
    of_awards = {
        key: sorted(each["id"] for each in words["suppliers"])
        for key, words in listed(found["procurement", OCID]["awards"], "award").items()
        if "suppliers" in words
    }
    of_contracts = {
        key: sorted(each["id"] for each in stated(found["contract", f"{OCID}/c{key}"])["suppliers"])
        for key in ("1", "2")
    }
    assert of_contracts == of_awards
    return of_awards


def of_contract(key: str | None, amended: str = "r2", **change: Any) -> list[dict[str, Any]]:
    """A contract that came of the award of this id, amended by the release of that id."""
    changes = [{"id": amended, **change}]
    return [{"id": f"c{key or 1}", "awardID": key or " ", "amendments": changes}]


BOTH_STAY = sorted((ONE["id"], OTHER["id"]))
AMENDED_TWO = award("2", amended="r2")
CASES: list[tuple[str, list[dict[str, Any]], dict[str, bool]]] = [
    ("one award is amended", [release(2, [AMENDED_TWO], "removedSupplier")], {"1": True, "2": False}),
    ("it has both roles", [release(2, [AMENDED_TWO], *BOTH)], {"1": True, "2": False}),
    ("none is amended", [release(2, [award("2")], "removedSupplier")], {"1": False, "2": False}),
    ("none is amended, and both roles", [release(2, [award("2")], *BOTH)], {"1": True, "2": True}),
    (
        "one amended award names it still",
        [release(2, [award("1", ONE, amended="r2"), AMENDED_TWO], *BOTH)],
        {"1": True, "2": False},
    ),
    (
        "the award names it again",
        [release(2, [AMENDED_TWO], "removedSupplier"), release(3, [award("2", ONE)], "supplier")],
        {"1": True, "2": True},
    ),
    (
        "it comes back to one of all that it left",
        [release(2, [award("2")], "removedSupplier"), release(3, [award("1", ONE)], "supplier")],
        {"1": True, "2": False},
    ),
    (
        "its role alone comes back",
        [release(2, [AMENDED_TWO], "removedSupplier"), release(3, [award("2")], "supplier")],
        {"1": True, "2": False},
    ),
    (
        "departures of two notices add up",
        [release(2, [AMENDED_TWO], "removedSupplier"), release(3, [award("1", amended="r3")], "removedSupplier")],
        {"1": False, "2": False},
    ),
    (
        "an amendment of an earlier release is repeated",
        [release(3, [award("2", amended="r2"), award("1", amended="r3")], "removedSupplier")],
        {"1": False, "2": True},
    ),
    (
        "amendments are numbered otherwise",
        [release(2, [award("2", amended="7")], "removedSupplier")],
        {"1": True, "2": False},
    ),
    (
        "a contract is amended, and no award",
        [release(2, [], "removedSupplier", contracts=of_contract("2"))],
        {"1": True, "2": False},
    ),
    (
        "a contract is amended, and it has both roles",
        [release(2, [], *BOTH, contracts=of_contract("2"))],
        {"1": True, "2": False},
    ),
    (
        "a contract of one award is amended, and the other award itself",
        [release(2, [award("1", amended="r2")], "removedSupplier", contracts=of_contract("2"))],
        {"1": False, "2": False},
    ),
    (
        "a contract is amended whose award names it still",
        [release(2, [award("2", ONE)], *BOTH, contracts=of_contract("2"))],
        {"1": True, "2": True},
    ),
    (
        "a contract repeats an amendment of an earlier release beside one of its own",
        [
            release(
                3,
                [],
                "removedSupplier",
                contracts=[*of_contract("1", "r2", releaseID="r2"), *of_contract("2", "7", releaseID="r3")],
            )
        ],
        {"1": True, "2": False},
    ),
    (
        "amendments of contracts are numbered otherwise",
        [release(2, [], "removedSupplier", contracts=of_contract("2", "7"))],
        {"1": True, "2": False},
    ),
    (
        "an amendment of an earlier release alone",
        [release(2, [award("2", amended="7", of="an-earlier-one")], "removedSupplier")],
        {"1": False, "2": False},
    ),
    (
        "a contract's amendment of an earlier release alone",
        [release(2, [], "removedSupplier", contracts=of_contract("2", "7", releaseID="an-earlier-one"))],
        {"1": False, "2": False},
    ),
    (
        "an amendment of an earlier release alone, and both roles",
        [release(2, [award("2", amended="7", of="an-earlier-one")], *BOTH)],
        {"1": True, "2": True},
    ),
    (
        "an amendment of an earlier release beside one that names none",
        [release(2, [award("1", amended="7", of="an-earlier-one"), award("2", amended="8")], "removedSupplier")],
        {"1": True, "2": False},
    ),
    (
        "a contract is amended in a release of a tender",
        [release(2, [], "removedSupplier", contracts=of_contract("2"), tag=["tenderUpdate"])],
        {"1": True, "2": False},
    ),
    (
        "the amended contract names no award",
        [release(2, [], "removedSupplier", contracts=of_contract(None))],
        {"1": True, "2": True},
    ),
    (
        "the amendment came into effect earlier than an award that named it, and was published after that",
        [
            release(2, [award("2", ONE)], "supplier"),
            release(3, [award("2", amended="r3", day="2026-01-15T00:00:00Z")], "removedSupplier"),
        ],
        {"1": True, "2": False},
    ),
]


@pytest.mark.parametrize(("name", "later", "stays"), CASES, ids=[name for name, _, _ in CASES])
def test_who_stays(name: str, later: list[dict[str, Any]], stays: dict[str, bool]) -> None:
    found = suppliers(pictures_of([*later[::-1], FIRST]))
    assert found == {key: BOTH_STAY if here else [OTHER["id"]] for key, here in stays.items()}


def test_it_leaves_on_the_day_that_the_amendment_names() -> None:
    later = release(2, [award("2", amended="r2", day="2026-05-01T00:00:00+01:00")], "removedSupplier")
    before, after = (suppliers(pictures_of([FIRST, later], as_of=day)) for day in (date(2026, 4, 30), date(2026, 5, 1)))
    assert (before["2"], after["2"]) == (BOTH_STAY, [OTHER["id"]])
    (departed,) = listed(pictures_of([FIRST, later])["procurement", OCID]["awards"], "award")["2"]["departed"]
    assert departed == {"id": ONE["id"], "left_on": "2026-05-01"}


MAY, JUNE = "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"


@pytest.mark.parametrize("holder", ["award", "contract", "both"])
def test_of_several_amendments_of_one_award_the_last_says_when_it_left(holder: str) -> None:
    """One bears the release's id as its own, the other as that of its release."""
    changes = [{"id": "r2", "date": MAY}, {"id": "a", "releaseID": "r2", "date": JUNE}]
    for order in (changes, changes[::-1]):
        of_award, of_contracts = {"award": (order, []), "contract": ([], order), "both": (order[:1], order[1:])}[holder]
        awards = [{"id": "2", "amendments": of_award}] if of_award else []
        contracts = [{"id": "c2", "awardID": "2", "amendments": of_contracts}] if of_contracts else None
        later = release(2, awards, "removedSupplier", contracts=contracts)
        (departed,) = listed(pictures_of([FIRST, later])["procurement", OCID]["awards"], "award")["2"]["departed"]
        assert departed == {"id": ONE["id"], "left_on": "2026-06-01"}


def test_an_amended_contract_that_names_no_award_is_told() -> None:
    (item,) = items([release(2, [], "removedSupplier", contracts=of_contract(None))])
    assert "contracts[0].amendments[0].id" in [each.field for each in item.warnings if "names no award" in each.problem]


def test_what_is_said_of_leaving_and_changes_nothing_is_told() -> None:
    for said, words in (
        (release(2, [award("2")], *BOTH), "amends no award: it stays in all of them"),
        (release(2, [award("2", ONE, amended="r2")], "removedSupplier"), "names it: it left none"),
    ):
        (item,) = items([said])
        assert [(each.field, words in each.problem) for each in item.warnings if "removedSupplier" in each.problem] == [
            ("parties[2].roles", True)
        ]
        assert suppliers(pictures_of([FIRST, said]))["2"] == BOTH_STAY


def test_departures_of_a_long_notice_are_said_in_several_events_and_stay_of_single_awards() -> None:
    """More parties than one event takes: in the further events too the roles alone say nothing of who left."""
    crowd = [{"id": f"GB-COH-{number:08}", "name": f"Firm {number} Ltd"} for number in range(1, 402)]
    named = release(2, [award("1", *crowd), award("2", *crowd)])
    left = release(3, [award("2", amended="r3")])
    for said, role in ((named, "supplier"), (left, "removedSupplier")):
        said["parties"] += [each | {"roles": [role]} for each in crowd]
    (item,) = items([left])
    assert sum("departures" in each["data"] for each in item.documents) == len(item.documents) > 1
    found = suppliers(pictures_of([FIRST, named, left]))
    assert (len(found["1"]), len(found["2"])) == (len(crowd) + 2, 2)


def test_a_release_in_which_nobody_is_removed_says_nothing_of_who_left() -> None:
    (item,) = items([FIRST])
    assert item.documents
    assert all("departures" not in each["data"] for each in item.documents)
