"""What the events of one run name to be taken back, settled at its end: against the run and against the log.

Promise: the log is read only where the run itself does not say what it names; nothing raises for a record's content.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from aiokafka.errors import KafkaError

from hub.admission.warning import AdmissionWarning
from hub.events.ids import uuid_in
from hub.events.taking_back import Naming, Spoke, in_vain, namings_of
from hub.instance.connection import Cluster
from hub.log.opening import opening, spoke
from hub.log.raw_reader import RawReader, RawRecord, Stretch
from hub.log.topics import partition_of
from hub.usecases.admitting import NewEvent
from hub.usecases.warned import WarningGroup, add_place

READ_SECONDS: Final = 10.0

EFFECTS_UNKNOWN: Final = AdmissionWarning(
    "all files",
    "meta.corrects and withdrawals",
    "were not looked up: Kafka did not answer in time, so nobody can say what they take back",
    "run `hub status`, and look at each event's receipt, or at `hub trace ID`",
)

Namer = tuple[Naming, frozenset[str], str]
"""What is named, and the partnerships and the organisation of whoever names it."""

Wanted = Mapping[str, frozenset[str]]
"""Ids to be looked up, each with the partnerships in which it is named."""

Speakers = Mapping[str, frozenset[Spoke]]
"""By event id: who said it."""


class TakingBack:
    """Fed with what was admitted."""

    def __init__(self) -> None:
        self._said: dict[str, frozenset[Spoke]] = {}
        self._one: dict[frozenset[Spoke], frozenset[Spoke]] = {}
        self._named: dict[Namer, WarningGroup] = {}

    def take(self, fresh: Iterable[NewEvent], where: str) -> None:
        """The events of one item."""
        for each, origin, _ in fresh:
            meta = each.event.meta
            withdraws = each.event_type.withdraws
            said = frozenset(Spoke(place, meta.organisation, withdraws) for place in meta.partnerships)
            event_id = str(meta.event_id)
            said |= self._said.get(event_id, frozenset())
            # thousands of events have the same few speakers: each set is kept once
            self._said[event_id] = self._one.setdefault(said, said)
            for named in namings_of(each.event):
                naming = named._replace(field=origin(named.field))
                namer = naming, frozenset(meta.partnerships), meta.organisation
                group = self._named.get(namer)
                if group is None:
                    # worded at the end, when it is known who said it
                    self._named[namer] = WarningGroup(AdmissionWarning(where, naming.field, "", ""), 1, [where])
                else:
                    add_place(group, where)

    @property
    def open(self) -> Wanted:
        """What the run names and does not say itself."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for naming, partnerships, organisation in self._named:
            if in_vain(naming, partnerships, organisation, self._said.get(naming.event, frozenset())) is not None:
                found[naming.event] |= partnerships
        return {event: frozenset(partnerships) for event, partnerships in found.items()}

    def groups(self, known: Speakers) -> list[WarningGroup]:
        """The warnings, against what is known beside the run."""
        found = []
        for (naming, partnerships, organisation), group in self._named.items():
            spoke = self._said.get(naming.event, frozenset()) | known.get(naming.event, frozenset())
            told = in_vain(naming, partnerships, organisation, spoke)
            if told is not None:
                warning = AdmissionWarning(group.warning.where, naming.field, told.problem, told.fix)
                found.append(WarningGroup(warning, group.count, group.places))
        return found


async def read_speakers(cluster: Cluster, wanted: Wanted, seconds: float = READ_SECONDS) -> Speakers | None:
    """Who said these events in the partnerships that name them; None where Kafka does not answer in time."""
    reader = RawReader(cluster.bootstrap_servers)
    found: defaultdict[str, set[Spoke]] = defaultdict(set)
    partnerships = {each for named in wanted.values() for each in named}
    try:
        async with asyncio.timeout(seconds):
            await reader.start()
            try:
                every = await reader.partitions(*cluster.names.inputs)
                count = max((tp.partition + 1 for tp in every), default=0)
                numbers = {partition_of(each.encode(), count) for each in partnerships} if count else set()
                ends = await reader.ends([tp for tp in every if tp.partition in numbers])
                async for _, records in reader.read({tp: Stretch(0, end) for tp, end in ends.items()}):
                    for record in records:
                        _take(record, wanted, found)
            finally:
                await reader.stop()
    except (KafkaError, TimeoutError):
        return None
    return {event: frozenset(each) for event, each in found.items()}


def _take(record: RawRecord, wanted: Wanted, found: defaultdict[str, set[Spoke]]) -> None:
    event_id = str(uuid_in(dict(record.headers).get("ce_id")))
    if event_id not in wanted:
        return
    begun = opening(record.headers, record.value)
    if begun is not None:
        found[event_id].add(spoke(record.key, *begun))
