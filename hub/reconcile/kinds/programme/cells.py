"""What stands of a programme on a day."""

from typing import NamedTuple

from hub.reconcile.events import Subject
from hub.reconcile.folds import CORE
from hub.reconcile.kinds.programme.view import ProgrammeView, view_programme
from hub.reconcile.reading import ViewReader


def programme_view(read: ViewReader, programme: str) -> ProgrammeView:
    return view_programme(read.history(Subject("programme", programme), CORE), read.day, read.configuration)


class ProgrammeTerms(NamedTuple):
    """What a contract asks of its programme."""

    joint_partners: list[str]
    is_declared: bool


def programme_terms(read: ViewReader, programme: str) -> ProgrammeTerms:
    view = read(programme_view, programme)
    return ProgrammeTerms(view.joint_partners, view.is_declared)
