"""Which amendments a release itself publishes, and which of them is the last.

Source: OCDS 1.1 amendments: those of earlier releases are repeated; its own bears the release's id.
"""

from connectors.ocds.part import Part


def bears(amendment: Part, release_id: str | None) -> bool:
    """Whether it has the id of the release, as its own or as the one that it belongs to."""
    return release_id in (amendment.identifier(), amendment.identifier("releaseID"))


def names_no_release(amendment: Part) -> bool:
    """As of publishers that number amendments otherwise."""
    return not amendment.has("releaseID")


def order(amendment: Part) -> tuple[str, str]:
    """Of two the one whose day, and then whose id, is higher is the last."""
    return amendment.day("date") or "", amendment.identifier() or ""
