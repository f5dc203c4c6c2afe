"""dataschema: which schema the data of an event keeps to, by its sender's word.

The hub's own form is the path of its schema, contract/declared/v1.0. CloudEvents wants a URI: one that ends in such a
path is held against the event's type, as the path is; any other absolute one names a schema of the sender's, of which
the hub knows nothing, and is let through. Source: CloudEvents 1.0.2, dataschema; RFC 3986, section 3.
"""

import re
from typing import Any, Final

from hub.events.catalogue import CATALOGUE, EventType

_OURS: Final = re.compile(r"(?P<type>[a-z]+/[a-z-]+)/v(?P<major>[0-9]+)\.[0-9]+")
_ENDS_AS_OURS: Final = re.compile(
    r"[^?#]*?[/:](?P<type>[a-z]+/[a-z-]+)/v(?P<major>[0-9]+)\.[0-9]+(?:\.avsc)?/?(?:[?#].*)?"
)
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_TYPES: Final = frozenset(f"{each.word}/{each.name}" for each in CATALOGUE)


def problem_of(given: Any, event_type: EventType) -> str | None:
    """What is wrong with a dataschema, in words; None where nothing is."""
    if not isinstance(given, str):
        return "is not text"
    ours = _OURS.fullmatch(given)
    if ours is None:
        if not _ABSOLUTE.fullmatch(given):
            return "is neither the path of a schema of the hub's nor an absolute URI"
        ours = _ENDS_AS_OURS.fullmatch(given)
        if ours is None or ours["type"] not in _TYPES:
            return None
    if (ours["type"], int(ours["major"])) != (f"{event_type.word}/{event_type.name}", event_type.major):
        return "names another type or major version"
    return None
