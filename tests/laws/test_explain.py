"""`hub explain` names exactly the sides of the picture, and gives each other statement its reason."""

from collections import defaultdict
from datetime import date
from typing import Any, Final

import pytest
from hypothesis import Phase, example, find, given, settings
from hypothesis import strategies as st

from hub.configuration.model import Configuration
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.fates import Fate
from hub.reconcile.folds import claims_of
from hub.reconcile.statement import Statement
from hub.reports.explain import explain
from hub.reports.pictures_on_day import bodies, known_by, views_of
from tests.cli.told import CCG, ICB
from tests.laws import found
from tests.laws.histories import (
    LAW,
    MEETING,
    POOLS,
    by_partnership,
    configurations,
    days,
    histories,
    histories_of,
    shuffled,
)
from tests.laws.shown import Shown, canonical, shown
from tests.reconcile.summary import FLAT
from tests.support import pools

DECIDES = (Fate.STANDS, Fate.CLEARS, Fate.LEFT, Fate.RETURNED, Fate.PASSED, Fate.EARLIER, Fate.CHARTED, Fate.LAPSED)
SHOWN = (Fate.STANDS, Fate.LEFT, Fate.JUDGES, Fate.CHARTED, Fate.LAPSED)
MET_AMONG: Final = {
    **dict.fromkeys((Fate.EARLIER, Fate.JUDGES, Fate.CHARTED), ("measure-agreed", "observed")),
    Fate.LAPSED: ("declared", "difference-answered"),
}
PASSED_OVER = (Fate.SUPERSEDED, Fate.CLEARED, Fate.JUDGES)
Word = tuple[str, str, str]
"""Subject, field and body."""


def cited(told: list[dict[str, Any]]) -> set[Shown]:
    """What pictures are to cite: each event behind each word, without the word's value."""
    return {
        Shown(word["subject"], word["field"], each["body"], each["event"], "")
        for each in told
        for word in each["cited_in"]
    }


def valued(told: list[dict[str, Any]]) -> dict[Word, str]:
    """The values of the words that are one statement's word on a field of the same name, not put together."""
    behind: dict[Word, list[dict[str, Any]]] = defaultdict(list)
    for each in told:
        for word in each["cited_in"]:
            behind[word["subject"], word["field"], each["body"]].append(each)
    return {
        word: canonical(every[0]["value"])
        for word, every in behind.items()
        if len(every) == 1 and word[1].rpartition("/")[2] == every[0]["field"].rpartition("/")[2]
    }


def agree(told: list[dict[str, Any]], picture: set[Shown], subject: Subject) -> None:
    assert cited(told) == {each._replace(value="") for each in picture}, subject
    values = valued(told)
    for each in picture:
        if each.value:
            assert values.get(each[:3], each.value) == each.value, subject


@LAW
@example(statements=found.UNDER_ANOTHER_ID, configuration=found.OF_TWO_IDS, day=found.DAY)
@given(statements=histories(), configuration=configurations(), day=days())
def test_what_stands_is_what_the_picture_shows(
    statements: list[Statement], configuration: Configuration, day: date
) -> None:
    (views,) = views_of(by_partnership(statements), configuration, None)
    there = {(each.kind, each.id): each.body for each in views.pictures(Day.of(day))}
    # a provider that was named by another id has its picture under its configured one
    for subject in {Subject(*key) for key in there} | set(views.subjects()):
        told = explain(by_partnership(statements), configuration, subject, None, day)
        # a subject that is void altogether has no picture, and nothing said of it stands
        agree(told, shown(there[subject]) if subject in there else set(), subject)


def test_the_name_of_a_buyer_is_cited_with_its_role() -> None:
    there = bodies(by_partnership(found.NAMED_LATER), FLAT, found.DAY, None)
    (side,) = there[pools.PARTNERSHIP, "procurement", "ocds-h6vhtk-00001"]["fields"]["buyers"]["sides"]
    assert side["value"] == [{"id": CCG, "name": "The CCG"}]
    named, said_again = (each.event_id for each in found.NAMED_LATER)
    assert side["event"] == said_again
    assert [each["event"] for each in side["also"]] == [named]


