"""Answers on pages, in the report and by `explain`: what they answer, whether they hold, and why not."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from fastapi.testclient import TestClient

from hub.admission.admit import OPERATOR, Admitted, Context, admit
from hub.cli.told import fate_words
from hub.reconcile.events import Subject
from hub.reports.explain import explain
from tests.examples import test_wandsworth as wandsworth
from tests.gateway.made import LATER, app_over, told
from tests.gateway.test_every_side import text_of
from tests.reconcile.summary import ready
from tests.support.documents import CCG, COUNCIL

ROOT = Path(__file__).parents[2]
CONTRACT, MATTER = "GB-LAE-WND/14-565", "f521de1fa7d31c066127"
COUNCILS, CCGS = "014cd65d-e520-798c-94c6-03ad506ec71e", "014d42a5-5100-7ccb-9807-d396f3fb60a0"
AGAIN = "014e1b2c-3d00-7000-8000-0000000000aa"
PAGE, REPORT = f"/contracts/wandsworth/{CONTRACT}", "/groups/health-and-social-care-integration-group/report"


def said(number: int, by: str, name: str, **data: Any) -> Admitted:
    document = {
        "specversion": "1.0",
        "id": f"014e1b2c-3d00-7000-8000-{number:012x}",
        "type": f"uk.jch.contract.{name}.v1",
        "subject": CONTRACT,
        "time": "2015-10-01T00:00:00Z",
        "data": {"meta": {"organisation": by, "partnerships": ["wandsworth"]}, **data},
    }
    return admitted(document)


def admitted(document: dict[str, Any]) -> Admitted:
    whole = {**document, "source": "test"}
    answer = admit(orjson.loads(orjson.dumps(whole)), Context(wandsworth.configuration(), LATER, OPERATOR, "test"))
    assert isinstance(answer, Admitted), answer
    return answer


def answer(number: int, by: str, *events: str) -> Admitted:
    return said(number, by, "difference-answered", difference=MATTER, answered_as="agreed", events=list(events))


BOTH = (answer(0xF1, COUNCIL, COUNCILS, CCGS), answer(0xF2, CCG, COUNCILS, CCGS))


def varied(amount: str) -> Admitted:
    return said(0xAA, COUNCIL, "varied", value={"amount": amount, "currency": "GBP", "basis": "net"})


def client(*more: Admitted) -> TestClient:
    store, log = told((*wandsworth.story(), *more), {})
    return TestClient(app_over(store, log), base_url="http://127.0.0.1", headers={"Accept": "text/html"})


def shown(asked: TestClient, at: str) -> str:
    return text_of(asked.get(at).text)


def test_a_settled_matter_has_its_page_with_its_answers() -> None:
    assert "Open matter" in shown(client(), f"/differences/{MATTER}")
    asked = client(*BOTH)
    found = asked.get(f"/differences/{MATTER}")
    assert found.status_code == 200
    assert "Answered matter" in text_of(found.text)
    assert all(f"/events/{each.event.meta.event_id}" in found.text for each in BOTH)
    assert "does not count" not in asked.get(PAGE).text


def test_a_matter_that_is_gone_leads_to_the_page_of_what_it_was_about() -> None:
    agreed = said(0xAB, CCG, "varied", value={"amount": "495000.00", "currency": "GBP", "basis": "net"})
    same = varied("495000.00")
    found = client(*BOTH, agreed, same).get(f"/differences/{MATTER}")
    assert found.status_code == 404
    assert f'href="{PAGE}"' in found.text
    assert client().get(f"/differences/{'0' * 20}").status_code == 404


def test_pages_reports_and_explain_tell_that_an_answer_no_longer_holds() -> None:
    more = (*BOTH, varied("481000.00"))
    asked = client(*more)
    for at in (PAGE, REPORT):
        text = shown(asked, at)
        words = re.search(r"o longer holds: ([^,]+) has said something else since\s*, event (\S+)", text)
        assert words is not None, text
        assert words[1] == "Wandsworth Borough Council"
        assert words[2].startswith(AGAIN)
        assert f"Value ({MATTER})" in text
    told_of = explained(*more)
    assert [each["fate"] for each in told_of] == ["does not hold"] * 2
    assert all(fate_words(each).endswith(f"has said something else since, event {AGAIN}") for each in told_of)


def test_the_example_of_the_documentation_settles_the_matter_also_after_the_event_of_the_readme() -> None:
    text = (ROOT / "docs" / "reading-reports.md").read_text("utf-8")
    example = orjson.loads(text[text.index("```json") + 7 : text.index("```", text.index("```json") + 7)])
    assert "-d @schemas/contract/declared/example.json" in (ROOT / "README.md").read_text("utf-8")
    anew = admitted(orjson.loads((ROOT / "schemas/contract/declared/example.json").read_bytes()))
    answers = [
        admitted(
            {**example, "id": f"{AGAIN[:-1]}{number}", "data": {**example["data"], "meta": {"organisation": body}}}
        )
        for number, body in enumerate((COUNCIL, CCG))
    ]
    for before in ((), (anew,)):
        found = shown(client(*before, *answers), f"/differences/{example['data']['difference']}")
        assert "Answered matter" in found


def test_pages_tell_of_an_answer_that_names_other_statements() -> None:
    asked = client(answer(0xF1, COUNCIL, COUNCILS))
    for at in (PAGE, REPORT):
        assert "does not hold: the statements that it names are not those" in shown(asked, at).lower().replace(
            "\n", " "
        )
        assert CCGS in asked.get(at).text


def explained(*more: Admitted) -> list[dict[str, Any]]:
    events = {
        "wandsworth": [each for *_, each, _ in ready((x.event_type, x.event) for x in (*wandsworth.story(), *more))]
    }
    found = explain(events, wandsworth.configuration(), Subject("contract", CONTRACT), "answers", date(2016, 1, 4))
    return [each for each in found if each["field"].startswith("difference:")]
