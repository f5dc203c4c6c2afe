"""One valid OCDS release as events: one about its procurement, and those about the contracts that it carries.

A release is partial: what it does not carry it does not take back. The event id comes from ocid, release id, and what
the event is about, so publishing again is harmless. recorded_at is the release date; occurred_at is the day of the
amendment that the release publishes, else the day of the release: of two releases the later one then stands, as in the
standard's merging. Source: design section 3; docs/decisions/0013-what-an-ocds-release-means.md.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from connectors.ocds import texts
from connectors.ocds.contracts import Release, Saying, each_signed, whole_process
from connectors.ocds.fields import Fields, Read
from connectors.ocds.nulls import tell_of_nulls
from connectors.ocds.part import root_of
from connectors.ocds.parties import Parties
from connectors.ocds.procurement import in_parts, procurement
from connectors.ocds.publishers import Identity, publisher_of
from connectors.ocds.reading import Reading
from connectors.ocds.references import tell_of_uncarried
from hub.events import ids

TYPES: Final = {
    "procurement": "uk.jch.contract.procurement-declared.v1",
    "declared": "uk.jch.contract.declared.v1",
    "varied": "uk.jch.contract.varied.v1",
    "terminated": "uk.jch.contract.terminated.v1",
}


def events_of(reading: Reading, speaker: str | None) -> list[dict[str, Any]] | None:
    """The CloudEvents documents of a release; None where it names no buyer and nobody says it, or its id is unreadable.

    speaker: the organisation that says it, where it is not the buyer. What is wrong or not used is told by the reading.
    """
    root = root_of(reading)
    ocid, date = root.word("ocid"), root.word("date")
    published = root.day("date")
    release_id = root.identifier()
    # the connector refuses a release without one
    assert ocid is not None
    assert date is not None
    assert published is not None
    if release_id is None:
        return None  # half a character, which is told
    tags = root.words("tag")
    root.word("initiationType")
    parties = Parties(root, ocid)
    identity = publisher_of(ocid).identity
    about = procurement(root, parties, identity, tags, published)
    release = Release(root, ocid, release_id, tags, published, parties)
    contracts = each_signed(release) if identity is Identity.SIGNED else whole_process(release)
    tell_of_uncarried(root)
    tell_of_nulls(root)
    process, day = Read(ocid, root.at("ocid")), Read(published, root.at("date"))
    parts = [Saying(process, "procurement", each, day) for each in in_parts(about)]
    sayings = [*parts, *contracts]
    letting: Fields | None = about.get("buyer")
    buyer = letting.as_read("id") if letting is not None else None
    declarer = Read(speaker, buyer.path if buyer else "buyer") if speaker else buyer
    if declarer is None:
        return None
    by_buyer = declarer == buyer
    return list(_documents(date, ocid, release_id, sayings, declarer, by_buyer))


def _documents(
    date: str, ocid: str, release_id: str, sayings: list[Saying], declarer: Read, by_buyer: bool
) -> Iterator[dict[str, Any]]:
    source = f"ocds:{ocid.split('-')[1]}"
    recorded = texts.instant(date)
    assert recorded is not None  # its day was read
    seen: Counter[tuple[str, str]] = Counter()
    for said in sayings:
        contract = said.contract.value
        seen[contract, said.name] += 1
        number = seen[contract, said.name]
        part = f"{contract} {said.name}" + (f" {number}" if number > 1 else "")
        # somebody else who says the same release says it in an event of its own
        part = part if by_buyer else f"{part} by {declarer.value}"
        meta = Fields("")
        meta.put("event_id", str(ids.event_id(source, f"{ocid} {release_id}", part)), "id")
        meta.put_read("organisation", declarer)
        meta.origins["partnerships"] = declarer.path  # they are the declarer's
        meta.put("source_system", source, "ocid")
        meta.put_read("subject", said.contract)
        meta.put_read("occurred_at", said.effective)
        meta.put("recorded_at", recorded.isoformat(), "date")
        meta.put("classification", "public", "")
        meta.put("source_document", f"OCDS release {release_id}", "id")
        data = Fields(said.data.path)
        data.put("meta", meta, "")
        yield {
            "specversion": "1.0",
            "id": meta["event_id"],
            "source": source,
            "type": TYPES[said.name],
            "data": data.beside(said.data),
        }
