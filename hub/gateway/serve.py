"""The gateway's process: `python -m hub.gateway.serve`. Settings as hub.settings; binds 127.0.0.1 only."""

import os
import socket
import sys
import time
from datetime import UTC, date, datetime
from functools import partial
from random import Random
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from hub.engine.calendar import london_day
from hub.engine.memory import OF_A_GATEWAY, few_collections
from hub.gateway.api.door import HttpDoor
from hub.gateway.api.parts import Parts
from hub.gateway.api.schema_ids import SchemaIds, asked_of
from hub.gateway.api.shared_publisher import SharedPublisher
from hub.gateway.app import create_app
from hub.gateway.http.last_resort import LastResort
from hub.gateway.http.protocol import HubProtocol
from hub.gateway.index.event_reading import EventReading, FromKafka
from hub.gateway.index.everything import from_kafka
from hub.gateway.index.store import Store
from hub.instance.connection import Cluster
from hub.json_log import log_as_json
from hub.log.topics import TopicNames
from hub.monitor.status import status
from hub.monitor.status_keeper import StatusKeeper
from hub.settings import SettingsWrong, read_settings
from hub.usecases.publishing import opened

END_SECONDS: Final = 5
ACK_SECONDS: Final = 10.0


def _now() -> datetime:
    return datetime.now(UTC)


def _today() -> date:
    return london_day(_now())


def main() -> int:
    """Serves until a signal; 2 for wrong settings."""
    log_as_json()
    try:
        settings = read_settings()
        if not settings.bootstrap_servers:
            raise SettingsWrong("HUB_BOOTSTRAP_SERVERS is not set: the gateway needs brokers, host:port")
    except SettingsWrong as wrong:
        print(f"hub: {wrong}", file=sys.stderr)
        return 2
    names, random = TopicNames(settings.topic_prefix), Random(os.getpid())
    store = Store(settings.bootstrap_servers, names, random, today=_today)
    source = FromKafka(settings.bootstrap_servers, settings.registry_url, names, random)
    cluster = Cluster(settings.bootstrap_servers, settings.registry_url, names, names.engine_group)
    reading = EventReading(store.events, names, source)
    schemas = SchemaIds(partial(asked_of, cluster), _now, Random())
    publisher = SharedPublisher(lambda: opened(cluster, ACK_SECONDS, schemas.taken))
    parts = Parts(
        store=store,
        reading=reading,
        source=source,
        status=StatusKeeper(lambda: status(settings, cluster, _now()), time.monotonic),
        door=HttpDoor(store, reading, publisher, _now, schemas),
        today=_today,
        now=_now,
        read_everything=from_kafka(cluster),
        opens_at=settings.pages_as_of,
    )
    config = config_of(create_app(parts), settings.http_port)
    listening = config.bind_socket()
    # connections inherit it. asyncio sets it only on sockets that name their protocol, which this one does not; without
    # it every answer waits some 40 ms for the reader's acknowledgement of its head
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        # connections inherit it: one whose reader takes nothing ends with all that was buffered for it
        milliseconds = int(store.readers.stall_seconds * 1000)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
    few_collections(OF_A_GATEWAY)
    Server(config, store).run([listening])
    return 0


def config_of(app: ASGIApp, port: int) -> uvicorn.Config:
    """How the gateway listens, and what stands around the application."""
    return uvicorn.Config(
        LastResort(app),
        host="127.0.0.1",
        port=port,
        http=HubProtocol,
        log_config=None,
        timeout_graceful_shutdown=END_SECONDS,
    )


class Server(uvicorn.Server):
    """Ends the feeds first when it is to stop: they would hold it up."""

    def __init__(self, config: uvicorn.Config, store: Store) -> None:
        super().__init__(config)
        self._store = store

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._store.end_feeds()
        await super().shutdown(sockets)


if __name__ == "__main__":
    sys.exit(main())
