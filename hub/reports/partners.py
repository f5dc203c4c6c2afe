"""Up to which statement of each partner a report stands, and who has been silent for how long. Pure.

Promise: depends on the report's dates, the configuration and the statements that the report stands on alone. Silence is
counted in days from the day on which a partner's own source recorded its last statement to the report's day; an
expected partner is a member of the partnership on that day; what a body said is the word of those that followed it.
Source: design, section 4; decision 15.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from hub.configuration.model import Configuration, Group
from hub.events.counting import count_words
from hub.events.moments import in_london
from hub.log.freshness import AdmittedStatement, Pair, newest
from hub.reconcile.statement import Statement
from hub.serialization.readable import instant_text


def last_statements(statements: Mapping[str, Iterable[Statement]]) -> dict[Pair, AdmittedStatement]:
    """The last statement of each organisation in each partnership. statements: what a report stands on."""
    found: dict[Pair, AdmittedStatement] = {}
    for partnership, events in statements.items():
        for each in events:
            pair = partnership, each.organisation
            found[pair] = newest(found.get(pair), AdmittedStatement(each.recorded, each.event_id, each.known))
    return found


def with_partners(
    document: Mapping[str, Any], group: Group, configuration: Configuration, last: Mapping[Pair, AdmittedStatement]
) -> dict[str, Any]:
    """The report's document with its partners, those first who have been silent for longest."""
    as_of = date.fromisoformat(document["as_of"])
    rows = [row for each in group.partnerships for row in _of(each, configuration, last, as_of)]
    rows.sort(key=lambda row: (not row["expected"], -_silence(row), row["partnership"], row["organisation"]))
    bodies = sorted({row[name] for row in rows for name in ("organisation", "said_by") if row[name]})
    called = {each: configuration.name_of(each) for each in bodies if configuration.name_of(each) != each}
    return {**document, "partners": rows, "organisations": {**document["organisations"], **called}}


def _of(
    partnership: str, configuration: Configuration, last: Mapping[Pair, AdmittedStatement], as_of: date
) -> Iterable[dict[str, Any]]:
    # what a body said under another of its ids, or before it gave way to others, is the word of whoever it is today
    spoke: dict[str, tuple[AdmittedStatement, str]] = {}
    for (place, speaker), last_one in sorted(last.items()):
        if place == partnership:
            for organisation in configuration.today_of(speaker, as_of):
                held = spoke.get(organisation)
                if held is None or newest(held[0], last_one) != held[0]:
                    spoke[organisation] = last_one, configuration.canonical(speaker)
    expected = {
        each for each in configuration.members_of(partnership) if configuration.is_member(partnership, each, as_of)
    }
    since = _member_since(partnership, configuration, as_of)
    for organisation in sorted({*expected, *spoke}):
        statement, speaker = spoke.get(organisation, (None, organisation))
        begun = since.get(organisation)
        yield {
            "partnership": partnership,
            "organisation": organisation,
            "said_by": None if speaker == organisation else speaker,
            "expected": organisation in expected,
            "member_since": begun.isoformat() if begun else None,
            "last": None if statement is None else _statement(statement),
            "silent_days": None if statement is None else max(0, (as_of - _day(statement.recorded)).days),
            "recorded_later": statement is not None and _day(statement.recorded) > as_of,
        }


def _member_since(partnership: str, configuration: Configuration, as_of: date) -> dict[str, date | None]:
    found = configuration.partnerships.get(partnership)
    members = found.members if found else ()
    return {configuration.canonical(each.organisation): each.since for each in members if each.at(as_of)}


def _statement(statement: AdmittedStatement) -> dict[str, str]:
    return {
        "statement": statement.event,
        "recorded_at": instant_text(statement.recorded),
        "recorded_on": _day(statement.recorded).isoformat(),
        "admitted_at": instant_text(statement.admitted),
        "admitted_on": _day(statement.admitted).isoformat(),
    }


def silence_words(row: Mapping[str, Any]) -> str:
    """How long a partner has been silent, for a cell of a table."""
    if row["last"] is None:
        return "has said nothing"
    if row["recorded_later"]:
        return "spoke after the report's day"
    return count_words(row["silent_days"], "day")


def _silence(row: Mapping[str, Any]) -> float:
    """One that has said nothing at all is silent for ever."""
    return float("inf") if row["silent_days"] is None else row["silent_days"]


def _day(milliseconds: int) -> date:
    return in_london(milliseconds).date()
