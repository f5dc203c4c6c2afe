"""Ports of an instance: kept from run to run where they are free, chosen anew where they are taken."""

import contextlib
import json
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType


def is_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1 at this port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def any_free() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def keep_or_choose(
    file: Path,
    names: tuple[str, ...],
    free: Callable[[int], bool] = is_free,
    another: Callable[[], int] = any_free,
    prefer: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, int]:
    """A port for each name, all different, written to the file. Those of the file stay where they are free.

    prefer: the port to take for a name that the file does not have, if it is free; 0 for any.
    """
    kept = {name: port for name, port in prefer.items() if port}
    if file.exists():
        # a file that cannot be read costs nothing: any free ports will do
        with contextlib.suppress(ValueError, AttributeError, TypeError):
            kept |= {name: int(port) for name, port in json.loads(file.read_text()).items()}
    chosen: dict[str, int] = {}
    for name in names:
        port = kept.get(name)
        while port is None or port in chosen.values() or not free(port):
            port = another()
        chosen[name] = port
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_suffix(".new")
    aside.write_text(json.dumps(chosen))
    aside.replace(file)
    return chosen
