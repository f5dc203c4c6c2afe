"""The sources of a report: every event that a figure came from, numbered in order of first use."""

from typing import Any, Final


class Sources:
    """Numbers events as they are met. Promise: the same pictures in the same order give the same numbers."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, Any]] = {}

    def cite(self, side: dict[str, Any]) -> None:
        """Take note of one side of a picture: its event, who said it, when, and in which document."""
        event = side.get("event")
        if event is None or event in self._found:
            return
        self._found[event] = {
            "number": len(self._found) + 1,
            "organisation": side.get("said_by", side["organisation"]),
            **{name: side[name] for name in ("since", "recorded_at", "document", "illustrative") if name in side},
        }

    def cite_all(self, data: Any) -> None:
        """Take note of every side anywhere inside JSON data, in its own order."""
        if isinstance(data, dict):
            if {"event", "organisation", "since"} <= data.keys():
                self.cite(data)
            for value in data.values():
                self.cite_all(value)
        elif isinstance(data, list):
            for value in data:
                self.cite_all(value)

    def listed(self) -> dict[str, dict[str, Any]]:
        return dict(self._found)


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
    found: set[str] = set()
    _collect(data, found)
    return sorted(found)


def _collect(data: Any, found: set[str]) -> None:
    if isinstance(data, dict):
        if isinstance(data.get("event"), str):
            found.add(data["event"])
        for value in data.values():
            _collect(value, found)
    elif isinstance(data, list | tuple):
        for value in data:
            _collect(value, found)


def citations_in(data: Any) -> list[dict[str, Any]]:
    """Who said what stands anywhere inside JSON data, since when and in which event, each event once."""
    found: dict[str, dict[str, Any]] = {}
    todo = [data]
    while todo:
        each = todo.pop()
        if isinstance(each, dict):
            if {"event", "organisation", "since"} <= each.keys():
                found.setdefault(each["event"], {name: value for name, value in each.items() if name in _CITED})
            todo += each.values()
        elif isinstance(each, list):
            todo += each
    return [found[event] for event in sorted(found)]


_CITED: Final = frozenset({"organisation", "said_by", "since", "recorded_at", "event", "document", "illustrative"})
