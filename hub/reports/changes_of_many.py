"""Changes of many contracts at once, each with what it does to which contract and provider. Pure. Source: LEE 37."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from hub.events.counting import count_words


def changes_of_many(contracts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Of every change that several contracts of a place name as their batch, in order of its reference.

    contracts: as the report holds them. `alike` says which of them changed by one percentage: a blanket change.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for contract in contracts:
        for side in (side for row in contract["variations"] for side in row["varied"] if "batch" in side["value"]):
            rows = found.setdefault((side["value"]["batch"], contract["partnership"]), {})
            rows.setdefault(contract["contract"], {"contract": contract, "said_by": []})["said_by"].append(side)
    return [
        {
            "batch": batch,
            "alike": _alike(rows.values()),
            "contracts": [
                {**{name: row["contract"][name] for name in _SHOWN}, "said_by": row["said_by"]} for row in rows.values()
            ],
        }
        for (batch, _), rows in sorted(found.items())
        if len(rows) > 1
    ]


_SHOWN = ("contract", "partnership", "title", "title_illustrative", "suppliers", "value")


def _alike(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """One sentence for each percentage by which several of these changed."""
    by_percent: dict[Decimal, list[Mapping[str, Any]]] = {}
    for row in rows:
        percents = {Decimal(side["value"]["percent"]) for side in row["said_by"] if "percent" in side["value"]}
        if len(percents) == 1:  # of one about which bodies disagree nothing is added up
            by_percent.setdefault(percents.pop(), []).append(row["contract"])
    found = []
    for percent, contracts in sorted(by_percent.items()):
        suppliers = {each["id"] for one in contracts for side in one["suppliers"]["sides"] for each in side["value"]}
        if len(contracts) > 1:
            of = f" of {count_words(len(suppliers), 'provider')}" if suppliers else ""
            found.append(f"{percent.normalize():+f} % for each of {count_words(len(contracts), 'contract')}{of}")
    return found
