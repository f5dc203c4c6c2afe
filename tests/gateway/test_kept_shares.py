"""A group's report of what was kept is that of all its pictures, whatever came between and however little is kept."""

from random import Random

import orjson
from hypothesis import given
from hypothesis import strategies as st

from hub.configuration.model import Configuration, Group
from hub.gateway.index.held_picture import HeldPicture
from hub.gateway.index.kept_shares import KeptShares
from hub.gateway.index.pictures import HeldPictures
from hub.reconcile.days import Day
from hub.reconcile.picture import picture_key
from hub.reports.joint_programmes import Bodies, joint_programmes, of_shares
from tests.gateway.made import TODAY, basis_at, picture_record
from tests.reconcile.dense import history
from tests.reconcile.summary import FLAT, ready, whole

PLACES = ("richmond", "wandsworth")
GROUPS = [
    Group(id="both", name="Both", partnerships=PLACES, open_register=True),
    Group(id="one", name="One", partnerships=PLACES[1:], open_register=True),
]


def report(group: Group, pictures: HeldPictures, kept: KeptShares | None, configuration: Configuration) -> bytes:
    held = [*pictures.of_places(group.partnerships)]
    if kept is None:
        bodies: Bodies = {each.key: each.picture() for each in held}
        document = joint_programmes(group, bodies, configuration, as_of=TODAY, known_at=None)
    else:
        document = of_shares(group, kept.of(held), configuration, as_of=TODAY, known_at=None)
    return orjson.dumps(document)


@given(
    st.integers(0, 9),
    st.integers(1, 60),
    st.sampled_from([0, 1_500, 5_000, 1 << 20]),
    st.randoms(use_true_random=False),
)
def test_the_same_report_as_of_all_pictures(seed: int, events: int, most_bytes: int, random: Random) -> None:
    statements = ready(history(Random(seed), events))
    pictures, kept, offset = HeldPictures(), KeptShares(most_bytes), 0
    for _ in range(4):
        # places do not know the same, so that one event id may have another content there
        place, some = random.choice(PLACES), [each for each in statements if random.random() < 0.7]
        for (kind, name), picture in whole(some, Day.of(TODAY), FLAT).items():
            body = orjson.dumps({**orjson.loads(picture.json()), "partnership": place})
            pictures.take(picture_record(offset, picture_key(place, kind, name), body, basis_at(offset)))
            offset += 1
        for group in random.choices(GROUPS, k=3):
            assert report(group, pictures, kept, FLAT) == report(group, pictures, None, FLAT)
            assert kept.bytes == sum(len(held.body) for held in kept._kept) <= most_bytes


def held(name: str) -> HeldPicture:
    pictures = HeldPictures()
    key = picture_key("wandsworth", "provider", name)
    body = orjson.dumps({"id": name, "title": name, "said": {"event": "e"}})
    found = pictures.take(picture_record(0, key, body, basis_at(0)))
    assert found is not None
    return found


def test_what_was_asked_for_longest_ago_is_let_go_first() -> None:
    first, second, third = map(held, ("1", "2", "3"))
    kept = KeptShares(2 * len(first.body))
    before = kept.of([first, second])
    assert kept.of([first])[first.key] is before[first.key]
    kept.of([third])
    assert kept.of([first])[first.key] is before[first.key]
    assert kept.of([second])[second.key] is not before[second.key]


def test_a_picture_that_stands_anew_has_another_share() -> None:
    before, now = held("1"), held("1")
    kept = KeptShares()
    assert kept.of([before])[before.key] is not kept.of([now])[now.key]
