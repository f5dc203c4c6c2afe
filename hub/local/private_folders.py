"""The folders of an instance are its owner's alone: what partners said, and what was refused, stands in them."""

from pathlib import Path
from typing import Final

FOLDERS: Final = ("data", "logs", "run")
PRIVATE: Final = 0o700
PRIVATE_UMASK: Final = 0o077
"""Of every process of an instance: what it makes, nobody else may read."""


def make_private(home: Path) -> None:
    """The folders are there and closed to others, also those that an earlier release left open. Raises OSError.

    A home that was there already is left as it is: it may be shared by other things.
    """
    if not home.exists():
        home.mkdir(parents=True)
        home.chmod(PRIVATE)
    for name in FOLDERS:
        folder = home / name
        folder.mkdir(exist_ok=True)
        if folder.stat().st_mode & 0o777 != PRIVATE:
            folder.chmod(PRIVATE)
