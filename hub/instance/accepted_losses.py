"""What partners said and an operator accepted as lost, as the audit log keeps it: told until somebody closes it. Pure.

Pictures say less from then on, and nothing in them shows it: a warning stands until every partner has published again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hub.events.counting import count_words
from hub.events.topics import word
from hub.log.audit import AuditEntry
from hub.log.topics import TopicNames

ACCEPTED: Final = "topic.accept-lost"
CLOSED: Final = "topic.loss-closed"


@dataclass(frozen=True, slots=True)
class AcceptedLoss:
    """One entry that accepts the loss of an input topic. topic: its full name. at: ISO 8601, UTC.

    partitions: of which how many records at least were lost; empty where it was not known, or an older release wrote.
    """

    topic: str
    at: str
    who: str
    partitions: tuple[tuple[int, int], ...]

    @property
    def records(self) -> int:
        return sum(count for _, count in self.partitions)

    def to_json(self, names: TopicNames) -> dict[str, Any]:
        return {
            "topic": names.short(self.topic),
            "at": self.at,
            "who": self.who,
            "records": self.records,
            "partitions": [{"partition": number, "records": count} for number, count in self.partitions],
        }


def open_losses(entries: Iterable[AuditEntry], names: TopicNames) -> list[AcceptedLoss]:
    """Those that nobody closed since, in their order. What was not said by partners is made anew, or told elsewhere."""
    found: list[AcceptedLoss] = []
    for each in entries:
        if each.action == CLOSED:
            found = [loss for loss in found if loss.topic != each.subject]
        elif each.action == ACCEPTED and each.subject in names.inputs:
            found.append(AcceptedLoss(each.subject, each.at, each.who, _partitions(each.before)))
    return found


def _partitions(before: Any) -> tuple[tuple[int, int], ...]:
    told = before.get("partitions") if isinstance(before, dict) else None
    rows = [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []
    pairs = [(each.get("partition"), each.get("records")) for each in rows]
    return tuple((number, count) for number, count in pairs if isinstance(number, int) and isinstance(count, int))


def loss_words(loss: dict[str, Any]) -> tuple[str, str]:
    """What was lost and what is to be done, of a loss as JSON data."""
    topic = loss["topic"]
    where = _where(loss["partitions"])
    many = f"{count_words(loss['records'], 'record')} at least" if loss["records"] else "records, nobody knows how many"
    what = f"{topic} has lost {many}{where}, for good: {loss['who']} accepted it at {loss['at']}."
    do = (
        "Pictures lack what they said. Have every partner publish again, which is harmless; then "
        f"`hub audit close {word(topic)} --reason WHY --yes`, and this is told no more."
    )
    return what, do


def _where(partitions: Sequence[dict[str, Any]]) -> str:
    if not partitions:
        return ""
    told = [f"partition {each['partition']}: {each['records']}" for each in partitions]
    return f" ({', '.join(told)})"
