"""Configuration: who may speak when, and who stands in whose place. Facts: domain handbook, section 4."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError

from hub.configuration import model as configuration
from hub.configuration.configuration_log import ConfigurationLog, read
from hub.configuration.model import Body, Configuration, Member, Partnership, canonical, key_of

BODIES = [
    Body(
        id="GB-NHS-5M7", name="Sutton and Merton PCT", until=date(2013, 3, 31), successors=("GB-NHS-08T", "GB-NHS-08R")
    ),
    Body(id="GB-NHS-08T", name="NHS Sutton CCG", until=date(2020, 3, 31), successors=("GB-NHS-36L",)),
    Body(id="GB-NHS-36L", name="NHS South West London CCG", until=date(2022, 6, 30), successors=("GB-NHS-QWE",)),
    Body(id="GB-NHS-QWE", name="NHS South West London ICB", since=date(2022, 7, 1)),
]
SUTTON = Partnership(
    id="sutton",
    name="Sutton",
    members=(
        Member(organisation="GB-LAE-STN", role="council"),
        Member(organisation="GB-NHS-08T", role="nhs_commissioner", since=date(2013, 4, 1), until=date(2020, 3, 31)),
    ),
)
CONFIGURATION = Configuration(4, {**{key_of(each): each for each in BODIES}, key_of(SUTTON): SUTTON})


def test_a_body_gives_way_on_the_day_after_its_last() -> None:
    assert CONFIGURATION.today_of("GB-NHS-08T", date(2020, 3, 31)) == ("GB-NHS-08T",)
    assert CONFIGURATION.today_of("GB-NHS-08T", date(2020, 4, 1)) == ("GB-NHS-36L",)
    assert CONFIGURATION.today_of("GB-NHS-08T", date(2026, 11, 23)) == ("GB-NHS-QWE",)


def test_a_body_that_was_split_has_two_in_its_place() -> None:
    # 08R has no row of its own: an unknown code is accepted
    assert CONFIGURATION.today_of("GB-NHS-5M7", date(2015, 1, 1)) == ("GB-NHS-08R", "GB-NHS-08T")


def test_in_a_circle_of_successors_everyone_stands_for_itself() -> None:
    circle = [
        Body(id="GB-NHS-A1", name="A", until=date(2010, 1, 1), successors=("GB-NHS-B1",)),
        Body(id="GB-NHS-B1", name="B", until=date(2010, 1, 1), successors=("GB-NHS-A1",)),
    ]
    configuration = Configuration(1, {key_of(each): each for each in circle})
    assert configuration.today_of("GB-NHS-A1", date(2015, 1, 1)) == ("GB-NHS-A1",)


def test_membership_has_its_days() -> None:
    assert CONFIGURATION.partnerships_of("GB-NHS-08T", date(2013, 3, 31)) == []
    assert CONFIGURATION.partnerships_of("GB-NHS-08T", date(2013, 4, 1)) == ["sutton"]
    assert CONFIGURATION.is_member("GB-LAE-XYZ", "GB-LAE-XYZ", date(2015, 1, 1)), "an unnamed buyer speaks in its own"
    assert not CONFIGURATION.is_member("sutton", "GB-LAE-XYZ", date(2015, 1, 1))


def test_the_next_change_is_the_first_of_all() -> None:
    assert CONFIGURATION.next_change(date(2013, 3, 1)) == date(2013, 4, 1)
    assert CONFIGURATION.next_change(date(2015, 1, 1)) == date(2020, 4, 1)
    assert CONFIGURATION.next_change(date(2023, 1, 1)) is None


def test_a_document_that_was_corrected_does_no_harm() -> None:
    key = key_of(SUTTON).encode()
    assert "sutton" in read([(0, key, b"not a document"), (1, key, canonical(SUTTON))]).partnerships


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_days_without_end_are_left_out_and_not_written_as_the_last_day(day: str) -> None:
    with pytest.raises(ValidationError):
        Member.model_validate({"organisation": "GB-LAE-STN", "role": "council", "until": day})


def test_another_release_evaluates_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Configuration(4, {key_of(SUTTON): SUTTON}).hash
    monkeypatch.setattr(configuration, "VIEWS", configuration.VIEWS + 1)
    assert Configuration(4, {key_of(SUTTON): SUTTON}).hash != before


def test_the_last_record_of_a_key_stands_and_null_takes_back() -> None:
    key = key_of(SUTTON).encode()
    renamed = SUTTON.model_copy(update={"name": "Sutton (London)"})
    records = [(0, key, canonical(SUTTON)), (1, key, canonical(renamed))]
    assert read(records).partnerships["sutton"].name == "Sutton (London)"
    assert read([*records, (2, key, None)]).partnerships == {}
    assert read([*records, (2, key, canonical(SUTTON))]).hash == read(records[:1]).hash
    assert read(records).hash != read(records[:1]).hash


def test_whose_member_an_organisation_is_is_what_each_partnership_says() -> None:
    """Of every organisation and day of the story, under each of its ids."""
    days = [date(2013, 3, 31), date(2013, 4, 1), date(2015, 6, 5), date(2026, 1, 1)]
    named = {each.organisation for place in CONFIGURATION.partnerships.values() for each in place.members}
    for organisation in {*named, *CONFIGURATION.bodies, "GB-COH-00000001"}:
        for day in days:
            found = CONFIGURATION.partnerships_of(organisation, day)
            members = [key for key in CONFIGURATION.partnerships if CONFIGURATION.is_member(key, organisation, day)]
            assert found == sorted(members)


def test_a_configuration_of_many_documents_is_read_document_by_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gateway that begins takes one record after the other and asks each time: each document is read once."""
    read_before = configuration.DOCUMENT.validate_json
    count = 0

    def counted(value: bytes) -> Any:
        nonlocal count
        count += 1
        return read_before(value)

    monkeypatch.setattr("hub.configuration.configuration_log.DOCUMENT", SimpleNamespace(validate_json=counted))
    log, records = ConfigurationLog(), []
    for number in range(40):
        place = SUTTON.model_copy(update={"id": f"place-{number % 30}", "name": f"Place {number}"})
        records.append((number, key_of(place).encode(), canonical(place)))
        log.take(*records[-1])
        found = log.configuration()
        assert (found.offset, len(found.partnerships)) == (number, min(number + 1, 30))
    assert count == 40
    assert log.configuration().hash == read(records).hash
