"""Results and targets of several bodies: each is assessed, the worst counts, none is hidden, each names its terms."""

from typing import Any

import pytest

from tests.reconcile.told import CCG, COUNCIL, DECLARED, Said, contract, matters


def agreed(organisation: str, target: str, tolerance: str | None = None, direction: str = "higher") -> Said:
    fields = {"measure": "m", "title": "M", "direction": direction, "target": target}
    return (organisation, "measure-agreed", fields | ({"tolerance": tolerance} if tolerance else {}))


def observed(organisation: str, value: str, **more: str) -> Said:
    fields = {"measure": "m", "period_start": "2015-07-01", "period_end": "2015-09-30", "value": value}
    return (organisation, "observed", {**fields, **more})


def measure(*said: Said) -> dict[str, Any]:
    (found,) = contract(*said)["measures"]
    return dict(found)


def assessed(*said: Said) -> dict[tuple[str, str], str]:
    """(whose result, whose target) to what it comes to"""
    return {
        (each["result"]["organisation"], each["target"]["organisation"]): str(each["performance"])
        for each in measure(*said)["judged"]
    }


@pytest.mark.parametrize("reporter", [COUNCIL, CCG])
def test_two_targets_and_one_result_are_assessed_by_both(reporter: str) -> None:
    said = (agreed(COUNCIL, "95"), agreed(CCG, "90"), observed(reporter, "92"))
    assert assessed(*said) == {(reporter, COUNCIL): "missed", (reporter, CCG): "met"}
    assert measure(*said)["performance"] == "missed"


def test_bodies_that_both_report_are_each_held_to_their_own_target() -> None:
    said = (agreed(COUNCIL, "90"), agreed(CCG, "95"), observed(COUNCIL, "91"), observed(CCG, "96"))
    assert assessed(*said) == {(COUNCIL, COUNCIL): "met", (CCG, CCG): "met"}


def test_a_body_without_a_target_is_held_to_every_one() -> None:
    other = "GB-NHS-36L"
    said = (
        agreed(COUNCIL, "90"),
        agreed(CCG, "95"),
        observed(COUNCIL, "96"),
        observed(CCG, "96"),
        observed(other, "92"),
    )
    assert assessed(*said) == {
        (COUNCIL, COUNCIL): "met",
        (CCG, CCG): "met",
        (other, COUNCIL): "met",
        (other, CCG): "missed",
    }


def test_a_target_without_a_tolerance_of_its_own_takes_the_narrowest() -> None:
    said = (agreed(COUNCIL, "95", "5"), agreed("GB-NHS-36L", "95", "1"), agreed(CCG, "95"), observed(CCG, "92"))
    assert assessed(*said) == {(CCG, COUNCIL): "within_tolerance", (CCG, "GB-NHS-36L"): "missed", (CCG, CCG): "missed"}
    (own,) = [each for each in measure(*said)["judged"] if each["target"]["organisation"] == CCG]
    assert (own["tolerance"]["organisation"], own["tolerance"]["value"]) == ("GB-NHS-36L", "1")


def test_a_target_is_assessed_in_its_own_body_s_direction_whoever_spoke_last() -> None:
    said = [agreed(COUNCIL, "95", direction="higher"), agreed(CCG, "90", direction="lower"), observed(COUNCIL, "92")]
    for order in (said, said[::-1]):
        assert assessed(*order) == {(COUNCIL, COUNCIL): "missed", (COUNCIL, CCG): "missed"}
    met = [agreed(COUNCIL, "90", direction="higher"), agreed(CCG, "95", direction="lower"), observed(COUNCIL, "92")]
    for order in (met, met[::-1]):
        assert assessed(*order) == {(COUNCIL, COUNCIL): "met", (COUNCIL, CCG): "met"}


@pytest.mark.parametrize(
    ("direction", "words"),
    [
        ("higher", {"96": "met", "95": "met", "94": "within_tolerance", "93": "within_tolerance", "92": "missed"}),
        ("lower", {"94": "met", "95": "met", "96": "within_tolerance", "97": "within_tolerance", "98": "missed"}),
    ],
)
def test_the_edges_of_target_and_tolerance(direction: str, words: dict[str, str]) -> None:
    told = {each: measure(agreed(COUNCIL, "95", "2", direction), observed(COUNCIL, each)) for each in words}
    assert {each: str(told[each]["performance"]) for each in words} == words


def test_the_results_of_all_years_are_counted() -> None:
    years = [
        observed(COUNCIL, "1", period_start=f"{year}-04-01", period_end=f"{year}-06-30") for year in (2013, 2014, 2015)
    ]
    assert measure(agreed(COUNCIL, "9"), *years)["results"] == 3


def test_results_that_differ_are_shown_both_and_are_a_difference_also_of_an_earlier_period() -> None:
    earlier = {"period_start": "2015-04-01", "period_end": "2015-06-30"}
    said = (agreed(COUNCIL, "9"), observed(COUNCIL, "149", **earlier), observed(CCG, "131", **earlier))
    body = contract(*said)
    assert {side["organisation"]: side["value"]["value"] for side in body["measures"][0]["last_result"]} == {
        COUNCIL: "149",
        CCG: "131",
    }
    assert ("result", "result:m/2015-06-30/2015-04-01") in matters(body)
    assert ("result", "result:m/2015-06-30/2015-04-01") in matters(contract(*said, observed(COUNCIL, "150")))
    # equal values whose parts differ are no equal results
    parts = (
        observed(COUNCIL, "50", numerator="5", denominator="10"),
        observed(CCG, "50", numerator="50", denominator="100"),
    )
    assert matters(contract(DECLARED, agreed(COUNCIL, "9"), *parts)) == {
        ("result", "result:m/2015-09-30/2015-07-01/numerator"),
        ("result", "result:m/2015-09-30/2015-07-01/denominator"),
    }


def test_a_confidential_result_makes_the_contracts_picture_confidential() -> None:
    public = {"meta": {"classification": "public"}}
    declared = (COUNCIL, "declared", {"stage": "contract", **public})
    assert contract(declared)["classification"] == "public"
    organisation, name, fields = observed(COUNCIL, "9")
    assert (
        contract(declared, (organisation, name, {**fields, "meta": {"classification": "confidential"}}))[
            "classification"
        ]
        == "confidential"
    )
