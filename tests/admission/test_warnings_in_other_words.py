"""A warning is told in the terms of the format that its sender wrote."""

from hub.admission.warning import TO_REPLACE, AdmissionWarning

PATHS = {
    "": "contracts[0]",
    "data.title": "contracts[0].title",
    "data.period_end": "contracts[0].period.endDate",
    "data.period_start": "contracts[0].period.startDate",
}
AGAIN = "publish the release again"


def test_both_fields_and_the_way_to_replace_it_are_those_of_the_format() -> None:
    problem = "2014-01-01 is before period_start 2015-01-01"
    warning = AdmissionWarning("a:1", "data.period_end", problem, f"check both; {TO_REPLACE}", "data.period_start")
    assert warning.told_to(PATHS.__getitem__, AGAIN) == AdmissionWarning(
        "a:1",
        "contracts[0].period.endDate",
        "2014-01-01 is before contracts[0].period.startDate 2015-01-01",
        f"check both; {AGAIN}",
    )
    assert warning.told_to(str, TO_REPLACE) == AdmissionWarning(
        "a:1", "data.period_end", problem, f"check both; {TO_REPLACE}"
    )


def test_a_problem_that_names_no_other_field_stays_as_it_is() -> None:
    warning = AdmissionWarning("a:1", "data.title", "has two  spaces", "write one")
    assert warning.told_to(PATHS.__getitem__, AGAIN) == AdmissionWarning(
        "a:1", "contracts[0].title", "has two  spaces", "write one"
    )
