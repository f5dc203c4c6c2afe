"""`hub up` whose engine is frozen: whoever asks is told what is not included yet, and when it is again."""

import json
import re
import urllib.request
from functools import partial
from typing import Any, Final
from urllib.error import HTTPError

import pytest

from hub.gateway.api import examples
from hub.reports.freshness_words import TAGS
from tests.faults.workers import wait_until
from tests.support.freezing import frozen
from tests.system.instance import Instance, page
from tests.system.test_the_main_job import GROUP

pytestmark = pytest.mark.faults

EVENT: Final = "0193f000-0000-7000-8000-0000000000aa"
PLACES: Final = ("readyz", "freshness", "receipt", "home", "contract", "group", "report")
SECONDS: Final = 60.0
"""It takes two; a busy machine takes longer, and whether it is told at all is what is asked here."""


LINE: Final = re.compile(r'<p id="freshness"[^>]*><strong[^>]*>([^<]*)|<p class="above"[^>]*>([^:]*)')


def publish(address: str) -> None:
    data = {**examples.BINARY["data"], "title": "Carers Contract, said again"}
    event = {
        **examples.BINARY,
        "id": EVENT,
        "time": "2016-03-01T00:00:00Z",
        "recordedtime": "2016-03-01T09:30:00Z",
        "data": data,
    }
    headers = {"Content-Type": "application/cloudevents+json"}
    request = urllib.request.Request(f"{address}/v1/events", json.dumps(event).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert json.load(answer)["accepted"] == 1


def told(address: str) -> dict[str, str]:
    """What each place says: a state, by its word or its label."""
    answers: dict[str, Any] = {
        each: json.loads(page(address + each)) for each in ("/readyz", "/v1/freshness", f"/v1/receipts/{EVENT}")
    }
    pages = {
        "home": page(f"{address}/?as_of=today"),
        "contract": page(f"{address}/contracts/{examples.CONTRACT}?as_of=today"),
        "group": page(f"{address}/groups/{GROUP}?as_of=today"),
        "report": page(f"{address}/groups/{GROUP}/report?as_of=today"),
    }
    labels = {label: state.value for state, label in TAGS.items()}
    return {
        "readyz": answers["/readyz"]["freshness"]["state"],
        "freshness": answers["/v1/freshness"]["state"],
        "receipt": answers[f"/v1/receipts/{EVENT}"]["pictures"],
        **{name: labels["".join(told)] for name, text in pages.items() for told in LINE.findall(text)},
    }


def says(address: str, state: str, receipt: str) -> bool:
    found = told(address)
    return found == {**dict.fromkeys(PLACES, state), "receipt": receipt}


def has_receipt(address: str) -> bool:
    """The gateway has read the event: a moment after it was let in."""
    try:
        page(f"{address}/v1/receipts/{EVENT}")
    except HTTPError:
        return False
    return True


def test_a_frozen_engine_is_told_everywhere_until_it_goes_on(instance: Instance) -> None:
    address = instance.up("--demo")
    worker = instance.process("worker-1")["pid"]
    with frozen(worker):
        publish(address)
        wait_until(partial(has_receipt, address), SECONDS, "there is a receipt")
        wait_until(partial(says, address, "behind", "waiting"), SECONDS, "everything says that it is behind")
        contract = page(f"{address}/contracts/{examples.CONTRACT}?as_of=today")
        assert "1 statement is not included yet, admitted on " in contract
        assert "said again" not in contract
    wait_until(partial(says, address, "current", "included"), SECONDS, "everything says that it is current")
    # once it is said to be included it is there
    assert "said again" in page(f"{address}/contracts/{examples.CONTRACT}?as_of=today")
