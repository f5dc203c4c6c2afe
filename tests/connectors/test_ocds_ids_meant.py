"""An ocid that is none is told for what it is, with the one that was meant where that is plain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.ocds.ids_meant import why_no_ocid
from hub.admission.refusal import Code
from hub.events.ids import is_ocid
from tests.connectors.releases import a_release
from tests.connectors.releases_read import codes, read

OCID = "ocds-h6vhtk-0a1B2c"


@pytest.mark.parametrize(
    ("ocid", "problem", "fix"),
    [
        (f"{OCID} ", "begins or ends with a space or another character that nobody sees", f"write {OCID}"),
        (f"\u200b{OCID}", "begins or ends with a space or another character that nobody sees", f"write {OCID}"),
        ("OCDS-H6VHTK-0a1B2c", "has capital letters in its prefix", f"write {OCID}"),
        (None, "is missing", "such as ocds-b5fd17-"),
        (7, "is not a text", "such as ocds-b5fd17-"),
        (" ", "is empty", "such as ocds-b5fd17-"),
        ("0a1b2c", "is no ocid", "such as ocds-b5fd17-"),
    ],
)
def test_what_is_wrong_with_an_ocid_is_told(ocid: object, problem: str, fix: str) -> None:
    release = a_release(ocid=ocid)
    assert codes(release) == [Code.OCID_MISSING]
    (told,) = read(release).refusals
    assert told.problem == problem
    assert fix in told.fix


@given(
    st.text(max_size=40)
    | st.builds("{}{}{}".format, st.sampled_from(["", " ", "\n"]), st.just(OCID), st.text(max_size=3))
)
def test_what_is_offered_is_an_ocid(value: str) -> None:
    _, fix = why_no_ocid(value)
    offered = fix.removeprefix("write ")
    assert is_ocid(offered) or offered.startswith("the publisher's prefix")
