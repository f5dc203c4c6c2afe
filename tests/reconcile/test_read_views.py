"""A picture is made of what others say too: on the day on which that changes it is made again, and not before."""

import pytest

from hub.reconcile.days import Day
from tests.reconcile.summary import added, whole
from tests.reconcile.told import CONTRACT, COUNCIL, KNOWN, PROGRAMME, Said, events

OCID, PROVIDER = "ocds-h6vhtk-0c0099", "GB-COH-08229264"
CHANGES = "2016-01-01"


def declared(**fields: object) -> Said:
    return COUNCIL, "declared", {"stage": "contract", **fields}


def procured(**fields: object) -> Said:
    return COUNCIL, "procurement-declared", {"subject": OCID, **fields}


AWARDS = [{"id": "a-1", "suppliers": [{"id": PROVIDER}]}]
VARIED: Said = (COUNCIL, "varied", {"title": "Another", "occurred_at": CHANGES})
ASSIGNED: Said = (COUNCIL, "contract-assigned", {"programme": PROGRAMME})
CASES: dict[tuple[str, str], tuple[str, list[Said], Said]] = {
    ("contract", "procurement"): (
        CONTRACT,
        [declared(procurement=OCID), procured(title="Carers")],
        procured(title="Another", occurred_at=CHANGES),
    ),
    ("contract", "programme"): (
        CONTRACT,
        [declared(), ASSIGNED],
        (COUNCIL, "programme-declared", {"title": "Carers", "mode": "joint", "occurred_at": CHANGES}),
    ),
    ("procurement", "contract"): (
        OCID,
        [declared(procurement=OCID), procured(title="Carers")],
        (COUNCIL, "terminated", {"ended_on": CHANGES, "reason": "expired", "occurred_at": CHANGES}),
    ),
    ("programme", "contract"): (PROGRAMME, [declared(), ASSIGNED], VARIED),
    ("provider", "contract"): (PROVIDER, [declared(title="Carers", suppliers=[{"id": PROVIDER}])], VARIED),
    ("provider", "procurement"): (
        PROVIDER,
        [procured(awards=AWARDS)],
        procured(awards=[{"id": "a-1", "status": "cancelled"}], occurred_at=CHANGES),
    ),
}
"""(kind of a picture, kind of the view that it reads): its id, what is said, and what changes the view later."""


@pytest.mark.parametrize(("kind", "read"), CASES)
def test_it_holds_until_what_it_reads_changes(kind: str, read: str) -> None:
    key, said, change = CASES[kind, read]
    before = Day.read(CHANGES) - 1
    assert whole(events(said), Day(before), KNOWN)[kind, key].until is None
    assert whole(events([*said, change]), Day(before), KNOWN)[kind, key].until == Day.read(CHANGES)


@pytest.mark.parametrize(("kind", "read"), CASES)
def test_what_changes_it_is_seen_by_a_set_that_was_asked_before(kind: str, read: str) -> None:
    key, said, change = CASES[kind, read]
    made = events([*said, change])
    views = added(made[:-1], KNOWN)
    list(views.pictures(Day.read(CHANGES)))
    _, _, last, plain = made[-1]
    views.add(last, plain)
    asked = {(each.kind, each.id): each.json() for each in views.pictures(Day.read(CHANGES))}
    fresh = {name: each.json() for name, each in whole(made, Day.read(CHANGES), KNOWN).items()}
    assert asked[kind, key] == fresh[kind, key]
