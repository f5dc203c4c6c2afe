"""What the report says of changes of many contracts at once."""

import re
from datetime import date
from typing import Any

from hub.configuration.model import Group
from hub.reports.render import Format, render
from tests.reconcile.told import CCG, COUNCIL, KNOWN, Said, pictures
from tests.reports.test_joint_programmes import reported

GROUP = Group(id="group", name="Group", partnerships=("wandsworth",))
A, B, C, D = (f"{COUNCIL}/{each}" for each in "abcd")
CUT = {"percent": "-5", "batch": "cuts-1"}


def contract(key: str, supplier: str, *changes: dict[str, Any]) -> list[Said]:
    there = {"stage": "contract", "title": f"Contract {key[-1]}", "suppliers": [{"id": f"GB-COH-0000000{supplier}"}]}
    return [
        (COUNCIL, "declared", {"subject": key, **there}),
        *((COUNCIL, "varied", {"subject": key, **each}) for each in changes),
    ]


def document(*said: Said) -> dict[str, Any]:
    bodies = {("wandsworth", *key): body for key, body in pictures(*said).items()}
    return reported(GROUP, bodies, KNOWN, date(2015, 10, 1))


SAID = [
    *contract(A, "1", CUT),
    *contract(B, "2", {**CUT, "percent": "-5.0"}),
    *contract(C, "2", {**CUT, "percent": "-2"}),
    *contract(D, "3", {"percent": "-5"}),
]


def test_it_names_all_contracts_of_a_change_and_which_were_changed_alike() -> None:
    (found,) = document(*SAID)["changes_of_many"]
    assert found["batch"] == "cuts-1"
    assert found["alike"] == ["-5 % for each of 2 contracts of 2 providers"]
    assert [each["contract"] for each in found["contracts"]] == [A, B, C]


def test_a_contract_that_two_bodies_tell_of_counts_once() -> None:
    assert document(*contract(A, "1", CUT), (CCG, "varied", {"subject": A, **CUT}))["changes_of_many"] == []
    told = [*contract(A, "1", CUT), (CCG, "varied", {"subject": A, **CUT}), *contract(B, "1", CUT)]
    (found,) = document(*told)["changes_of_many"]
    assert found["alike"] == ["-5 % for each of 2 contracts of 1 provider"]


def test_it_stands_in_the_report_with_its_sources() -> None:
    page = render(document(*SAID), Format.HTML).decode()
    assert "-5 % for each of 2 contracts of 2 providers" in page
    assert "Contracts changed by cuts-1" in page
    section, _, _ = page[page.index('id="changes-of-many"') :].partition("</table>")
    assert len(re.findall(r'<a href="#source-\d+"', section)) >= 6, "of each change, supplier and name of the three"


def test_nothing_is_said_where_nothing_was_changed_together() -> None:
    assert 'id="changes-of-many"' not in render(document(*contract(A, "1")), Format.HTML).decode()


def test_what_bodies_disagree_about_is_not_added_up() -> None:
    said = [*contract(A, "1", CUT), *contract(B, "2", CUT), (CCG, "varied", {"subject": A, **CUT, "percent": "-3"})]
    (found,) = document(*said)["changes_of_many"]
    assert found["alike"] == []
