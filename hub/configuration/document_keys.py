"""Keys of configuration records as a person can read and type them, whatever bytes somebody wrote. Pure.

Promise: two keys have two names, a key that the hub writes is its own name, and a name has no character that a
terminal does not show.
"""

import hashlib
import shlex
from typing import Final

NO_KEY: Final = "(no key)"
LONGEST: Final = 200


def key_name(key: bytes) -> str:
    """What the key is called, and what `hub configuration withdraw` takes for it; empty of a record without one."""
    text = key.decode(errors="backslashreplace") if b"\\" not in key else str(key)[2:-1]
    name = "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}...{hashlib.sha256(key).hexdigest()[:16]}"


def shown_key(key: bytes) -> str:
    return key_name(key) or NO_KEY


def withdraw_command(key: bytes) -> str:
    """What a shell takes whole: the empty name, spaces and quotes are quoted, and none is taken for an option."""
    name = key_name(key)
    if name.startswith("-"):
        return f"hub configuration withdraw --reason WHY --yes -- {shlex.quote(name)}"
    return f"hub configuration withdraw {shlex.quote(name)} --reason WHY --yes"
