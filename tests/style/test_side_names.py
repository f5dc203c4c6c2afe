"""The check knows every field of every model of the gateway that holds sides, whichever module the model stands in."""

import importlib
import pkgutil
from collections.abc import Iterator

from pydantic import BaseModel

import hub.gateway
from tests.style.whole_sides import SIDE_NAMES, _is_list_of_sides


def models(of: type[BaseModel] = BaseModel) -> Iterator[type[BaseModel]]:
    for each in of.__subclasses__():
        yield each
        yield from models(each)


def test_every_list_of_sides_of_the_gateway_is_known() -> None:
    for module in pkgutil.iter_modules(hub.gateway.__path__):
        importlib.import_module(f"hub.gateway.{module.name}")
    there = {
        name
        for model in models()
        if model.__module__.startswith("hub.gateway")
        for name, info in model.model_fields.items()
        if _is_list_of_sides(info.annotation)
    }
    assert there == SIDE_NAMES
    assert {"target", "extendable_until"} <= there
