"""Views that are configured anew answer as fresh ones would: nothing that was looked at before is seen again."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hub.configuration.model import Body, Configuration, Tolerances
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.views import PartnershipViews
from tests.reconcile.told import CCG, COUNCIL, KNOWN, Said, events

DAY = Day.of(date(2015, 10, 1))
OCID = "ocds-h6vhtk-0123ab"
PROVIDER, OTHER_ID = "GB-COH-01234567", "GB-PPON-PABC-1234-DEFG"
SAID: list[Said] = [
    (COUNCIL, "declared", {"stage": "contract", "title": "Carers", "suppliers": [{"id": PROVIDER}]}),
    (
        CCG,
        "declared",
        {
            "stage": "contract",
            "suppliers": [{"id": PROVIDER}],
            "value": {"amount": "10000", "currency": "GBP", "basis": "net"},
        },
    ),
    (COUNCIL, "varied", {"value": {"amount": "10300", "currency": "GBP", "basis": "net"}}),
    (COUNCIL, "observed", {"measure": "m", "period_start": "2015-04-01", "period_end": "2015-06-30", "value": "1"}),
    (CCG, "observed", {"measure": "m", "period_start": "2015-04-01", "period_end": "2015-06-30", "value": "2"}),
    (
        COUNCIL,
        "procurement-declared",
        {"subject": OCID, "title": "Carers", "parties": [{"id": PROVIDER, "roles": ["tenderer"]}]},
    ),
    (CCG, "procurement-declared", {"subject": OCID, "value": {"amount": "10300", "currency": "GBP", "basis": "net"}}),
    (
        COUNCIL,
        "procurement-declared",
        {"subject": OCID, "value": {"amount": "10000", "currency": "GBP", "basis": "net"}},
    ),
    (COUNCIL, "contract-assigned", {"programme": "carers"}),
    (CCG, "programme-declared", {"title": "Carers", "mode": "joint", "partners": [{"id": COUNCIL}]}),
]


def with_documents(**changed: Any) -> Configuration:
    """None takes a document away."""
    documents = {**KNOWN.documents, **changed}
    return Configuration(1, {key: each for key, each in documents.items() if each is not None})


TIGHT = Tolerances(
    rounding=Decimal(0), amber_amount=Decimal(1), amber_share=Decimal(0), red_amount=Decimal(2), red_share=Decimal(0)
)
OTHERS = {
    "tolerances": with_documents(**{"tolerances/default": TIGHT}),
    "one body under two ids": with_documents(
        **{
            "organisation/GB-LAE-WND": Body(id=COUNCIL, name="Council", same_as=(CCG,)),
            "organisation/GB-NHS-08X": None,
        }
    ),
    "a body that gave way": with_documents(
        **{"organisation/GB-NHS-08X": Body(id=CCG, name="CCG", until=date(2015, 3, 31), successors=(COUNCIL,))}
    ),
    "a provider under another id": with_documents(
        **{f"organisation/{OTHER_ID}": Body(id=OTHER_ID, name="Carers' Trust", same_as=(PROVIDER,))}
    ),
}


def views(configuration: Configuration) -> PartnershipViews:
    made = PartnershipViews("wandsworth", configuration)
    for _, _, statement, plain in events(SAID):
        made.add(statement, plain)
    return made


def shown(made: PartnershipViews, subjects: Iterable[Subject]) -> list[object]:
    """Each picture asked for by itself, also one that there is no more."""
    pictures = (made.picture(each, DAY) for each in subjects)
    return [each and (each.body, each.until) for each in pictures]


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_under_another_configuration_they_answer_as_fresh_ones(other: Configuration) -> None:
    for before, after in ((KNOWN, other), (other, KNOWN)):
        made, fresh = views(before), views(after)
        subjects = sorted({*made.subjects(), *fresh.subjects()})
        assert {each.kind for each in subjects} == {"contract", "programme", "procurement", "provider"}
        first = shown(made, subjects)
        made.configure(after)
        assert shown(made, subjects) == shown(fresh, subjects)
        assert shown(made, subjects) != first, "the two configurations show the same: the test shows nothing"
        assert [each.id for each in made.pictures(DAY)] == [each.id for each in fresh.pictures(DAY)]
