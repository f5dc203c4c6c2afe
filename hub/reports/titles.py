"""What the items of a picture are called: the milestone, decision, clause or measure that an open matter is about."""

from collections.abc import Iterator, Mapping
from typing import Any

from hub.events.codelists import title_of
from hub.reconcile.answers import ANSWERS
from hub.reconcile.kinds.registry import SORTS
from hub.reconcile.listed import Listed
from hub.reconcile.matters import class_of
from hub.reports.words import every_word, key_words

_LISTS = {
    "milestone": ("milestones", "milestone"),
    "decision": ("decisions", "decision"),
    "clause": ("clauses", "clause"),
    "measure": ("measures", "measure"),
    "result": ("measures", "measure"),
    **{item: (each.member, item) for item, each in SORTS.items()},
}

_BY_FIELD_NAME = {"measure", "result"}
"""Those whose ids are names that are read as words."""


def item_title(about: Mapping[str, Any], field: str) -> str | None:
    """The title of the item that a field such as "milestone:mobilised/met" belongs to; None where it has none.

    References may hold slashes, so the item is looked up among those of the picture: the longest key that fits.
    """
    sort, _, rest = field.partition(":")
    if sort == "question":  # no item of the picture: several requests name it
        return rest.replace("_", " ").capitalize()
    if sort not in _LISTS:
        return None
    fitting = [(key, title) for key, title in _items(about, sort) if rest == key or rest.startswith(f"{key}/")]
    return max(fitting, key=lambda each: len(each[0]))[1] if fitting else None


def _items(about: Mapping[str, Any], sort: str) -> Iterator[tuple[str, str | None]]:
    several, one = _LISTS[sort]
    for each in about.get(several, ()):
        key = each[one]
        if sort == "clause":
            yield key, title_of("clause", key)
        elif sort == "decision":
            yield key, each["title"]
        elif sort in SORTS:
            yield key, _listed_title(SORTS[sort], each)
        else:
            title = every_word(each.get("title", ()))
            yield key, title or (key.replace("_", " ").capitalize() if sort in _BY_FIELD_NAME else None)


def _listed_title(sort: Listed, thing: Mapping[str, Any]) -> str | None:
    """What the bodies call it; its day where it is known by that, and its name where that is read as words."""
    if sort.by_day:
        return key_words(thing[sort.item])
    named = [{"value": side["value"]["title"]} for side in thing[sort.name] if "title" in side["value"]]
    if named:
        return every_word(named)
    return str(thing[sort.item]).replace("_", " ").capitalize() if sort.by_field_name else None


def titled_answers(about: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The answers of a picture, each with the title of the item that the matter is about."""
    return [
        {**row, "about": {**row["about"], "item_title": item_title(about, row["about"]["field"])}}
        if "about" in row
        else row
        for row in about.get(ANSWERS.member, ())
    ]


def titled(about: Mapping[str, Any], member: str = "differences") -> list[dict[str, Any]]:
    """A picture's open matters, each with its class and the titles of the subject and the item that it is about.

    member: of the picture; `answered` has those that are open no more.
    """
    return [
        {
            **each,
            "class": class_of(each),
            "subject_title": about.get("title") or about["id"],
            "item_title": item_title(about, each["field"]),
        }
        for each in about.get(member, ())
    ]
