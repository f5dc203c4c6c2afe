"""`hub verify` ends with what it found: whoever asks by its exit code is told the same as whoever reads it."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from hub.cli.main import hub
from hub.cli.running import FINDING
from hub.engine.verify import Mismatch, VerifyFinding
from hub.usecases import verifying
from hub.usecases.verifying import Verification

INSTANCE = {"HUB_BOOTSTRAP_SERVERS": "127.0.0.1:9", "HUB_REGISTRY_URL": "http://127.0.0.1:9"}


def found(*mismatches: Mismatch) -> Verification:
    return Verification(not mismatches, 3, 2, 1, 0, 0, 1, [], list(mismatches), "d")


@pytest.mark.parametrize("arguments", [[], ["--json"]])
@pytest.mark.parametrize("wrong", [None, *VerifyFinding])
def test_its_exit_code_says_whether_something_differs(
    monkeypatch: pytest.MonkeyPatch, wrong: VerifyFinding | None, arguments: list[str]
) -> None:
    mismatches = [] if wrong is None else [Mismatch(wrong, "wandsworth", "contract", "c", "is wrong", None, None)]

    async def verify(*_: Any) -> Verification:
        return found(*mismatches)

    monkeypatch.setattr(verifying, "verify", verify)
    answer = CliRunner().invoke(hub, ["verify", *arguments], env=INSTANCE)
    assert answer.exit_code == (FINDING if mismatches else 0)
    if arguments:
        assert json.loads(answer.stdout)["ok"] is (wrong is None)
    else:
        assert ("Everything agrees." in answer.stdout) is (wrong is None)
