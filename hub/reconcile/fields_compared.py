"""What the fields of one subject come to: each compared once, for as long as its sides are the same.

A subject of long standing has many fields of which an event changes one, and comparing them is most of what its picture
costs.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from hub.configuration.model import Configuration
from hub.reconcile.claims import Field, Side
from hub.reconcile.differences import of_field
from hub.reconcile.sides import FieldFinding, show

CameTo = tuple[FieldFinding, Sequence[dict[str, Any]]]
"""What the sides of a field come to, and the differences, which are not to be changed: they are held."""

_ONE_SIDE: Final[CameTo] = (FieldFinding.ONE_SIDE, ())
_NONE: Final[Mapping[Field, FieldFinding]] = MappingProxyType({})


class FieldsCompared:
    """Promise: answers as `of_field`; what is held saves time alone. about: the subject's kind and id."""

    def __init__(self, partnership: str, about: tuple[str, str], configuration: Configuration) -> None:
        self._of = partnership, about, configuration
        self._held: dict[Field, tuple[Sequence[Side], CameTo]] = {}

    def of(self, field: Field, sides: Sequence[Side]) -> CameTo:
        if len(sides) < 2:
            return _ONE_SIDE
        held = self._held.get(field)
        if held is not None and held[0] == sides:
            return held[1]
        partnership, about, configuration = self._of
        came_to = of_field(partnership, about, field, sides, configuration)
        self._held[field] = sides, came_to
        return came_to

    def of_subject(
        self, core: Mapping[Field, Sequence[Side]], told_elsewhere: Mapping[Field, FieldFinding] = _NONE
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The fields of the subject itself as pictures hold them, by name, and the differences among them.

        told_elsewhere: fields whose difference is another one over again, so that it is none a second time, and how.
        """
        fields: dict[str, Any] = {}
        found: list[dict[str, Any]] = []
        for field, sides in core.items():
            if not field.item:
                finding, differ = self.of(field, sides)
                if differ and field in told_elsewhere:
                    finding, differ = told_elsewhere[field], ()
                fields[field.name] = {"finding": finding, "sides": [show(side) for side in sides]}
                found += differ
        return fields, found

    def of_items(self, standing: Mapping[Field, Sequence[Side]]) -> list[dict[str, Any]]:
        """Every difference about the things that the subject holds."""
        return [each for field, sides in standing.items() if field.item for each in self.of(field, sides)[1]]
