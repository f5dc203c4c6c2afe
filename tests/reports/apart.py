"""Pictures whose event ids came with several contents, told apart as a report does it."""

from collections.abc import Mapping
from typing import Any, TypeVar

from hub.reports.told_apart import cited_in_picture, names_of, with_names

Key = TypeVar("Key")


def told_apart(pictures: Mapping[Key, dict[str, Any]]) -> dict[Key, dict[str, Any]]:
    """The pictures, with `source` in each side whose event id came with several contents."""
    names = names_of(each for body in pictures.values() for each in cited_in_picture(body))
    return {key: with_names(body, names) for key, body in pictures.items()}