def test_an_award_under_another_id_is_its_provider_s() -> None:
    there = bodies(by_partnership(found.UNDER_ANOTHER_ID), found.OF_TWO_IDS, found.DAY, None)
    awards = there[pools.PARTNERSHIP, "provider", found.ONE_ID]["awards"]
    assert [each["procurement"] for each in awards] == ["ocds-h6vhtk-00001"]
    one, other = (
        explain(by_partnership(found.UNDER_ANOTHER_ID), found.OF_TWO_IDS, Subject("provider", each), None, found.DAY)
        for each in (found.ONE_ID, found.OTHER_ID)
    )
    assert one
    assert one == other


def test_what_is_said_after_a_take_back_stands() -> None:
    told = explain(
        by_partnership(found.TAKEN_BACK_THEN_SAID),
        found.FOLLOWED,
        Subject("procurement", "ocds-h6vhtk-00001"),
        f"award:1/departed/{found.ONE_ID}",
        found.DAY,
    )
    ahead, _, anew = (each.event_id for each in found.TAKEN_BACK_THEN_SAID)
    assert {(each["body"], each["event"]): each["fate"] for each in told} == {
        ("GB-NHS-36L", ahead): Fate.STANDS,
        (ICB, ahead): Fate.CLEARED,
        (ICB, anew): Fate.STANDS,
    }


@LAW
@given(statements=histories(), configuration=configurations(), day=days())
def test_each_field_is_explained_by_all_that_it_cites(
    statements: list[Statement], configuration: Configuration, day: date
) -> None:
    """Whoever asks for one field is told at least every statement behind it, wherever that was said."""
    (views,) = views_of(by_partnership(statements), configuration, None)
    for picture in views.pictures(Day.of(day)):
        if picture.kind in ("contract", "procurement"):
            of_fields = {
                each._replace(value="") for each in shown(picture.body) if each.field in picture.body["fields"]
            }
            for name in picture.body["fields"]:
                subject = Subject(picture.kind, picture.id)
                told = cited(explain(by_partnership(statements), configuration, subject, name, day))
                asked = {each for each in of_fields if (each.subject, each.field) == (" ".join(subject), name)}
                assert asked
                assert asked <= told


@LAW
@given(statements=histories(), configuration=configurations(), day=days())
def test_a_provider_s_value_is_that_of_its_contracts_and_awards(
    statements: list[Statement], configuration: Configuration, day: date
) -> None:
    (views,) = views_of(by_partnership(statements), configuration, None)
    for picture in views.pictures(Day.of(day)):
        if picture.kind == "provider":
            subject = Subject("provider", picture.id)
            told = explain(by_partnership(statements), configuration, subject, "value", day)
            sides = [
                (f"contract {each['contract']}", "value", side)
                for each in picture.body["contracts"]
                for side in each["value"]
            ] + [
                (f"procurement {each['procurement']}", f"award:{each['award']}/value", side)
                for each in picture.body["awards"]
                for side in each["value"]
            ]
            agree(
                told,
                {
                    Shown(about, field, side["organisation"], side["event"], canonical(side["value"]))
                    for about, field, side in sides
                },
                subject,
            )


@LAW
@example(statements=found.NAMED_AGAIN, configuration=FLAT, day=found.DAY)
@given(statements=histories(), configuration=configurations(), day=days())
def test_what_stands_is_shown_and_nothing_else_is(
    statements: list[Statement], configuration: Configuration, day: date
) -> None:
    (views,) = views_of(by_partnership(statements), configuration, None)
    for subject in (each for each in views.subjects() if each.kind != "provider"):
        for each in explain(by_partnership(statements), configuration, subject, None, day):
            if each["subject"] == " ".join(subject) and not each["field"].endswith("/listed"):
                assert bool(each["cited_in"]) == (each["fate"] in SHOWN), each
                assert bool(each["lapsed"]) == (each["fate"] == Fate.LAPSED), each
                assert bool(each["returned_by"]) == (each["fate"] == Fate.RETURNED)
                assert bool(each["passed_by"]) == (each["fate"] in (Fate.PASSED, Fate.EARLIER)), each


