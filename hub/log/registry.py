"""The schema registry, spoken to as Confluent's: /apis/ccompat/v7 of Apicurio.

Promise: an answer of the registry is one of the typed outcomes; no answer is RegistryAway, after a few tries with
growing, jittered pauses where the caller asks for them, and within TRYING_SECONDS, for a frozen registry keeps each
try waiting; each pause is logged.
"""

import asyncio
import logging
import time
from random import Random
from types import TracebackType
from typing import Any, Final, Self

import aiohttp
import orjson

from hub.back_off import BackOff
from hub.log.failure_words import failure_words

BASE: Final = "/apis/ccompat/v7"
CONTENT_TYPE: Final = "application/vnd.schemaregistry.v1+json"
NO_SUCH_SCHEMA: Final = 40403
COMPATIBILITY: Final = "FULL_TRANSITIVE"
BACK_OFF: Final = BackOff(first=0.2, longest=5.0)
ANSWER_SECONDS: Final = 10.0
TRYING_SECONDS: Final = 1.5 * ANSWER_SECONDS
"""After it no try is begun: a frozen registry is told after two."""

log = logging.getLogger("hub.log.registry")


class RegistryAway(Exception):
    """The registry did not answer, or not usefully; nothing is known. The text says at which address."""


class Incompatible(Exception):
    """The registry refuses a schema; the text has its reasons."""


class Registry:
    """One connection to the registry at `url`. Use as an async context manager."""

    def __init__(self, url: str, random: Random, tries: int = 1) -> None:
        self._url = url.rstrip("/")
        self._random = random
        self._tries = tries
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def schema(self, schema_id: int) -> str | None:
        """The schema's text, or None when the registry knows no such id. Raises RegistryAway."""
        status, answer = await self._ask("GET", f"/schemas/ids/{schema_id}")
        # a door in front of the registry says 404 too; taken for the registry's word it would quarantine good events
        if status == 404 and isinstance(answer, dict) and answer.get("error_code") == NO_SUCH_SCHEMA:
            return None
        return str(self._fine(status, answer)["schema"])

    async def register(self, subject: str, schema: dict[str, Any]) -> int:
        """The id under which the registry keeps the schema of a subject, now or since before.

        Raises Incompatible, RegistryAway.
        """
        status, answer = await self._ask(
            "POST", f"/subjects/{subject}/versions", {"schema": orjson.dumps(schema).decode()}
        )
        if status in (409, 422):
            words = answer.get("message", answer) if isinstance(answer, dict) else answer
            raise Incompatible(f"subject {subject}: {words}")
        registered = self._fine(status, answer)
        if not isinstance(registered, dict) or not isinstance(registered.get("id"), int):
            # as a door in front of the registry answers
            raise RegistryAway(f"the registry at {self._url} answers {status} without an id")
        return int(registered["id"])

    async def refusals(self, subject: str, schema: dict[str, Any]) -> list[str]:
        """Why the registry would not take the schema as the subject's next version; empty when it would.

        Asks without changing anything. Raises RegistryAway.
        """
        path = f"/compatibility/subjects/{subject}/versions?verbose=true"
        status, answer = await self._ask("POST", path, {"schema": orjson.dumps(schema).decode()})
        if status == 404:
            return []  # no version yet: nothing to break
        if status == 422:
            return [str(answer.get("message", answer))]
        found = self._fine(status, answer)
        return [] if found["is_compatible"] else [str(each) for each in found.get("messages") or ["no reason given"]]

    async def versions(self, subject: str) -> list[int]:
        """The versions that the registry holds of a subject, oldest first; empty for none. Raises RegistryAway."""
        status, answer = await self._ask("GET", f"/subjects/{subject}/versions")
        return [] if status == 404 else [int(each) for each in self._fine(status, answer)]

    async def require_full_transitive(self, subject: str) -> None:
        """Have the registry refuse what an old or a new reader could not read. Raises RegistryAway."""
        ask = ("PUT", f"/config/{subject}", {"compatibility": COMPATIBILITY})
        status, answer = await self._ask(*ask)
        if status == 409:  # two who come at once: the other one's rule is there now, and can be set again
            status, answer = await self._ask(*ask)
        self._fine(status, answer)

    async def compatibility(self, subject: str) -> str:
        """The rule that the registry keeps for a subject. Raises RegistryAway."""
        status, answer = await self._ask("GET", f"/config/{subject}?defaultToGlobal=true")
        return str(self._fine(status, answer)["compatibilityLevel"])

    async def subjects(self) -> list[str]:
        status, answer = await self._ask("GET", "/subjects")
        return sorted(self._fine(status, answer))

    def _fine(self, status: int, answer: Any) -> Any:
        if status != 200:
            raise RegistryAway(f"the registry at {self._url} answers {status}: {answer}")
        return answer

    async def _ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        last = time.monotonic() + TRYING_SECONDS
        for failures in range(1, self._tries + 1):
            try:
                return await self._once(method, path, body)
            except RegistryAway as away:
                if failures == self._tries or time.monotonic() >= last:
                    raise
                log.warning("will be asked again", extra={"reason": str(away), "count": self._tries - failures})
            await asyncio.sleep(BACK_OFF.pause(failures, self._random))
        raise AssertionError("tries is at least 1")

    async def _once(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        if self._session is None:
            raise RuntimeError("Registry is not open: use it as an async context manager")
        data = None if body is None else orjson.dumps(body)
        try:
            async with self._session.request(
                method, self._url + BASE + path, data=data, headers={"Content-Type": CONTENT_TYPE}
            ) as answer:
                raw = await answer.read()
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError) as away:
            raise RegistryAway(f"the registry at {self._url} does not answer: {failure_words(away)}") from away
        if status >= 500:
            raise RegistryAway(f"the registry at {self._url} answers {status}")
        try:
            return status, orjson.loads(raw or b"null")
        except orjson.JSONDecodeError as odd:
            raise RegistryAway(f"the registry at {self._url} answers something that is not JSON") from odd
