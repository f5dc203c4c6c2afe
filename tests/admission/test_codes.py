"""Every code of admission has a case here that gets exactly this refusal; and no rule uses a code it does not name."""

from dataclasses import dataclass
from typing import Any

import pytest

from hub.admission.admit import Refused, admit
from hub.admission.limits import MOST_BYTES, MOST_LEVELS, MOST_VALUES
from hub.admission.refusal import Code
from hub.admission.rules import RULES, Case
from hub.events.catalogue import BY_CE_TYPE
from tests.support.documents import CCG, COUNCIL, EVENT_ID, NOW, context, declared, wandsworth


@dataclass(frozen=True)
class RefusalCase:
    name: str
    document: Any
    code: Code
    field: str
    principal: str = "operator"


def nested(levels: int) -> Any:
    value: Any = "end"
    for _ in range(levels):
        value = [value]
    return value


def other(name: str, subject: str = "GB-LAE-WND/14-565", /, **data: Any) -> Any:
    document = declared(attributes={"type": f"uk.jch.{name}.v1", "subject": subject})
    return {**document, "data": {"meta": {"organisation": COUNCIL}, **data}}


EARLIER, NOBODYS = (f"0198c2b4-7a53-7c55-9f0e-00000000000{number}" for number in (1, 2))
OBSERVED = {"measure": "waits", "period_start": "2015-01-01", "period_end": "2015-03-31", "value": "1"}
DUE = {"text": "May 2012", "earliest": "2012-05-01", "latest": "2012-05-31", "precision": "month"}

