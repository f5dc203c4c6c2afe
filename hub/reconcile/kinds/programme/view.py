"""The picture of one programme of the joint workplan: who leads, what is due, what each body decided.

Source: WAN 15-17; SUT 3.3 (due texts); WIL 10.4, 17, 20 (decisions of several bodies); design section 4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.configuration.model import Configuration
from hub.reconcile.claims import Field, Side, sides_of
from hub.reconcile.computed_once import computed_once
from hub.reconcile.days import Day
from hub.reconcile.history import History
from hub.reconcile.measures.charted import SeriesOf
from hub.reconcile.measures.measured import Measured, view_measured
from hub.reconcile.measures.results import Results
from hub.reconcile.sides import Things, things_of


@dataclass(frozen=True)
class ProgrammeView:
    """What stands of a programme on a day.

    is_declared: whether some body declares it, for whatever day; it may be named by milestones, decisions and contracts
    alone. scheduled: the milestones that some body schedules, for whatever day.
    """

    core: Mapping[Field, list[Side]]
    measured: Measured
    is_declared: bool
    scheduled: frozenset[str]

    @computed_once
    def things(self) -> Things:
        """What the programme holds, by its sorts."""
        return things_of(self.core)

    @property
    def shown(self) -> dict[Field, list[Side]]:
        """Every word that the picture shows: what is said of the programme, and the results among it."""
        return {**self.core, **self.measured.words}

    @property
    def is_joint(self) -> bool:
        """Whether some body says so."""
        return any(side.claim.value == "joint" for side in self.core.get(Field("", "", "mode"), []))

    @property
    def joint_partners(self) -> list[str]:
        """Every organisation that some body names as a partner, if some body says that the programme is joint."""
        if not self.is_joint:
            return []
        named = self.core.get(Field("", "", "partners"), [])
        return sorted({partner["id"] for side in named for partner in side.claim.value})


def view_programme(
    core: History, results: Sequence[Results], as_of: Day, configuration: Configuration, series_of: SeriesOf
) -> ProgrammeView:
    """core: the claims of the programme's own part; results: the views of its other parts on the same day;
    series_of: what the results of a measure make."""
    stands = sides_of(core.standing(as_of), as_of, configuration)
    scheduled = frozenset(key for key, _ in core.told("milestone", "due"))
    measured = view_measured(core, stands, results, as_of, configuration, series_of)
    return ProgrammeView(stands, measured, bool(core.told("", "mode")), scheduled)
