"""Characters that no text of an event may hold: controls, and those that turn the direction of what follows.

A terminal obeys the first, and the second let a text read otherwise than it is stored; neither is ever meant. Tabs and
ends of lines stay, and so do the marks of a direction of one letter, which Arabic and Hebrew need. Source: Unicode,
categories Cc and the embeddings and isolates of Bidi; CloudEvents 1.0, type system, for attributes.
"""

import re
from typing import Final

_IN_TEXTS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_IN_ATTRIBUTES: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FIX: Final = "leave it out; tabs and ends of lines may stay"
FIX_OF_ATTRIBUTE: Final = "leave it out; an attribute is one line"


def control_in(text: str) -> str | None:
    """What is said of the first such character in a text; None where there is none."""
    return _told(_IN_TEXTS.search(text))


def control_in_attribute(text: str) -> str | None:
    """As `control_in`; an attribute has no tabs and no ends of lines either."""
    return _told(_IN_ATTRIBUTES.search(text))


def _told(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    return f"holds the control character U+{ord(found[0]):04X} at position {found.start() + 1}"