CASES = [
    RefusalCase("a list is no event", [1], Code.NOT_AN_EVENT, ""),
    RefusalCase("no specversion", declared(attributes={"specversion": None}), Code.ATTRIBUTE_MISSING, "specversion"),
    RefusalCase("no data", {"specversion": "1.0", "id": EVENT_ID, "source": "s", "type": "t"}, Code.ATTRIBUTE_MISSING, "data"),
    RefusalCase("another version", declared(attributes={"specversion": "0.3"}), Code.ATTRIBUTE_WRONG, "specversion"),
    RefusalCase("capitals in a name", declared(attributes={"recordedTime": "x"}), Code.ATTRIBUTE_WRONG, "recordedTime"),
    RefusalCase("a time without offset", declared(attributes={"time": "2015-04-01T00:00:00"}), Code.ATTRIBUTE_WRONG, "time"),
    RefusalCase("XML", declared(attributes={"datacontenttype": "text/xml"}), Code.ATTRIBUTE_WRONG, "datacontenttype"),
    RefusalCase("another schema", declared(attributes={"dataschema": "contract/varied/v1.0"}), Code.ATTRIBUTE_WRONG, "dataschema"),
    RefusalCase("an unknown type", declared(attributes={"type": "uk.jch.contract.signed.v1"}), Code.TYPE_UNKNOWN, "type"),
    RefusalCase("thousands of names", declared(note=dict.fromkeys(map(str, range(MOST_VALUES)))), Code.TOO_LARGE, ""),
    RefusalCase("a megabyte", declared(description="x" * MOST_BYTES), Code.TOO_LARGE, ""),
    RefusalCase("too many levels", declared(title=nested(MOST_LEVELS)), Code.TOO_DEEP, ""),
    RefusalCase("id and event_id differ", declared(meta={"event_id": str(EVENT_ID)[:-1] + "9"}), Code.DISAGREES, "meta.event_id"),
    RefusalCase("time and occurred_at differ", declared(meta={"occurred_at": "2015-04-02"}), Code.DISAGREES, "meta.occurred_at"),
    RefusalCase("a misspelt field", declared(titel="Carers"), Code.FIELD_UNKNOWN, "data.titel"),
    RefusalCase("a misspelt field of meta", declared(meta={"organization": COUNCIL}), Code.FIELD_UNKNOWN, "meta.organization"),
    RefusalCase("no stage", declared(stage=None), Code.FIELD_MISSING, "data.stage"),
    RefusalCase("no organisation", declared(meta={"organisation": None}), Code.FIELD_MISSING, "meta.organisation"),
    RefusalCase("a number for a title", declared(title=7), Code.VALUE_WRONG, "data.title"),
    RefusalCase("a date without a month", declared(period_end="2018"), Code.VALUE_WRONG, "data.period_end"),
    RefusalCase("seconds for a date", declared(period_end=1433376000), Code.VALUE_WRONG, "data.period_end"),
    RefusalCase("yes for true", declared(meta={"illustrative": "yes"}), Code.VALUE_WRONG, "meta.illustrative"),
    RefusalCase("three decimals", declared(value={"amount": "1.005"}), Code.VALUE_WRONG, "data.value.amount"),
    RefusalCase("a bell", declared(title="Carers\a"), Code.CONTROL_CHARACTER, "data.title"),
    RefusalCase("a NUL in an attribute", declared(attributes={"source": "a\0"}), Code.CONTROL_CHARACTER, "source"),
    RefusalCase("not a UUID", declared(attributes={"id": "17"}), Code.ID_WRONG, "id"),
    RefusalCase("not a contract id", declared(attributes={"subject": "Carers"}), Code.ID_WRONG, "subject"),
    RefusalCase("not an organisation", declared(suppliers=[{"id": "Acme"}]), Code.ID_WRONG, "data.suppliers[0].id"),
    RefusalCase("an id with a space", declared(attributes={"subject": "GB-LAE-WND/14-565 "}), Code.ID_WITH_SPACES, "subject"),
    RefusalCase("corrects itself", declared(meta={"corrects": EVENT_ID}), Code.REFERS_TO_ITSELF, "meta.corrects"),
    RefusalCase("withdraws one event about another", other("contract.withdrawn", NOBODYS, event=EARLIER, reason="x"), Code.DISAGREES, "subject"),
    RefusalCase("withdraws itself", other("contract.withdrawn", event=EVENT_ID, reason="x"), Code.REFERS_TO_ITSELF, "data.event"),
    RefusalCase("for somebody else", declared(), Code.SPEAKS_FOR_ANOTHER, "meta.organisation", CCG),
    RefusalCase("not yet a member", declared(attributes={"time": "2013-03-31T00:00:00Z"}, meta={"organisation": CCG, "partnerships": ["wandsworth"]}), Code.NOT_A_MEMBER, "meta.partnerships[0]"),
    RefusalCase("somebody else's own partnership", declared(meta={"partnerships": [CCG]}), Code.NOT_A_MEMBER, "meta.partnerships[0]"),
    RefusalCase("two partnerships", declared(attributes={"time": "2016-01-02T00:00:00Z"}), Code.PARTNERSHIP_AMBIGUOUS, "meta.partnerships"),
    RefusalCase("eleven years ahead", declared(attributes={"time": "2027-01-01T00:00:00Z"}, meta={"partnerships": ["wandsworth"]}), Code.OCCURRED_TOO_LATE, "time"),
    RefusalCase("1066", declared(attributes={"time": "1066-10-14T00:00:00Z"}), Code.OCCURRED_TOO_EARLY, "time"),
    RefusalCase("recorded next week", declared(attributes={"recordedtime": "2016-01-11T00:00:00Z"}), Code.RECORDED_AHEAD, "recordedtime"),
    RefusalCase("ends before it starts", declared(period_start="2018-01-01", period_end="2017-01-01"), Code.DATES_REVERSED, "data.period_end"),
    RefusalCase("a result's period reversed", other("performance.observed", **{**OBSERVED, "period_end": "2014-01-01"}), Code.DATES_REVERSED, "data.period_end"),
    RefusalCase("a range reversed", other("workplan.milestone-scheduled", "carers", milestone="m", title="t", due={**DUE, "latest": "2012-04-01"}), Code.DATES_REVERSED, "data.due"),
    RefusalCase("the year 24", declared(review_on="0024-01-01"), Code.DATE_IMPLAUSIBLE, "data.review_on"),
    RefusalCase("pence as a currency", declared(value={"amount": "1", "currency": "GBX"}), Code.CURRENCY_UNKNOWN, "data.value.currency"),
    RefusalCase("a negative value", declared(value={"amount": "-1.00"}), Code.NEGATIVE, "data.value.amount"),
    RefusalCase("restricted", declared(attributes={"dataclassification": "restricted"}), Code.CLASSIFICATION_REFUSED, "dataclassification"),
    RefusalCase("a code that is not there", declared(stage="awarded"), Code.CODE_UNKNOWN, "data.stage"),
    RefusalCase("a code inside a part", declared(value={"amount": "1", "basis": "nett"}), Code.CODE_UNKNOWN, "data.value.basis"),
    RefusalCase("a code two parts down", other("workplan.milestone-scheduled", "carers", milestone="m", title="t", due={**DUE, "precision": "fortnight"}), Code.CODE_UNKNOWN, "data.due.precision"),
    RefusalCase("clears what must be there", declared(clears=["stage"]), Code.CLEARS_WRONG, "data.clears[0]"),
    RefusalCase("clears and states", declared(clears=["title"]), Code.CLEARS_AND_STATES, "data.clears[0]"),
    RefusalCase("clears and states that it is not so", declared(renewable=False, clears=["renewable"]), Code.CLEARS_AND_STATES, "data.clears[0]"),
    RefusalCase("an NHS number in a text", declared(description="seen: 943 476 5919"), Code.NHS_NUMBER, "data.description"),
    RefusalCase("an NHS number as a reference", declared(notice="9990000018"), Code.NHS_NUMBER, "data.notice"),
    RefusalCase("an e-mail address", declared(description="write to jo@example.org"), Code.EMAIL, "data.description"),
    RefusalCase("a telephone number", declared(title="ring 020 7946 0018"), Code.PHONE, "data.title"),
    RefusalCase("a National Insurance number", declared(title="QQ123456C is fine, AB123456C is not"), Code.NATIONAL_INSURANCE, "data.title"),
    RefusalCase("a date of birth", declared(description="client, DOB 03/04/1951"), Code.BIRTH_DATE, "data.description"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_document_is_refused_with_this_code_at_this_field(case: RefusalCase) -> None:
    answer = admit(case.document, context(case.principal))
    assert isinstance(answer, Refused)
    assert (case.code, case.field) in [(each.code, each.field) for each in answer.refusals], answer.refusals
    assert all(each.problem and each.fix for each in answer.refusals)


def test_every_code_of_admission_has_a_case() -> None:
    # no document is known to raise: tests/usecases/test_total_doors.py; a lost list: tests/admission/test_codelists.py
    elsewhere = {Code.ADMISSION_FAILED, Code.CODELIST_UNREADABLE}
    assert {case.code for case in CASES} | elsewhere == {code for code in Code if code.startswith("HUB-ADM-")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_rule_refuses_with_its_own_codes_only(case: RefusalCase) -> None:
    if not isinstance(case.document, dict) or case.document.get("type") not in BY_CE_TYPE:
        return  # no rule looks at it
    looked_at = Case(BY_CE_TYPE[case.document["type"]], case.document["data"], None, wandsworth(), NOW, None)
    for rule in RULES:
        assert {each.code for each in rule.check(looked_at)} <= rule.codes, rule.check.__name__


@pytest.mark.parametrize("subject", [EARLIER, EARLIER.upper(), "GB-LAE-WND/14-565", None])
def test_a_withdrawal_is_about_its_event_however_that_is_written_or_about_a_contract(subject: str | None) -> None:
    document = other("contract.withdrawn", "", event=EARLIER, reason="x") | {"subject": subject}
    assert not isinstance(admit(document, context()), Refused)
