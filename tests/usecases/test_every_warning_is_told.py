"""What the rules of admission warn of reaches the sender: the door asks each of them."""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

import pytest

import hub.admission
from connectors.protocol import Item
from hub.admission.admit import OPERATOR
from hub.admission.warning import AdmissionWarning
from hub.usecases.admitting import Door, ItemOutcome
from tests.support.documents import NOW, OTHER_ID, declared, wandsworth

ALPHA: Final = {"id": "GB-COH-00000005"}
ENDED: Final = declared(period_end="2015-03-31")
EXTENDED: Final = declared(
    attributes={"id": OTHER_ID, "type": "uk.jch.contract.extended.v1"}, stage=None, title=None, period_end="2015-03-30"
)
WARNED_OF: Final[dict[str, tuple[list[Any], str]]] = {
    "alike.warnings": ([declared(suppliers=[{"id": "GB-COH-1234567"}])], "as the register does not write it"),
    "contradictions.warnings": (
        [declared(period_end="2016-03-31", extendable_until="2016-03-30")],
        "is before period_end 2016-03-31",
    ),
    "lengths.warnings": ([declared(duration="3 years")], "is no length of time"),
    "named_twice.warnings": ([declared(suppliers=[ALPHA, ALPHA])], "that this list names before"),
    "extending.AgreedTerms.warnings": ([ENDED, EXTENDED], "is before the end that was agreed"),
    "unused_attributes.warnings": ([declared(attributes={"corrects": OTHER_ID})], "the hub has no such attribute"),
    "unknown_bodies.Bodies.unknown": ([declared(buyer={"id": "GB-LAE-CMD"})], "which no configuration knows"),
}
"""By the rule: what is sent, in order, and words of what is told of the last of it."""


def rules() -> Iterator[str]:
    """The public functions and methods of admission that warn, with their modules."""
    for each in pkgutil.iter_modules(hub.admission.__path__):
        module = import_module(f"hub.admission.{each.name}")
        own = [found for _, found in inspect.getmembers(module) if getattr(found, "__module__", "") == module.__name__]
        inside = [method for found in own if inspect.isclass(found) for _, method in inspect.getmembers(found)]
        for found in filter(inspect.isfunction, (*own, *inside)):
            if found.__annotations__.get("return") == Iterator[AdmissionWarning] and not found.__name__.startswith("_"):
                yield f"{each.name}.{found.__qualname__}"


def test_every_rule_has_its_case() -> None:
    assert set(rules()) == set(WARNED_OF)


@pytest.mark.parametrize("rule", WARNED_OF)
def test_the_door_tells_what_the_rule_warns_of_and_lets_it_in(rule: str) -> None:
    documents, words = WARNED_OF[rule]
    door = Door(wandsworth(), OPERATOR, "test")
    *_, last = [door.admit(Item("f:1", documents=(each,), source=each), NOW) for each in documents]
    assert last.outcome is ItemOutcome.ADMITTED
    assert [words in each.problem for each in last.warnings].count(True) == 1
