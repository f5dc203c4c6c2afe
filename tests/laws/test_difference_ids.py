"""A difference keeps its id while its sides change, and no two subjects or fields share one."""

from datetime import date
from typing import Any, Final

from hypothesis import example, given
from hypothesis import strategies as st

from hub.configuration.model import Configuration
from hub.reconcile.claims import Field
from hub.reconcile.matter_kinds import MatterKind
from hub.reconcile.statement import Statement
from hub.reports.pictures_on_day import bodies
from tests.laws import found
from tests.laws.histories import LAW, by_partnership, configurations, days, histories, histories_of
from tests.reconcile.summary import FLAT

# which of them two words come to follows from the words, so it may change with them
COMPARED: Final = frozenset(
    {MatterKind.AMOUNT, MatterKind.VAT, MatterKind.CODING, MatterKind.DATE, MatterKind.STATUS, MatterKind.SUPPLIER}
)


def differences(statements: list[Statement], configuration: Configuration, day: date) -> list[dict[str, Any]]:
    there = bodies(by_partnership(statements), configuration, day, None)
    return [each for body in there.values() for each in body.get("differences", ())]


def about(difference: dict[str, Any]) -> tuple[str, str, str]:
    return difference["subject_kind"], difference["subject"], difference["field"]


@LAW
@example(statements=found.AMOUNT_THEN_VAT, asked=[(found.FOLLOWED, found.DAY, 2)])
@given(
    statements=histories_of("declared", "varied") | histories(),
    asked=st.lists(st.tuples(configurations(), days(), st.integers(0, 40)), min_size=2, max_size=4),
)
def test_an_id_follows_from_what_it_is_about(
    statements: list[Statement], asked: list[tuple[Configuration, date, int]]
) -> None:
    """Over other days, other successions, and more or fewer words on each field."""
    seen = [
        each
        for configuration, day, cut in asked
        for each in (*differences(statements, configuration, day), *differences(statements[:cut], configuration, day))
    ]
    meant: dict[str, tuple[str, str, str]] = {}
    known: dict[tuple[str, str, str], str] = {}
    for each in seen:
        assert meant.setdefault(each["id"], about(each)) == about(each)
        if each["kind"] in COMPARED:
            assert known.setdefault(about(each), each["id"]) == each["id"]


@LAW
@given(statements=histories(), configuration=configurations(), day=days())
def test_no_two_differences_of_one_day_share_an_id(
    statements: list[Statement], configuration: Configuration, day: date
) -> None:
    ids = [each["id"] for each in differences(statements, configuration, day)]
    assert len(ids) == len(set(ids))


SLASHED: Final = st.text(alphabet="ab/%2F5", min_size=1, max_size=6)


@example(one=("d", "a/b"), other=("d/a", "b"))
@example(one=("d", "a%2Fb"), other=("d", "a/b"))
@given(one=st.tuples(SLASHED, SLASHED), other=st.tuples(SLASHED, SLASHED))
def test_two_bodies_words_on_decisions_have_two_names(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert (Field("decision", *one).text == Field("decision", *other).text) == (one == other)


def test_decisions_whose_names_hold_slashes_differ_by_two_ids() -> None:
    """Decision d of body a/b, and decision d/a of body b."""
    ids = [each["id"] for each in differences(found.SLASHED_DECISIONS, FLAT, found.DAY)]
    assert len(ids) >= 4  # each of the two is disputed, and waits for an approval
    assert len(ids) == len(set(ids))


@LAW
@example(statements=found.SILENT, configuration=found.FOLLOWED, day=found.DAY)
@given(
    statements=histories_of("declared", "contract-assigned", "programme-declared", most=20),
    configuration=configurations(),
    day=days(),
)
def test_a_silence_keeps_its_id_when_another_body_follows(
    statements: list[Statement], configuration: Configuration, day: date
) -> None:
    """Those that are still silent under a succession were so without it, by the same ids; two may become one."""

    def silent(under: Configuration) -> set[str]:
        return {each["id"] for each in differences(statements, under, day) if each["kind"] == MatterKind.MISSING}

    assert silent(configuration) <= silent(FLAT)
