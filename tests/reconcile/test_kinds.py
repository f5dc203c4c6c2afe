"""Each kind of subject is whole: nobody who walks the registry finds one that something was forgotten of."""

import typing

import pytest

from hub.events.catalogue import CATALOGUE
from hub.reconcile import picture
from hub.reconcile.comparing import NotCompared
from hub.reconcile.kinds import pictures, registry
from hub.reconcile.kinds.registry import KINDS, LISTED, SubjectKind
from hub.reconcile.kinds.tables import DATES, LINES, TENSES, together

OF_THE_KEY = {"kind", "id", "partnership"}
EACH = pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.name)


def test_every_kind_has_its_value_and_its_rule_in_the_order_of_the_pages() -> None:
    assert [each.name for each in KINDS] == list(picture.KINDS) == list(pictures.RULES)
    assert {each.about for each in CATALOGUE} - {"event"} <= set(registry.KIND_OF)


@EACH
def test_every_member_of_its_picture_can_be_explained_and_no_other(kind: SubjectKind) -> None:
    assert {*kind.members, *kind.citing, *OF_THE_KEY} == set(kind.typed.model_fields)
    assert typing.get_args(kind.typed.model_fields["kind"].annotation) == (kind.name,)


BESIDE = {"answers": ("about", "not_holding")}
"""What is told of a thing beside the words on it: nothing of any other."""


@EACH
def test_every_sort_that_it_lists_has_a_type_and_lines_for_its_columns(kind: SubjectKind) -> None:
    for sort in kind.listed:
        (thing,) = typing.get_args(kind.typed.model_fields[sort.member].annotation)
        assert set(thing.model_fields) == {sort.item, sort.name, *BESIDE.get(sort.member, ())}
        parts = LINES[sort.item, sort.name]
        assert isinstance(parts, typing.Mapping)
        # what a thing is known by stands in front of its row
        assert set(parts) - set(sort.columns) <= {name for name, line in parts.items() if isinstance(line, NotCompared)}
        assert {name for names in sort.in_short_by for name in names} <= set(sort.columns) <= set(parts)


HEADINGS = {
    "conditions_met": "Conditions that are met",
    "team": "Project team",
    "feedback": "Complaints and compliments",
    "answers": "Answers to differences",
}
"""Where the plural of one of them would say less, or something else."""


@EACH
def test_every_sort_has_a_heading_that_is_the_plural_of_what_one_of_them_is_called(kind: SubjectKind) -> None:
    for sort in kind.listed:
        plurals = (f"{sort.one}s", f"{sort.one}es", f"{sort.one.removesuffix('y')}ies")
        assert sort.heading == HEADINGS[sort.member] if sort.member in HEADINGS else sort.heading in plurals
        assert sort.item.replace("_", " ") in sort.one.lower()
        # above the ids another thing may be named, which has fields of its own, and whose ids are names
        assert sort.by_field_name or not sort.id_heading
        assert not sort.id_heading or (sort.id_heading.lower(), "title") in LINES


def test_sorts_are_told_apart_by_their_fields_and_things() -> None:
    sorts = list({id(each): each for kind in KINDS for each in kind.listed}.values())
    assert len(LISTED) == len(sorts) == len({each.item for each in sorts}) == len({each.member for each in sorts}) > 2


def test_two_lines_for_one_thing_end_the_program() -> None:
    assert together([{"a": 1}, {"b": 2}]) == {"a": 1, "b": 2}
    with pytest.raises(ValueError, match=r"two kinds of subjects have a line for a$"):
        together([{"a": 1}, {"b": 2}, {"a": 1}])
    with pytest.raises(ValueError, match=r"have a line for a, b$"):
        together([{"a": 1, "b": 2}, {"b": 2, "a": 1}])


def test_every_date_has_both_its_lines() -> None:
    assert DATES.keys() == TENSES.keys()
