"""The rule of pictures: which one is that of a subject's kind."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from hub.reconcile.any_subject import exists
from hub.reconcile.events import Subject
from hub.reconcile.kinds.contract.picture import contract_picture
from hub.reconcile.kinds.procurement.picture import procurement_picture
from hub.reconcile.kinds.programme.picture import programme_picture
from hub.reconcile.kinds.provider.picture import provider_picture
from hub.reconcile.reading import ViewReader

Body = dict[str, Any]

RULES: Final[Mapping[str, Callable[[ViewReader, Subject], Body]]] = MappingProxyType(
    {
        "programme": programme_picture,
        "procurement": procurement_picture,
        "contract": contract_picture,
        "provider": provider_picture,
    }
)


def picture_body(read: ViewReader, subject: Subject) -> Body | None:
    """The picture's JSON data; None where nothing that is not void is said about the subject, on any day."""
    return RULES[subject.kind](read, subject) if read(exists, subject) else None
