"""What a subject holds and is shown as tables: on its page, in the API and the report, and by `explain`; each sort."""

import re
from datetime import date

import orjson
import pytest
from fastapi.testclient import TestClient

from hub.admission.admit import OPERATOR, Admitted, Context, admit
from hub.events.catalogue import CATALOGUE, EventType
from hub.events.codelists import title_of
from hub.reconcile.events import Subject
from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.listed import Listed
from hub.reports.explain import explain
from hub.serialization.schemas import folder
from tests.examples import test_wandsworth as wandsworth
from tests.gateway.made import LATER, app_over, told
from tests.gateway.test_every_side import text_of
from tests.reconcile.summary import ready

EVERY = [(name, each) for name, kind in KIND_OF.items() for each in kind.listed]
EACH = pytest.mark.parametrize(("kind", "sort"), EVERY, ids=[f"{kind} {sort.member}" for kind, sort in EVERY])
TELLS_OF = {
    "ratings": "rated",
    "improvements": "improvement-measure-placed",
    "breaches": "breach-recorded",
    "risks": "risk-recorded",
    "options": "option-appraised",
    "consultations": "consultation-held",
    "conditions_met": "condition-met",
    "team": "project-team-appointed",
    "needs": "need-assessed",
    "intentions": "intention-recorded",
    "phases": "phase-planned",
    "impact_assessments": "eia-recorded",
    "recommendations": "recommendation-made",
    "reviews": "contract-reviewed",
    "terms": "term-stated",
    "visits": "monitoring-visit-recorded",
    "requests": "data-requested",
    "answers": "difference-answered",
    "variations": "varied",
    "remedies": "remedy-recorded",
    "feedback": "feedback-stated",
}
DECLARES = ("declared", "programme-declared")
SHOWN = {
    "ratings": (title_of("performance-rating", "requires_improvement"), "30 June 2015", "Fewer people than agreed"),
    "improvements": ("Below target in two quarters", "2 November 2015", "IM-2015-01"),
    "breaches": (title_of("breach-consequence", "put_right"), "22 June 2015", "Checks of new staff"),
    "risks": ("Possible", "Moderate", "31 January 2016", "Ward staff are told", "Head of Preventative Services"),
    "options": ("One specification", "Both must agree", "£480,000.00", "Preferred"),
    "consultations": ("Carers; Staff", "12 June 2015", "Breaks are hard to arrange", "breaks within a week"),
    "conditions_met": ("5 June 2015", "Executive Member for Finance", "by e-mail"),
    "team": ("Lead Commissioner, Preventative Services", "Leads the team"),
    "needs": ("Breaks at short notice", "1240", "Carers' survey 2014", "Older people"),
    "intentions": ("A carers' service for both partners", "by April 2016", "£480,000.00", "By competition", "Proposed"),
    "phases": ("Agree one specification", "by October 2015", "Both boards have seen the options", "Planned"),
    "impact_assessments": (
        "Assessed in full",
        "Age",
        "Sexual orientation",
        "10 November 2014",
        "Equality Officer",
        "taken up as foreseen",
    ),
    "recommendations": ("how long carers wait", "Overview and Scrutiny Committee", "30 September 2015"),
    "contract answers": ("Waived", "31 March 2016", "Head of Finance, Adult Services", "both are right"),
    "answers": ("Being seen to", "30 April 2016", "Lead Commissioner, Preventative Services", "put off to April"),
    "reviews": ("10 June 2015", "To be extended", "Carers are reached in time", "Contract Manager"),
    "terms": ("Invoices are paid within 30 days", "30", "days", "14.2"),
    "visits": ("2 July 2015", "Unannounced visit", "Two of nine files", "31 August 2015", "14 July 2015"),
    "requests": ("Vacancies and turnover", "Staff vacancies; Staff turnover", "31 July 2015", "16 July 2015"),
    "variations": ("-5", "2015-16-reductions", "agreed provider by provider"),
    "remedies": ("Bring waiting times within two weeks", "Action plan", "Contract Manager", "30 September 2015"),
    "feedback": ("12", "31", "30 June 2015", "a day before"),
}


