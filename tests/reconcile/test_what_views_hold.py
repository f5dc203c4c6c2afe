"""Whether a picture still stands is known without making it, and what is forgotten is known no more."""

import pytest

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from tests.reconcile.summary import added
from tests.reconcile.told import CONTRACT, COUNCIL, KNOWN, Said, events

SUBJECT = Subject("contract", CONTRACT)
ENDS, DAY = Day.read("2016-03-31"), Day.read("2016-03-01")
DECLARED: Said = (COUNCIL, "declared", {"stage": "contract", "period_end": ENDS.text})
OF_ANOTHER: Said = (COUNCIL, "declared", {"stage": "contract", "subject": "GB-LAE-WND/14-325"})
VARIED: Said = (COUNCIL, "varied", {"title": "Carers"})


def test_a_picture_stands_until_its_day_and_in_it_all_the_same() -> None:
    views = added(events([DECLARED]), KNOWN)
    assert not views.still_stands(SUBJECT, DAY), "nobody has asked for it"
    picture = views.picture(SUBJECT, DAY)
    assert picture is not None
    assert picture.until == ENDS + 1
    assert [views.still_stands(SUBJECT, day) for day in (DAY, ENDS, Day(ENDS + 1))] == [True, True, False]


@pytest.mark.parametrize(("said", "stands"), [(OF_ANOTHER, True), (VARIED, False)], ids=["of another", "of it"])
def test_a_picture_stands_unless_something_is_said_of_what_it_is_made_of(said: Said, stands: bool) -> None:
    made = events([DECLARED, said])
    views = added(made[:1], KNOWN)
    views.picture(SUBJECT, DAY)
    views.add(made[1][2], made[1][3])
    assert views.still_stands(SUBJECT, DAY) is stands


def test_what_is_forgotten_is_held_no_more_and_answered_as_before() -> None:
    views = added(events([DECLARED]), KNOWN)
    assert views.held == 0
    before = views.picture(SUBJECT, DAY)
    assert views.held > 0
    views.forget()
    assert views.held == 0
    assert not views.still_stands(SUBJECT, DAY)
    assert views.picture(SUBJECT, DAY) == before


def test_there_is_what_something_is_said_of() -> None:
    views = added(events([DECLARED]), KNOWN)
    assert views.exists(SUBJECT)
    assert not views.exists(Subject("contract", "GB-LAE-WND/14-325"))
