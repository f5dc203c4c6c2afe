"""A store of very many contracts, as the engine would write them."""

from datetime import date

import orjson

from hub.gateway.index.store import Store
from hub.reconcile.picture import picture_key
from tests.gateway.made import basis_at, filled_store, of_any_body, picture_record


def many_contracts(count: int) -> Store:
    """In 150 partnerships; one in ten with a difference."""
    store = of_any_body(filled_store(events=0))
    for number in range(count):
        key = picture_key(f"place-{number % 150}", "contract", f"GB-LAE-WND/{number}")
        store.pictures.take(picture_record(number, key, _contract(number), basis_at(number)))
    return store


def _contract(number: int) -> bytes:
    sides = [{"organisation": "GB-LAE-WND", "value": {"amount": f"{number}.00", "currency": "GBP", "basis": "net"}}]
    difference = {
        "id": f"{number:020x}",
        "kind": "amount",
        "severity": ("red", "amber", "minor")[number % 3],
        "since": date.fromordinal(735_000 + number % 1000).isoformat(),
        "field": "value",
        "text": "apart",
        "subject": f"GB-LAE-WND/{number}",
        "subject_kind": "contract",
        "sides": [{"organisation": "GB-LAE-WND", "value": None}],
    }
    return orjson.dumps(
        {
            "title": f"Contract {number % 977} for care",
            "fields": {"value": {"finding": "one_side", "sides": sides}},
            "differences": [difference] if number % 10 == 0 else [],
        }
    )
