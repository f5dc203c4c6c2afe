"""`hub report` says beside the report up to when it stands, and what it leaves out."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from hub.cli.main import hub
from hub.configuration.model import Configuration
from hub.reports.freshness_words import cut_words
from tests.laws.histories import GROUPS, said_of
from tests.laws.test_known_at import BEGIN, Record, log_of
from tests.reconcile.dense import history

LAST = "The last one included was admitted on 1 October 2015, 13:00:00 BST."


@pytest.mark.parametrize(
    ("known_at", "words"),
    [
        ([], f"Every statement that was admitted is taken in. {LAST}"),
        (["--known-at", "2015-10-01T12:00"], f"Every statement that was admitted is taken in. {LAST}"),
        (
            ["--known-at", "2015-09-30"],
            "Left out, as asked: 1 statement admitted later, the first on 1 October 2015, 13:00:00 BST.",
        ),
    ],
)
def test_it_is_told_beside_the_report_and_not_in_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, known_at: list[str], words: str
) -> None:
    (statement,) = [each for each in said_of(history(Random(3), 400)) if each.type.name == "declared"][:1]
    log = log_of([Record(0, replace(statement, known=BEGIN))], Configuration(0, {"group/group": GROUPS[0]}))
    monkeypatch.setattr("hub.cli.report.read_log", lambda json: log)
    for to in ("html", "json"):
        file = tmp_path / f"report.{to}"
        arguments = ["report", "group", "--as-of", "2016-06-01", "--format", to, *known_at]
        answer = CliRunner().invoke(hub, [*arguments, "-o", str(file)])
        assert (answer.exit_code, answer.stdout, answer.stderr.strip()) == (0, "", words)
        assert words not in file.read_text()
        assert CliRunner().invoke(hub, arguments).stdout_bytes == file.read_bytes()


def test_what_is_left_out_is_counted() -> None:
    assert cut_words([], None) == "Nothing has been admitted yet."
    assert cut_words([1000, 2000, 3000], 1000) == (
        "Left out, as asked: 2 statements admitted later, the first on 1 January 1970, 01:00:02 BST. "
        "The last one included was admitted on 1 January 1970, 01:00:01 BST."
    )
