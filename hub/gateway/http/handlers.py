"""Handlers that are made for each kind of subject: FastAPI reads what they take off their signatures."""

from collections.abc import Awaitable, Callable, Mapping
from inspect import Parameter, Signature
from typing import Any

from fastapi import Response

Handler = Callable[..., Awaitable[Response]]


def called(handler: Handler, name: str, told: str, taken: Mapping[str, tuple[Any, Any]]) -> Handler:
    """The handler under the name, with the words and the parameters of one kind, as the description of the API reads
    them. taken: annotation and default, by name."""
    handler.__name__, handler.__doc__ = name, told
    parameters = [
        Parameter(each, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
        for each, (annotation, default) in taken.items()
    ]
    handler.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return handler
