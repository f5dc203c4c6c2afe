"""What an amendment tells: from when the change is true, and nothing of how far the process has come."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors.ocds.stages import AMENDING
from hub.events.procurement import VOID
from tests.connectors.releases import OCID, a_contract, a_release, an_award
from tests.connectors.releases_read import SIGNED, documents

_DAYS = st.dates().map(lambda day: f"{max(day.year, 1900):04}-{day.month:02}-{min(day.day, 28):02}")
_IDS = st.integers(1, 200).map(str)


def varied(ocid: str, changes: list[dict[str, str]], tag: str = "contractAmendment") -> Any:
    release = a_release(ocid=ocid, tag=[tag], contracts=[a_contract(amendments=changes)])
    (found,) = (each for name, each in documents(release).items() if name.startswith("varied"))
    return found


@pytest.mark.parametrize("ocid", [OCID, SIGNED])
@given(st.dictionaries(_IDS, _DAYS, min_size=1, max_size=4))
@example({"9": "2015-05-01", "10": "2015-09-01"})
@example({"9": "2015-09-01", "10": "2015-05-01"})
def test_of_amendments_that_name_no_release_the_last_says_from_when_it_is_true(
    ocid: str, amended: dict[str, str]
) -> None:
    changes = [{"id": key, "date": f"{day}T00:00:00Z", "rationale": f"change {key}"} for key, day in amended.items()]
    data = varied(ocid, changes)["data"]
    assert data["meta"]["occurred_at"] == max(amended.values())
    assert amended[data["rationale"].removeprefix("change ")] == max(amended.values())


@pytest.mark.parametrize("ocid", [OCID, SIGNED])
def test_of_two_amendments_of_one_day_that_of_the_higher_id_counts_wherever_it_stands(ocid: str) -> None:
    changes = [{"id": key, "date": "2015-05-01T00:00:00Z", "rationale": f"change {key}"} for key in ("1", "2")]
    for order in (changes, changes[::-1]):
        assert varied(ocid, order)["data"]["rationale"] == "change 2"


@pytest.mark.parametrize("tag", sorted(AMENDING))
@pytest.mark.parametrize("ocid", [OCID, SIGNED])
def test_every_tag_of_a_change_lets_an_amendment_be_the_release_s(ocid: str, tag: str) -> None:
    change = {"id": "1", "date": "2015-05-01T00:00:00Z"}
    assert varied(ocid, [change], tag)["data"]["meta"]["occurred_at"] == "2015-05-01"


@pytest.mark.parametrize("status", [each for each in VOID if each != "withdrawn"])  # which an award never is
def test_an_award_that_came_to_nothing_beside_one_that_is_only_amended_is_no_stage(status: str) -> None:
    bare = {"id": "a-2", "amendments": [{"id": "1"}]}
    for awards in ([an_award(status=status), bare], [bare, an_award(status=status)]):
        release = a_release(ocid=OCID, tag=["awardUpdate"], awards=awards)
        assert "stage" not in documents(release)["procurement-declared"]["data"]
    for awards in ([an_award(status=status)], [an_award(status=status), an_award(id="a-2", status=status)]):
        release = a_release(ocid=OCID, tag=["awardUpdate"], awards=awards)
        assert documents(release)["procurement-declared"]["data"]["stage"] == "ended"
    release = a_release(ocid=OCID, tag=["awardUpdate"], awards=[an_award(status=status), an_award(id="a-2")])
    assert documents(release)["procurement-declared"]["data"]["stage"] == "award"
