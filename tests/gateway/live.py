"""A gateway that listens: the demonstration by hand behind it, real Kafka and a real registry for what is published."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import uvicorn

from hub.gateway.api.shared_publisher import SharedPublisher
from hub.gateway.app import create_app
from hub.instance.connection import Cluster
from hub.local.local_parts import LocalParts
from hub.log.topics import TopicNames
from hub.usecases.publishing import opened
from hub.usecases.topics_admin import create_topics
from tests.gateway.made import LATER, demonstration, parts_over

READY_SECONDS = 20.0


class Listening:
    """cluster: where it publishes to. address: http://127.0.0.1 and its port."""

    def __init__(self, cluster: Cluster, address: str) -> None:
        self.cluster = cluster
        self.address = address


async def _opened_once(cluster: Cluster) -> None:
    """The registry has the schemas, as `hub up` sees to it."""
    async with opened(cluster):
        pass


@contextmanager
def listening(parts: LocalParts) -> Iterator[Listening]:
    """In a thread with a loop of its own, so that any client can ask it."""
    names = TopicNames(f"g{uuid4().hex[:8]}.")
    asyncio.run(create_topics(parts.bootstrap_servers, names, partitions=4))
    cluster = Cluster(parts.bootstrap_servers, parts.registry_url, names, names.engine_group)
    asyncio.run(_opened_once(cluster))
    store, log = demonstration()
    made = parts_over(store, log, SharedPublisher(lambda: opened(cluster, 10.0)), LATER)
    # without its lifespan: the store is filled by hand and follows nothing
    server = uvicorn.Server(uvicorn.Config(create_app(made), port=0, lifespan="off", log_level="warning"))

    async def serve() -> None:
        await server.serve()
        await made.door.stop()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="gateway")
    thread.start()
    try:
        until = time.monotonic() + READY_SECONDS
        while not server.started:
            assert thread.is_alive() and time.monotonic() < until, "the gateway did not start"
            thread.join(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Listening(cluster, f"http://127.0.0.1:{port}")
    finally:
        server.should_exit = True
        thread.join()
