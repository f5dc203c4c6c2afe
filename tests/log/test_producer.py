"""What is called acknowledged is on every replica in sync, once: of every producer that the hub has."""

import re
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from hub.log import producer as made_here
from hub.log.producer import durable_producer

ROOT = Path(__file__).parents[2]


async def test_it_waits_for_all_replicas_and_is_idempotent(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, object] = {}

    def noted(**settings: object) -> AIOKafkaProducer:
        given.update(settings)
        return AIOKafkaProducer(**settings)

    monkeypatch.setattr(made_here, "AIOKafkaProducer", noted)
    producer = durable_producer("127.0.0.1:9", batch_bytes=1000, request_bytes=2000)
    await producer.stop()
    assert (given["acks"], given["enable_idempotence"]) == ("all", True)


def test_no_other_code_makes_a_producer() -> None:
    files = [*ROOT.glob("hub/**/*.py"), *ROOT.glob("connectors/**/*.py")]
    made = [str(file.relative_to(ROOT)) for file in files if re.search(r"\bAIOKafkaProducer\(", file.read_text())]
    assert made == ["hub/log/producer.py"]


def test_faust_writes_nothing() -> None:
    """Its own producer waits for one acknowledgement unless told otherwise: the engine never uses it."""
    sends = re.compile(r"\.send\(|\.send_soon\(|\.cast\(|\.ask\(|producer_acks")
    assert not [file for file in ROOT.glob("hub/engine/*.py") if sends.search(file.read_text())]
