"""The check itself: nothing is found now, and each way to take one side out of several is found."""

import pytest

from tests.style.whole_sides import MODULES, SIDE_NAMES, TEMPLATES, in_module, in_template, problems

TAKEN_IN_TEMPLATES = (
    "{{ measure.target[0].value }}",
    "{{ measure.target.0.value }}",
    "{{ measure.target[-1].value }}",
    "{{ measure['target'][0]['value'] }}",
    "{{ (stone.title|first).value }}",
    "{{ (stone.title|last).value }}",
    "{{ (stone.title|max(attribute='since')).value }}",
    "{% for side in found.sides[:1] %}{{ side.value }}{% endfor %}",
    "{% for side in found.sides[-1:] %}{{ side.value }}{% endfor %}",
    "{% for side in found.sides[0:1] %}{{ side.value }}{% endfor %}",
    "{{ measures|map(attribute='target.0.value')|join }}",
    "{% macro word(sides) %}{{ sides[0].value }}{% endmacro %}",
)
TAKEN_IN_MODULES = (
    'title[0]["value"]',
    'measure["target"][0]',
    'found["sides"][-1]',
    'measure.get("target", ())[0]',
    'measure["target"][:1]',
    'next(iter(measure["target"]))',
    'next(side["value"] for side in found["sides"])',
    'next((side for side in found["sides"]), None)["value"]',
    'one_of_them[0]["value"]',
    "words[-1].claim",
)
NOT_TAKEN = (
    'each["sides"]',
    '[side["value"] for side in found["sides"]]',
    "self.value[0]",  # of an enum
    "cursor[0]",
    "next(each for each in rows if each.id == name)",
)


def test_no_side_is_taken_out_of_several() -> None:
    assert problems() == []


@pytest.mark.parametrize("text", TAKEN_IN_TEMPLATES)
def test_each_way_of_a_template_is_found(text: str) -> None:
    assert list(in_template(text))


@pytest.mark.parametrize("text", TAKEN_IN_MODULES)
def test_each_way_of_a_module_is_found(text: str) -> None:
    assert list(in_module(text))


@pytest.mark.parametrize("text", NOT_TAKEN)
def test_what_is_whole_is_not_found(text: str) -> None:
    assert list(in_module(text)) == []


def test_what_is_looked_at_is_there() -> None:
    assert {"sides", "title", "target", "last_result", "due", "checks", "bodies", "named_by"} <= SIDE_NAMES
    assert {each.name for each in TEMPLATES} >= {"parts.html", "group.html", "joint_programmes.html"}
    assert {each.name for each in MODULES} >= {"words.py", "frame.py", "awards.py"}
