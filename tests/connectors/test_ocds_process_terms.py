"""A process that is one contract: its terms are those of all of its awards, and its notices those of every part."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.connectors.releases import a_contract, a_release, an_award
from tests.connectors.releases_read import documents, signed, told

_DAYS = st.dates(date(2015, 1, 1), date(2015, 12, 31))  # no 29 February, which other years do not have
_PERIODS = st.fixed_dictionaries(
    {},
    optional={
        "startDate": _DAYS,
        "endDate": _DAYS.map(lambda day: day + timedelta(days=4 * 365)),
        "maxExtentDate": _DAYS.map(lambda day: day + timedelta(days=7 * 365)),
    },
)
_FIELDS = {
    "startDate": ("period_start", min),
    "endDate": ("period_end", max),
    "maxExtentDate": ("extendable_until", max),
}


@given(st.lists(_PERIODS, min_size=1, max_size=4))
def test_it_runs_from_the_first_start_to_the_last_end_and_is_open_where_one_is(periods: list[dict[str, date]]) -> None:
    awards = [
        an_award(id=f"a-{number}", contractPeriod={name: f"{day}T00:00:00Z" for name, day in each.items()})
        for number, each in enumerate(periods)
    ]
    release = a_release(awards=awards)
    data, words = documents(release)["declared"]["data"], told(release)
    timed = [each for each in periods if each]
    for theirs, (ours, choose) in _FIELDS.items():
        stated = [each[theirs] for each in timed if theirs in each]
        # the end of one that cannot be extended counts too
        last = [
            each.get(theirs, each.get("endDate")) if ours == "extendable_until" else each.get(theirs) for each in timed
        ]
        known = [day for day in last if day is not None]
        is_open = bool(stated) and len(known) < len(timed)
        assert data.get(ours) == (choose(known).isoformat() if stated and not is_open else None), ours
        assert (ours in data.get("clears", ())) == is_open
        assert any(path.endswith(theirs) and "open" in problem for path, problem in words.items()) == is_open


@given(st.permutations(["2015-01-05", "2015-02-03", "2015-03-01"]))
def test_it_is_signed_when_the_last_of_its_contracts_is(days: list[str]) -> None:
    contracts = [a_contract(id=f"c-{day}", dateSigned=f"{day}T00:00:00Z") for day in days]
    data = documents(a_release(tag=["contract"], contracts=contracts))["declared"]["data"]
    assert (data["stage"], data["signed_on"]) == ("contract", "2015-03-01")


_OF_ALL: dict[str, tuple[Any, Any]] = {
    "hasRenewal": (True, False),
    "hasOptions": (True, False),
    "status": ("active", "pending"),
}


@pytest.mark.parametrize(("theirs", "ours"), [("hasRenewal", "renewable"), ("hasOptions", "options"), ("status",) * 2])
def test_what_not_all_of_its_awards_say_it_does_not_say(theirs: str, ours: str) -> None:
    one, other = _OF_ALL[theirs]
    for second, said in ((one, one), (other, None)):
        awards = [an_award(**{theirs: one}), an_award(id="a-2", **{theirs: second})]
        assert documents(a_release(awards=awards))["declared"]["data"].get(ours) == said
        assert (f"awards[0].{theirs}" in told(a_release(awards=awards))) is (said is None)
    if theirs != "status":  # which every award here has
        alone = a_release(awards=[an_award(), an_award(id="a-2", **{theirs: one})])
        assert ours not in documents(alone)["declared"]["data"]
        assert "not said of each in the same way" in told(alone)[f"awards[1].{theirs}"]


@pytest.mark.parametrize("name", ["title", "description"])
def test_a_text_of_a_further_award_is_told(name: str) -> None:
    for second, fields in (("Respite", [f"awards[1].{name}"]), ("Carers", []), (None, [])):
        release = a_release(awards=[an_award(**{name: "Carers"}), an_award(id="a-2", **{name: second})])
        assert documents(release)["declared"]["data"][name] == "Carers"
        assert [each for each in told(release) if each.endswith(name)] == fields


def test_it_can_last_until_the_end_of_an_award_that_cannot_be_extended() -> None:
    def until(*periods: dict[str, str]) -> str | None:
        awards = [an_award(id=f"a-{at}", contractPeriod=each) for at, each in enumerate(periods)]
        found: str | None = documents(a_release(awards=awards))["declared"]["data"].get("extendable_until")
        return found

    extended = {"endDate": "2018-03-31T00:00:00Z", "maxExtentDate": "2020-03-31T00:00:00Z"}
    assert until(extended, {"endDate": "2021-03-31T00:00:00Z"}) == "2021-03-31"
    assert until(extended, {"endDate": "2019-03-31T00:00:00Z"}, {}) == "2020-03-31"
    assert until({"endDate": "2021-03-31T00:00:00Z"}, {}) is None


def test_it_came_to_nothing_where_all_of_its_awards_did() -> None:
    lost = an_award(id="a-2", status="unsuccessful")
    assert "declared" in documents(a_release(awards=[an_award(), lost]))
    assert "declared" not in documents(a_release(awards=[lost, lost | {"id": "a-3"}]))


@pytest.mark.parametrize("said", [{"renewal": {"description": "twice"}}, {"options": {"description": "twice"}}])
def test_the_terms_of_extending_it_may_stand_in_either_place(said: dict[str, Any]) -> None:
    assert documents(a_release(awards=[an_award(**said)]))["declared"]["data"]["extension_terms"] == "twice"


HOLDERS = ("planning", "tender", "awards", "contracts")


@pytest.mark.parametrize("holder", HOLDERS)
def test_a_notice_is_one_whichever_part_it_is_a_document_of(holder: str) -> None:
    notice = {"id": "000001-2015", "noticeType": "UK7", "datePublished": "2015-03-10T00:00:00Z"}
    held = {"documents": [{"id": "map", "title": "A document that is no notice"}, notice]}
    parts: dict[str, Any] = {
        "planning": held,
        "tender": {"id": "t", **held},
        "awards": [an_award(**held)],
        "contracts": [a_contract(**held)],
    }
    data = documents(signed(**{holder: parts[holder]}))["procurement-declared"]["data"]
    assert data["notices"] == [{"id": "000001-2015", "type": "UK7", "published_on": "2015-03-10"}]
