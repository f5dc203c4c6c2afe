"""The fold that the live engine drives: every partnership of one partition number, added up by hub.reconcile."""

from collections.abc import Iterable, Sequence
from datetime import date
from importlib.metadata import version
from random import Random
from typing import Final, NamedTuple

from hub.configuration import configuration_log
from hub.configuration.model import VIEWS, Configuration
from hub.engine.picture_shape import picture_shape
from hub.engine.ports import AddOutcome, ConfigurationLike, Core, Output, SchemaAnswer, SchemasAway
from hub.engine.set_aside import SetAside
from hub.log import registry as registry_client
from hub.log.decode import RecordDecoder
from hub.log.raw_reader import RawRecord
from hub.log.records import InputRecord, Poison
from hub.log.registry import Registry
from hub.log.topics import TopicNames
from hub.reconcile import events as reconcile_events
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.picture import KeyUnreadable, picture_key, read_key
from hub.reconcile.statement import Statement
from hub.reconcile.views import PartnershipViews
from hub.settings import Settings

BYTES_OF_A_VALUE: Final = 3_000
"""What holding a value that pictures stand on costs, with what it read and who reads it: 1,450 in small contracts to
3,040 in large ones, as measured."""

MOST_BYTES: Final = 256_000_000


class _Key(NamedTuple):
    """Of a picture."""

    partnership: str
    subject: Subject


class ReconcileFold:
    """Implements PartitionFold: pure and synchronous. Keys are evaluated in order, so a run can be repeated exactly.

    most_bytes: of values that are held so that what stands on them need not be evaluated again; above that those of
    the partnerships that were looked at longest ago are forgotten, which costs time alone.
    """

    def __init__(self, decoder: RecordDecoder, configuration: Configuration, most_bytes: int = MOST_BYTES) -> None:
        self._decoder = decoder
        self._configuration = configuration
        self._most_bytes = most_bytes
        self._partnerships: dict[str, PartnershipViews] = {}
        self._dirty: set[_Key] = set()
        self._marked: set[_Key] = set()
        self._foreign: set[bytes] = set()
        self._line: list[_Key] = []
        self._set_aside = SetAside()

    def add(self, record: InputRecord, *, mark: bool = True) -> AddOutcome | Poison:
        if record.key is not None and record.key in self._set_aside:
            self._decode_set_aside(record.key, len(self._set_aside))
        return self._add(record, mark=mark)

    def _add(self, record: InputRecord, *, mark: bool) -> AddOutcome | Poison:
        decoded = self._decoder.decode(record)
        if isinstance(decoded, Poison):
            return decoded
        views = self._partnerships.get(decoded.partnership)
        if views is None:
            views = PartnershipViews(decoded.partnership, self._configuration)
            self._partnerships[decoded.partnership] = views
        statement = Statement.of(
            decoded.type,
            decoded.version,
            decoded.body,
            decoded.plain,
            decoded.stamp.milliseconds,
            decoded.content_hash,
        )
        added, touched = views.add(statement, decoded.plain, unpack=mark)
        if added is reconcile_events.Added.DUPLICATE:
            return AddOutcome.DUPLICATE
        # what was read by the registry's schema may have been in quarantine before, whatever was committed since
        if mark or decoded.learned:
            self._dirty.update(_Key(decoded.partnership, subject) for subject in touched)
        return AddOutcome.NEW

    def set_aside(self, records: Sequence[RawRecord], start: int) -> int:
        return self._set_aside.put(records, start)

    def set_aside_count(self) -> int:
        return len(self._set_aside)

    def take_in(self, limit: int, key: bytes | None = None) -> bool:
        if not self._set_aside:
            return False
        wanted = {key} if key is not None else {each.partnership.encode() for each in self._dirty}
        for each in wanted:
            if each in self._set_aside:
                self._decode_set_aside(each, limit)
                return True
        return False

    def take_in_any(self, limit: int) -> None:
        self._decode_set_aside(None, limit)

    def _decode_set_aside(self, key: bytes | None, limit: int) -> None:
        for record in self._set_aside.take(key, limit):
            self._add(record, mark=False)  # poison among them is in quarantine

    def configure(self, configuration: ConfigurationLike) -> None:
        self._configuration = _ours(configuration)
        for views in self._partnerships.values():
            views.configure(self._configuration)

    def mark(self, keys: Iterable[bytes]) -> None:
        for each in keys:
            try:
                partnership, kind, subject = read_key(each)
            except KeyUnreadable:
                self._foreign.add(each)
            else:
                self._marked.add(_Key(partnership, Subject(kind, subject)))
        self._dirty |= self._marked

    def dirty_count(self) -> int:
        return len(self._dirty) + len(self._foreign)

    def evaluate(self, today: date, limit: int | None = None) -> Sequence[Output]:
        # foreign records are to be written over like any that has no picture
        foreign = sorted(self._foreign)[:limit]
        keys = self._next(None if limit is None else limit - len(foreign))
        day = Day.of(today)
        found = [self._output(key, day) for key in keys]
        self._foreign.difference_update(foreign)  # only now: what raises leaves them all dirty
        self._dirty.difference_update(keys)
        self._marked.difference_update(keys)
        del self._line[len(self._line) - len(keys) :]
        self._forget_some()
        return [*(Output(each, None, None) for each in foreign), *(each for each in found if each is not None)]

    def _next(self, limit: int | None) -> list[_Key]:
        """The dirty ones in order. What becomes dirty meanwhile waits for the next line: they are not sorted again for
        each lot."""
        if not self._line or limit is None:
            self._line = sorted(self._dirty, reverse=True)
        return self._line[: None if limit is None else -limit - 1 : -1]

    def _output(self, key: _Key, today: Day) -> Output | None:
        partnership = key.partnership.encode()
        if self._set_aside and partnership in self._set_aside:
            self._decode_set_aside(partnership, len(self._set_aside))
        views = self._partnerships.pop(key.partnership, None)
        if views is not None:
            self._partnerships[key.partnership] = views  # the last ones are those that were looked at last
        if views is not None and key not in self._marked and views.still_stands(key.subject, today):
            return None
        picture = views.picture(key.subject, today) if views else None
        named = picture_key(key.partnership, *key.subject)
        if picture is None:
            return Output(named, None, None)
        return Output(named, picture.json(), picture.until.date if picture.until is not None else None)

    def _forget_some(self) -> None:
        """Those of the partnerships that were evaluated longest ago, until few enough are held."""
        held = sum(each.held for each in self._partnerships.values())
        for views in self._partnerships.values():
            if held * BYTES_OF_A_VALUE <= self._most_bytes:
                return
            held -= views.held
            views.forget()

    def keys(self) -> Iterable[bytes]:
        self._decode_set_aside(None, len(self._set_aside))
        for partnership, views in self._partnerships.items():
            for subject in views.subjects():
                if views.exists(subject):
                    yield picture_key(partnership, *subject)


