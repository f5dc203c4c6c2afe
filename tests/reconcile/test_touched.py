"""What an event touches: a picture that it does not name stays as it is, or the engine would not evaluate it again."""

from datetime import date, timedelta
from random import Random

from hypothesis import example

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.views import PartnershipViews
from tests.reconcile.dense import history
from tests.reconcile.summary import FLAT, WITH_SUCCESSION, ready
from tests.support.seeds import any_seed

FIRST = date(2015, 1, 1)
LENGTH = 80


def standing(views: PartnershipViews, day: Day) -> dict[Subject, tuple[bytes, Day | None]]:
    """Every picture there is on the day, and until when it holds."""
    return {Subject(each.kind, each.id): (each.json(), each.until) for each in views.pictures(day)}


@any_seed(60)
@example(seed=1184)  # a provider's contract that is tied to two procurements, of which the other one changed
def test_a_picture_that_is_not_touched_stays_as_it_is(seed: int) -> None:
    random = Random(seed)
    statements = ready(history(random, LENGTH))
    views = PartnershipViews("wandsworth", random.choice([FLAT, WITH_SUCCESSION]))
    day = Day.of(FIRST + timedelta(days=random.randrange(400)))
    before = standing(views, day)
    for _, _, each, plain in statements:
        _, touched = views.add(each, plain)
        after = standing(views, day)
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert changed <= touched, (each.type.name, each.subject, changed - touched)
        before = after
