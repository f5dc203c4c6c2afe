"""Extensions held against the term that was agreed before: let in, because somebody said it, and told to its sender.

Nothing is extended before it has begun or after it has ended, nor by an end that comes earlier. An organisation's own
words on the term count; where it has none, the others' do. Promise: pure; knows what it was told and nothing else.
Source: LEE 39 (somebody says that it was agreed).
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from hub.admission.warning import TO_REPLACE, AdmissionWarning
from hub.events.contract import ContractTerms, Extended
from hub.events.envelope import Event

Contract = tuple[str, str]
"""Partnership and id."""

_ENDS: Final = ("period_start", "period_end")
_FIX: Final = f"check the day and the contract; {TO_REPLACE}"
_NEXT: Final = timedelta(days=1)  # an extension is often true from the day after the former end


class AgreedTerms:
    """The beginnings and ends of contracts as far as they were told, by whose words.

    picture_of: asked once for each contract that is extended: the JSON data of its picture as it was before, None where
    there is none.
    """

    def __init__(self, picture_of: Callable[[Contract], Any] = lambda contract: None) -> None:
        self._picture_of = picture_of
        self._before: dict[Contract, dict[str, dict[str, date]]] = {}
        self._learned: dict[Contract, dict[str, dict[str, date]]] = {}

    def learn(self, event: Event) -> None:
        """What an event says of a contract's term; it takes the place of its organisation's earlier words."""
        if isinstance(event, ContractTerms | Extended):
            start = event.period_start if isinstance(event, ContractTerms) else None
            for partnership in event.meta.partnerships if start or event.period_end else ():
                words = self._learned.setdefault((partnership, event.meta.subject), {name: {} for name in _ENDS})
                for name, day in zip(_ENDS, (start, event.period_end), strict=True):
                    if day is not None:
                        words[name][event.meta.organisation] = day

    def _words_on(self, contract: Contract) -> dict[str, dict[str, date]]:
        before = self._before.get(contract)
        if before is None:
            body = self._picture_of(contract)  # large, and needed for what is extended alone
            before = self._before[contract] = {name: dict(_sides(body, name)) for name in _ENDS}
        learned = self._learned.get(contract, {})
        return {name: before[name] | learned.get(name, {}) for name in _ENDS}

    def warnings(self, event: Event, where: str) -> Iterator[AdmissionWarning]:
        """What is odd about an extension, each once; nothing about any other event."""
        if isinstance(event, Extended):
            told = (each for place in event.meta.partnerships for each in self._told(event, place))
            for field, problem in dict.fromkeys(told):
                yield AdmissionWarning(where, field, problem, _FIX)

    def _told(self, event: Extended, partnership: str) -> Iterator[tuple[str, str]]:
        words = self._words_on((partnership, event.meta.subject))
        own, since = event.meta.organisation, event.meta.occurred_at
        start = words["period_start"].get(own) or min(words["period_start"].values(), default=None)
        end = words["period_end"].get(own) or max(words["period_end"].values(), default=None)
        if start is not None and since < start:
            yield "meta.occurred_at", f"{since} is before the contract begins, on {start}"
        if end is not None and since > end + _NEXT:
            yield "meta.occurred_at", f"{since} is after the contract had ended, on {end}: nothing was left to extend"
        if end is not None and event.period_end < end:
            yield "data.period_end", f"{event.period_end} is before the end that was agreed, {end}: that shortens it"


def _sides(body: Any, name: str) -> Iterator[tuple[str, date]]:
    fields = body.get("fields") if isinstance(body, Mapping) else None
    field = fields.get(name) if isinstance(fields, Mapping) else None
    for side in field.get("sides", ()) if isinstance(field, Mapping) else ():
        try:
            yield str(side["organisation"]), date.fromisoformat(side["value"])
        except (KeyError, TypeError, ValueError):
            continue
