"""The check knows every field of every model that holds sides, whichever module the model stands in."""

import importlib
import pkgutil
from collections.abc import Iterator

from pydantic import BaseModel

import hub.gateway
import hub.reconcile
from tests.style.whole_sides import SIDE_NAMES, _is_list_of_sides


def models(of: type[BaseModel] = BaseModel) -> Iterator[type[BaseModel]]:
    for each in of.__subclasses__():
        yield each
        yield from models(each)


def test_every_list_of_sides_is_known() -> None:
    for package in (hub.gateway, hub.reconcile):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    there = {
        name
        for model in models()
        if model.__module__.startswith(("hub.gateway.", "hub.reconcile."))
        for name, info in model.model_fields.items()
        if _is_list_of_sides(info.annotation)
    }
    assert there == SIDE_NAMES
    assert {"target", "extendable_until"} <= there
