"""`hub trace` in a narrow terminal: whole ids, whole places, JSON that is JSON."""

from datetime import UTC, datetime

import orjson
import pytest
from click.testing import CliRunner

from hub.cli.main import hub
from hub.cli.told import content_words
from hub.log.codec import Stamp
from hub.log.refusals import kept_refusals
from tests.cli.told import CCG, CONTRACT, COUNCIL, Log

EVENT = "0191f7a0-0000-7000-8000-000000000001"
LONG = "GB-LAE-WND/a-reference-that-is-a-good-deal-longer-than-half-of-a-narrow-terminal"
SAID = {
    "meta": {"subject": LONG},
    "title": "[bold]A title in brackets[/bold] that runs on beyond the eightieth column of it",
}
FOUND = {
    "event": EVENT,
    "partnership": "wandsworth",
    "type": "uk.jch.contract.declared.v1",
    "of_contents": 1,
    "admitted_at": "2015-06-01T00:00:00Z",
    "said": SAID,
    "voided_by": [],
    "takes_back": [],
    "takes_back_nothing": [],
    "fates": [],
    "used_in": [{"kind": "contract", "id": LONG, "where": "differences/sides"}],
    "changes": [{"kind": "contract", "id": LONG, "what": "differences/value"}],
    "reported_to": [{"group": "health-and-social-care-integration-group", "figures": ["Joint programmes"]}],
}


