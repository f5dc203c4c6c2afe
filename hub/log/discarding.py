"""Giving up a producer with what it has not sent yet: aiokafka's idempotent one would go on trying for ever."""

from aiokafka import AIOKafkaProducer
from aiokafka.errors import ProducerClosed


async def discard_producer(producer: AIOKafkaProducer) -> None:
    """Gives a producer up: nothing more is sent, whoever waits for it gets ProducerClosed.

    It touches what aiokafka does not promise; tests/engine/test_internals.py says with which release it works.
    """
    producer._closed = True
    if producer._sender is not None and producer._sender.sender_task is not None:
        await producer._sender.close()
    producer._message_accumulator.fail_all(ProducerClosed())
    await producer.client.close()
