"""`hub withdraw`: takes an event back for its own organisation, through admission like everything that is said."""

from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from hub.admission.admit import OPERATOR, Admitted, Context, Refused, admit
from hub.events.catalogue import BY_CE_TYPE
from hub.events.taking_back import Naming, Spoke, in_vain
from hub.instance.connection import Cluster
from hub.instance.log_reading import InputLog
from hub.log.codec import Stamp
from hub.log.publisher import EventPublisher
from hub.log.registry import Registry
from hub.reconcile.events import EventSet
from hub.reconcile.statement import Statement
from hub.serialization.readable import to_json
from hub.usecases.asking import NotFound

DOOR = "hub withdraw"
SOURCE = "hub-operator"


class CannotWithdraw(Exception):
    """The event cannot be taken back; the text says why."""


@dataclass(frozen=True, slots=True)
class WithdrawalPlan:
    """events: the withdrawals to be written. void: organisations whose event is void already, and by which events."""

    events: list[Admitted]
    void: dict[str, list[str]]


def plan_withdrawal(log: InputLog, event_id: str, reason: str, new_id: UUID, now: datetime) -> WithdrawalPlan:
    """One withdrawal for each organisation that spoke under the id and has not taken it back everywhere yet.

    new_id: the withdrawal's own event id; with several organisations each gets one made from it.
    Raises NotFound, CannotWithdraw.
    """
    found: dict[str, tuple[Statement, set[str]]] = {}
    void: dict[str, set[str]] = {}
    for partnership, events in log.by_partnership().items():
        speakers = {each.organisation: each for each in events if each.event_id == event_id}
        known = EventSet()
        for each in events if speakers else ():
            known.add(each, each.plain(), unpack=False)
        for organisation, statement in speakers.items():
            if known.is_void(statement):
                void.setdefault(organisation, set()).update(known.voided_by(statement))
            else:
                found.setdefault(organisation, (statement, set()))[1].add(partnership)
    for organisation, (statement, partnerships) in found.items():
        spoke = [Spoke(each, organisation, statement.type.withdraws) for each in partnerships]
        told = in_vain(Naming("data.event", event_id), partnerships, organisation, spoke)
        if told is not None:
            raise CannotWithdraw(f"withdrawing event {event_id} {told.problem}. Do: {told.fix}")
    if not found and not void:
        raise NotFound(f"event {event_id} is not in the log; `hub trace` and `hub quarantine list` tell more")
    context = Context(log.configuration(), now, OPERATOR, DOOR)
    planned = []
    for number, (statement, partnerships) in enumerate(found.values()):
        document = {
            "specversion": "1.0",
            "id": str(UUID(int=new_id.int ^ number)),
            "source": SOURCE,
            "type": f"uk.jch.{statement.type.word}.withdrawn.v1",
            "data": {
                "meta": {
                    "organisation": statement.organisation,
                    "partnerships": sorted(partnerships),
                    "subject": statement.subject,
                    "occurred_at": to_json(statement.type, statement.plain())["meta"]["occurred_at"],
                    "recorded_at": now.isoformat(),
                    "classification": statement.plain()["meta"]["classification"],
                },
                "event": event_id,
                "reason": reason,
            },
        }
        assert document["type"] in BY_CE_TYPE
        answer = admit(document, context)
        if isinstance(answer, Refused):
            problems = "; ".join(f"{each.field}: {each.problem}. {each.fix}" for each in answer.refusals)
            raise CannotWithdraw(f"the withdrawal was refused: {problems}")
        planned.append(answer)
    return WithdrawalPlan(planned, {each: sorted(by) for each, by in sorted(void.items()) if each not in found})


async def publish_withdrawals(cluster: Cluster, planned: list[Admitted]) -> None:
    """Write them. Raises BrokerAway, RegistryAway."""
    async with (
        Registry(cluster.registry_url, Random(0), tries=3) as registry,
        EventPublisher(cluster.bootstrap_servers, cluster.names, registry) as publisher,
    ):
        stamp = Stamp(planned[0].time, planned[0].principal, planned[0].door)
        await publisher.publish(planned, stamp)
