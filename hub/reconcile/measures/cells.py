"""What is observed of a subject's measures, as the view of the subject reads it."""

from hub.reconcile.any_subject import fields_compared
from hub.reconcile.events import Subject
from hub.reconcile.folds import CORE
from hub.reconcile.measures.charted import Series, runs_of, series_in
from hub.reconcile.measures.results import Results, view_results
from hub.reconcile.reading import ViewReader


def results_of(read: ViewReader, subject: Subject) -> list[Results]:
    """Of every measure and year, in order: parts stand in the order in which they were first spoken of."""
    return [read(year_results, subject, part) for part in _parts(read, subject)]


def _parts(read: ViewReader, subject: Subject) -> list[str]:
    return sorted(part for part in read.parts(subject) if part != CORE)


def parts_of_results(read: ViewReader, subject: Subject) -> list[str]:
    """A rule of its own, for the subject is spoken of more often than a measure or year comes to it."""
    return _parts(read, subject)


def year_results(read: ViewReader, subject: Subject, part: str) -> Results:
    """One measure's results of one year, so that the other years are not looked at again."""
    measure = _measure_of(part)
    compared = read(fields_compared, subject)
    return view_results(measure, read.history(subject, part), compared, read.day, read.configuration)


def measure_series(read: ViewReader, subject: Subject, measure: str) -> list[Series]:
    """What the results of one measure make, so that it is not found out again whenever anything else is said."""
    parts = [each for each in read(parts_of_results, subject) if _measure_of(each) == measure]
    years = [read(year_results, subject, each) for each in parts]
    return series_in(years, runs_of(read.configuration.practice_of(read.partnership)))


def _measure_of(part: str) -> str:
    return part.rpartition("/")[0]
