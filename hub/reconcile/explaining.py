"""Which statements are behind each word of a picture, those included that were said of something else.

A contract takes words from its award and procurement, a procurement's words follow from its lots, items, parties and
awards, a provider is what contracts and awards say of it. Walks the views that pictures are made of, so that what is
explained is what is shown. Source: design section 2 (every number can be explained).
"""

from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.explained import Explained, each_once
from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.views import PartnershipViews


def explained(views: PartnershipViews, subject: Subject, as_of: Day) -> list[Explained]:
    """Every statement about the subject, and each about something else that its picture stands on, once a body."""
    return each_once(KIND_OF[subject.kind].explained(views, subject, as_of))