def create(settings: Settings) -> Core:
    """The core that a worker runs: hub.reconcile behind the decoder, schemas from the settings' registry."""
    decoder = RecordDecoder(settings.partitions, TopicNames(settings.topic_prefix))

    async def fetch_schema(schema_id: int) -> SchemaAnswer:
        try:
            async with Registry(settings.registry_url, Random(schema_id)) as registry:
                schema = await registry.schema(schema_id)
        except registry_client.RegistryAway as away:
            raise SchemasAway(str(away)) from away
        if schema is None:
            return SchemaAnswer.NO_SUCH_ID
        decoder.learn(schema_id, schema)
        return SchemaAnswer.KNOWN

    most_bytes = settings.view_megabytes * 1_000_000 // settings.partitions

    def new_fold(partition: int, configuration: ConfigurationLike) -> ReconcileFold:
        return ReconcileFold(decoder, _ours(configuration), most_bytes)

    return Core(
        new_fold=new_fold,
        build_configuration=_read,
        fetch_schema=fetch_schema,
        views=VIEWS,
        code_version=version("joint-commissioning-hub"),
        shape=picture_shape(settings.partitions),
    )


def _read(records: Sequence[InputRecord]) -> Configuration:
    return configuration_log.read((each.offset, each.key or b"", each.value) for each in records)


def _ours(standing: ConfigurationLike) -> Configuration:
    assert isinstance(standing, Configuration)  # the engine only passes on what `_read` made
    return standing
