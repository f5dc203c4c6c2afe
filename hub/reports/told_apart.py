"""Which content of an event a side of a picture cites, where one event id came with several contents. Pure.

An id may come again with another content, from another body or from the same one. Each content is a source of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

Content = tuple[str, str, str, bool, str]
"""Who said it, when it was recorded, in which document, whether it is made up; and its hash where one place has several
contents of the id. What came under one id in two places is told apart by the rest."""

Cited = tuple[str, Content]
"""An event's id, with the content of it that is cited."""

_TOLD_BY: Final = ("recorded_at", "document", "content_hash")


def is_citation(data: Mapping[str, Any]) -> bool:
    """Whether it says who said something, since when, in which event."""
    return "event" in data and "organisation" in data and "since" in data


def speaker_of(side: Mapping[str, Any]) -> str:
    """Whoever said it, be it for one that followed."""
    speaker: str = side.get("said_by", side["organisation"])
    return speaker


def name_of(side: Mapping[str, Any]) -> str:
    """What a report calls the source that a side cites: the id of its event, or the name of its content."""
    name: str = side.get("source", side["event"])
    return name


def cited_in_picture(body: Mapping[str, Any]) -> Iterator[Cited]:
    """The contents of events that a picture cites, some several times."""
    return ((side["event"], _content(side)) for side in _citations(body))


def names_of(cited: Iterable[Cited]) -> dict[Cited, str]:
    """Of what some pictures cite, names for the contents of those event ids that came with several.

    Promise: whatever cites an id with one content has none, and the names depend on what is cited alone.
    """
    found: dict[str, set[Content]] = {}
    for event, content in cited:
        found.setdefault(event, set()).add(content)
    return {
        (event, content): f"{event} content {number}"
        for event, contents in found.items()
        if len(contents) > 1 and len(several := _each_once(contents)) > 1
        for number, alike in enumerate(several, 1)
        for content in alike
    }


def _each_once(contents: set[Content]) -> list[list[Content]]:
    """Each content with the ways in which it is cited. A place that has it alone tells no hash: where elsewhere a
    single one is the same in all else, it is that one."""
    hashed: dict[tuple[Any, ...], list[Content]] = {}
    for content in contents:
        if content[-1]:
            hashed.setdefault(content[:-1], []).append(content)
    cited: dict[Content, list[Content]] = {}
    for content in sorted(contents):
        like = [content] if content[-1] else hashed.get(content[:-1], [])
        cited.setdefault(like[0] if len(like) == 1 else content, []).append(content)
    return [cited[each] for each in sorted(cited)]


def _content(side: Mapping[str, Any]) -> Content:
    """A document that is empty and none are one: a source shows either as nothing."""
    recorded_at, document, content_hash = (str(side.get(name) or "") for name in _TOLD_BY)
    return speaker_of(side), recorded_at, document, bool(side.get("illustrative")), content_hash


def _citations(data: Any) -> Iterator[dict[str, Any]]:
    todo = [data]
    while todo:
        each = todo.pop()
        if isinstance(each, dict):
            if is_citation(each):
                yield each
            todo += each.values()
        elif isinstance(each, list):
            todo += each


def with_names(data: Any, names: Mapping[Cited, str]) -> Any:
    """A picture's JSON data, with `source` in each side that cites a content which has a name.

    Pictures are shared with whoever else looks at them: what changes is copied, and nothing else.
    """
    if isinstance(data, dict):
        made = {name: with_names(value, names) for name, value in data.items()}
        if is_citation(data) and (name := names.get((data["event"], _content(data)))):
            return {**made, "source": name}
        return made if any(made[name] is not value for name, value in data.items()) else data
    if isinstance(data, list):
        several = [with_names(each, names) for each in data]
        return several if any(new is not old for new, old in zip(several, data, strict=True)) else data
    return data
