"""A text under a name that is no known field is not written either."""

import pytest

from hub.json_log import FIELDS
from tests.test_json_log import written

CANARY = "zebra-4471"


@pytest.mark.parametrize("payload", [CANARY, [CANARY], {CANARY}, 4471], ids=["text", "list", "set", "number"])
@pytest.mark.parametrize("name", ["body", "title", "token", "password", "text"])
def test_what_is_plain_and_not_a_known_field_is_named_and_left_out(name: str, payload: object) -> None:
    assert name not in FIELDS
    line = written(**{name: payload})
    assert line["left_out"] == [name]
    assert name not in line
    assert CANARY not in str(line)
