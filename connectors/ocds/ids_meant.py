"""What is wrong with an ocid that is none, and the one that was meant where that is plain.

Promise: pure. Nothing is mended without the publisher: a process that two spell in two ways would be two processes.
"""

from typing import Any, Final

from hub.admission.edges import trimmed
from hub.events import ids

_FORM: Final = "write the publisher's prefix and the process's id, such as ocds-b5fd17-..."
_PREFIX: Final = len("ocds-b5fd17-")


def why_no_ocid(value: Any) -> tuple[str, str]:
    """(problem, fix) of a value that `is_ocid` does not take."""
    if value is None:
        return "is missing", _FORM
    if not isinstance(value, str):
        return "is not a text", _FORM
    rest = trimmed(value)
    if not rest:
        return "is empty", _FORM
    meant = rest[:_PREFIX].lower() + rest[_PREFIX:]
    if not ids.is_ocid(meant):
        return "is no ocid", _FORM
    wrong = "begins or ends with a space or another character that nobody sees" if rest != value else ""
    if meant != rest:
        wrong += f"{' and ' if wrong else ''}has capital letters in its prefix"
    return wrong, f"write {meant}"