@LAW
@given(statements=histories(), configuration=configurations(), day=days())
def test_a_part_is_there_because_somebody_lists_it(
    statements: list[Statement], configuration: Configuration, day: date
) -> None:
    """That it is listed is shown by its being there, which cites nothing. An organisation is there by its roles too."""
    for (_, kind, key), body in bodies(by_partnership(statements), configuration, day, None).items():
        if kind == "procurement":
            told = explain(by_partnership(statements), configuration, Subject(kind, key), None, day)
            listed = {
                each["field"]
                for each in told
                if each["fate"] == Fate.STANDS
                and each["field"].endswith("/listed")
                and not each["field"].startswith("party:")
            }
            items = ("lot", "item", "award", "notice")
            there = {f"{item}:{each[item]}/listed": each for item in items for each in body[f"{item}s"]}
            assert listed <= there.keys()
            # an award is there too because somebody left it, of which nothing else is told
            assert all(there[each].keys() == {"award", "departed"} for each in there.keys() - listed)


@LAW
@given(
    statements=histories_of("procurement-declared") | histories_of("procurement-declared", "declared"),
    configuration=configurations(),
    day=days(),
)
def test_a_supplier_that_left_is_told_so_and_is_no_supplier(
    statements: list[Statement], configuration: Configuration, day: date
) -> None:
    for (_, kind, key), body in bodies(by_partnership(statements), configuration, day, None).items():
        if kind == "procurement":
            told = explain(by_partnership(statements), configuration, Subject(kind, key), None, day)
            suppliers = {
                (each["award"], side["organisation"], supplier["id"])
                for each in body["awards"]
                for side in each.get("suppliers", ())
                for supplier in side["value"]
            }
            gone = {(each["organisation"], by) for each in body["parties"] for by in each["left_says"]}
            out_of_it = {
                (each["award"], side["organisation"], left["id"])
                for each in body["awards"]
                for side in each.get("departed", ())
                for left in side["value"]
            }
            for each in told:
                item, _, rest = each["field"].partition(":")
                award, _, supplier = rest.partition("/supplier/")
                if item == "award" and supplier and each["fate"] in (Fate.STANDS, Fate.LEFT):
                    has_left = each["fate"] == Fate.LEFT
                    assert ((award, each["body"], supplier) in suppliers) == (not has_left)
                    assert has_left or (supplier, each["body"]) not in gone
                    assert has_left or (award, each["body"], supplier) not in out_of_it
                    assert (each["left_by"] is not None) == has_left


@LAW
@example(statements=found.TAKEN_BACK_THEN_SAID, configuration=found.FOLLOWED, day=found.DAY)
@given(statements=histories() | histories_of("procurement-declared"), configuration=configurations(), day=days())
def test_every_statement_has_one_fate_and_its_reason(
    statements: list[Statement], configuration: Configuration, day: date
) -> None:
    by_id = defaultdict(list)
    for event in statements:
        by_id[event.event_id].append(event)
    for kind in ("contract", "procurement", "programme"):
        for subject in {each.subject for each in statements if each.type.about == kind}:
            told = explain(by_partnership(statements), configuration, Subject(kind, subject), None, day)
            own = [each for each in told if each["subject"] == f"{kind} {subject}"]
            decisive: dict[tuple[str, str], dict[str, Any]] = {}
            for each in own:
                if each["fate"] in DECIDES:
                    assert decisive.setdefault((each["field"], each["body"]), each) is each
            gone_back_on = [each for each in own if is_gone_back_on(each, decisive, by_id)]
            for each in own:
                check_fate(each, decisive, gone_back_on, by_id, day)
            about = [
                event for event in known_by(statements, None) if (event.type.about, event.subject) == (kind, subject)
            ]
            assert {each["event"] for each in own} == {
                event.event_id for event in about if claims_of(event, event.plain())
            }


OVER: Final = {
    "ended_on": ["stage"],
    "termination_reason": ["stage"],
    "end_decision": ["stage"],
    "end_rationale": ["stage"],
    "stage": ["signed_on"],
    "signed_on": ["stage", "status"],
}
"""A contract that is open again has no end, and from the day of its signature on another stage; a signature that was
told ahead and prevented has no day. What prevents it may be said of the procurement too."""


