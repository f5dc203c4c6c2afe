"""A picture is guarded as much as the most guarded statement that it shows anything of."""

from datetime import date

from hypothesis import example, given

from hub.events.configuration import Configuration
from hub.reconcile.matter_kinds import MatterKind
from hub.reconcile.statement import Statement
from hub.reports.pictures_on_day import bodies
from hub.reports.sources import events_in
from tests.laws.found import DAY, FOLLOWED, GUARDED_RESULT
from tests.laws.histories import LAW, by_partnership, configurations, days, histories

LEAST_FIRST = ("public", "internal", "confidential")


def guard(classification: str) -> tuple[int, str]:
    """One that this release does not know guards most."""
    known = classification in LEAST_FIRST
    return (LEAST_FIRST.index(classification) if known else len(LEAST_FIRST), "" if known else classification)


@LAW
@example(statements=GUARDED_RESULT, configuration=FOLLOWED, day=DAY)
@given(statements=histories(), configuration=configurations(), day=days())
def test_no_picture_is_less_guarded_than_what_it_shows(
    statements: list[Statement], configuration: Configuration, day: date
) -> None:
    stated: dict[str, tuple[int, str]] = {}
    for each in statements:
        of_it = guard(each.plain()["meta"]["classification"])
        # of two contents of one id it is not told here which is shown: the lesser one is a bound that always holds
        stated[each.event_id] = min(stated.get(each.event_id, of_it), of_it)
    for (_, kind, name), body in bodies(by_partnership(statements), configuration, day, None).items():
        if kind != "provider":  # it says nothing of its own
            # two contents of one id are told by their hashes alone, also where neither is shown
            told = [each for each in body["differences"] if each["kind"] != MatterKind.IDENTITY]
            shown = events_in({**body, "differences": told})
            assert guard(body["classification"]) >= max(map(stated.__getitem__, shown), default=(0, "")), (kind, name)