@pytest.mark.parametrize("columns", ["40", "80"])
def test_nothing_is_cut_or_wrapped(monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr("hub.cli.trace.read_log", lambda json: None)
    monkeypatch.setattr("hub.cli.trace.tracing", lambda log, event_id, day, known_at: [FOUND])
    answer = CliRunner().invoke(hub, ["trace", EVENT])
    assert answer.exit_code == 0
    lines = answer.stdout.splitlines()
    assert lines[0] == "uk.jch.contract.declared.v1 in wandsworth, admitted 2015-06-01T00:00:00Z"
    assert f"  contract {LONG}: differences/sides" in lines
    assert orjson.loads(answer.stdout[answer.stdout.index("{") : answer.stdout.rindex("}") + 1]) == SAID
    assert f"  contract {LONG}: differences/value" in lines
    assert lines[-1] == "Changes the report to health-and-social-care-integration-group: Joint programmes"


def test_an_event_that_is_named_nowhere_tells_what_it_took_back_and_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log()
    first = log.say("contract.declared", COUNCIL, "2015-01-01", {"stage": "contract", "title": "Carers"})
    second = log.say("contract.declared", COUNCIL, "2015-01-01", {"stage": "award", "title": "Carers"})
    withdrawn = log.say("contract.withdrawn", COUNCIL, "2015-02-01", {"event": second, "reason": "a mistake"})
    told = log.hub(monkeypatch, "trace", withdrawn, "--as-of", "2015-12-01").stdout
    assert f"Takes back: event {second}.\n" in told
    assert "No figure of 1 December 2015 names it.\n" in told
    assert f"  contract {CONTRACT}: fields/stage\n" in told
    assert "Changes the report to group: Contracts outside any programme\n" in told
    voided = log.hub(monkeypatch, "trace", second, "--as-of", "2015-12-01").stdout
    assert f"Void: its own organisation took it back in event {withdrawn}.\n" in voided
    assert f"  stage: void: Wandsworth Borough Council took it back in event {withdrawn}\n" in voided
    assert "Without it every figure would be the same.\nChanges no group's report.\n" in voided
    standing = log.hub(monkeypatch, "trace", first, "--as-of", "2015-12-01").stdout
    assert "  stage: stands: it is the word of Wandsworth Borough Council\n" in standing
    assert f"  contract {CONTRACT}: is there because of it\n" in standing


def test_an_event_that_is_not_there_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log()
    said = log.say("contract.declared", COUNCIL, "2015-01-01", {"stage": "contract"})
    monkeypatch.setattr("hub.cli.trace.run", lambda work, json: [])
    for arguments, words in (
        ([said[:30]], f"Events that begin so: {said}."),
        ([EVENT], "was not admitted. If it was published, see `hub quarantine list`"),
        ([said, "--known-at", "2015-10-01T12:00:00"], "was not admitted by then; it was at 2015-10-01T12:00:00.001Z"),
    ):
        answer = log.hub(monkeypatch, "trace", *arguments)
        assert answer.exit_code == 1
        assert words in answer.stderr


def test_an_event_that_was_only_refused_is_told_with_every_time_and_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [
        {"where": "a.jsonl:1", "code": code, "field": field, "problem": "is wrong", "fix": "put it right"}
        for code, field in (("HUB-ADM-070", "data.stage"), ("HUB-ADM-044", "data.review_on"))
    ]
    days = (datetime(2015, 10, 1, 12, tzinfo=UTC), datetime(2015, 10, 2, 12, tzinfo=UTC))
    refused = [
        kept
        for day in days
        for kept in kept_refusals(told, Stamp(day, COUNCIL, "http"), {"id": EVENT}, b"", with_text=False)
    ]
    monkeypatch.setattr("hub.cli.trace.run", lambda work, json: refused)
    answer = Log().hub(monkeypatch, "trace", EVENT)
    assert answer.exit_code == 1
    assert answer.stdout.count("It was refused at 2015-10-0") == 2
    for word in ("http", COUNCIL, "HUB-ADM-070  data.stage: is wrong", "HUB-ADM-044", "To mend it: put it right"):
        assert answer.stdout.count(word) >= 2, word
    answer = Log().hub(monkeypatch, "trace", EVENT, "--json")
    document = orjson.loads(answer.stdout)
    assert (answer.exit_code, document["ok"]) == (1, False)
    assert [[reason["code"] for reason in each["reasons"]] for each in document["refused"]] == [
        ["HUB-ADM-070", "HUB-ADM-044"]
    ] * 2


def test_a_stage_that_its_contracts_have_passed_does_not_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    log, ocid = Log(), "ocds-h6vhtk-00001"
    said = log.say("contract.procurement-declared", COUNCIL, "2015-01-01", {"stage": "tender"}, subject=ocid)
    passing = log.say("contract.declared", COUNCIL, "2015-02-01", {"stage": "contract", "procurement": ocid})
    answer = log.hub(monkeypatch, "trace", said, "--as-of", "2015-12-01")
    assert f"stage: passed: what Wandsworth Borough Council says of its contracts and awards in event {passing}" in (
        answer.stdout
    )
    assert "stands" not in answer.stdout


def test_each_content_of_an_id_is_judged_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    log, other = Log(), "GB-NHS-08X/7"
    first = log.say("contract.declared", COUNCIL, "2015-01-01", {"stage": "contract", "title": "Carers"})
    log.say(
        "contract.declared", CCG, "2015-01-01", {"stage": "contract", "title": "Beds"}, subject=other, event_id=first
    )
    told = log.hub(monkeypatch, "trace", first, "--as-of", "2015-12-01").stdout
    parts = told.split("uk.jch.contract.declared.v1 in wandsworth")[1:]
    said = {part.partition('"title": "')[2].partition('"')[0]: part for part in parts}
    assert set(said) == {"Carers", "Beds"}
    for title, body, own, others in (("Carers", COUNCIL, CONTRACT, other), ("Beds", CCG, other, CONTRACT)):
        assert "This event id came with 2 contents. This is content " in said[title]
        assert f", of {body}; what is told here is of it alone." in said[title]
        assert f"  contract {own}: is there because of it\n" in said[title]
        assert f"  contract {own}: fields/title/sides\n" in said[title]
        # of the other's contract that the id has two contents, and nothing else
        named = [line for line in said[title].splitlines() if line.startswith(f"  contract {others}: ")]
        assert named == [
            f"  contract {others}: differences/sides",
            f"  contract {others}: differences/event:{first}",
        ]


def test_what_gave_way_to_another_content_of_its_id_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log()
    first = log.say("contract.declared", COUNCIL, "2015-01-01", {"stage": "award", "title": "Carers"})
    log.say("contract.declared", COUNCIL, "2015-01-01", {"stage": "contract", "title": "Carers"}, event_id=first)
    later = content_words(log.statements()[1].content_hash)
    told = log.hub(monkeypatch, "trace", first, "--as-of", "2015-12-01").stdout
    words = f"superseded for Wandsworth Borough Council by another content of the same event id, {later}\n"
    assert f"  stage: {words}" in told
    assert f"by event {first}\n" not in told
    explained = log.hub(monkeypatch, "explain", "contract", CONTRACT, "stage", "--as-of", "2015-12-01").stdout
    assert words in explained
    # what gives way to an id of several contents tells which of them
    earlier = log.say("contract.declared", COUNCIL, "2014-12-01", {"stage": "tender"})
    told = log.hub(monkeypatch, "trace", earlier, "--as-of", "2015-12-01").stdout
    assert f"stage: superseded for Wandsworth Borough Council by event {first}, {later}\n" in told
