"""What `hub publish` reads: files, the JSON files of a folder, standard input.

Promise: files come in the order named, a folder's in the order of their names. Standard input is spooled to a file,
because its format is recognised by its beginning and it is then read from there again.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

STANDARD_INPUT: Final = Path("-")
SUFFIXES: Final = (".json", ".jsonl")


class NothingToRead(Exception):
    """A folder without a file that would be read; the text says which are."""


@contextmanager
def files_of(paths: Sequence[Path], standard_input: BinaryIO) -> Iterator[list[Path]]:
    """The files to read while the context is open. Raises NothingToRead, OSError."""
    with tempfile.TemporaryDirectory(prefix="hub-publish-") as folder:
        # its name is what refusals say: "-:12" is the twelfth line of standard input
        spooled = Path(folder) / STANDARD_INPUT.name
        if STANDARD_INPUT in paths:
            with spooled.open("wb") as stream:
                shutil.copyfileobj(standard_input, stream)
        yield [file for path in paths for file in ([spooled] if path == STANDARD_INPUT else _listed(path))]


def _listed(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.iterdir() if each.suffix in SUFFIXES and each.is_file())
    if not found:
        raise NothingToRead(f"{path}: the folder holds no file that ends in {' or '.join(SUFFIXES)}")
    return found
