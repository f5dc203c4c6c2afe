"""What the fields of events hold, read off the models of the catalogue: a new field needs no line here."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, get_args

from pydantic import BaseModel

from hub.events.catalogue import CATALOGUE
from hub.events.fields import Codelist


def parts_of(annotation: Any) -> Iterator[Any]:
    """An annotation and all that stands inside it, marks too."""
    yield annotation
    for each in (*getattr(annotation, "__metadata__", ()), *get_args(annotation)):
        yield from parts_of(each)


def fields() -> Iterator[tuple[str, list[Any]]]:
    """Every field of every type of event and of the values inside, with all parts of its annotation."""
    seen: set[type[BaseModel]] = set()
    todo: list[type[BaseModel]] = [each.model for each in CATALOGUE]
    while todo:
        model = todo.pop()
        if model in seen:
            continue
        seen.add(model)
        for name, info in model.model_fields.items():
            parts = [part for each in (*info.metadata, info.annotation) for part in parts_of(each)]
            todo += [each for each in parts if isinstance(each, type) and issubclass(each, BaseModel)]
            yield name, parts


CODELISTS: Final[Mapping[str, str]] = MappingProxyType(
    {name: each.name for name, parts in fields() for each in parts if isinstance(each, Codelist)}
    # a fold gives it this name in the picture; a procurement's stage is said in words of its own where it differs
    | {"termination_reason": "termination-reason", "procurement_stage": "contract-stage"}
)
"""Field to its codelist. No two fields of one name have different codelists; a test says so."""
