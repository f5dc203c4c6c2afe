"""In what state a crash may have left Kafka's storage, and how it is made fit to start from."""

import base64
import shutil
from enum import Enum
from pathlib import Path
from typing import Final
from uuid import uuid4

METADATA_LOG: Final = "__cluster_metadata-0"
CLEANLY_STOPPED: Final = ".kafka_cleanshutdown"
LOOKED_THROUGH: Final = "recovery-point-offset-checkpoint"
"""Up to where Kafka trusts its files after a crash."""


class Storage(Enum):
    """What stands in a data folder."""

    EMPTY = "empty"
    HALF = "half formatted"  # formatting was cut off; no broker has written here yet
    FORMATTED = "formatted"
    BROKEN = "broken"  # a broker has written here, and the folder's identity is lost


def look_at(data: Path) -> Storage:
    """The state of Kafka's data folder. Formatting leaves an identity and the metadata log's first snapshot."""
    if not data.exists() or not any(data.iterdir()):
        return Storage.EMPTY
    metadata = data / METADATA_LOG
    begun = metadata.exists() and any(metadata.glob("*.checkpoint"))
    identity = data / "meta.properties"
    if identity.exists() and "cluster.id=" in identity.read_text(errors="replace") and begun:
        return Storage.FORMATTED
    # records are the only thing that may never be deleted; wherever there are some, there is a log file
    return Storage.BROKEN if any(data.glob("*/*.log")) else Storage.HALF


def empty(data: Path) -> None:
    """Take away what a formatting that was cut off has left. Raises ValueError for any other state."""
    state = look_at(data)
    if state is not Storage.HALF:
        raise ValueError(f"{data} is {state.value}: only a half formatted folder is emptied")
    shutil.rmtree(data)
    data.mkdir()


def look_through_at_next_start(data: Path) -> None:
    """Kafka reads all records at its next start, and cuts each partition behind its last whole one, as after a crash.

    After an orderly stop it looks at nothing: behind a file that lost its end since, new records would stand where no
    reader comes to. Nothing happens where no broker has written yet.
    """
    for name in (CLEANLY_STOPPED, LOOKED_THROUGH):
        (data / name).unlink(missing_ok=True)


def new_cluster_id() -> str:
    """A name for a new cluster as Kafka makes them: 22 letters; a dash in front would be read as an option."""
    while (name := base64.urlsafe_b64encode(uuid4().bytes).decode().rstrip("=")).startswith("-"):
        pass
    return name
