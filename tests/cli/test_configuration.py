"""`hub configuration check`: what is taken and joins less than it seems to is a warning, and no finding."""

import json
from pathlib import Path

from click.testing import CliRunner

from hub.cli.main import hub

BODY = """\
- document: organisation
  id: GB-LAE-LCE
  name: Leicester City Council
  same_as: [GB-FTS-12345]
"""


def test_a_number_of_one_notice_is_warned_of(tmp_path: Path) -> None:
    file = tmp_path / "bodies.yaml"
    file.write_text(BODY, encoding="utf-8")
    ended = CliRunner().invoke(hub, ["configuration", "check", str(file)])
    assert (ended.exit_code, ended.stdout) == (0, "1 document, nothing to mend.\n")
    assert ended.stderr.startswith(f"Warning: {file}:1: same_as[0]: GB-FTS-12345 is a number of one notice")
    found = json.loads(CliRunner().invoke(hub, ["configuration", "check", "--json", str(file)]).stdout)
    assert (found["ok"], found["findings"]) == (True, [])
    assert [each["field"] for each in found["warnings"]] == ["same_as[0]"]
