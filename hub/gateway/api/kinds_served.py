"""What the read API says of each kind of subject: one line a kind, from which its list and its single picture are
served and described.

Promise: every kind of hub.reconcile.kinds.registry has a line, which a test holds; nothing else in the API knows kinds
by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pydantic import BaseModel, create_model

from hub.gateway.api import examples
from hub.gateway.api.picture_models import Stood
from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.picture import PictureKind
from hub.reconcile.typed import Typed


@dataclass(frozen=True, slots=True)
class ServedKind:
    """example: the path of one of the demonstration, as its address has it. narrowed: by which others its list can be
    narrowed, beside words and partnership. listed, single: what the two addresses answer."""

    kind: PictureKind
    example: str
    listed: str
    single: str
    narrowed: tuple[str, ...] = ()

    @property
    def plural(self) -> str:
        """As addresses name it."""
        return f"{self.kind}s"


SERVED: Final = (
    ServedKind(
        "programme",
        examples.PROGRAMME,
        "Programmes of the joint workplans, by title.",
        "One programme: who leads, what is due, what each body decided, its contracts, the differences.",
    ),
    ServedKind(
        "procurement",
        examples.PROCUREMENT,
        "Procurements, by title.",
        "One procurement: lots, awards, parties, notices, the contracts that came of it, what they come to.",
        narrowed=("provider",),
    ),
    ServedKind(
        "contract",
        examples.CONTRACT,
        "Contracts, by title.",
        "One contract: what each body says of it, with the event behind each word, measures and differences.",
        narrowed=("programme", "provider", "procurement"),
    ),
    ServedKind(
        "provider",
        examples.PROVIDER,
        "Providers, by name; one whose name nobody may say stands under its id.",
        "One provider: all its contracts and awards across departments and partners, and where it under-performs.",
    ),
)


def _answered(kind: PictureKind) -> type[BaseModel]:
    model: type[BaseModel] = create_model(
        kind.capitalize(),
        __base__=Typed,
        __doc__=f"A {kind}'s picture and where it stands.",
        stood=(Stood, ...),
        picture=(KIND_OF[kind].typed, ...),
    )
    return model


MODELS: Final[Mapping[PictureKind, type[BaseModel]]] = MappingProxyType(
    {each.kind: _answered(each.kind) for each in SERVED}
)
"""What the address of one picture answers, by kind."""
