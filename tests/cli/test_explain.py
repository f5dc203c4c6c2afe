"""`hub explain`: whose word a figure is, which statements were passed over for it and why, in words."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from hub.reconcile.fates import Fate
from tests.cli.told import CCG, CONTRACT, COUNCIL, Log, event_id


def pounds(amount: str) -> dict[str, str]:
    return {"amount": amount, "basis": "net"}


@pytest.fixture
def log() -> Log:
    """A council that corrects, restates and looks ahead; a CCG that two bodies follow in December 2015."""
    log = Log()
    log.say("contract.varied", COUNCIL, "2015-01-01", {"value": pounds("450000.00")})  # 1
    log.say("contract.varied", COUNCIL, "2015-06-01", {"value": pounds("480000.00")}, source_document="Paper 15-190")
    log.say("contract.varied", COUNCIL, "2015-03-01", {"value": pounds("48.00")})  # 3, corrected by 4
    log.say("contract.varied", COUNCIL, "2015-03-01", {"title": "Carers"}, corrects=event_id(3))
    log.say("contract.varied", COUNCIL, "2016-04-01", {"value": pounds("500000.00")})  # 5
    log.say("contract.varied", CCG, "2015-06-01", {"value": pounds("520000.00"), "status": "active"})  # 6
    log.say("contract.varied", CCG, "2015-07-01", {"clears": ["status"]})  # 7
    return log


def test_it_tells_whose_word_each_is_and_why_others_were_passed_over(monkeypatch: pytest.MonkeyPatch, log: Log) -> None:
    answer = log.hub(monkeypatch, "explain", "contract", CONTRACT, "value", "--as-of", "2015-12-01")
    assert answer.exit_code == 0
    assert answer.stdout.startswith(f"contract {CONTRACT}: what stood on 1 December 2015\n")
    for words in (
        "value: £480,000.00 net of VAT\n    stands: it is the word of Wandsworth Borough Council\n",
        f"value: £450,000.00 net of VAT\n    superseded for Wandsworth Borough Council by event {event_id(2)}\n",
        f"value: £48.00 net of VAT\n    void: Wandsworth Borough Council took it back in event {event_id(4)}\n",
        "value: £500,000.00 net of VAT\n    not yet true for Wandsworth Borough Council: it counts from 2016-04-01\n",
        "value: £520,000.00 net of VAT\n    stands: it is the word of NHS South West London ICB\n",
        "value: £520,000.00 net of VAT\n    stands: it is the word of NHS South East London ICB\n",
        "    said by NHS Wandsworth CCG (GB-NHS-08X); true from 2015-06-01; recorded 2015-09-06T00:00:00",
        "    Paper 15-190\n",
        f"    event {event_id(2)} (uk.jch.contract.varied.v1)\n",
    ):
        assert words in answer.stdout
    assert "title" not in answer.stdout


def test_a_field_that_was_taken_back_says_so(monkeypatch: pytest.MonkeyPatch, log: Log) -> None:
    answer = log.hub(monkeypatch, "explain", "contract", CONTRACT, "status", "--as-of", "2015-09-30")
    assert "clears the field: NHS Wandsworth CCG says nothing about it any more" in answer.stdout
    assert f"taken back for NHS Wandsworth CCG by event {event_id(7)}, which clears the field" in answer.stdout


def test_a_stage_that_its_contracts_have_passed_is_not_called_the_word(monkeypatch: pytest.MonkeyPatch) -> None:
    log, ocid = Log(), "ocds-h6vhtk-00001"
    log.say("contract.procurement-declared", COUNCIL, "2015-01-01", {"stage": "tender"}, subject=ocid)
    log.say("contract.declared", COUNCIL, "2015-02-01", {"stage": "contract", "procurement": ocid})
    answer = log.hub(monkeypatch, "explain", "procurement", ocid, "stage", "--as-of", "2015-12-01")
    passed = "passed: what Wandsworth Borough Council says of its contracts and awards"
    assert f"stage: tender\n    {passed} in event {event_id(2)} goes further\n" in answer.stdout
    contract = f"stage of contract {CONTRACT}: contract\n    stands: it is the word of Wandsworth Borough Council\n"
    assert f"{contract}    shown as stage\n" in answer.stdout


def test_a_result_of_an_earlier_period_is_not_called_the_one_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log()
    for end, value in (("2015-06-30", "7"), ("2015-09-30", "3")):
        period = {"period_start": "2015-04-01", "period_end": end}
        log.say("performance.observed", CCG, "2015-07-01", {"measure": "complaints", "value": value, **period})
    answer = log.hub(monkeypatch, "explain", "contract", CONTRACT, "complaints", "--as-of", "2015-10-01")
    shown = f"the last period's result, of event {event_id(2)}, is the one shown"
    assert f"    the word of NHS Wandsworth CCG on its period; {shown}\n" in answer.stdout
    assert answer.stdout.count("stands: it is the word") == 1


def test_json_is_the_same_as_data(monkeypatch: pytest.MonkeyPatch, log: Log) -> None:
    answer = log.hub(monkeypatch, "explain", "contract", CONTRACT, "value", "--as-of", "2015-12-01", "--json")
    told = [(each["event"], each["body"], each["fate"]) for each in json.loads(answer.stdout)]
    assert sorted(told) == [
        (event_id(1), COUNCIL, "superseded"),
        (event_id(2), COUNCIL, "stands"),
        (event_id(3), COUNCIL, "void"),
        (event_id(5), COUNCIL, "not yet true"),
        (event_id(6), "GB-NHS-72Q", "stands"),
        (event_id(6), "GB-NHS-QWE", "stands"),
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["contract", "GB-LAE-WND/14-556"], f"Did you mean {CONTRACT}?"),
        (["contract", "14-565"], f"Did you mean {CONTRACT}?"),
        (["contract", CONTRACT, "vlaue"], "Did you mean value? Its fields: status, title, value"),
        (["programme", CONTRACT], "there is a contract of that name"),
        (["programme", "carers"], "Nothing was said about any programme yet"),
        (["contract", CONTRACT, "--known-at", "2015-01-01"], "by then"),
    ],
)
@pytest.mark.parametrize("as_json", [True, False])
def test_what_is_not_there_is_a_finding_with_what_was_perhaps_meant(
    monkeypatch: pytest.MonkeyPatch, log: Log, arguments: list[str], words: str, as_json: bool
) -> None:
    answer = log.hub(monkeypatch, "explain", *arguments, *(["--json"] if as_json else []))
    assert answer.exit_code == 1
    assert words in (json.loads(answer.stdout)["error"] if as_json else answer.stderr)


def test_a_thing_is_asked_for_by_its_name_with_all_its_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log()
    period = {"period_start": "2015-04-01", "period_end": "2015-06-30"}
    log.say(
        "contract.measure-agreed",
        COUNCIL,
        "2015-04-01",
        {
            "measure": "complaints",
            "title": "Complaints",
            "direction": "lower",
            "target": "5",
        },
    )
    log.say("performance.observed", CCG, "2015-07-01", {"measure": "complaints", "value": "7", **period})
    fields = {
        wanted: {
            each["field"]
            for each in json.loads(log.hub(monkeypatch, "explain", "contract", CONTRACT, wanted, "--json").stdout)
        }
        for wanted in ("complaints", "measure:complaints", "measure:complaints/target", "target")
    }
    agreed = {f"measure:complaints/{each}" for each in ("title", "direction", "target")}
    assert fields == {
        "complaints": {*agreed, "result:complaints/2015-06-30/2015-04-01"},
        "measure:complaints": agreed,
        "measure:complaints/target": {"measure:complaints/target"},
        "target": {"measure:complaints/target"},
    }


def test_totals_are_told_above_their_statements_with_why_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    log, ocid = Log(), "ocds-h6vhtk-00001"
    ceiling = {"value": pounds("900.00"), "stage": "contract", "status": "active", "procurement": ocid}
    log.say(
        "contract.procurement-declared",
        COUNCIL,
        "2015-01-01",
        {"framework": True, "value": pounds("900.00")},
        subject=ocid,
    )
    for number in "12":
        log.say("contract.declared", COUNCIL, "2015-01-01", ceiling, subject=f"{ocid}/{number}")
        log.say(
            "contract.declared", CCG, "2015-01-01", ceiling | {"value": pounds("10.00")}, subject=f"{ocid}/{number}"
        )
    log.say("contract.declared", CCG, "2015-01-01", {"stage": "contract", "procurement": ocid}, subject=f"{ocid}/3")
    answer = log.hub(monkeypatch, "explain", "procurement", ocid, "totals", "--as-of", "2015-09-30")
    _, second, first, statement, *_ = answer.stdout.splitlines()
    shared = "£900.00 net of VAT, a ceiling that they share and that is counted once"
    assert first == "NHS Wandsworth CCG: 3 contracts, no total, because some of them state no value"
    assert second == f"Wandsworth Borough Council: 2 contracts, {shared}"
    assert statement.startswith(("value", "procurement"))
    # of another field, and as data, there are the statements alone
    assert shared not in log.hub(monkeypatch, "explain", "procurement", ocid, "value").stdout
    assert isinstance(json.loads(log.hub(monkeypatch, "explain", "procurement", ocid, "totals", "--json").stdout), list)


def test_totals_are_those_of_what_was_known_then(monkeypatch: pytest.MonkeyPatch) -> None:
    log, ocid = Log(), "ocds-h6vhtk-00001"
    contract = {"stage": "contract", "status": "active", "procurement": ocid}
    log.say("contract.declared", COUNCIL, "2015-01-01", contract | {"value": pounds("7.00")}, subject=f"{ocid}/1")
    log.say(
        "contract.declared",
        COUNCIL,
        "2015-01-01",
        contract | {"value": pounds("10.00")},
        subject=f"{ocid}/2",
        admitted=timedelta(days=1),
    )
    told = {
        day: log.hub(monkeypatch, "explain", "procurement", ocid, "totals", "--as-of", "2015-12-01", "--known-at", day)
        for day in ("2015-10-02", "2015-10-03")
    }
    assert {day: answer.stdout.splitlines()[1] for day, answer in told.items()} == {
        "2015-10-02": "Wandsworth Borough Council: 1 contract, £7.00 net of VAT",
        "2015-10-03": "Wandsworth Borough Council: 2 contracts, £17.00 net of VAT together",
    }


def test_what_is_known_in_several_partnerships_says_in_which(monkeypatch: pytest.MonkeyPatch) -> None:
    log, ocid = Log(), "ocds-h6vhtk-00001"
    contract = {"stage": "contract", "procurement": ocid}
    for place, amount in (("wandsworth", "10.00"), ("GB-LAE-WND", "7.00")):
        log.say(
            "contract.declared",
            COUNCIL,
            "2015-01-01",
            contract | {"value": pounds(amount)},
            subject=f"{ocid}/1",
            partnerships=[place],
        )
    told = log.hub(monkeypatch, "explain", "procurement", ocid, "totals", "--as-of", "2015-09-30").stdout.splitlines()
    assert sorted(told[1:3]) == [
        "Wandsworth Borough Council in GB-LAE-WND: 1 contract, £7.00 net of VAT",
        "Wandsworth Borough Council in wandsworth: 1 contract, £10.00 net of VAT",
    ]
    assert f"value of contract {ocid}/1 in wandsworth: £10.00 net of VAT" in told
    one = Log()
    one.say("contract.declared", COUNCIL, "2015-01-01", contract, subject=f"{ocid}/1")
    assert " in wandsworth" not in one.hub(monkeypatch, "explain", "procurement", ocid).stdout


def test_a_target_that_judges_a_result_of_its_period_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log()
    for target, day in (("95", "2015-01-01"), ("85", "2015-10-15")):
        terms = {"measure": "m", "title": "M", "direction": "higher", "target": target}
        log.say("contract.measure-agreed", COUNCIL, day, terms)
    period = {"measure": "m", "period_start": "2015-07-01", "period_end": "2015-09-30", "value": "90"}
    log.say("performance.observed", COUNCIL, "2015-10-02", period)
    answer = log.hub(monkeypatch, "explain", "contract", CONTRACT, "target", "--as-of", "2015-12-01")
    by = (
        "judges the last result: for Wandsworth Borough Council it stood when that result's period ended, or was the "
        f"first after it; event {event_id(2)} counts today"
    )
    assert f"measure:m/target: 95\n    {by}\n" in answer.stdout


def test_the_page_about_reports_tells_every_fate() -> None:
    page = (Path(__file__).parents[2] / "docs/reading-reports.md").read_text("utf-8")
    assert {each.value for each in Fate} == set(
        re.findall(r"^\| ([a-z ]+) \|", page.partition("| Fate |")[2], re.MULTILINE)
    )
