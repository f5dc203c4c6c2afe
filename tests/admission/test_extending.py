"""An extension of what has not begun, of what is over, or to an earlier end is let in and told to its sender."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.admission.admit import OPERATOR, Admitted, admit
from hub.admission.extending import AgreedTerms
from hub.events.contract import Extended
from hub.usecases.admitting import Door
from hub.usecases.publishing import TERMS_UNKNOWN, Result, items_of, publish
from tests.support.documents import CCG, COUNCIL, NOW, context, declared, wandsworth

CONTRACT = ("wandsworth", "GB-LAE-WND/14-565")
START, END = "2013-04-01", "2015-03-31"


def picture(*sides: tuple[str, str, str]) -> dict[str, Any]:
    """Of (organisation, field, day)."""
    fields: dict[str, Any] = {}
    for organisation, name, day in sides:
        fields.setdefault(name, {"sides": []})["sides"].append({"organisation": organisation, "value": day})
    return {"fields": fields}


AGREED = picture((COUNCIL, "period_start", START), (COUNCIL, "period_end", END))


def extension(since: str, to: str, number: int = 1) -> Any:
    document = declared(
        attributes={
            "id": f"014e1b2c-3d00-7000-8000-{number:012d}",
            "type": "uk.jch.contract.extended.v1",
            "time": f"{since}T00:00:00Z",
            "recordedtime": "2016-01-01T00:00:00Z",
        }
    )
    return {**document, "data": {"meta": {"organisation": COUNCIL}, "period_end": to}}


def told(document: Any, body: Any = AGREED) -> list[tuple[str, str]]:
    answer = admit(document, context())
    assert isinstance(answer, Admitted), answer
    return [(each.field, each.problem) for each in AgreedTerms({CONTRACT: body}.get).warnings(answer.event, "f:1")]


@pytest.mark.parametrize(
    ("since", "to", "field", "words"),
    [
        ("2013-03-31", "2016-03-31", "meta.occurred_at", "before the contract begins, on 2013-04-01"),
        ("2015-04-02", "2016-03-31", "meta.occurred_at", "after the contract had ended, on 2015-03-31"),
        ("2015-03-01", "2015-03-30", "data.period_end", "before the end that was agreed, 2015-03-31"),
    ],
)
def test_what_is_odd_is_told_by_its_field(since: str, to: str, field: str, words: str) -> None:
    ((at, problem),) = told(extension(since, to))
    assert at == field
    assert words in problem


DAYS = st.dates(date(2000, 1, 1), date(2020, 1, 1))


@given(DAYS, st.integers(0, 4000), st.integers(-30, 4030), st.integers(-30, 4000))
def test_it_is_told_exactly_where_it_lies_outside_the_term(start: date, days: int, since: int, longer: int) -> None:
    end, from_ = start + timedelta(days=days), start + timedelta(days=since)
    body = picture((COUNCIL, "period_start", start.isoformat()), (COUNCIL, "period_end", end.isoformat()))
    event = Extended.model_validate(
        {
            "meta": {
                "event_id": "014e1b2c-3d00-7000-8000-000000000001",
                "organisation": COUNCIL,
                "source_system": "s",
                "partnerships": ["wandsworth"],
                "subject": CONTRACT[1],
                "occurred_at": from_,
                "recorded_at": NOW,
            },
            "period_end": end + timedelta(days=longer),
        }
    )
    found = list(AgreedTerms({CONTRACT: body}.get).warnings(event, ""))
    odd = [from_ < start, from_ > end + timedelta(days=1), longer < 0]
    assert len(found) == sum(odd)


def test_its_own_words_come_before_those_of_others() -> None:
    others = ((CCG, "period_end", "2014-03-31"), (CCG, "period_start", "2015-01-01"))
    assert told(extension("2015-04-01", "2016-03-31"), picture(*others)) != []
    own = ((COUNCIL, "period_end", END), (COUNCIL, "period_start", START))
    assert told(extension("2015-04-01", "2016-03-31"), picture(*others, *own)) == []


@pytest.mark.parametrize("body", [None, {}, {"fields": 3}, {"fields": {"period_end": {"sides": [{"value": "x"}, 3]}}}])
def test_what_is_no_picture_tells_nothing(body: Any) -> None:
    assert told(extension("2013-03-31", "2016-03-31"), body) == []


@pytest.mark.parametrize("bad", [{"organisation": CCG, "value": "soon"}, {"organisation": CCG}, {"value": END}, 3])
def test_a_side_that_cannot_be_read_hides_none_that_can(bad: Any) -> None:
    body = picture((COUNCIL, "period_end", END))
    body["fields"]["period_end"]["sides"].insert(0, bad)
    assert [field for field, _ in told(extension("2015-04-02", "2016-03-31"), body)] == ["meta.occurred_at"]


async def run(folder: Path, *documents: Any, pictures: Mapping[tuple[str, str], Any] | None) -> tuple[Result, Any]:
    file = folder / "a.jsonl"
    file.write_bytes(b"\n".join(map(orjson.dumps, documents)))
    asked: list[set[str]] = []

    async def agreed(contracts: set[str]) -> Mapping[tuple[str, str], Any] | None:
        asked.append(contracts)
        return pictures

    async def written(wanted: Mapping[str, set[str]]) -> set[tuple[str, str]]:
        return set()

    door = Door(wandsworth(), OPERATOR, "test")
    items = items_of([file], None, None)
    return await publish(items, door, None, lambda: NOW, written=written, agreed=agreed), asked


async def test_the_door_asks_once_before_it_writes(tmp_path: Path) -> None:
    late = extension("2015-04-02", "2016-03-31", 7)
    result, asked = await run(tmp_path, late, declared(), pictures={CONTRACT: AGREED})
    assert asked == [{CONTRACT[1]}]
    (group,) = result.warnings.groups
    assert (group.warning.where, group.warning.field, result.accepted) == ("a.jsonl:1", "time", 2)


async def test_what_the_run_says_before_counts_too(tmp_path: Path) -> None:
    term = declared(period_start=START, period_end=END)
    first, second = extension("2015-04-01", "2015-09-30", 2), extension("2015-10-01", "2016-03-31", 3)
    result, _ = await run(tmp_path, term, first, second, pictures={})
    assert result.warnings.groups == []
    result, _ = await run(tmp_path, term, second, pictures={})
    (group,) = result.warnings.groups
    assert "had ended, on 2015-03-31" in group.warning.problem


async def test_where_nobody_answers_it_says_so_and_where_nothing_is_extended_nobody_is_asked(tmp_path: Path) -> None:
    result, _ = await run(tmp_path, extension("2015-04-02", "2016-03-31"), pictures=None)
    assert [each.warning for each in result.warnings.groups] == [TERMS_UNKNOWN]
    _, asked = await run(tmp_path, declared(), pictures=None)
    assert asked == []


def test_of_others_words_the_earliest_beginning_and_the_latest_end_count() -> None:
    """Where its own organisation says nothing of the term, nothing that any other agrees to is odd."""
    others = picture(
        (CCG, "period_start", "2013-04-01"),
        ("GB-LAE-RIC", "period_start", "2014-04-01"),
        (CCG, "period_end", "2014-12-31"),
        ("GB-LAE-RIC", "period_end", "2015-03-31"),
    )
    assert told(extension("2013-04-01", "2016-03-31"), others) == []
    assert told(extension("2015-02-01", "2017-03-31"), others) == []
    ((field, words),) = told(extension("2013-03-31", "2016-03-31"), others)
    assert (field, words.endswith("before the contract begins, on 2013-04-01")) == ("meta.occurred_at", True)
    ((field, words),) = told(extension("2015-01-01", "2015-03-30"), others)
    assert (field, "before the end that was agreed, 2015-03-31" in words) == ("data.period_end", True)


def test_an_organisation_s_own_term_counts_and_not_an_earlier_or_later_one_of_another() -> None:
    own = [(COUNCIL, "period_start", START), (COUNCIL, "period_end", END)]
    others = [(CCG, "period_start", "2012-04-01"), (CCG, "period_end", "2017-03-31")]
    for sides in (own + others, others + own):
        body = picture(*sides)
        assert [field for field, _ in told(extension("2013-03-31", "2016-03-31"), body)] == ["meta.occurred_at"]
        assert [field for field, _ in told(extension("2015-04-02", "2016-03-31"), body)] == ["meta.occurred_at"]
        assert told(extension("2015-03-01", "2016-03-31"), body) == []


def test_where_it_has_none_the_earliest_start_and_the_latest_end_of_the_others_count() -> None:
    body = picture(
        *((each, "period_start", day) for each, day in ((CCG, "2012-04-01"), ("GB-NHS-36L", START))),
        *((each, "period_end", day) for each, day in ((CCG, END), ("GB-NHS-36L", "2015-09-30"))),
    )
    assert told(extension("2012-04-01", "2015-09-30"), body) == []
    assert len(told(extension("2012-03-31", "2015-09-30"), body)) == 1
    assert len(told(extension("2015-10-02", "2016-09-30"), body)) == 1
    assert [field for field, _ in told(extension("2015-03-01", "2015-09-29"), body)] == ["data.period_end"]


def test_it_is_held_against_the_term_in_each_of_its_partnerships() -> None:
    document = extension("2016-01-02", "2016-03-31")
    places = ["wandsworth", "south-west-london"]
    document["data"]["meta"]["partnerships"] = places
    answer = admit(document, context())
    assert isinstance(answer, Admitted), answer
    for place in places:
        terms = AgreedTerms({(place, CONTRACT[1]): picture((COUNCIL, "period_end", "2016-06-30"))}.get)
        assert [each.field for each in terms.warnings(answer.event, "f:1")] == ["data.period_end"], place
