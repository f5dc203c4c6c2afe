"""The fold that the engine drives: what raises leaves nothing forgotten."""

from datetime import date
from random import Random

import pytest

from hub.engine.fold import ReconcileFold
from hub.engine.ports import Output
from hub.log.decode import RecordDecoder
from hub.reconcile.views import PartnershipViews
from tests.reconcile.dense import history
from tests.reconcile.summary import FLAT
from tests.support.records import PARTITIONS, records

DAY = date(2015, 6, 4)


def test_keys_stay_dirty_when_judging_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    fold = ReconcileFold(RecordDecoder(PARTITIONS), FLAT)
    for record in records(history(Random(1), 60)):
        fold.add(record)
    waiting = fold.dirty_count()
    assert waiting > 3

    def broken(*_: object) -> None:
        raise FileNotFoundError("no such schema")

    with monkeypatch.context() as patch:
        patch.setattr(PartnershipViews, "picture", broken)
        with pytest.raises(FileNotFoundError):
            fold.judge(DAY)
    assert fold.dirty_count() == waiting
    assert len(fold.judge(DAY)) == waiting
    assert fold.dirty_count() == 0


@pytest.mark.parametrize(
    "key", [b"\xff", b"never said", b"7", b'["wandsworth","contract"]', b'["wandsworth","place","x"]', b"[[],{},1]"]
)
def test_a_key_that_is_no_pictures_has_no_picture(key: bytes) -> None:
    """Somebody else's record in the output topic must be written over, and not hold its partition up for ever."""
    fold = ReconcileFold(RecordDecoder(PARTITIONS), FLAT)
    for record in records(history(Random(1), 20)):
        fold.add(record, mark=False)
    fold.mark([key])
    assert fold.judge(DAY) == [Output(key, None, None)]


def test_restored_records_make_nothing_dirty_and_give_the_same_pictures() -> None:
    made = records(history(Random(2), 120))
    live, restored = (ReconcileFold(RecordDecoder(PARTITIONS), FLAT) for _ in range(2))
    for record in made:
        live.add(record)
        restored.add(record, mark=False)
    assert restored.dirty_count() == 0
    restored.mark(restored.keys())
    assert list(restored.judge(DAY)) == [each for each in live.judge(DAY) if each.body is not None]
