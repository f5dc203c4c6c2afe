"""Open matters about what statements name and nothing else tells of: a contract, a procurement, an award, whom it is
with, a programme, a milestone, a measure, a body.

Each is open on the picture that names it, and goes when somebody declares, schedules, agrees or configures it, for
whatever day: what is told to be true from a later day has been told, and there is nothing to mend. After
contracts, procurements, awards and organisations is asked where the partnership is configured: the open register of
another place is published in parts, and nobody there has undertaken to tell the rest.
Source: design section 4 (an open matter has one class).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from hub.configuration.model import Configuration
from hub.events.ids import letting_organisation
from hub.reconcile.answers import ANSWERS
from hub.reconcile.claims import DEPARTED, LISTED, SUPPLIER, Field, Side
from hub.reconcile.differences import difference, since_all
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.sides import show

Naming = tuple[str, Side]
"""A reference, and the side whose word names it."""

_ONE: Final = ("buyer", "lead", "owner")
_SEVERAL: Final = ("buyers", "funders", "partners")


def unknown(
    partnership: str, about: tuple[str, str], sort: str, reference: str, text: str, sides: Sequence[Side]
) -> dict[str, Any]:
    """sort: of the thing that is named, such as programme. sides: those whose words name it."""
    return difference(
        partnership,
        MatterKind.UNKNOWN,
        about,
        f"{sort}:{reference}",
        severity=MatterSeverity.AMBER,
        text=text,
        since=since_all(sides),
        sides=[{**show(side), "value": reference} for side in sides],
    )


def organisations(
    partnership: str, about: tuple[str, str], core: Mapping[Field, list[Side]], configuration: Configuration
) -> list[dict[str, Any]]:
    """Bodies named as buyer, funder, lead, partner, owner or as required to approve, or that let the contract or
    procurement by its id, that no configuration knows. Suppliers need none."""
    if partnership not in configuration.partnerships:
        return []
    named: dict[str, dict[str, list[Side]]] = {}
    for role, reference, side in (*_named(core), *_letting(about, core)):
        if not configuration.knows(reference):
            named.setdefault(reference, {}).setdefault(role, []).append(side)
    return [
        unknown(
            partnership,
            about,
            "organisation",
            reference,
            f"{reference} is named as {' and '.join(sorted(roles))}, and no configuration knows it; check the id, or "
            "configure the organisation",
            _each_once(side for sides in roles.values() for side in sides),
        )
        for reference, roles in sorted(named.items())
    ]


def _named(core: Mapping[Field, list[Side]]) -> Iterable[tuple[str, str, Side]]:
    """(as what, organisation, who says so)"""
    for field, sides in core.items():
        for side in sides:
            value = side.claim.value
            if field.name in _ONE:
                yield field.name, value["id"], side
            elif field.name in _SEVERAL:
                for each in value:
                    yield field.name.removesuffix("s"), each["id"], side
            elif field.item == "decision":
                for each in value["required"]:
                    yield "required to approve", each["id"], side


def _letting(about: tuple[str, str], core: Mapping[Field, list[Side]]) -> Iterable[tuple[str, str, Side]]:
    letting = letting_organisation(about[1]) if about[0] in ("contract", "procurement") else None
    if letting is not None:
        for side in _one_each(_telling_of_it(core)):
            yield "whoever lets it by its id", letting, side


def _telling_of_it(core: Mapping[Field, Sequence[Side]]) -> Iterable[Side]:
    """What is said of the subject; an answer to an open matter says nothing of it."""
    return chain.from_iterable(sides for field, sides in core.items() if field.item != ANSWERS.item)


def _one_each(sides: Iterable[Side]) -> list[Side]:
    """Of each body the word on the subject itself that it said last, words taken from another subject left out."""
    found: dict[str, Side] = {}
    for side in sides:
        held = found.get(side.body)
        if side.taken_from is None and (held is None or held.claim.order() < side.claim.order()):
            found[side.body] = side
    return [found[body] for body in sorted(found)]


def _each_once(sides: Iterable[Side]) -> list[Side]:
    return list({(side.body, side.claim.event_id, side.claim.content_hash): side for side in sides}.values())


def programmes(
    partnership: str, about: tuple[str, str], assigned: Mapping[str, list[Side]], declared: Iterable[str]
) -> list[dict[str, Any]]:
    """Programmes that a contract is assigned to and nobody has declared."""
    known = set(declared)
    text = "the contract is assigned to it, and nobody has declared it; check the reference, or declare it"
    return [
        unknown(partnership, about, "programme", key, text, sides)
        for key, sides in assigned.items()
        if key not in known
    ]


def contract(
    partnership: str, key: str, core: Mapping[Field, Sequence[Side]], is_declared: bool, configuration: Configuration
) -> list[dict[str, Any]]:
    """The contract itself, where it is only said to be varied, extended, checked, assigned, measured or ended."""
    sides = _one_each(_telling_of_it(core))
    if is_declared or not sides or partnership not in configuration.partnerships:
        return []
    text = "something is told of it, and nobody has declared it; check the contract's id, or declare it"
    return [unknown(partnership, ("contract", key), "contract", key, text, sides)]


def procurement(
    partnership: str, key: str, is_told: bool, naming: Iterable[Side], configuration: Configuration
) -> list[dict[str, Any]]:
    """The procurement itself, where contracts are said to come of it and nobody tells of it."""
    sides = _one_each(naming)
    if is_told or not sides or partnership not in configuration.partnerships:
        return []
    text = "contracts are said to come of it, and nobody tells of it; check the procurement's id, or declare it"
    return [unknown(partnership, ("procurement", key), "procurement", key, text, sides)]


def awards(
    partnership: str, contract: str, named: Mapping[str, Sequence[Side]], configuration: Configuration
) -> list[dict[str, Any]]:
    """Awards that a contract is said to come of and of which the same body says nothing: the contract has no supplier
    from them."""
    if partnership not in configuration.partnerships:
        return []
    text = "a body says that the contract came of it, and tells nothing of it; check the award's id, or declare it"
    about = ("contract", contract)
    return [unknown(partnership, about, "award", key, text, sides) for key, sides in sorted(named.items())]


def departures(
    partnership: str,
    procurement: str,
    awards: Mapping[str, Mapping[str, list[Side]]],
    configuration: Configuration,
) -> list[dict[str, Any]]:
    """Suppliers that left an award of which nobody tells, or in which nobody names them: their leaving meets nobody.

    awards: what is said of each, by its id.
    """
    if partnership not in configuration.partnerships:
        return []
    about, found = ("procurement", procurement), []
    for award, named in sorted(awards.items()):
        left = {name.removeprefix(DEPARTED): sides for name, sides in named.items() if name.startswith(DEPARTED)}
        if left and LISTED not in named:
            text = "a supplier is said to have left it, and nothing is said of it; check the award's id, or declare it"
            sides = _each_once(side for sides in left.values() for side in sides)
            found.append(unknown(partnership, about, "award", award, text, sides))
            continue
        for supplier, sides in sorted(left.items()):
            if f"{SUPPLIER}{supplier}" not in named:
                text = "it is said to have left the award, and nobody names it there; check both ids, or name it there"
                reference = departure_of(supplier, award).partition(":")[2]
                found.append(unknown(partnership, about, "departure", reference, text, sides))
    return found


def departure_of(supplier: str, award: str) -> str:
    """The field of the matter about a supplier that left an award in which nobody names it."""
    return f"departure:{supplier} from award {award}"


def undeclared(
    partnership: str, programme: str, core: Mapping[Field, list[Side]], is_declared: bool
) -> list[dict[str, Any]]:
    """The programme itself, where something is said of it and nobody has declared it."""
    sides = _each_once(_telling_of_it(core))
    if is_declared or not sides:
        return []
    text = "something is told of it, and nobody has declared it; check the reference, or declare it"
    return [unknown(partnership, ("programme", programme), "programme", programme, text, sides)]


def milestones(
    partnership: str,
    programme: str,
    named: Mapping[str, Mapping[str, list[Side]]],
    scheduled: Collection[str],
) -> list[dict[str, Any]]:
    """Milestones that were met and that nobody scheduled."""
    text = "it is said to be met, and nobody has scheduled it; check the reference, or schedule it"
    about = ("programme", programme)
    return [
        unknown(partnership, about, "milestone", key, text, fields["met"])
        for key, fields in named.items()
        if fields.get("met") and key not in scheduled
    ]


def measures(
    partnership: str, about: tuple[str, str], agreed: Collection[str], naming: Iterable[Naming]
) -> list[dict[str, Any]]:
    """Measures that nobody has agreed. naming: each with a side that tells a result, rating or improvement measure."""
    found: dict[str, list[Side]] = {}
    for measure, side in naming:
        if measure not in agreed:
            found.setdefault(measure, []).append(side)
    text = (
        "results, ratings or improvement measures name it, and nobody has agreed it; check its name, or say what was "
        "agreed"
    )
    return [
        unknown(partnership, about, "measure", measure, text, _each_once(sides))
        for measure, sides in sorted(found.items())
    ]
