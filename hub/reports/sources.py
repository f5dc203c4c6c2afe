"""The sources of a report: every event that a figure came from, numbered in order of first use.

Each content of an event id that came with several is a source of its own (hub/reports/told_apart.py).
"""

from typing import Any, Final

from hub.reports.told_apart import is_citation, name_of, speaker_of


class Sources:
    """Numbers events as they are met. Promise: the same pictures in the same order give the same numbers."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, Any]] = {}

    def cite(self, side: dict[str, Any]) -> None:
        """Take note of one side of a picture: its event, who said it, when, and in which document."""
        if side.get("event") is None or name_of(side) in self._found:
            return
        self._found[name_of(side)] = {
            "number": len(self._found) + 1,
            "organisation": speaker_of(side),
            **{name: side[name] for name in _SHOWN if name in side},
        }

    def cite_all(self, data: Any) -> None:
        """Take note of every side anywhere inside JSON data, in its own order."""
        if isinstance(data, dict):
            if is_citation(data):
                self.cite(data)
            for value in data.values():
                self.cite_all(value)
        elif isinstance(data, list):
            for value in data:
                self.cite_all(value)

    def listed(self) -> dict[str, dict[str, Any]]:
        """By name: the event's id, or that of its content where the id came with several."""
        return dict(self._found)


_SHOWN: Final = ("event", "since", "recorded_at", "document", "illustrative", "content_hash")


def cites_any(data: Any) -> bool:
    """Whether an event is named anywhere inside JSON data."""
    todo = [data]
    while todo:
        each = todo.pop()
        if isinstance(each, dict):
            if isinstance(each.get("event"), str):
                return True
            todo += each.values()
        elif isinstance(each, list | tuple):
            todo += each
    return False


def events_in(data: Any) -> list[str]:
    """The ids of all events named anywhere inside JSON data, in order."""
    return sorted({event for event, _ in _cited(data)})


def cited_in(data: Any) -> dict[str, list[str]]:
    """The ids of all events named anywhere inside a report's data, as `events`; and as `sources` the names of the
    sources, where these are others, because an id came with several contents.
    """
    cited = _cited(data)
    events, sources = sorted({event for event, _ in cited}), sorted({name for _, name in cited})
    return {"events": events} if sources == events else {"events": events, "sources": sources}


def _cited(data: Any) -> set[tuple[str, str]]:
    """(event, name of the source)"""
    found: set[tuple[str, str]] = set()
    todo = [data]
    while todo:
        each = todo.pop()
        if isinstance(each, dict):
            if isinstance(each.get("event"), str):
                found.add((each["event"], name_of(each)))
            todo += each.values()
        elif isinstance(each, list | tuple):
            todo += each
    return found


def citations_in(data: Any) -> list[dict[str, Any]]:
    """Who said what stands anywhere inside JSON data, since when and in which event, each source once."""
    found: dict[str, dict[str, Any]] = {}
    todo = [data]
    while todo:
        each = todo.pop()
        if isinstance(each, dict):
            if is_citation(each):
                found.setdefault(name_of(each), {name: value for name, value in each.items() if name in _CITED})
            todo += each.values()
        elif isinstance(each, list):
            todo += each
    return [found[name] for name in sorted(found)]


_CITED: Final = frozenset({"organisation", "said_by", "source", *_SHOWN})
