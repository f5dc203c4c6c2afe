"""Up to which statement of each partner a report stands, and who has been silent for how long. Pure.

Promise: depends on the report's dates, the configuration and the statements that the report stands on alone. Silence is
counted in days from the day on which a partner's own source recorded its last statement to the report's day; an
expected partner is a member of the partnership on that day. Source: design, section 4; decision 15.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from hub.events.configuration import Configuration, Group
from hub.events.readable import instant_text
from hub.log.freshness import Pair, Statement, newest
from hub.reconcile.said import Said

LONDON: Final = ZoneInfo("Europe/London")


def last_statements(said: Mapping[str, Iterable[Said]]) -> dict[Pair, Statement]:
    """The last statement of each organisation in each partnership. said: what a report stands on."""
    found: dict[Pair, Statement] = {}
    for partnership, statements in said.items():
        for each in statements:
            pair = partnership, each.organisation
            found[pair] = newest(found.get(pair), Statement(each.recorded, each.event_id, each.known))
    return found


def with_partners(
    document: Mapping[str, Any], group: Group, configuration: Configuration, last: Mapping[Pair, Statement]
) -> dict[str, Any]:
    """The report's document with its partners, those first who have been silent for longest."""
    as_of = date.fromisoformat(document["as_of"])
    rows = [row for each in group.partnerships for row in _of(each, configuration, last, as_of)]
    rows.sort(key=lambda row: (not row["expected"], -_silence(row), row["partnership"], row["organisation"]))
    names = {row["organisation"]: configuration.name_of(row["organisation"]) for row in rows}
    called = {each: name for each, name in sorted(names.items()) if name != each}
    return {**document, "partners": rows, "organisations": {**document["organisations"], **called}}


def _of(
    partnership: str, configuration: Configuration, last: Mapping[Pair, Statement], as_of: date
) -> Iterable[dict[str, Any]]:
    configured = configuration.partnerships.get(partnership)
    members = configured.members if configured else ()
    # whoever speaks under another of its ids is the same partner
    since = {configuration.canonical(each.organisation): each.since for each in members if each.at(as_of)}
    spoke: dict[str, Statement] = {}
    for (place, speaker), statement in last.items():
        if place == partnership:
            organisation = configuration.canonical(speaker)
            spoke[organisation] = newest(spoke.get(organisation), statement)
    for organisation in sorted({*since, *spoke}):
        said = spoke.get(organisation)
        begun = since.get(organisation)
        yield {
            "partnership": partnership,
            "organisation": organisation,
            "expected": organisation in since,
            "member_since": begun.isoformat() if begun else None,
            "last": None if said is None else _statement(said),
            "silent_days": None if said is None else max(0, (as_of - _day(said.recorded)).days),
            "recorded_later": said is not None and _day(said.recorded) > as_of,
        }


def _statement(said: Statement) -> dict[str, str]:
    return {
        "statement": said.event,
        "recorded_at": instant_text(said.recorded),
        "recorded_on": _day(said.recorded).isoformat(),
        "admitted_at": instant_text(said.admitted),
        "admitted_on": _day(said.admitted).isoformat(),
    }


def silence_words(row: Mapping[str, Any]) -> str:
    """How long a partner has been silent, for a cell of a table."""
    if row["last"] is None:
        return "has said nothing"
    if row["recorded_later"]:
        return "spoke after the report's day"
    return "1 day" if row["silent_days"] == 1 else f"{row['silent_days']:,} days"


def _silence(row: Mapping[str, Any]) -> float:
    """One that has said nothing at all is silent for ever."""
    return float("inf") if row["silent_days"] is None else row["silent_days"]


def _day(milliseconds: int) -> date:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(LONDON).date()