def fields_over(field: str) -> list[str]:
    """The fields that take this one back with others of its sort, or by which it is shown no more."""
    if field in OVER:
        return OVER[field]
    award, _, supplier = field.partition("/supplier/")
    if supplier:
        return [f"{award}/suppliers"]
    award, _, departed = field.partition("/departed/")
    if departed:
        return [f"{award}/suppliers", "departures"]
    return ["departures"] if field.startswith("party:") and field.endswith("/left") else []


def is_gone_back_on(
    told: dict[str, Any], decisive: dict[tuple[str, str], dict[str, Any]], by_id: dict[str, list[Statement]]
) -> bool:
    """Whether it was the body's last word on its field, and another field's word shows it no more."""
    if told["fate"] != Fate.SUPERSEDED:
        return False
    over = (decisive.get((each, told["body"])) for each in OVER.get(told["field"], ()))
    of_procurement = any(each.type.about == "procurement" for each in by_id[told["superseded_by"]])
    return (told["field"] == "signed_on" and of_procurement) or any(
        each and each["event"] == told["superseded_by"] for each in over
    )


def check_fate(
    told: dict[str, Any],
    decisive: dict[tuple[str, str], dict[str, Any]],
    gone_back_on: list[dict[str, Any]],
    by_id: dict[str, list[Statement]],
    day: date,
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
    found = [decisive.get((each, told["body"])) for each in (told["field"], *fields_over(told["field"]))]
    # what was said before a word that is gone back on gave way to that word
    found += [each for each in gone_back_on if (each["field"], each["body"]) == (told["field"], told["body"])]
    # one event id may have two contents
    by = [each for each in found if each is not None and each["event"] == told["superseded_by"]]
    told_ahead = any(
        claim.ahead and (claim.field.text, Day(claim.effective).text) == (told["field"], told["true_from"])
        for each in by_id[told["event"]]
        for claim in claims_of(each, each.plain())
    )
    outsaid = told_ahead and told["fate"] in PASSED_OVER
    assert (told["fate"] == Fate.NOT_YET) == (later and not voiding and not outsaid)
    if outsaid:
        # what its organisation said in between took its place, and may be true from a later day itself
        assert told["superseded_by"] in by_id
    elif told["fate"] in PASSED_OVER:
        # whether what judges a result was replaced or taken back is not told
        of_its_sort = [
            each
            for each in by
            if told["fate"] == Fate.JUDGES or (each["fate"] == Fate.CLEARS) == (told["fate"] == Fate.CLEARED)
        ]
        assert of_its_sort
        assert any(
            (each["true_from"], each["recorded_at"], each["event"])
            >= (told["true_from"], told["recorded_at"], told["event"])
            for each in of_its_sort
        )
    else:
        assert told["superseded_by"] is None


@pytest.mark.parametrize("fate", Fate)
def test_every_fate_occurs_among_these_histories(fate: Fate) -> None:
    """So that the laws above speak of each, also where one body stands in another's place."""
    names = MET_AMONG.get(fate, ("procurement-declared", "declared"))
    assert names in MEETING, "histories draws of these"

    def occurs(drawn: tuple[list[Statement], Configuration, date]) -> bool:
        statements, configuration, day = drawn
        return any(
            each["fate"] == fate and each["body"] != each["organisation"]
            for kind, pool in POOLS.items()
            for key in pool
            for each in explain(by_partnership(statements), configuration, Subject(kind, key), None, day)
        )

    among = settings(LAW, max_examples=20_000, phases=[Phase.generate])
    find(st.tuples(histories_of(*names), configurations(), days()), occurs, settings=among)


@LAW
@given(statements=histories(), configuration=configurations(), day=days(), random=st.randoms(use_true_random=False))
def test_order_and_repetition_change_no_explanation(
    statements: list[Statement], configuration: Configuration, day: date, random: Any
) -> None:
    again = shuffled([*statements, *statements], random)
    for kind, pool in POOLS.items():
        for key in pool:
            subject = Subject(kind, key)
            once = explain(by_partnership(statements), configuration, subject, None, day)
            assert explain(by_partnership(again), configuration, subject, None, day) == once
