"""Who said what last, and who is silent: laws over any history, and the cases that people ask about."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.configuration.model import Body, Configuration, Group, Member, Partnership
from hub.log.freshness import AdmittedStatement
from hub.reconcile.statement import Statement
from hub.reports.days_and_money import day_words
from hub.reports.joint_programmes import joint_programmes
from hub.reports.partners import last_statements, silence_words, with_partners
from hub.reports.render import Format, render
from tests.laws.histories import LAW, histories, shuffled
from tests.support import pools

COUNCIL, OLD, NEW, OTHER = "GB-LAE-WND", "GB-NHS-08X", "GB-NHS-36L", "GB-LAE-RIC"
GROUP = Group(id="group", name="Group", partnerships=("wandsworth",))
HANDED_OVER = date(2020, 3, 31)
KNOWN = Configuration(
    1,
    {
        "partnership/wandsworth": Partnership(
            id="wandsworth",
            name="Wandsworth",
            members=(
                Member(organisation=COUNCIL, role="council"),
                Member(organisation=OLD, role="nhs_commissioner", until=HANDED_OVER),
                Member(organisation=NEW, role="nhs_commissioner", since=HANDED_OVER + timedelta(1)),
            ),
        ),
        f"organisation/{OLD}": Body(id=OLD, name="Old CCG", until=HANDED_OVER, successors=(NEW,)),
    },
)


def at(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp() * 1000)


def partners(as_of: date, **recorded: date) -> dict[str, dict[str, Any]]:
    """By organisation. recorded: each organisation's last statement, by the name of its constant."""
    last = {
        ("wandsworth", globals()[name]): AdmittedStatement(at(day), f"event-{name}", at(day + timedelta(3)))
        for name, day in recorded.items()
    }
    document = joint_programmes(GROUP, {}, KNOWN, as_of=as_of, known_at=None)
    return {each["organisation"]: each for each in with_partners(document, GROUP, KNOWN, last)["partners"]}


def test_a_member_that_left_and_came_back_is_one_since_the_time_that_holds() -> None:
    times = ((None, date(2016, 12, 31)), (date(2018, 1, 1), date(2018, 12, 31)), (date(2020, 1, 1), None))
    members = tuple(Member(organisation=OTHER, role="council", since=since, until=until) for since, until in times)
    place = Partnership(id="wandsworth", name="Wandsworth", members=members)
    known = Configuration(1, {"partnership/wandsworth": place})
    last = {("wandsworth", OTHER): AdmittedStatement(at(date(2015, 1, 1)), "event", at(date(2015, 1, 1)))}

    def row(as_of: date) -> tuple[bool, str | None]:
        document = joint_programmes(GROUP, {}, known, as_of=as_of, known_at=None)
        (found,) = with_partners(document, GROUP, known, last)["partners"]
        return found["expected"], found["member_since"]

    assert row(date(2016, 6, 1)) == (True, None)
    assert row(date(2017, 6, 1)) == (False, None)
    assert row(date(2018, 6, 1)) == (True, "2018-01-01")
    assert row(date(2019, 6, 1)) == (False, None)
    assert row(date(2021, 6, 1)) == (True, "2020-01-01")


@pytest.mark.parametrize(
    ("recorded", "days", "words"),
    [
        (date(2016, 3, 1), 0, "0 days"),
        (date(2016, 2, 29), 1, "1 day"),
        (date(2015, 3, 1), 366, "366 days"),
        (date(2010, 3, 1), 2192, "2,192 days"),
        (date(2016, 3, 2), 0, "spoke after the report's day"),
    ],
)
def test_silence_is_counted_to_the_reports_day(recorded: date, days: int, words: str) -> None:
    council = partners(date(2016, 3, 1), COUNCIL=recorded)[COUNCIL]
    assert (council["silent_days"], silence_words(council)) == (days, words)
    assert council["last"]["recorded_on"] == recorded.isoformat()
    assert council["last"]["admitted_on"] == (recorded + timedelta(3)).isoformat()


def test_a_member_that_has_said_nothing_is_listed_and_comes_first() -> None:
    told = partners(date(2016, 3, 1), COUNCIL=date(2015, 1, 1))
    assert list(told) == [OLD, COUNCIL]
    assert (told[OLD]["last"], told[OLD]["silent_days"], silence_words(told[OLD])) == (None, None, "has said nothing")
    assert told[OLD]["expected"]


def test_one_that_spoke_and_is_no_member_is_listed_last_and_not_expected() -> None:
    told = partners(date(2016, 3, 1), OTHER=date(2010, 1, 1), COUNCIL=date(2016, 1, 1))
    assert list(told)[-1] == OTHER
    assert not told[OTHER]["expected"]


def test_what_a_body_said_is_the_word_of_the_one_that_followed_it() -> None:
    before, after = (partners(day, OLD=date(2020, 3, 1)) for day in (HANDED_OVER, HANDED_OVER + timedelta(1)))
    assert (set(before), set(after)) == ({COUNCIL, OLD}, {COUNCIL, NEW})
    assert (before[OLD]["said_by"], after[NEW]["said_by"]) == (None, OLD)
    assert after[NEW]["silent_days"] == before[OLD]["silent_days"] + 1
    assert after[NEW]["member_since"] == "2020-04-01"
    newer = partners(HANDED_OVER + timedelta(90), OLD=date(2020, 3, 1), NEW=date(2020, 5, 1))[NEW]
    assert (newer["said_by"], newer["last"]["recorded_on"]) == (None, "2020-05-01")


@LAW
@given(statements=histories(), random=st.randoms(use_true_random=False))
def test_the_last_statement_is_the_one_recorded_last_in_any_order(statements: list[Statement], random: Any) -> None:
    last = last_statements({pools.PARTNERSHIP: statements})
    assert last == last_statements({pools.PARTNERSHIP: shuffled([*statements, *statements], random)})
    assert {organisation for _, organisation in last} == {each.organisation for each in statements}
    for each in statements:
        assert last[pools.PARTNERSHIP, each.organisation].recorded >= each.recorded


@LAW
@given(statements=histories(most=15), day=st.dates(date(2010, 1, 1), date(2030, 1, 1)))
def test_every_member_of_the_day_is_in_the_table_of_the_file(statements: list[Statement], day: date) -> None:
    document = joint_programmes(GROUP, {}, KNOWN, as_of=day, known_at=None)
    made = with_partners(document, GROUP, KNOWN, last_statements({"wandsworth": statements}))
    (place,) = KNOWN.partnerships.values()
    told = {each["organisation"] for each in made["partners"] if each["expected"]}
    assert told == {each.organisation for each in place.members if each.at(day)}
    page = render(made, Format.HTML).decode()
    table = page.partition('<h2 id="partners">')[2].partition("</table>")[0]
    assert table.count("<tr>") == len(made["partners"]) + 1
    for each in made["partners"]:
        assert silence_words(each) in table.replace("&#39;", "'")
        assert each["last"] is None or day_words(each["last"]["recorded_on"]) in table
