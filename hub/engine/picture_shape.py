"""What is wrong with an output record by itself: its key, the partition where it stands, a body that is no picture."""

import orjson

from hub.log.topics import partition_of
from hub.log.untrue import OutputRecord, Shape, Untrue
from hub.reconcile.picture import KINDS, KeyUnreadable, picture_key, read_key


def picture_shape(partitions: int, *, tombstones: bool = False) -> Shape:
    """The rule for an output topic of that many partitions.

    A tombstone says of its own partition that nothing stands there under its key, whatever the key: so a worker writes
    over what somebody else put there. tombstones: hold these to the rule too, where keys are held over all partitions.
    """

    def wrong(record: OutputRecord) -> Untrue | None:
        if record.value is None and not tombstones:
            return None
        try:
            partnership, kind, subject = read_key(record.key or b"")
        except KeyUnreadable:
            return Untrue.KEY
        if kind not in KINDS or picture_key(partnership, kind, subject) != record.key:
            return Untrue.KEY
        if partition_of(partnership.encode(), partitions) != record.partition:
            return Untrue.PARTITION
        if record.value is not None and not _tells_of(record.value, partnership, kind, subject):
            return Untrue.BODY
        return None

    return wrong


def _tells_of(body: bytes, partnership: str, kind: str, subject: str) -> bool:
    """Whether the body is an object that names what its key names, as the engine writes it.

    Looked for in the bytes: parsing each picture would make a restart many times as long. What else a picture must hold
    is checked by whoever shows it.
    """
    names = {"partnership": partnership, "kind": kind, "id": subject}
    return (
        body.startswith(b'{"')
        and body.endswith(b"}")
        and all(orjson.dumps({name: value})[1:-1] in body for name, value in names.items())
    )
