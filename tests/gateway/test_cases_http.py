"""The cases of HTTP requests from public reports, as they were sent: each gets the answer that is right.

Source: tests/examples/cases_real_world/cases.md, file 13_http.jsonl.
"""

from pathlib import Path
from typing import Any, Final

import orjson
import pytest

from tests.gateway.door_in_memory import Gateway
from tests.gateway.made import LATER

CASES: Final = Path(__file__).parents[1] / "examples" / "cases_real_world" / "13_http.jsonl"
REQUESTS: Final = {each["case"]: each for each in map(orjson.loads, CASES.read_bytes().splitlines())}


async def answer_to(name: str) -> tuple[int, dict[str, Any]]:
    case, gateway = REQUESTS[name], Gateway(LATER)
    async with gateway.client:
        answer = await gateway.client.request(
            case["method"], case["path"], content=orjson.dumps(case["body"]), headers=case["headers"]
        )
    return answer.status_code, answer.json()


@pytest.mark.parametrize("name", ["13a_binary_mode", "13b_cites_a_find_a_tender_notice"])
async def test_what_is_right_is_let_in(name: str) -> None:
    status, told = await answer_to(name)
    assert (status, told.get("accepted"), told.get("refused")) == (202, 1, 0), told


async def test_an_extension_that_is_an_object_is_refused_by_name() -> None:
    status, told = await answer_to("13c_extension_is_an_object")
    assert status == 422
    assert [(each["pointer"], each["code"]) for each in told["errors"]] == [("#/myext", "HUB-ADM-003")]


def test_no_case_is_left_out() -> None:
    assert REQUESTS.keys() == {"13a_binary_mode", "13b_cites_a_find_a_tender_notice", "13c_extension_is_an_object"}
