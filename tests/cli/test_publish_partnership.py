"""`hub publish --partnership`, without Kafka."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner

from hub.admission.references import Known
from hub.cli.main import hub
from tests.usecases.publishing_in_memory import OF_TWO, released_by_an_icb


@pytest.fixture(autouse=True)
def of_two_partnerships(monkeypatch: pytest.MonkeyPatch) -> None:
    async def configured(cluster: Any) -> Any:
        return OF_TWO

    async def nothing(*asked: Any) -> set[Any]:
        return set()

    async def none_declared(*asked: Any) -> Known:
        return Known()

    monkeypatch.setattr("hub.cli.publish.standing", configured)
    monkeypatch.setattr("hub.cli.publish.read_declared", none_declared)
    for name in ("read_written", "read_speakers"):
        monkeypatch.setattr(f"hub.cli.publish.{name}", nothing)
    monkeypatch.setattr("hub.cli.running.cluster_of", lambda settings: None)


def published(file: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    answer = CliRunner().invoke(hub, ["publish", str(file), "--dry-run", "--json", *arguments])
    return answer.exit_code, orjson.loads(answer.stdout)


def test_the_choice_is_named_and_taken(tmp_path: Path) -> None:
    file = released_by_an_icb(tmp_path)
    code, refused = published(file)
    assert (code, refused["refused"]) == (1, 1)
    assert "hub publish --partnership merton" in refused["refusals"][0]["fix"]
    code, accepted = published(file, "--partnership", "merton", "--partnership", "wandsworth")
    assert (code, accepted["accepted"]) == (0, 1)


def test_a_slip_in_its_name_is_told_once_and_not_for_each_release(tmp_path: Path) -> None:
    code, told = published(released_by_an_icb(tmp_path), "--partnership", "mertn")
    assert code == 2
    assert "configured: merton, wandsworth" in told["error"]
