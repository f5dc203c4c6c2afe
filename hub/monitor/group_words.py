"""How a group follows its topics, in the words of `hub status` and of the status page alike. Pure."""

from collections.abc import Mapping
from typing import Any

from hub.events.counting import count_words


def group_words(group: Mapping[str, Any]) -> str:
    """ "OK, 2 members", or "OK until now, nobody is in it": the state is judged by what was seen while somebody was."""
    if not group["members"]:
        return f"{group['state']} until now, nobody is in it"
    return f"{group['state']}, {count_words(group['members'], 'member')}"
