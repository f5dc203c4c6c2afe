"""Organisations as statements name them: whether two ids are one body. One place for whoever compares bodies."""

from collections.abc import Mapping
from typing import Any

from hub.configuration.model import Configuration


def same_body(organisation: str, configuration: Configuration) -> str:
    """The id that stands for the body: two organisations are one body if and only if theirs are equal.

    Names count for nothing: registers write them differently, and a sole trader's is left out.
    """
    return configuration.canonical(organisation)


def body_of(organisation: Mapping[str, Any], configuration: Configuration) -> str:
    """As `same_body`, of an organisation as events hold it."""
    return same_body(organisation["id"], configuration)
