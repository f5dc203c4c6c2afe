"""Words of several sides: none is left out, and who says what is told where they differ."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hub
from hub.events.codelists import titles
from hub.events.field_types import CODELISTS, fields
from hub.events.fields import Codelist
from hub.reconcile.kinds.procurement.totals import Reckoning
from hub.reconcile.kinds.tables import LINES
from hub.reconcile.matter_kinds import MatterKind
from hub.reports.days_and_money import dated_words, day_words
from hub.reports.terms import RECKONINGS, duration_words, notice_words
from hub.reports.typed import DAYS
from hub.reports.words import Words, every_word, total_words

NAMES = {"GB-A": "Council A", "GB-B": "Group B", "GB-C": "Trust C"}
WORDS = Words(lambda each: NAMES.get(each, each))


def side(organisation: str, value: str) -> dict[str, Any]:
    return {"organisation": organisation, "value": value}


SIDES = st.lists(
    st.builds(side, st.sampled_from(sorted(NAMES)), st.sampled_from(["reach", "reach of carers", "uptake"])),
    min_size=1,
    max_size=5,
)


@given(SIDES)
def test_every_side_is_in_what_is_said_together(sides: list[dict[str, Any]]) -> None:
    together, grouped = WORDS.together("title", sides), WORDS.by_word("title", sides)
    assert sorted(map(str, (each for _, who in grouped for each in who))) == sorted(map(str, sides))
    assert all(word == each["value"] for word, who in grouped for each in who)
    differ = len({each["value"] for each in sides}) > 1
    for each in sides:
        assert each["value"] in together.split("; ")[0] if not differ else f" {each['value']}" in together
        assert (NAMES[each["organisation"]] in together) == differ
        assert each["value"] in every_word(sides).split(" / ")


def test_one_body_under_two_ids_is_not_called_its_own_predecessor() -> None:
    words = Words(lambda each: {"local:fts/council-a": "Council A"}.get(each, NAMES.get(each, each)))
    assert words.says(side("GB-A", "x")) == "Council A"
    assert words.says(side("GB-A", "x") | {"said_by": "GB-B"}) == "Council A (said by Group B)"
    assert (
        words.says(side("GB-A", "x") | {"said_by": "local:fts/council-a"}) == "Council A (said as local:fts/council-a)"
    )


def test_who_says_what_is_told_where_they_differ() -> None:
    sides = [side("GB-A", "uptake"), side("GB-B", "reach"), side("GB-C", "uptake")]
    assert WORDS.together("title", sides) == "Council A and Trust C say uptake; Group B says reach"
    assert WORDS.together("title", sides[1:2]) == "reach"
    assert WORDS.name({"title": sides}, "measure-1") == WORDS.together("title", sides)
    assert WORDS.name({}, "measure-1") == "measure-1"


def test_two_who_followed_one_body_say_it_together() -> None:
    sides = [side("GB-A+GB-C", "uptake"), side("GB-B", "reach")]
    assert WORDS.together("title", sides) == "Council A and Trust C say uptake; Group B says reach"


@pytest.mark.parametrize("contracts", [0, 1, 2])
@pytest.mark.parametrize("reckoning", Reckoning)
def test_every_total_says_how_it_came_about(reckoning: Reckoning, contracts: int) -> None:
    """Of a value that one contract states there is nothing to tell; that none is stated is told of one too."""
    assert set(RECKONINGS) == set(Reckoning)
    has_value = "{value}" in RECKONINGS[reckoning]
    value = {"amount": "180.00", "currency": "GBP", "basis": "net"} if has_value else None
    counted = {"contracts": contracts, "ended": 0, "not_signed": 0, "untold": 0}
    money = "£180.00 net of VAT" if has_value else ""
    alone = reckoning is Reckoning.ADDED and contracts == 1
    said = money if alone else RECKONINGS[reckoning].format(value=money)
    if contracts == 0:
        said = "so nothing to add up"
    assert total_words({"reckoning": reckoning, "value": value, **counted}) == said
    for name, words in (
        ("ended", "1 of them has ended"),
        ("not_signed", "1 more awarded and not signed"),
        ("untold", "1 more of which it is not said whether they are signed"),
    ):
        assert total_words({"reckoning": reckoning, "value": value, **counted, name: 1}) == f"{said}; {words}"


@pytest.mark.parametrize("name", sorted(DAYS))
def test_every_field_that_holds_a_day_is_said_as_a_day(name: str) -> None:
    assert WORDS.value(name, "2026-11-02") == "2 November 2026"


@pytest.mark.parametrize(("name", "codelist"), sorted(CODELISTS.items()))
def test_every_code_is_said_by_its_title(name: str, codelist: str) -> None:
    for code, title in titles(codelist).items():
        if (name, code) == ("procurement_stage", "contract"):
            title = "Contract signed"
        assert WORDS.value(name, code) == title
        assert WORDS.value(name, [code, code]) == f"{title}; {title}"


def test_no_field_has_two_codelists_and_what_is_yes_or_no_is_said_so() -> None:
    marks: dict[str, set[str]] = {}
    seen = set()
    for name, parts in fields():
        marks.setdefault(name, set()).update(each.name for each in parts if isinstance(each, Codelist))
        if bool in parts:
            seen.add(name)
            assert (WORDS.value(name, True), WORDS.value(name, False)) == ("yes", "no")
    assert {"renewable", "options", "framework"} <= seen
    assert {name: named for name, named in marks.items() if len(named) > 1} == {}


@given(st.integers(0, 999), st.integers(0, 999), st.integers(0, 99), st.integers(0, 999))
def test_a_duration_is_said_with_all_its_parts(years: int, months: int, weeks: int, days: int) -> None:
    told = [(years, "year"), (months, "month"), (weeks, "week"), (days, "day")]
    text = "P" + "".join(f"{count}{unit[0].upper()}" for count, unit in told if count)
    words = duration_words(text)
    if text == "P":
        assert words == text
        return
    assert re.split(", | and ", words) == [f"{n} {unit}" + ("" if n == 1 else "s") for n, unit in told if n]


@given(st.text(max_size=12))
def test_what_is_no_duration_and_no_known_notice_is_kept_as_it_is(text: str) -> None:
    assert duration_words(text) == text or text.startswith("P")
    assert notice_words(text).casefold().replace(" ", "") == text.casefold().replace(" ", "") or text.startswith("UK")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("P36M", "36 months"),
        ("P1Y6M", "1 year and 6 months"),
        ("P1Y6M2D", "1 year, 6 months and 2 days"),
        ("P0M", "0 months"),
        ("PT1H", "1 hour"),
        ("PT", "PT"),
        ("1 year", "1 year"),
    ],
)
def test_durations(said: str, words: str) -> None:
    assert WORDS.value("duration", said) == words


@pytest.mark.parametrize(
    ("said", "words"),
    [("UK4", "Tender notice (UK4)"), ("UK99", "UK99"), ("awardNotice", "Award notice"), ("CAN 3", "CAN 3")],
)
def test_types_of_notices(said: str, words: str) -> None:
    assert WORDS.value("type", said) == words


def test_where_a_word_was_taken_from() -> None:
    assert WORDS.taken("ocds-h6vhtk-1 award A 1") == "from award A 1 of ocds-h6vhtk-1"
    assert WORDS.taken("ocds-h6vhtk-1") == "from ocds-h6vhtk-1"


ITEMS = sorted({item for item, _ in LINES} - {""} | {"organisation"})
"""All sorts of things that a subject holds and that an open matter can be about."""


def matter(kind: MatterKind, field: str) -> dict[str, Any]:
    return {"kind": kind, "field": field, "text": "apart", "item_title": None}


@pytest.mark.parametrize("item", ITEMS)
def test_what_an_open_matter_is_about_is_named_by_its_id_as_it_is_written(item: str) -> None:
    named = sorted(name for sort, name in LINES if sort == item) or ["name"]
    for name in named:
        differing = matter(MatterKind.OTHER, f"{item}:AB-1/{name}")
        for told in (WORDS.what(differing), WORDS.heading(differing)):
            assert re.search(r"\bAB-1\b", told), told
            assert not told.startswith(f"{item.capitalize()}:AB"), told
            assert "/" not in told
    unknown = matter(MatterKind.UNKNOWN, f"{item}:AB-1/x")
    assert WORDS.what(unknown).endswith("AB-1/x")
    assert WORDS.heading(unknown).endswith("AB-1/x")


def test_a_field_of_a_lot_is_named_in_words() -> None:
    assert WORDS.heading(matter(MatterKind.DATE, "lot:AB-1/period_end")) == "Lot AB-1: End date"
    assert WORDS.heading(matter(MatterKind.UNKNOWN, "award:7")) == "Award 7"


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_day_in_the_text_of_a_matter_is_written_as_people_write_it(day: date) -> None:
    text = f"its end, {day}, has passed: within 30 days ({day}); it was {day}."
    told = dated_words(text)
    assert day.isoformat() not in told
    assert told.count(day_words(day.isoformat())) == 3
    assert dated_words(told) == told


@pytest.mark.parametrize(
    "text",
    ["ocds-h6vhtk-2015-10-01", "GB-LAE-WND/2015-10-01", "2015-10-01/2", "R2015-10-01", "2015-02-30", "12015-10-011"],
)
def test_what_is_no_day_or_a_part_of_an_id_stays(text: str) -> None:
    assert dated_words(f"the end of {text} has passed") == f"the end of {text} has passed"


def test_every_template_that_tells_a_matter_s_text_tells_its_days_in_words() -> None:
    """`text` of an open matter is `difference.text`, or `each.text` in a list of them."""
    found = [
        (file.name, output)
        for file in Path(hub.__file__).parent.rglob("templates/*.html")
        for output in re.findall(r"{{(.*?)}}", file.read_text(encoding="utf-8"), re.DOTALL)
        if re.search(r"\b(difference|each|matter)\.text\b", output)
    ]
    assert {name for name, _ in found} == {"difference.html", "parts.html", "provider.html", "joint_programmes.html"}
    assert all(output.rstrip(" -").endswith("|dated") for _, output in found), found


def measured(*assessed: dict[str, Any], **today: list[dict[str, Any]]) -> dict[str, Any]:
    return {"judged": assessed, **today}


def term(organisation: str, value: str, event: str = "1") -> dict[str, Any]:
    return {**side(organisation, value), "event": event}


def test_every_term_that_assesses_is_told_once_whichever_result_it_assesses() -> None:
    one, other, again = term("GB-A", "95"), term("GB-B", "90"), term("GB-A", "95")
    assessed = [{"target": each} for each in (one, other, again)]
    assert WORDS.assessed_by(measured(*assessed), "target") == [one, other]


TERMS = ("target", "direction", "tolerance")


@pytest.mark.parametrize("name", TERMS)
@pytest.mark.parametrize("today", [[], [term("GB-A", "y", "2")], [term("GB-B", "x", "2")]])
def test_each_term_that_is_not_today_s_is_told(name: str, today: list[dict[str, Any]]) -> None:
    """Nor is what another body says today: an assessing term is its own body's."""
    assessing = {each: term("GB-A", "x") for each in TERMS}
    stated = {each: [term("GB-A", "x", "2")] for each in TERMS} | {name: today}
    assert WORDS.assessed_otherwise(measured(assessing, **stated)) == [(name, [assessing[name]])]
    assert WORDS.assessed_otherwise(measured(assessing, **(stated | {name: [term("GB-A", "x", "2")]}))) == []


def test_one_of_two_terms_that_is_not_today_s_is_told() -> None:
    one, other = term("GB-A", "95"), term("GB-B", "90")
    found = WORDS.assessed_otherwise(
        measured({"target": one}, {"target": other}, target=[one, term("GB-B", "85", "2")])
    )
    assert found == [("target", [one, other])]


def test_two_bodies_of_one_name_are_told_apart_by_their_ids() -> None:
    words = Words(str)

    def side(body: str, *ids: str) -> dict[str, Any]:
        return {"organisation": body, "value": [{"id": each, "name": "Acme Ltd"} for each in ids]}

    one, same, other = side("A", "GB-COH-00000001"), side("B", "GB-COH-00000001"), side("C", "GB-COH-00000002")
    assert words.together("suppliers", [one, same]) == "Acme Ltd"
    assert words.together("suppliers", [one, same, other]) == (
        "A and B say Acme Ltd (GB-COH-00000001); C says Acme Ltd (GB-COH-00000002)"
    )
    lead = [{"organisation": each["organisation"], "value": each["value"][0]} for each in (one, other)]
    assert [word for _, word in words.worded("lead", lead)] == [
        "Acme Ltd (GB-COH-00000001)",
        "Acme Ltd (GB-COH-00000002)",
    ]
