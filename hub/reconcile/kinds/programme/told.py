"""What became of a statement about a programme, as its picture shows it: of its measures not all that stands is."""

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.fates import Told
from hub.reconcile.views import PartnershipViews


def told_of_programme(views: PartnershipViews, subject: Subject, as_of: Day, told: list[Told]) -> list[Told]:
    """told: as `fates` tells it."""
    measured = views.programme(subject.id, as_of).measured
    return [measured.told(each) for each in told]
