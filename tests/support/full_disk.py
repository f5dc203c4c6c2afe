"""A disk that is full where a test says so: every writing call of the hub in this process, by the line that makes it.

Python tells an audit hook of each of them before it is made, so none has to be known by name, and a new one is seen.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

HUB = str(Path(__file__).parents[2] / "hub")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class FullDisk:
    """sites: what wrote beneath the home so far, as file:function:event. full: those at which nothing can be written.

    Use one at a time, with `watching`.
    """

    def __init__(self, home: Path) -> None:
        self._home = str(home)
        self.sites: set[str] = set()
        self.full: frozenset[str] = frozenset()
        self.refused = 0

    def see(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._is_writing(event, arguments):
            return
        site = _site(sys._getframe(), event)
        if site is None:
            return
        self.sites.add(site)
        if site in self.full:
            self.refused += 1
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _is_writing(self, event: str, arguments: tuple[Any, ...]) -> bool:
        match event, arguments:
            case "open", (path, _, flags):
                return isinstance(path, str) and path.startswith(self._home) and bool(flags & _WRITES)
            case (("os.mkdir" | "os.rename" | "os.remove" | "os.truncate"), (path, *_)):
                return os.fspath(path).startswith(self._home) if not isinstance(path, int) else False
            case "subprocess.Popen", _:
                return True  # no room for one more process is of the same kind
        return False


def _site(frame: FrameType | None, event: str) -> str | None:
    while frame is not None:
        if frame.f_code.co_filename.startswith(HUB):
            return f"{Path(frame.f_code.co_filename).stem}:{frame.f_code.co_name}:{event}"
        frame = frame.f_back
    return None


_watched: FullDisk | None = None
_hooked = False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _watched is not None:
        _watched.see(event, arguments)


@contextmanager
def watching(home: Path) -> Iterator[FullDisk]:
    global _watched, _hooked
    if not _hooked:
        sys.addaudithook(_hook)  # for the rest of the process: it cannot be taken away
        _hooked = True
    _watched = disk = FullDisk(home)
    try:
        yield disk
    finally:
        _watched = None
