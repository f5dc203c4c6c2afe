"""Statements and their fates in words, for whoever has to defend a number with them."""

from collections.abc import Mapping
from typing import Any, Final

from hub.reconcile.fates import Fate
from hub.reports.days_and_money import money_words

_FEW: Final = 3


def fate_words(told: Mapping[str, Any]) -> str:
    """The fate of a statement as a sentence."""
    body, later = told["body_name"], _event(told, told["superseded_by"])
    passed = _events(told)
    return {
        Fate.STANDS: f"stands: it is the word of {body}",
        Fate.EARLIER: f"the word of {body} on its period; the last period's result, of {passed}, is the one shown",
        Fate.CHARTED: f"the word of {body} on its period; the trend of the measure is made of it and others",
        Fate.JUDGES: f"judges the last result: for {body} it stood when that result's period ended, "
        f"or was the first after it; {later} counts today",
        Fate.PASSED: f"passed: what {body} says of its contracts and awards in {passed} goes further",
        Fate.SUPERSEDED: f"superseded for {body} by {later}",
        Fate.CLEARED: f"taken back for {body} by {later}, which clears the field",
        Fate.CLEARS: f"clears the field: {body} says nothing about it any more",
        Fate.NOT_YET: f"not yet true for {body}: it counts from {told['true_from']}",
        Fate.LEFT: f"left: {body} names the supplier, and says in {_event(told, told['left_by'])} that it has left",
        Fate.RETURNED: f"returned: {body} has named the supplier in that award again, "
        f"in {_event(told, told['returned_by'])}",
        Fate.LAPSED: f"{told['lapsed']}{''.join(f', event {each}' for each in told['lapsed_by'])}",
        Fate.VOID: f"void: {told['name']} took it back in event {', '.join(told['voided_by'])}",
    }[Fate(told["fate"])]


def content_words(content_hash: str) -> str:
    """Which content of an event id that came with several: its hash, as far as people compare one."""
    return f"content {content_hash[:12]}"


def _event(told: Mapping[str, Any], event: str | None) -> str:
    """The event that decided a fate. Of an id that came with several contents it says which: it may be the other one of
    the statement's own id."""
    if told["by_content"] is None:
        return f"event {event}"
    content = content_words(told["by_content"])
    return f"another content of the same event id, {content}" if event == told["event"] else f"event {event}, {content}"


def _events(told: Mapping[str, Any]) -> str:
    """The events that a statement gave way to by id, of many the first few; a single one as `_event`."""
    ids = told["passed_by"]
    if len(ids) == 1:
        return _event(told, ids[0])
    more = f" and {len(ids) - _FEW} more" if len(ids) > _FEW else ""
    return f"events {', '.join(ids[:_FEW])}{more}"


def said_words(value: Any) -> str:
    """A value whole, in words: nothing of it is left out, because somebody is to defend it."""
    if value is None:
        return "nothing any more"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict) and "amount" in value:
        return money_words(value)
    if isinstance(value, dict):
        return ", ".join(
            f"{name.replace('_', ' ')} {said_words(part)}" for name, part in value.items() if part is not None
        )
    if isinstance(value, list):
        return "; ".join(map(said_words, value)) or "none"
    return str(value)
