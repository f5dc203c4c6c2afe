"""Who may say something: an organisation is the same one under any of its ids."""

import pytest

from hub.admission import speaking
from hub.admission.refusal import Code
from hub.configuration.model import Body, Configuration, Member, Partnership, key_of
from hub.events.envelope import Meta
from tests.support.documents import COUNCIL, EVENT_ID, wandsworth

OTHER_ID = "GB-PPON-PAAA-1111-AAAA"
ALONE, ALONE_TOO = "GB-LAE-RIC", "GB-PPON-PBBB-2222-BBBB"
BODIES = (
    Body(id=COUNCIL, name="Wandsworth Borough Council", same_as=(OTHER_ID,)),
    Body(id=ALONE, name="Richmond", same_as=(ALONE_TOO,)),
)
CONFIGURATION = Configuration(1, {**wandsworth().documents, **{key_of(each): each for each in BODIES}})


def meta(organisation: str, *partnerships: str) -> Meta:
    return Meta.model_validate(
        {
            "event_id": EVENT_ID,
            "organisation": organisation,
            "source_system": "register",
            "partnerships": partnerships,
            "subject": "GB-LAE-WND/14-565",
            "occurred_at": "2015-01-01",
            "recorded_at": "2015-01-01T00:00:00Z",
        }
    )


@pytest.mark.parametrize("organisation", [COUNCIL, OTHER_ID])
@pytest.mark.parametrize("speaker", [COUNCIL, OTHER_ID])
def test_it_speaks_for_itself_under_each_of_its_ids(speaker: str, organisation: str) -> None:
    assert list(speaking.refusals(meta(organisation), speaker, CONFIGURATION)) == []
    assert list(speaking.refusals(meta(organisation, "wandsworth"), speaker, CONFIGURATION)) == []
    assert speaking.partnerships(meta(organisation), CONFIGURATION) == ("wandsworth",)


@pytest.mark.parametrize("organisation", [COUNCIL, OTHER_ID])
def test_nobody_speaks_for_it(organisation: str) -> None:
    for speaker in (ALONE, ALONE_TOO):
        (refusal,) = speaking.refusals(meta(organisation), speaker, CONFIGURATION)
        assert refusal.code is Code.SPEAKS_FOR_ANOTHER


def in_both() -> Configuration:
    """The council is a member of two partnerships on all days."""
    member = Member(organisation=COUNCIL, role="council")
    places = [Partnership(id=each, name=each, members=(member,)) for each in ("wandsworth", "south-west-london")]
    return Configuration(1, {key_of(each): each for each in places})


@pytest.mark.parametrize(
    ("organisation", "configuration", "those"),
    [
        (COUNCIL, CONFIGURATION, "wandsworth"),
        (COUNCIL, in_both(), "south-west-london, wandsworth"),
        (ALONE, CONFIGURATION, f"none, so its own: {ALONE}"),
    ],
)
def test_whoever_names_another_place_is_told_its_own(
    organisation: str, configuration: Configuration, those: str
) -> None:
    (refusal,) = speaking.refusals(meta(organisation, "richmond"), None, configuration)
    assert (refusal.code, refusal.field) == (Code.NOT_A_MEMBER, "meta.partnerships[0]")
    assert refusal.problem == f"{organisation} is not a member of richmond on 2015-01-01"
    assert refusal.fix == f"leave it out or name one that it is in on that day ({those}), or check occurred_at"


def test_whoever_is_in_several_places_is_told_them_and_how_a_file_names_one() -> None:
    (refusal,) = speaking.refusals(meta(COUNCIL), None, in_both())
    assert (refusal.code, refusal.field) == (Code.PARTNERSHIP_AMBIGUOUS, "meta.partnerships")
    assert refusal.problem == f"{COUNCIL} is in several partnerships on 2015-01-01: south-west-london, wandsworth"
    assert refusal.fix.endswith(": hub publish --partnership south-west-london")


def test_the_partnership_of_its_own_has_its_configured_id() -> None:
    for organisation in (ALONE, ALONE_TOO):
        assert speaking.partnerships(meta(organisation), CONFIGURATION) == (ALONE,)
        for own in (ALONE, organisation):
            assert list(speaking.refusals(meta(organisation, own), None, CONFIGURATION)) == []
