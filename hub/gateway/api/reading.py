"""The read API: what the pages show, as JSON. Lists with filters and cursors, single things, search."""

from inspect import Parameter
from types import MappingProxyType
from typing import Annotated, Any, Final
from uuid import UUID

import orjson
from fastapi import APIRouter, Path, Query, Request, Response

from hub.configuration.model import Group
from hub.gateway.api import examples, lists, models, picture_models
from hub.gateway.api.answers import answer, severities
from hub.gateway.api.freshness import about
from hub.gateway.api.kinds_served import MODELS, SERVED, ServedKind
from hub.gateway.api.links import picture_at
from hub.gateway.api.openapi import reading
from hub.gateway.api.parts import Parts
from hub.gateway.api.receipts import check_read
from hub.gateway.http.handlers import Handler, called
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.held_picture import Facet, HeldPicture, by_weight
from hub.gateway.index.narrowing import MatterFilter, PictureFilter, words_of
from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.matter_kinds import MatterClass, MatterKind, MatterSeverity
from hub.reconcile.matters import by_class
from hub.reconcile.picture import PictureKind
from hub.serialization.readable import instant_text


def _example(value: str) -> dict[str, Any]:
    return {"of the demonstration": {"value": value}}


Limit = Annotated[int, Query(ge=1, le=200, description="How many at most")]
Cursor = Annotated[str | None, Query(max_length=8000, description="`next` of the page before")]
Words = Annotated[
    str | None, Query(max_length=300, description="Words that are all in its names, references or ids, in any case")
]
Supplier = Annotated[str | None, Query(max_length=300, description="The id of a supplier that some body names")]
InPartnership = Annotated[
    str | None, Query(max_length=200, description="A partnership's id", openapi_examples=_example("wandsworth"))
]


def at(kind: str, example: str) -> Any:
    return Path(
        description=f"The partnership's id, a slash, the {kind}'s id, whose slashes stay",
        openapi_examples=_example(example),
    )


NARROWING: Final = MappingProxyType(
    {
        "q": Words,
        "partnership": InPartnership,
        "programme": Annotated[
            str | None, Query(max_length=300, description="A programme's id", openapi_examples=_example("carers"))
        ],
        "provider": Supplier,
        "procurement": Annotated[
            str | None, Query(max_length=300, description="The id (ocid) of the procurement that it came of")
        ],
    }
)
"""By what lists are narrowed, each as a parameter."""


def _list(parts: Parts, served: ServedKind) -> Handler:
    facets = KIND_OF[served.kind].facets

    async def rows(request: Request, limit: int, cursor: str | None, **narrowed: str | None) -> Response:
        words = words_of(narrowed.pop("q") or "")
        given = {name: narrowed.pop(name) for name in facets}
        wanted = PictureFilter(
            **narrowed, words=words, facets=frozenset(Facet(name, value) for name, value in given.items() if value)
        )
        _there_is(parts, wanted.partnership)
        _about(request, wanted.partnership)
        return answer(request, lists.rows(parts.store.pictures, served.kind, wanted, limit, cursor))

    narrowing = {name: NARROWING[name] for name in ("q", "partnership", *served.narrowed)}
    optional = {name: (annotation, None) for name, annotation in narrowing.items()}
    optional |= {name: (_facet(name), None) for name in facets}
    taken = {"request": (Request, Parameter.empty), **optional, "limit": (Limit, 50), "cursor": (Cursor, None)}
    return called(rows, served.plural, served.listed, taken)


def _facet(name: str) -> Any:
    return Annotated[str | None, Query(max_length=500, description=f"A value that some body gives to `{name}`")]


