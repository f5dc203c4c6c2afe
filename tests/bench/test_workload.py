"""The bench's workload is what it says of itself: its records can be taken, and a seed gives the same ones again."""

from collections import Counter

from bench.loading import Encoded, again, encoded
from bench.workload import NO_SHARE, SHARES, Shape, events
from hub.events.catalogue import CATALOGUE
from hub.log.decode import Decoded, RecordDecoder
from hub.log.records import InputRecord

IDS = dict.fromkeys(CATALOGUE, 1)


def taken(each: Encoded) -> Decoded:
    record = each.record
    answer = RecordDecoder(4).decode(
        InputRecord(each.topic, each.partition, 0, 0, record.key, record.value, tuple(record.headers))
    )
    assert isinstance(answer, Decoded), answer
    return answer


def test_the_catalogue_has_its_shares() -> None:
    known = SHARES.keys() | NO_SHARE.keys()
    new = {each.ce_type for each in CATALOGUE} - known
    assert not new, "give it a share in bench/workload.py (SHARES, and what it says in _said), or a reason in NO_SHARE"
    assert known <= {each.ce_type for each in CATALOGUE}
    assert not SHARES.keys() & NO_SHARE.keys()


def test_every_share_is_said() -> None:
    assert sum(SHARES.values()) == 1000
    found = Counter(event_type.ce_type for event_type, _ in events(1, 4000, Shape(100, 5)))
    assert set(found) == set(SHARES)


def test_a_seed_gives_the_same_events() -> None:
    first, second = (encoded(7, 300, Shape(50, 5), 4, IDS) for _ in range(2))
    assert first == second


def test_the_busiest_contract_of_zipfs_law_is_busier_than_its_share() -> None:
    shape = Shape(100, 5, zipf=1.1)
    about = Counter(event.meta.subject for kind, event in events(1, 2000, shape) if kind.about == "contract")
    assert about.most_common(1)[0][0].endswith("/C00000")
    assert about.most_common(1)[0][1] > 5 * 2000 / 100


def test_a_pool_that_is_used_again_gives_other_events_of_the_same_words() -> None:
    pool = encoded(1, 20, Shape(10, 2), 4, IDS)
    said = [taken(each) for each in again(pool, 50)]
    assert len({each.plain["meta"]["event_id"] for each in said}) == 50
    assert [each.type for each in said[20:40]] == [each.type for each in said[:20]]
