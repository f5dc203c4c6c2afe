"""A picture is guarded as much as the most guarded statement that it shows anything of."""

from datetime import date
from typing import Any

from hypothesis import example, given

from hub.configuration.model import Configuration
from hub.reconcile.statement import Statement
from hub.reports.pictures_on_day import bodies
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
    stated: dict[tuple[str, str | None], tuple[int, str]] = {}
    for each in statements:
        of_it = guard(each.plain()["meta"]["classification"])
        # where an id came with several contents, each side tells which it is of
        stated[each.event_id, None] = stated[each.event_id, each.content_hash] = of_it
    for (_, kind, name), body in bodies(by_partnership(statements), configuration, day, None).items():
        if kind != "provider":  # it says nothing of its own
            shown = [stated[side["event"], side.get("content_hash")] for side in sides_of(body)]
            assert guard(body["classification"]) >= max(shown, default=(0, "")), (kind, name)


def sides_of(data: Any) -> list[dict[str, Any]]:
    """Whatever names an event, however deep."""
    found, todo = [], [data]
    while todo:
        each = todo.pop()
        if isinstance(each, dict):
            found += [each] * isinstance(each.get("event"), str)
            todo += each.values()
        elif isinstance(each, list):
            todo += each
    return found
