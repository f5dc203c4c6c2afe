"""A copy of what the local registry holds, with its ids, beside its store: a store that is lost comes back by itself.

Registered anew, schemas would get other ids than those by which the records in the log are framed. Apicurio takes a
copy only while it holds nothing, so nothing can be written over. Measured: ids stay, and new ones follow behind them.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import aiohttp

from hub.log.failure_words import failure_words

COPY: Final = Path("data") / "schemas.zip"
EXPORT: Final = "/apis/registry/v3/admin/export"
IMPORT: Final = "/apis/registry/v3/admin/import"
SUBJECTS: Final = "/apis/ccompat/v7/subjects"
SECONDS: Final = 30.0
_KEEP_IDS: Final = {
    "Content-Type": "application/zip",
    "X-Registry-Preserve-GlobalId": "true",
    "X-Registry-Preserve-ContentId": "true",
}


class CopyUnusable(Exception):
    """The registry holds nothing and does not take the copy; the text says what to do."""


async def bring_back(home: Path, registry_url: str, say: Callable[[str], None]) -> None:
    """Where the registry holds nothing and there is a copy: the copy. Raises CopyUnusable."""
    copy = home / COPY
    if not copy.exists():
        return
    try:
        async with _session() as session:
            async with session.get(registry_url + SUBJECTS) as answer:
                if await answer.json():
                    return
            say(f"The registry has lost its schemas; bringing them back from {COPY} ...")
            async with session.post(registry_url + IMPORT, data=copy.read_bytes(), headers=_KEEP_IDS) as answer:
                refused = None if answer.status < 300 else f"it answers {answer.status}"
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as away:
        refused = f"it does not answer ({failure_words(away)})"
    if refused is not None:
        raise CopyUnusable(
            f"the registry holds no schemas and does not take {COPY}: {refused}. Registered anew they would get other "
            "ids than the records name. Put data/registry, or that file, back from a copy; without one, move the file "
            "away, and see docs/runbooks/schema-ids.md"
        )


async def keep(home: Path, registry_url: str) -> None:
    """Writes the copy as a whole. Raises aiohttp.ClientError, TimeoutError, OSError."""
    async with _session() as session, session.get(registry_url + EXPORT) as answer:
        answer.raise_for_status()
        told = await answer.read()
    file = home / COPY
    part = file.with_name(file.name + ".part")
    part.write_bytes(told)
    part.replace(file)


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS))