def _single(parts: Parts, served: ServedKind) -> Handler:
    async def picture(request: Request, at: str) -> Response:
        return answer(request, _picture(_found(request, parts, served.kind, at)))

    path = Annotated[str, at(served.kind, served.example)]
    return called(
        picture, served.kind, served.single, {"request": (Request, Parameter.empty), "at": (path, Parameter.empty)}
    )


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["reading"])
    pictures = parts.store.pictures

    for each in SERVED:
        router.get(f"/{each.plural}", response_model=models.Rows, responses=reading(ProblemKind.NOT_FOUND))(
            _list(parts, each)
        )
        router.get(
            f"/{each.plural}/{{at:path}}",
            response_model=MODELS[each.kind],
            responses=reading(ProblemKind.NOT_FOUND, ProblemKind.NO_PICTURE),
        )(_single(parts, each))

    @router.get("/differences", response_model=picture_models.Differences, responses=reading(ProblemKind.NOT_FOUND))
    async def differences(
        request: Request,
        partnership: InPartnership = None,
        kind: MatterKind | None = None,
        severity: MatterSeverity | None = None,
        subject: Annotated[str | None, Query(max_length=300, description="The id of what it is about")] = None,
        matter: Annotated[MatterClass | None, Query(alias="class", description="One class of open matters")] = None,
        about: Annotated[PictureKind | None, Query(description="The kind of what it is about")] = None,
        programme: Annotated[
            str | None,
            Query(
                max_length=300,
                description="A programme's id: its own and those of its contracts",
                openapi_examples=_example("carers"),
            ),
        ] = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """Open matters: where bodies differ, what is missing, due or unknown; the worst and longest-standing first."""
        _there_is(parts, partnership)
        _about(request, partnership)
        wanted = MatterFilter(partnership, kind, severity, subject, matter, about, programme)
        return answer(request, lists.differences(pictures, wanted, limit, cursor))

    @router.get(
        "/differences/{difference_id}",
        response_model=picture_models.ListedDifference,
        responses=reading(ProblemKind.NOT_FOUND),
    )
    async def difference(
        request: Request,
        difference_id: Annotated[
            str, Path(pattern="^[0-9a-f]{20}$", openapi_examples=_example(examples.DIFFERENCE_ID))
        ],
    ) -> Response:
        """One open matter, for as long as it stands."""
        row = pictures.matter(difference_id)
        if row is None:
            raise Problem(ProblemKind.NOT_FOUND, "no such difference stands; it may have been settled")
        _about(request, row.partnership)
        return answer(request, lists.listed_differences(pictures, [row])[0])

    @router.get("/groups", response_model=models.Groups, responses=reading())
    async def groups(request: Request) -> Response:
        """Who is reported to, by name."""
        known = sorted(parts.store.configuration.groups.values(), key=lambda each: (each.name, each.id))
        return answer(request, models.Groups(items=[models.GroupRow(**_group(each)) for each in known]))

    @router.get("/groups/{group}", response_model=models.GroupShown, responses=reading(ProblemKind.NOT_FOUND))
    async def group(
        request: Request, group: Annotated[str, Path(openapi_examples=_example(examples.GROUP))]
    ) -> Response:
        """One group, the programmes that it is told of, and how much its partners differ. Its report is a page."""
        found = parts.store.configuration.groups.get(group)
        if found is None:
            raise Problem(ProblemKind.NOT_FOUND, "there is no such group; /v1/groups lists them")
        about(request, found.partnerships)
        ours = [row for held in pictures.of_places(found.partnerships) for row in held.differences]
        told = lists.programmes_of(pictures, found.partnerships)
        counted = {"differences": severities(by_weight(ours)), "matters": by_class(row.matter for row in ours)}
        return answer(request, models.GroupShown(**_group(found), programmes=told, **counted))

    @router.get("/search", response_model=models.Hits, responses=reading())
    async def search(
        request: Request,
        q: Annotated[
            str,
            Query(
                min_length=1,
                max_length=300,
                description="Words of names and references, or an id",
                openapi_examples=_example("carers"),
            ),
        ],
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """Pictures of every kind in whose names, references or ids all words occur; an event by its id."""
        return answer(request, lists.hits(pictures, words_of(q), _event_hit(parts, q), limit, cursor))

    return router


def _there_is(parts: Parts, partnership: str | None) -> None:
    """Raises Problem NOT_FOUND for a partnership that is neither configured nor spoken of: no list of it is empty."""
    store = parts.store
    if partnership is None or not store.configured or partnership in store.configuration.partnerships:
        return
    if next(iter(store.pictures.of_places([partnership])), None) is None:
        detail = "there is no such partnership, and nothing is said of one; /v1/groups lists those that are reported on"
        raise Problem(ProblemKind.NOT_FOUND, detail)


def _about(request: Request, partnership: str | None) -> None:
    if partnership is not None:
        about(request, (partnership,))


def _found(request: Request, parts: Parts, kind: PictureKind, at: str) -> HeldPicture:
    found = picture_at(parts.store.pictures, kind, at)
    if found is None:
        raise Problem(
            ProblemKind.NOT_FOUND, f"no such {kind} stands; /v1/{kind}s?q= finds it by words of its name or id"
        )
    _about(request, found.key.partnership)
    return found


def _picture(held: HeldPicture) -> bytes:
    basis = held.basis
    stood = {
        "partition": held.partition,
        "offset": held.offset,
        "written_at": instant_text(held.at),
        "judged_for": basis.judged_for.isoformat(),
        "until": basis.until.isoformat() if basis.until else None,
    }
    # the picture's bytes are the engine's own
    return b'{"stood":' + orjson.dumps(stood) + b',"picture":' + held.body + b"}"


def _group(group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": group.name,
        "partnerships": list(group.partnerships),
        "open_register": group.open_register,
        "source": group.source,
        "href": f"/v1/groups/{group.id}",
    }


def _event_hit(parts: Parts, text: str) -> list[models.Hit]:
    try:
        event_id = UUID(text.strip())
    except ValueError:
        return []
    check_read(parts.store)
    if not parts.store.events.locations(event_id):
        return []
    event = str(event_id)
    return [models.Hit(kind="event", partnership=None, id=event, title=f"Event {event}", href=f"/v1/events/{event}")]
