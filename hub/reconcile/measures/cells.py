"""What is observed of a subject's measures, as the view of the subject reads it."""

from hub.reconcile.any_subject import fields_compared
from hub.reconcile.events import Subject
from hub.reconcile.folds import CORE
from hub.reconcile.measures.charted import runs_of
from hub.reconcile.measures.results import Results, view_results
from hub.reconcile.measures.trend import Runs
from hub.reconcile.reading import ViewReader


def results_of(read: ViewReader, subject: Subject) -> list[Results]:
    """Of every measure and year, in order: parts stand in the order in which they were first spoken of."""
    return [read(year_results, subject, part) for part in sorted(read.parts(subject)) if part != CORE]


def year_results(read: ViewReader, subject: Subject, part: str) -> Results:
    """One measure's results of one year, so that the other years are not looked at again."""
    measure = part.rpartition("/")[0]
    compared = read(fields_compared, subject)
    return view_results(measure, read.history(subject, part), compared, read.day, read.configuration)


def agreed_runs(read: ViewReader) -> Runs:
    """What the place has agreed on trends."""
    return runs_of(read.configuration.practice_of(read.partnership))
