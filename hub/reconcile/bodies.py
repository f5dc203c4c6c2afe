"""Organisations as statements name them: whether two ids are one body, and whether anything tells of it.

One place, so that whoever compares bodies and whoever looks for unknown ones follow one rule.
"""

from collections.abc import Mapping
from typing import Any

from hub.events.configuration import Configuration


def same_body(organisation: str, configuration: Configuration) -> str:
    """The id that stands for the body: two organisations are one body if and only if theirs are equal.

    Names count for nothing: registers write them differently, and a sole trader's is left out.
    """
    return organisation


def body_of(organisation: Mapping[str, Any], configuration: Configuration) -> str:
    """As `same_body`, of an organisation as events hold it."""
    return same_body(organisation["id"], configuration)


def is_known(organisation: str, configuration: Configuration) -> bool:
    """Whether configuration tells of it: as an organisation, or as a member of some partnership."""
    body = same_body(organisation, configuration)
    return body in configuration.bodies or any(
        each.organisation == body for place in configuration.partnerships.values() for each in place.members
    )
