"""The measures of a contract or programme on a day: what was agreed, what is observed, what the last results come to.

Source: design section 4 (provider standing); WAN 8, 16; LEE 33; WIL 3.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hub.configuration.model import Configuration
from hub.reconcile.claims import Field, Side
from hub.reconcile.computed_once import computed_once
from hub.reconcile.days import Day
from hub.reconcile.fates import Fate, Told, passed_to
from hub.reconcile.history import History
from hub.reconcile.measures.assessing import MEASURE, Assessment, assessments, behind, is_assessed_by
from hub.reconcile.measures.charted import ChartedTrend, SeriesOf, results_shown, shown, trends
from hub.reconcile.measures.results import Results, by_measure, last_of, last_results, measures, under_performing
from hub.reconcile.sides import items


@dataclass(frozen=True)
class Measured:
    """stands: of each measure what was agreed. results: what is observed, by measure. assessed: what the last result of
    each comes to. agreed: the measures of which some body says what was agreed, for whatever day. trends: by measure,
    of those that have one.
    """

    stands: Mapping[str, Mapping[str, list[Side]]]
    results: Mapping[str, Sequence[Results]]
    assessed: Mapping[str, Sequence[Assessment]]
    agreed: frozenset[str]
    trends: Mapping[str, Sequence[ChartedTrend]]

    @computed_once
    def shown(self) -> list[dict[str, Any]]:
        """Every measure that is agreed or observed, as pictures show it."""
        charted = {measure: [shown(each) for each in trends] for measure, trends in self.trends.items()}
        return measures(self.stands, self.results, self.assessed, charted)

    @computed_once
    def under_performing(self) -> list[dict[str, Any]]:
        return under_performing(self.shown)

    @computed_once
    def terms(self) -> dict[Field, list[Side]]:
        """What the last results are assessed by, which need not stand today."""
        return behind(self.assessed)

    @computed_once
    def disputed(self) -> dict[Field, list[Side]]:
        """The results of which bodies say different things, of all periods."""
        years = [year for each in self.results.values() for year in each]
        return {field: sides for year in years for field, sides in year.disputed.items()}

    @computed_once
    def words(self) -> dict[Field, list[Side]]:
        """Every result that a picture shows: those of trends, the disputed ones, and the last of each measure."""
        return {**self._charted, **self._compared}

    @computed_once
    def _charted(self) -> dict[Field, list[Side]]:
        return results_shown(self.trends)

    @computed_once
    def _compared(self) -> dict[Field, list[Side]]:
        """The results of which the words of all bodies are shown: the disputed ones, and the last of each measure."""
        last = [last_of(years) for years in self.results.values()]
        return {**self.disputed, **{Field("result", each.measure, each.last): each.sides for each in last}}

    def naming(self) -> Iterator[tuple[str, Side]]:
        """Each measure that a last result names, with the sides that do."""
        for measure, years in self.results.items():
            for side in last_of(years).sides:
                yield measure, side

    def told(self, told: Told) -> Told:
        """What became of a statement as the picture shows it. told: as `fates` tells it.

        The results of earlier periods are not the picture's, though nothing else was said on their field, but for those
        of its trends; the terms that a last result is assessed by are, although something later counts today.
        """
        if told.fate in (Fate.SUPERSEDED, Fate.CLEARED) and is_assessed_by(told.claim, told.body, self.terms):
            return replace(told, fate=Fate.JUDGES)
        field = told.claim.field
        if told.fate is not Fate.STANDS or field.item != "result" or field in self._compared:
            return told
        if any(side.body == told.body for side in self._charted.get(field, ())):
            return replace(told, fate=Fate.CHARTED)
        return passed_to(told, Fate.EARLIER, last_of(self.results[field.key]).sides)


def view_measured(
    core: History,
    stands: Mapping[Field, list[Side]],
    results: Sequence[Results],
    as_of: Day,
    configuration: Configuration,
    series_of: SeriesOf,
) -> Measured:
    """core: the claims of the subject's own part. stands: what these come to on the day. results: the views of its
    other parts on that day. series_of: of its results."""
    observed = by_measure(results)
    agreed = items(stands, MEASURE)
    return Measured(
        agreed,
        observed,
        assessments(core, last_results(observed), as_of, configuration),
        frozenset(key for key, _ in core.told(MEASURE, "target")),
        trends(observed, agreed, series_of),
    )
