"""Every value of an OCDS release changes an event or is told."""

from typing import Any

from tests.connectors.releases import a_release, an_award
from tests.connectors.releases_read import dense, read, values_of


def test_what_is_given_and_not_used_is_told_once_a_field() -> None:
    release = a_release(
        language="en", tender={"id": "t", "title": "T", "procurementMethod": "open", "submissionTerms": {}}
    )
    release["awards"] = [an_award(milestones=[{"id": "1"}]), an_award(id="a-2", milestones=[{"id": "1"}, {"id": "2"}])]
    fields = [each.field for each in read(release).warnings if each.problem == "is given and not used"]
    assert fields == ["tender.id", "tender.procurementMethod", "awards[].milestones[].id", "language"]


def test_everything_that_is_not_told_changes_an_event() -> None:
    """A value that is neither used nor told would be lost without a word."""
    release = dense()
    first = read(release)
    assert not first.refusals
    untold = {each.field for each in first.warnings}
    lost = []
    for path, value in values_of(release):
        field = "".join("[]" if isinstance(each, int) else f".{each}" for each in path).lstrip(".")
        changed = replaced(release, path, other(path, value))
        found = read(changed)
        same = not found.refusals and found.documents == first.documents
        if field in untold:
            assert same, f"{field} is told as not used, and changes an event"
        elif field not in PASSED_OVER and same and found.warnings == first.warnings:
            lost.append(field)
    assert "; ".join(lost) == ""


PASSED_OVER = {
    "parties[].id": "a reference to it is resolved by the name",
    "contracts[].amendments[].id": "its releaseID is the release's already",
    "tag[]": "the furthest of several counts",
    "initiationType": "the standard knows one value",
    "awards[].items[].id": "the categories of an award are one word",
    "awards[].items[].relatedLot": "the lots of an award stand beside them",
    "parties[].identifier.legalName": "the name stands beside it",
    "buyer.name": "parties[] has the name",
    "awards[].suppliers[].name": "parties[] has the name",
    "awards[].items[].additionalClassifications[].scheme": "the scheme of a code that has one",
    "contracts[].amendments[].releaseID": "the amendment's id is the release's already",
    "awards[].amendments[].id": "what it amends stands in the award itself",
}
"""Fields that are read to tell one thing from another, and change nothing where the other one is there."""


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    held: Any = dict(value) if isinstance(value, dict) else list(value)
    held[path[0]] = replaced(value[path[0]], path[1:], new)
    return held


def other(path: tuple[str | int, ...], value: Any) -> Any:
    """Another value of the same kind."""
    if path == ("ocid",):
        return "ocds-h6vhtk-other"
    known = {
        "status": "pending", "currency": "EUR", "scheme": "GB-CHC", "noticeType": "UK6", "initiationType": "tender",
        "specialRegime": "utilities",
    }  # fmt: skip
    name = next(each for each in reversed(path) if isinstance(each, str))
    if name in ("roles", "tag"):
        return "payer" if name == "roles" else "implementation" if value == "contract" else "planning"
    if name in known:
        return known[name]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str) and value[4:5] == "-" and "T" in value:
        return value.replace("-0", "-1", 1) if path != ("date",) else "2015-03-12T10:37:43Z"
    return f"{value}1"