def shown(kind: str, sort: Listed) -> tuple[str, ...]:
    """What is to be read of the example; two kinds may hold things of one sort."""
    return SHOWN.get(f"{kind} {sort.member}") or SHOWN[sort.member]


def example(event_type: EventType) -> Admitted:
    document = orjson.loads((folder(event_type) / "example.json").read_bytes())
    answer = admit(document, Context(wandsworth.configuration(), LATER, OPERATOR, "test"))
    assert isinstance(answer, Admitted), answer
    return answer


SAID = tuple(example(each) for each in CATALOGUE if each.name in (*DECLARES, *TELLS_OF.values()))


def test_every_sort_has_its_example() -> None:
    assert {sort.member for _, sort in EVERY} == TELLS_OF.keys()
    assert all(shown(kind, sort) for kind, sort in EVERY)


@EACH
def test_it_is_shown_wherever_pictures_are(kind: str, sort: Listed) -> None:
    (said,) = (each for each in SAID if (each.event_type.name, each.event_type.about) == (TELLS_OF[sort.member], kind))
    about = said.event.meta.subject
    declared = (
        each for each in wandsworth.story() if each.event_type.name in DECLARES and each.event.meta.subject == about
    )
    store, log = told((*declared, said), {})
    client = TestClient(app_over(store, log), base_url="http://127.0.0.1", headers={"Accept": "text/html"})
    page = client.get(f"/{kind}s/wandsworth/{about}").text
    report = client.get("/groups/health-and-social-care-integration-group/report").text
    for text in (page, report):
        assert sort.heading in text_of(text)
        for word in shown(kind, sort):
            assert word.lower() in text_of(text).lower(), word
    assert f"/events/{said.event.meta.event_id}" in page
    (thing,) = client.get(f"/v1/{kind}s/wandsworth/{about}").json()["picture"][sort.member]
    assert [side["event"] for side in thing[sort.name]] == [str(said.event.meta.event_id)]
    events = {"wandsworth": [each for *_, each, _ in ready([(said.event_type, said.event)])]}
    (found,) = {
        each["event"]
        for each in explain(events, wandsworth.configuration(), Subject(kind, about), sort.member, date(2016, 1, 4))
    }
    assert found == str(said.event.meta.event_id)
    assert re.search(
        rf"{sort.item}:",
        str(explain(events, wandsworth.configuration(), Subject(kind, about), None, date(2016, 1, 4))),
    )


@EACH
def test_it_is_in_the_report_also_where_its_programme_is_no_joint_one(kind: str, sort: Listed) -> None:
    store, log = told((*wandsworth.story(), *SAID), {})
    client = TestClient(app_over(store, log), base_url="http://127.0.0.1", headers={"Accept": "text/html"})
    report = text_of(client.get("/groups/health-and-social-care-integration-group/report").text)
    assert f"{sort.heading}: {'Contracts of ' if kind == 'contract' else ''}" in report
    assert all(word.lower() in report.lower() for word in shown(kind, sort))


def test_a_rating_is_called_as_the_measure_that_it_rates() -> None:
    (rated,) = (each for each in SAID if each.event_type.name == "rated")
    about = [each for each in wandsworth.story() if each.event.meta.subject == rated.event.meta.subject]
    untitled = [each for each in about if each.event_type.name == "declared"]
    for said, name in ((untitled, "Suitable accommodation"), (about, "Care leavers in suitable accommodation")):
        store, log = told((*said, rated), {})
        client = TestClient(app_over(store, log), base_url="http://127.0.0.1", headers={"Accept": "text/html"})
        page = client.get(f"/contracts/wandsworth/{rated.event.meta.subject}").text
        report = client.get("/groups/health-and-social-care-integration-group/report").text
        for text in (page, report):
            table = text_of(text[text.index("Ratings") :])
            row = table[table.index("Who says it") : table.index("Fewer people than agreed")]
            assert name in row
            assert name == "Suitable accommodation" or "Suitable accommodation" not in row
