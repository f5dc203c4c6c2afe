"""`hub trace` in a narrow terminal: whole ids, whole places, JSON that is JSON."""

import orjson
import pytest
from click.testing import CliRunner

from hub.cli.main import hub

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
    "admitted_at": "2015-06-01T00:00:00Z",
    "said": SAID,
    "voided_by": [],
    "used_in": [{"kind": "contract", "id": LONG, "where": "differences/sides"}],
    "reported_to": ["health-and-social-care-integration-group"],
}


@pytest.mark.parametrize("columns", ["40", "80"])
def test_nothing_is_cut_or_wrapped(monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr("hub.cli.trace.read_log", lambda json: None)
    monkeypatch.setattr("hub.cli.trace.tracing", lambda log, event_id, day: [FOUND])
    answer = CliRunner().invoke(hub, ["trace", EVENT])
    assert answer.exit_code == 0
    lines = answer.stdout.splitlines()
    assert lines[0] == "uk.jch.contract.declared.v1 in wandsworth, admitted 2015-06-01T00:00:00Z"
    assert f"  contract {LONG}: differences/sides" in lines
    assert orjson.loads(answer.stdout[answer.stdout.index("{") : answer.stdout.rindex("}") + 1]) == SAID
    assert lines[-1] == "Reported to: health-and-social-care-integration-group"
