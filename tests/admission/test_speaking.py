"""Who may say something: an organisation is the same one under any of its ids."""

import pytest

from hub.admission import speaking
from hub.admission.refusal import Code
from hub.events.configuration import Body, Configuration, key_of
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


def test_the_partnership_of_its_own_has_its_configured_id() -> None:
    for organisation in (ALONE, ALONE_TOO):
        assert speaking.partnerships(meta(organisation), CONFIGURATION) == (ALONE,)
        for own in (ALONE, organisation):
            assert list(speaking.refusals(meta(organisation, own), None, CONFIGURATION)) == []
