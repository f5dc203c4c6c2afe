"""`hub explain` names exactly the sides of the picture, and gives each other statement its reason."""

from collections import defaultdict
from datetime import date
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from hub.events.configuration import Configuration
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.fates import Fate
from hub.reconcile.folds import claims_of
from hub.reconcile.said import Said
from hub.reports.explain import explain
from hub.reports.sight import known_by, views_of
from tests.laws.histories import LAW, by_partnership, configurations, days, histories, shuffled
from tests.laws.shown import Shown, canonical, last_results, shown
from tests.support import pools

# what is cited without its value, because it goes without saying
CITED = ("programme:",)


def stands(told: list[dict[str, Any]], *, cited: bool = False) -> set[Shown]:
    return {
        Shown(
            each["subject"],
            each["field"],
            each["body"],
            each["event"],
            "" if cited or each["field"].startswith(CITED) else canonical(each["value"]),
        )
        for each in told
        if each["fate"] == Fate.STANDS
    }


@LAW
@given(said=histories(), configuration=configurations(), day=days())
def test_what_stands_is_what_the_picture_shows(said: list[Said], configuration: Configuration, day: date) -> None:
    (views,) = views_of(by_partnership(said), configuration, None)
    there = {(each.kind, each.id): each.body for each in views.pictures(Day.of(day))}
    for subject in {Subject(*key) for key in there} | set(views.events.subjects()):
        told = explain(by_partnership(said), configuration, subject, None, day)
        # a subject that is void altogether has no picture, and nothing said of it stands
        picture = shown(there[subject]) if subject in there else set()
        assert last_results(stands(told, cited=subject.kind == "provider")) == picture, subject


@LAW
@given(said=histories(), configuration=configurations(), day=days())
def test_a_provider_s_value_is_that_of_its_contracts(said: list[Said], configuration: Configuration, day: date) -> None:
    (views,) = views_of(by_partnership(said), configuration, None)
    for picture in views.pictures(Day.of(day)):
        if picture.kind == "provider":
            told = explain(by_partnership(said), configuration, Subject("provider", picture.id), "value", day)
            sides = {
                Shown(
                    f"contract {each['contract']}",
                    "value",
                    side["organisation"],
                    side["event"],
                    canonical(side["value"]),
                )
                for each in picture.body["contracts"]
                for side in each["value"]
            }
            assert stands(told) == sides


@LAW
@given(said=histories(), configuration=configurations(), day=days())
def test_every_statement_has_one_fate_and_its_reason(said: list[Said], configuration: Configuration, day: date) -> None:
    by_id = defaultdict(list)
    for event in said:
        by_id[event.event_id].append(event)
    for kind in ("contract", "programme"):
        for subject in {each.subject for each in said if each.type.about == kind}:
            told = explain(by_partnership(said), configuration, Subject(kind, subject), None, day)
            own = [each for each in told if each["subject"] == f"{kind} {subject}"]
            decisive: dict[tuple[str, str], dict[str, Any]] = {}
            for each in own:
                if each["fate"] in (Fate.STANDS, Fate.CLEARS):
                    assert decisive.setdefault((each["field"], each["body"]), each) is each
            for each in own:
                judge(each, decisive, by_id, day)
            about = [event for event in known_by(said, None) if (event.type.about, event.subject) == (kind, subject)]
            assert {each["event"] for each in own} == {
                event.event_id for event in about if claims_of(event, event.plain())
            }


def judge(
    told: dict[str, Any], decisive: dict[tuple[str, str], dict[str, Any]], by_id: dict[str, list[Said]], day: date
) -> None:
    voiding = sorted(
        {
            other.event_id
            for others in by_id.values()
            for other in others
            if other.organisation == told["organisation"]
            and told["event"] in (other.corrects, other.plain().get("event"))
        }
    )
    assert told["voided_by"] == voiding
    assert (told["fate"] == Fate.VOID) == bool(voiding)
    later = date.fromisoformat(told["true_from"]) > day
    assert (told["fate"] == Fate.NOT_YET) == (later and not voiding)
    counts = decisive.get((told["field"], told["body"]))
    if told["fate"] in (Fate.SUPERSEDED, Fate.CLEARED):
        assert counts is not None
        assert counts["event"] == told["superseded_by"]
        assert counts["fate"] == (Fate.CLEARS if told["fate"] == Fate.CLEARED else Fate.STANDS)
        assert (counts["true_from"], counts["recorded_at"], counts["event"]) >= (
            told["true_from"],
            told["recorded_at"],
            told["event"],
        )
    else:
        assert told["superseded_by"] is None


@pytest.mark.parametrize("fate", Fate)
def test_every_fate_occurs_among_these_histories(fate: Fate) -> None:
    """So that the laws above speak of each."""

    def occurs(drawn: tuple[list[Said], Configuration, date]) -> bool:
        said, configuration, day = drawn
        told = [
            each
            for contract in pools.CONTRACTS
            for each in explain(by_partnership(said), configuration, Subject("contract", contract), None, day)
        ]
        return any(each["fate"] == fate and each["body"] != each["organisation"] for each in told)

    among = settings(LAW, max_examples=2000, phases=[Phase.generate])
    find(st.tuples(histories(), configurations(), days()), occurs, settings=among)


@LAW
@given(said=histories(), configuration=configurations(), day=days(), random=st.randoms(use_true_random=False))
def test_order_and_repetition_change_no_explanation(
    said: list[Said], configuration: Configuration, day: date, random: Any
) -> None:
    again = shuffled([*said, *said], random)
    for kind, pool in (("contract", pools.CONTRACTS), ("programme", pools.PROGRAMMES), ("provider", pools.SUPPLIERS)):
        for key in pool:
            subject = Subject(kind, key)
            once = explain(by_partnership(said), configuration, subject, None, day)
            assert explain(by_partnership(again), configuration, subject, None, day) == once
