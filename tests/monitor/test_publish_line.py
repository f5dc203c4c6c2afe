"""The line that `hub status` prints publishes an event: its words are those of the door, and a shell takes them."""

import shlex
from urllib.parse import urlsplit

import orjson
import pytest
from click.testing import CliRunner

from hub.cli.main import hub
from hub.events.catalogue import CATALOGUE
from hub.monitor.publish_line import FILE, publish_line
from hub.serialization.schemas import folder
from tests.gateway.door_in_memory import Gateway


async def test_the_line_publishes_an_example_to_the_instance_that_it_names() -> None:
    command, shown, address, *words = shlex.split(publish_line("http://127.0.0.1:8091/"))
    assert (command, shown, words[-2:]) == ("curl", "-i", ["--data-binary", f"@{FILE}"])
    assert urlsplit(address).netloc == "127.0.0.1:8091"
    headers = dict(each.split(": ", 1) for flag, each in zip(words[::2], words[1::2], strict=True) if flag == "-H")
    example = (folder(CATALOGUE[0]) / "example.json").read_bytes()
    speaker = orjson.loads(example)["data"]["meta"]["organisation"]
    assert headers["Hub-As"] == "ORGANISATION", "whoever copies it says who publishes"
    gateway = Gateway()
    async with gateway.client:
        answer = await gateway.client.post(
            urlsplit(address).path, content=example, headers={**headers, "Hub-As": speaker}
        )
    assert answer.status_code == 202, answer.text


def test_status_prints_it_whole_beside_events_refused_and_their_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    gateway = "http://127.0.0.1:8091"
    document = {
        "verdict": "All is well.",
        **{name: [] for name in ("findings", "processes", "groups", "topics", "partners", "damage", "corrupt")},
        "kafka": {"answers": True, "brokers": [{"id": 1, "address": "127.0.0.1:42481"}]},
        "registry": {"answers": False, "address": "none"},
        "quarantine": {"records": 0, "by_code": {}, "redriven": 0, "discarded": 0},
        "audit": {"entries": 0},
        "refusals": {"records": 2, "by_code": {"HUB-ADM-012": 2, "HUB-ADM-070": 1}},
        "gateway": gateway,
        "publish": publish_line(gateway),
        "ok": True,
    }
    monkeypatch.setattr("hub.cli.status.run", lambda work, json: document)
    told = CliRunner().invoke(hub, ["status"])
    assert told.exit_code == 0
    assert f"  {publish_line(gateway)}\n" in told.stdout
    words = " ".join(told.stdout.split())
    lines = [each.rstrip() for each in told.stdout.splitlines()]
    assert "Kafka: brokers 1 at 127.0.0.1:42481" in lines, "as it is copied, without a full stop"
    assert "Events refused at the doors: 2 (reasons: HUB-ADM-012: 2, HUB-ADM-070: 1)." in words
