"""The command that publishes one event to this very instance over HTTP, for whoever has its address and an event."""

import shlex
from typing import Final

FILE: Final = "event.json"


def publish_line(gateway: str) -> str:
    """A line for a shell. gateway: the instance's address. The event stands in FILE."""
    words = (
        *("curl", "-i", f"{gateway.rstrip('/')}/v1/events"),
        *("-H", "Content-Type: application/cloudevents+json", "-H", "Hub-As: ORGANISATION"),
        *("--data-binary", f"@{FILE}"),
    )
    return shlex.join(words)
