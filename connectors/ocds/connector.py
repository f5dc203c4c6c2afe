"""OCDS 1.1: a release package, JSON lines of releases or of packages. An item is one release.

What a package holds beside its releases is told with the first of them that is let in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO, Final

from connectors.json_source import values
from connectors.ocds import ids_meant, texts
from connectors.ocds.fields import origin_of
from connectors.ocds.reading import Reading, unused_beside
from connectors.ocds.release import events_of
from connectors.ocds.shapes import is_release, shape_of, shape_of_releases
from connectors.ocds.stages import TAGS, UNSUPPORTED
from connectors.ocds.standard.reading import problems
from connectors.protocol import Item, made
from hub.admission.refusal import Code, Refusal
from hub.admission.strict_json import BadJson
from hub.events import ids

_SEND_RELEASES: Final = "send OCDS 1.1 release packages, or one release a line"

_TO_REPLACE: Final = "to replace what you said publish a further release, with an id of its own, that says it right"


class OcdsConnector:
    """Contracts Finder, Find a Tender, Sell2Wales and whoever else publishes OCDS."""

    name = "ocds"
    about = "OCDS 1.1 release packages, or one release a line"

    def recognises(self, first: Any) -> bool:
        # record packages and other shapes too, so that they are refused as what they are
        if isinstance(first, Mapping) and "specversion" in first:
            return False
        known = ("releases", "records", "ocid")
        is_known = isinstance(first, Mapping) and any(name in first for name in known)
        return is_known or shape_of(first) is not None

    def items(self, stream: BinaryIO, name: str, speaker: str | None) -> Iterator[Item]:
        for at, value in values(stream):
            where = f"{name}{at}"
            if isinstance(value, BadJson):
                fix = value.cure or _SEND_RELEASES
                yield replace(_refused(where, Code.NOT_JSON, "", value.problem, fix), source=value.text)
            elif isinstance(value, Mapping) and isinstance(value.get("releases"), list) and value["releases"]:
                beside = unused_beside(value, "releases", where)
                for position, release in enumerate(value["releases"]):
                    found = _item(release, f"{where} releases[{position}]", speaker)
                    if found.documents and beside:
                        found, beside = replace(found, warnings=(*beside, *found.warnings)), []
                    yield found
            else:
                refused = _no_release(value, where)
                yield replace(refused, source=value) if refused else _item(value, where, speaker)


def _item(release: Any, where: str, speaker: str | None) -> Item:
    return replace(made(lambda: item(release, where, speaker), where, release), source=release)


def _no_release(value: Any, where: str) -> Item | None:
    """A refusal of what is a package and holds no releases, or is neither a package nor a release."""
    if value == []:
        return _refused(where, Code.EMPTY, "", "is an empty array: there is no release in it", _SEND_RELEASES)
    if isinstance(value, Mapping) and "records" in value and "releases" not in value:
        fix = "a record is a sum; send the release package of the releases that it was made of"
        return _refused(where, Code.NOT_THE_FORMAT, "records", "belongs to a record package", fix)
    shape = None if is_release(value) or (isinstance(value, Mapping) and "releases" in value) else shape_of(value)
    if shape is not None:
        return _refused(where, Code.NOT_THE_FORMAT, shape.field, shape.problem, shape.fix)
    if not isinstance(value, Mapping):
        return _refused(where, Code.NOT_THE_FORMAT, "", "is not a JSON object", _SEND_RELEASES)
    if value.get("releases") == []:
        fix = "ask for a time in which something was published"
        return _refused(where, Code.EMPTY, "releases", "is empty: there is no release in the package", fix)
    if "releases" in value:
        shape = shape_of_releases(value["releases"])
        return _refused(where, Code.NOT_THE_FORMAT, shape.field, shape.problem, shape.fix)
    return None


def item(release: Any, where: str, speaker: str | None) -> Item:
    """One release as its events, or all the reasons why not."""
    if not isinstance(release, Mapping) or not {"ocid", "releases", "tag", "date"} & set(release):
        return _refused(where, Code.NOT_THE_FORMAT, "", "is not an OCDS release", _SEND_RELEASES)
    ocid = release.get("ocid")
    if isinstance(ocid, str) and ids.is_ocid(ocid):
        where = f"{where} ({ocid})"
    refusals = tuple(_broken(release, where))
    if refusals:
        return Item(where, refusals=refusals)
    reading = Reading(release, where)
    documents = events_of(reading, speaker)
    if reading.refused:
        return Item(where, refusals=tuple(reading.refused.values()))
    if documents is None:
        problem, fix = "names no buyer", "name the buyer, or publish it with --as and your organisation's id"
        return _refused(where, Code.DECLARER_UNKNOWN, "buyer", problem, fix)
    return Item(
        where,
        documents=tuple(documents),
        warnings=(*dict.fromkeys(reading.warnings), *reading.unused()),
        to_replace=_TO_REPLACE,
        origins=tuple(partial(origin_of, each["data"]) for each in documents),
    )


def _refused(where: str, code: Code, field: str, problem: str, fix: str) -> Item:
    return Item(where, refusals=(Refusal(code, field, problem, fix, where),))


def _why_no_id(value: Any) -> str | None:
    if value is None:
        return "is missing"
    if not isinstance(value, str):
        return "is not a text"
    if texts.identifier(value) is not None:
        return None
    if texts.has_half_a_character(value):
        return "holds nothing but half a character (a lone surrogate)"
    return "is a word for nothing" if value.strip() and ids.names_nothing(value.strip()) else "is blank"


def _broken(release: Mapping[str, Any], where: str) -> Iterator[Refusal]:
    problem = _why_no_id(release.get("id"))
    if problem is not None:
        fix = "ask the publisher for releases with an id of their own, in whole characters; OCDS requires one"
        yield Refusal(Code.RELEASE_ID_MISSING, "id", problem, fix, where)
    ocid = release.get("ocid")
    if not isinstance(ocid, str) or not ids.is_ocid(ocid):
        yield Refusal(Code.OCID_MISSING, "ocid", *ids_meant.why_no_ocid(ocid), where)
    # these two have codes of their own, which say why they matter
    complete = {"id": "1", "ocid": "ocds-000000-1"} | {
        name: value for name, value in release.items() if value is not None
    }
    found = problems(complete)
    for path, problem, fix in found:
        if path not in ("id", "ocid"):
            yield Refusal(Code.RELEASE_INVALID, path, problem, fix, where)
    if found:
        return
    if texts.instant(release["date"]) is None:
        yield Refusal(Code.RELEASE_INVALID, "date", *texts.why_no_instant(release["date"]), where)
    if not any(tag in TAGS for tag in release["tag"]):
        tags, fix = ", ".join(release["tag"]), UNSUPPORTED[release["tag"][0]]  # the schema lets no other tags through
        yield Refusal(Code.TAG_UNSUPPORTED, "tag", f"{tags} tells of no stage that the hub keeps", fix, where)
