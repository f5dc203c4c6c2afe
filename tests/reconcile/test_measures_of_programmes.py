"""Measures of a programme: the same words come to the same as of a contract, and what is open of them is told there.

Source: WIL 3 (five outcomes); WAN 16 (better outcomes); LEE App. 1 (outcomes shared with other commissioners).
"""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.reconcile.days import Day
from tests.reconcile.summary import whole
from tests.reconcile.told import (
    CCG,
    COUNCIL,
    DECLARED,
    KNOWN,
    PROGRAMME,
    PROGRAMME_IS_THERE,
    Said,
    contract,
    events,
    matters,
    programme,
)


def agreed(organisation: str = COUNCIL, **more: Any) -> Said:
    return (
        organisation,
        "measure-agreed",
        {"measure": "m", "title": "M", "direction": "higher", "target": "80", **more},
    )


def observed(organisation: str = COUNCIL, value: str = "75", **more: Any) -> Said:
    period = {"period_start": "2015-04-01", "period_end": "2015-06-30"}
    return organisation, "observed", {"measure": "m", "value": value, **period, **more}


def of_a_programme(said: Said) -> Said:
    organisation, name, fields = said
    return organisation, f"workplan/{name}", fields


_NUMBERS = st.sampled_from(["1", "2", "3"])
_AGREED = st.builds(
    lambda by, measure, target, direction, optional: agreed(
        by, measure=measure, target=target, direction=direction, **optional
    ),
    st.sampled_from([COUNCIL, CCG]),
    st.sampled_from(["m", "n"]),
    _NUMBERS,
    st.sampled_from(["higher", "lower"]),
    st.fixed_dictionaries(
        {},
        optional={
            "tolerance": _NUMBERS,
            "outcome": st.just("Better"),
            "agreed_on": st.sampled_from(["2015-01-01", "2015-06-01"]),
            "reported_until": st.sampled_from(["2015-03-31", "2016-12-31"]),
        },
    ),
)
_OBSERVED = st.builds(
    lambda by, measure, value, month: observed(
        by, value, measure=measure, period_start=f"2015-0{month}-01", period_end=f"2015-0{month}-28"
    ),
    st.sampled_from([COUNCIL, CCG]),
    st.sampled_from(["m", "n"]),
    _NUMBERS,
    st.sampled_from([1, 2, 7]),
)


@given(st.lists(st.one_of(_AGREED, _OBSERVED), min_size=1, max_size=7))
def test_the_same_words_come_to_the_same_as_of_a_contract(said: list[Said]) -> None:
    of_contract = contract(DECLARED, *said)
    of_programme = programme(PROGRAMME_IS_THERE, *map(of_a_programme, said))
    assert of_programme["measures"] == of_contract["measures"]
    assert matters(of_programme) == matters(of_contract)
    texts = [{each["text"] for each in body["differences"]} for body in (of_contract, of_programme)]
    assert texts[0] == texts[1]


def test_a_result_that_misses_is_shown_with_its_outcome() -> None:
    said = (agreed(outcome="Carers are supported", tolerance="3"), observed())
    (measure,) = programme(PROGRAMME_IS_THERE, *map(of_a_programme, said))["measures"]
    assert measure["performance"] == "missed"
    assert [side["value"] for side in measure["outcome"]] == ["Carers are supported"]
    assert [side["value"]["value"] for side in measure["last_result"]] == ["75"]


def test_a_programme_of_which_only_results_come_is_one_that_nobody_declares() -> None:
    body = programme(of_a_programme(observed()))
    assert matters(body) >= {("unknown_reference", "programme:carers"), ("unknown_reference", "measure:m")}


@pytest.mark.parametrize(
    ("until", "is_expected"), [(None, True), ("2015-06-30", False), ("2015-07-01", True), ("2016-03-31", True)]
)
@pytest.mark.parametrize("of", ["contract", "programme"])
def test_no_return_is_expected_of_a_time_behind_what_is_reported(of: str, until: str | None, is_expected: bool) -> None:
    said = (agreed(**({} if until is None else {"reported_until": until})), observed())
    body = (
        contract(DECLARED, *said, on="2016-01-01")
        if of == "contract"
        else programme(PROGRAMME_IS_THERE, *map(of_a_programme, said), on="2016-01-01")
    )
    assert (("return_missing", "measure:m") in matters(body)) is is_expected


def test_it_is_expected_for_as_long_as_any_body_says() -> None:
    said = (agreed(reported_until="2015-06-30"), agreed(CCG, reported_until="2016-06-30"), observed())
    for order in (said, said[::-1]):
        body = programme(PROGRAMME_IS_THERE, *map(of_a_programme, order), on="2016-01-01")
        assert ("return_missing", "measure:m") in matters(body)


def test_a_body_that_says_no_end_is_not_silenced_by_another_one() -> None:
    said = (agreed(), agreed(CCG, reported_until="2015-06-30"), observed())
    for order in (said, said[::-1]):
        body = programme(PROGRAMME_IS_THERE, *map(of_a_programme, order), on="2016-01-01")
        assert ("return_missing", "measure:m") in matters(body)


def test_a_result_that_is_restricted_makes_the_picture_so() -> None:
    said = observed(meta={"classification": "restricted"})
    assert programme(PROGRAMME_IS_THERE, of_a_programme(said))["classification"] == "restricted"


def test_results_of_a_programme_that_nobody_has_declared_stand_in_one_order_whichever_came_first() -> None:
    said = events([of_a_programme(observed(measure=each)) for each in ("m", "n", "o")])
    made = {whole(order, Day.read("2015-10-01"), KNOWN)["programme", PROGRAMME].json() for order in permutations(said)}
    assert len(made) == 1
