"""The engine's process: `python -m hub.engine.worker`. Everything it must know comes from the environment:

the settings of the instance (hub.settings); HUB_WORKER_NAME, which names its status file (default 1); and
HUB_ENGINE_FOLD, `module:function` that makes the core out of the settings (default hub.engine.fold:create).

Exit codes: 0 after SIGTERM or SIGINT, 1 when it broke (start it again: it goes on from the log), 2 for wrong settings.
"""

import asyncio
import importlib
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Final

from hub.engine.engine import Engine
from hub.engine.memory import OF_A_WORKER, few_collections
from hub.engine.ports import Core
from hub.engine.settings import EngineSettings
from hub.engine.status import Rate, not_ready_because, status_of, write_atomically
from hub.json_log import log_as_json
from hub.settings import Settings, SettingsWrong, read_settings
from hub.telling import Teller

log = logging.getLogger("hub.engine.worker")

DEFAULT_CORE: Final = "hub.engine.fold:create"
STOP_SECONDS: Final = 20.0


def main() -> int:
    """Runs until a signal; returns the exit code."""
    log_as_json()
    try:
        settings = read_settings()
        if not settings.bootstrap_servers:
            raise SettingsWrong(
                "HUB_BOOTSTRAP_SERVERS is not set: a worker needs brokers, host:port with commas between"
            )
        core = load_core(os.environ.get("HUB_ENGINE_FOLD", DEFAULT_CORE), settings)
    except SettingsWrong as wrong:
        log.error("settings are wrong", extra={"reason": str(wrong)})
        return 2
    try:
        asyncio.run(_run(EngineSettings.of(settings, os.environ.get("HUB_WORKER_NAME", "1")), core))
    except RuntimeError as error:
        log.exception("worker broke", extra={"reason": str(error)})
        return 1
    return 0


def load_core(where: str, settings: Settings) -> Core:
    """Calls the function named `module:function` with the settings. Raises SettingsWrong when there is none."""
    module, _, name = where.partition(":")
    try:
        create: Callable[[Settings], Core] = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise SettingsWrong(f"HUB_ENGINE_FOLD={where!r} names no function `module:function`: {error}") from error
    return create(settings)


async def _run(settings: EngineSettings, core: Core) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, stopping)
    few_collections(OF_A_WORKER)
    engine = Engine(settings, core, lambda: datetime.now(UTC), Random(os.getpid()))
    rates: dict[int, Rate] = {}
    said: list[str] = []
    teller = Teller("the worker's status file")

    def tell(engine: Engine) -> None:
        reasons = not_ready_because(engine)
        if bool(reasons) != bool(said) or not engine.shards:
            log.info("not ready" if reasons else "ready", extra={"reasons": reasons})
        said[:] = reasons
        document = status_of(engine, datetime.now(UTC), time.monotonic(), rates)
        teller.tell(lambda: write_atomically(settings.status_file, document))

    log.info("starting", extra={"worker": settings.name, "group": settings.group_id})
    try:
        await engine.run(stopping, tell)
    finally:
        teller.tell(lambda: settings.status_file.unlink(missing_ok=True))


def _stop(stopping: asyncio.Event) -> None:
    stopping.set()
    signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(int(STOP_SECONDS))


def _too_slow(*_: object) -> None:
    # safe at any instant: what is not finished is done again by the next owner
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
