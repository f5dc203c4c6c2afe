"""What may stand behind the question mark of an address: what its route declares, each once.

A name that nobody reads would change nothing of the answer, and whoever mistyped `partnership` would take everybody's
contracts for one partnership's. Static files are the one exception: their `v` names the content and changes nothing.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from hub.admission.field_path import did_you_mean, safe_name
from hub.gateway.http.problems import Problem, ProblemKind

MOST_TOLD: Final = 20


def declared(route: APIRoute) -> tuple[str, ...]:
    """The names that a route reads, its dependencies' too, in their order."""
    return tuple(dict.fromkeys(_names(route.dependant)))


def _names(reads: Dependant) -> Iterator[str]:
    yield from (each.alias for each in reads.query_params)
    for each in reads.dependencies:
        yield from _names(each)


async def declared_only(request: Request) -> None:
    """A dependency of every route. Raises Problem PARAMETER_WRONG for what is not declared or stands twice."""
    given = Counter(name for name, _ in request.query_params.multi_items())
    if given:
        check(given, declared(request.scope["route"]))


def check(given: Counter[str], known: tuple[str, ...]) -> None:
    """given: how often each name stands. Raises Problem PARAMETER_WRONG; it repeats no name that could be a value."""
    errors = [
        {"pointer": _pointer(name), "detail": f"{_named(name)} {wrong}"}
        for name, count in given.items()
        if (wrong := _wrong(name, count, known)) is not None
    ]
    if errors:
        once = "each once" if len(known) > 1 else "once"
        takes = f"{', '.join(known)}, {once}, and nothing else" if known else "no parameters"
        raise Problem(ProblemKind.PARAMETER_WRONG, f"this address takes {takes}", errors[:MOST_TOLD])


def _wrong(name: str, count: int, known: tuple[str, ...]) -> str | None:
    if name in known:
        return None if count == 1 else "stands more than once; give it once"
    if not known:
        return "is no parameter of this address; leave it out"
    return f"is no parameter of this address; {did_you_mean(_named(name), known)}"


def _named(name: str) -> str:
    return name if safe_name(name) == name else "a name that is not repeated here"


def _pointer(name: str) -> str:
    return f"query/{name}" if safe_name(name) == name else "query"
