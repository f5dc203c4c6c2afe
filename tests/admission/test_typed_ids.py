"""Every form of a typed id earns its place: without it an id is taken for a number of a person, and with it none is."""

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.admission import typed_ids
from hub.admission.personal import find
from hub.admission.refusal import Code

FALSE_ALARMS = {
    "an address": ["https://example.org/n/9434765919", "see https://example.org/?call=02079460018#top"],
    "an ocid": ["ocds-b5fd17-a.9434765919"],
    "a notice": ["016973-2025", "notices 016973-2025, 016977-2024"],
    "an org-id: register, then number": ["GB-FTS-12/9434765919", "GB-COH-1/AB123456C"],
    "letters and number: SC123456, DN774246": ["SC123456 A contract"],
    "a property": ["UPRN 9434765919", "uprn:9434765919"],
    "an amount": ["£9434765919", "GBP 9434765919", "€ 9434765919"],
}
"""By the name of the form: texts in which it alone keeps an alarm away."""


def forms() -> dict[str, int]:
    """The name of each, and the number of its line."""
    lines = typed_ids._FORMS.pattern.splitlines()
    return {line.rpartition("# ")[2].strip(): number for number, line in enumerate(lines) if line.strip()}


def test_every_form_has_its_case() -> None:
    assert set(FALSE_ALARMS) == set(forms())


@pytest.mark.parametrize("form", FALSE_ALARMS)
def test_a_form_keeps_an_alarm_away(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in FALSE_ALARMS[form]:
        assert list(find(text)) == [], text
    lines = typed_ids._FORMS.pattern.splitlines()
    number = forms()[form]
    lines[number] = "|(?!)" if number else "(?!)"
    monkeypatch.setattr(typed_ids, "_FORMS", re.compile("\n".join(lines), re.VERBOSE))
    for text in FALSE_ALARMS[form]:
        assert list(find(text)), text


@given(
    st.uuids() | st.text("0123456789", min_size=32, max_size=32).map(UUID), st.sampled_from(["{}", "tel {} A", "{}."])
)
def test_no_number_is_found_in_a_uuid(made: UUID, around: str) -> None:
    assert list(find(around.format(made))) == []


@pytest.mark.parametrize("text", ["£8000000000-9434765919", "UPRN 123-02079460018"])
def test_digits_that_a_dash_ties_to_an_id_are_no_number_of_their_own(text: str) -> None:
    assert list(find(text)) == []


@pytest.mark.parametrize("text", ["TEL07700900123", "MOB07700900123", "FAX02079460018", "UPRN 02079460018"])
def test_a_word_alone_makes_no_id_of_a_telephone_number(text: str) -> None:
    assert list(find(text)) == [Code.PHONE]
