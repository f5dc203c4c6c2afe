"""Where bodies differ, and every other open matter, as pictures hold them.

Promise: an open matter's id depends on (partnership, kind, subject, field) alone, so it keeps its id while its
sides change. Source: domain handbook section 8 (break types); design section 4.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import orjson

from hub.configuration.model import Configuration
from hub.events.codelists import title_of
from hub.events.field_types import CODELISTS
from hub.reconcile.claims import Field, Side
from hub.reconcile.comparing import UNKNOWN, Compared, Line, NotCompared, field_key
from hub.reconcile.days import Day
from hub.reconcile.kinds.tables import LINES
from hub.reconcile.matter_kinds import CLASS_OF, MatterKind, MatterSeverity
from hub.reconcile.rules import Comparison, equal
from hub.reconcile.sides import FieldFinding, show


def difference_id(partnership: str, kind: MatterKind, subject_kind: str, subject: str, field: str) -> str:
    """20 hex digits of SHA-256 over what the difference is about."""
    return hashlib.sha256(orjson.dumps([partnership, kind, subject_kind, subject, field])).hexdigest()[:20]


def difference(
    partnership: str,
    kind: MatterKind,
    about: tuple[str, str],
    field: str,
    *,
    severity: MatterSeverity,
    text: str,
    since: str,
    sides: Sequence[dict[str, Any]],
    known_as: MatterKind | None = None,
    rule: str | None = None,
    date: str | None = None,
    grounds: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """An open matter as pictures hold it. about: the subject's kind and id. since: the day from which it holds.
    grounds: who says what it stands on beside the sides, such as a decision, without the words.

    known_as: the kind that its id is made of, where `kind` follows from what the sides say and may change with them.
    rule, date: by which rule a watched date opened it, and which date that is.
    """
    found: dict[str, Any] = {
        "id": difference_id(partnership, known_as or kind, *about, field),
        "kind": kind,
        "class": CLASS_OF[kind],
        "subject_kind": about[0],
        "subject": about[1],
        "field": field,
        "severity": severity,
        "text": text,
        "since": since,
        "sides": list(sides),
    }
    if grounds:
        found["grounds"] = list(grounds)
    if rule is not None:
        found |= {"rule": rule, "date": date}
    return found


def of_field(
    partnership: str, about: tuple[str, str], field: Field, sides: Sequence[Side], configuration: Configuration
) -> tuple[FieldFinding, list[dict[str, Any]]]:
    """What the sides of one field come to, and the differences: one for each part of the value that differs."""
    if len(sides) < 2:
        return FieldFinding.ONE_SIDE, []
    findings: list[FieldFinding] = []
    found: list[dict[str, Any]] = []
    for part, line, said in _parts(field, sides):
        values = [value for _, value in said]
        if len(said) < 2:
            findings.append(FieldFinding.ONE_SIDE)
        elif isinstance(line, NotCompared):
            same = equal(values, configuration).finding is FieldFinding.AGREED
            findings.append(FieldFinding.AGREED if same else FieldFinding.NOT_COMPARED)
        else:
            came_to = line.compare(values, configuration)
            findings.append(came_to.finding)
            if came_to.finding is FieldFinding.DIFFERS:
                came_to = came_to._replace(
                    rule=_in_words(about, field, part, line, values, configuration) or came_to.rule
                )
                found.append(_differing(partnership, about, field, part, line, came_to, said))
    return min(findings, key=_WORST_FIRST.index, default=FieldFinding.AGREED), found


def differ(field: Field, sides: Sequence[Side], configuration: Configuration) -> bool:
    """Whether `of_field` finds a difference."""
    return any(
        line.compare([value for _, value in said], configuration).finding is FieldFinding.DIFFERS
        for _, line, said in _parts(field, sides)
        if len(said) > 1 and isinstance(line, Compared)
    )


_WORST_FIRST: Final = (
    FieldFinding.DIFFERS,
    FieldFinding.ROUNDING,
    FieldFinding.NOT_COMPARED,
    FieldFinding.AGREED,
    FieldFinding.ONE_SIDE,
)


def _in_words(
    about: tuple[str, str], field: Field, part: str, line: Compared, values: list[Any], configuration: Configuration
) -> str | None:
    """What a rule says of codes, by the titles of these; None where they are none. How far a procurement has come is
    said in words of its own, which are not those of the list."""
    codelist = CODELISTS.get(part or _main_part(field) or field.name)
    if (
        codelist is None
        or (about[0], field.name) == ("procurement", "stage")
        or not all(isinstance(each, str) for each in values)
    ):
        return None
    titles = [title_of(codelist, each) for each in values]
    return line.compare(titles, configuration).rule if len(set(titles)) == len(set(values)) else None


def _main_part(field: Field) -> str:
    """The part that stands for the whole of a value that has several."""
    line = LINES.get(field_key(field), UNKNOWN)
    return next(iter(line)) if isinstance(line, Mapping) else ""


def _differing(
    partnership: str,
    about: tuple[str, str],
    field: Field,
    part: str,
    line: Compared,
    came_to: Comparison,
    said: list[tuple[Side, Any]],
) -> dict[str, Any]:
    return difference(
        partnership,
        came_to.kind,
        about,
        f"{field.text}/{part}" if part else field.text,
        severity=came_to.severity,
        text=f"{_named(field, part)}{came_to.rule}",
        since=since_all(side for side, _ in said),
        # a part shows its own value, the whole shows whole ones
        sides=[{**show(side), "value": value} if part else show(side) for side, value in said],
        known_as=line.kind,
    )


def _named(field: Field, part: str) -> str:
    """What of an item differs, where neither its name nor the values that are shown tell."""
    words = [part.replace("_", " ")] if part else []
    if field.item == "result":
        end, _, start = field.name.partition("/")
        words = [f"{start} to {end}", *words]
    elif not part and (field.item == "measure" or (field.item == "milestone" and field.name not in ("due", "met"))):
        words = [field.name.replace("_", " ")]
    return f"{', '.join(words)}: " if words else ""


def _parts(field: Field, sides: Sequence[Side]) -> Iterator[tuple[str, Line, list[tuple[Side, Any]]]]:
    """(name of the part, "" for the whole; its line; who says what of it), parts that nobody speaks of left out."""
    line = LINES.get(field_key(field), UNKNOWN)
    if not isinstance(line, Mapping):
        yield "", line, [(side, side.claim.value) for side in sides]
        return
    first = next(iter(line))
    names = dict.fromkeys([*line, *sorted({name for side in sides for name in side.claim.value})])
    for name in names:
        said = [(side, side.claim.value[name]) for side in sides if side.claim.value.get(name) is not None]
        if said:
            yield ("" if name == first else name), line.get(name, UNKNOWN), said


def since_all(sides: Iterable[Side]) -> str:
    """The day from which all these words hold together."""
    return Day(max(side.claim.effective for side in sides)).text
