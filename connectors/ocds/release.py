"""One valid OCDS release as events of the contract.

Identity: the contract is the ocid, at every stage, because a tender has no contract id yet and award ids change in
Contracts Finder. The event id comes from ocid, release id and what is said, so publishing again is harmless.
recorded_at is the release date; occurred_at the award's or amendment's date, else the release's.

Several awards of one release are one declaration: their suppliers are united and their values added, if all that
count have one in the same currency. Awards of different releases are never added: each release states anew.
A value without a currency is not stated. Source: design section 3; domain handbook section 5 with its traps.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from connectors.ocds import parties, texts
from connectors.ocds.stages import Row, Saying, row_of
from hub.events import ids
from hub.events.codelists import titles

Json = Mapping[str, Any]

_VOID: Final = ("cancelled", "unsuccessful")
TYPES: Final = {
    "declared": "uk.jch.contract.declared.v1",
    "varied": "uk.jch.contract.varied.v1",
    "terminated": "uk.jch.contract.terminated.v1",
}


def row(release: Json) -> Row | None:
    """What the release says, from its tags and amendments alone."""
    return row_of(release["tag"], amended=bool(_amendments(release)))


def buyer(release: Json) -> dict[str, str] | None:
    """The buyer as an event names it; None when the release names none."""
    named = release.get("buyer") or {}
    party = _party(release, named) if named.get("id") else None
    if party is None:
        party = next((each for each in release.get("parties", ()) if "buyer" in each.get("roles", ())), None)
    return parties.organisation(party, release["ocid"], public_body=True) if party else None


def documents(release: Json, said: Row, declarer: str) -> list[dict[str, Any]]:
    """The CloudEvents documents of a release; at least one. declarer: the organisation that says it."""
    letting = buyer(release)
    terms = _terms(release, said)
    identity = _given(
        stage=said.stage,
        buyer=letting,
        title=terms.get("title"),
        notice=texts.line(release["id"]),
        category=terms.get("category"),
    )
    match said.saying:
        case Saying.DECLARED:
            parts = {"declared": terms | identity}
            effective = _award_day(release, said)
        case Saying.VARIED:
            # the declaration says what a variation cannot: buyer and stage
            parts = {"declared": identity, "varied": terms | _variation(release)}
            effective = _latest_amendment(release).get("day") or _award_day(release, said)
        case Saying.TERMINATED:
            ended = _ended_on(release)
            parts = {"declared": identity, "terminated": _given(ended_on=ended, reason="other", **_variation(release))}
            effective = ended
    by_buyer = letting is not None and letting["id"] == declarer
    return [_document(release, part, said, declarer, effective, by_buyer) for part, said in parts.items()]


def _document(
    release: Json, part: str, fields: Json, declarer: str, effective: str | None, by_buyer: bool
) -> dict[str, Any]:
    ocid, release_id = release["ocid"], release["id"]
    source = f"ocds:{ocid.split('-')[1]}"
    # somebody else who says the same release says it in an event of its own
    natural_part = part if by_buyer else f"{part} by {declarer}"
    meta = {
        "event_id": str(ids.event_id(source, f"{ocid} {release_id}", natural_part)),
        "organisation": declarer,
        "source_system": source,
        "subject": ocid,
        "occurred_at": effective or texts.day(release["date"]),
        "recorded_at": _recorded(release),
        "classification": "public",
        "source_document": texts.line(f"OCDS release {release_id}"),
    }
    return {
        "specversion": "1.0",
        "id": meta["event_id"],
        "source": source,
        "type": TYPES[part],
        "data": {"meta": meta, **fields},
    }


def _recorded(release: Json) -> str:
    moment = texts.instant(release["date"])
    assert moment is not None  # the connector refuses a release whose date cannot be read
    return moment.isoformat() if moment.tzinfo else f"{moment.isoformat()}+00:00"


def _given(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _terms(release: Json, said: Row) -> dict[str, Any]:
    tender = release.get("tender") or {}
    awards, contracts = _standing(release.get("awards")), _standing(release.get("contracts"))
    told = {"contract": contracts or awards, "ended": contracts or awards, "award": awards}.get(said.stage, [])
    start, end = _period(told) if told else _period([tender])
    values = [each.get("value") for each in told]
    return _given(
        title=texts.line(_first(told, "title") or tender.get("title") or release.get("title")),
        description=texts.block(_first(told, "description") or tender.get("description") or release.get("description")),
        status=said.status or _status(told or [tender]),
        suppliers=_suppliers(release, awards) if told else None,
        value=_sum(values) if told else _money(tender.get("value") or _budget(release)),
        period_start=start,
        period_end=end,
        category=texts.line((tender.get("classification") or {}).get("id")),
    )


def _standing(parts: Iterable[Json] | None) -> list[Json]:
    """Awards or contracts, each id once (the last counts), those that came to nothing only where all did."""
    by_id = {each.get("id"): each for each in parts or ()}
    return [each for each in by_id.values() if each.get("status") not in _VOID] or list(by_id.values())


def _first(parts: list[Json], name: str) -> Any:
    return next((each[name] for each in parts if each.get(name)), None)


def _status(parts: list[Json]) -> str | None:
    found = {each.get("status") for each in parts}
    only = found.pop() if len(found) == 1 else None
    return only if only in titles("contract-status") else None


def _period(parts: list[Json]) -> tuple[str | None, str | None]:
    periods = [each.get("period") or each.get("contractPeriod") or {} for each in parts]
    return (
        texts.earlier([texts.day(each.get("startDate")) for each in periods]),
        texts.later([texts.day(each.get("endDate")) for each in periods]),
    )


def _budget(release: Json) -> Json | None:
    amount: Json | None = ((release.get("planning") or {}).get("budget") or {}).get("amount")
    return amount


def _money(value: Json | None) -> dict[str, Any] | None:
    if not value or not value.get("currency"):
        return None
    net, gross = texts.pounds(value.get("amount")), texts.pounds(value.get("amountGross"))
    # the United Kingdom's extension: amount is net where amountGross stands beside it
    if net is not None:
        return {"amount": net, "currency": value["currency"], "basis": "unknown" if gross is None else "net"}
    return None if gross is None else {"amount": gross, "currency": value["currency"], "basis": "gross"}


def _sum(values: list[Json | None]) -> dict[str, Any] | None:
    amounts = [found for found in map(_money, values) if found is not None]
    alike = {(each["currency"], each["basis"]) for each in amounts}
    if len(amounts) != len(values) or len(alike) != 1:
        return None  # a sum with a part missing would be too small
    return {**amounts[0], "amount": sum((each["amount"] for each in amounts), Decimal(0))}


def _party(release: Json, reference: Json) -> Json:
    """The party that a reference names, as parties[] has it; else the reference itself."""
    found = (each for each in release.get("parties", ()) if each.get("id") == reference.get("id"))
    return next(found, reference)


def _suppliers(release: Json, awards: list[Json]) -> list[dict[str, str]] | None:
    found: dict[str, dict[str, str]] = {}
    for award in awards:
        for reference in award.get("suppliers") or ():
            supplier = parties.organisation(_party(release, reference), release["ocid"], public_body=False)
            found.setdefault(supplier["id"], supplier)
    return [found[key] for key in sorted(found)] or None


def _award_day(release: Json, said: Row) -> str | None:
    if said.stage in ("planning", "tender"):
        return None
    signed = [texts.day(each.get("dateSigned")) for each in release.get("contracts") or ()]
    awarded = [texts.day(each.get("date")) for each in release.get("awards") or ()]
    return (texts.later(signed) if said.stage == "contract" else None) or texts.later(awarded)


def _amendments(release: Json) -> list[Json]:
    parts = [*(release.get("awards") or ()), *(release.get("contracts") or ())]
    return [change for part in parts for change in part.get("amendments") or ()]


def _latest_amendment(release: Json) -> dict[str, str]:
    changes = [(texts.day(each.get("date")) or "", str(each.get("id") or ""), each) for each in _amendments(release)]
    if not changes:
        return {}
    day, _, change = max(changes, key=lambda each: each[:2])
    return _given(day=day or None, rationale=texts.block(change.get("rationale") or change.get("description")))


def _variation(release: Json) -> dict[str, Any]:
    return _given(rationale=_latest_amendment(release).get("rationale"))


def _ended_on(release: Json) -> str | None:
    """The end of the term where that has passed; else an amendment's day, else the release's."""
    _, end = _period(_standing(release.get("contracts")))
    published = texts.day(release["date"])
    if end and published and end <= published:
        return end
    return _latest_amendment(release).get("day") or published
