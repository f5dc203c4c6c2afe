"""Whether a body is a picture: everything in it has the place and the type that the read API promises."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pydantic import BaseModel, ValidationError

from hub.gateway.picture_models import ContractPicture, ProgrammePicture, ProviderPicture
from hub.gateway.procurement_models import ProcurementPicture

MODELS: Final[Mapping[str, type[BaseModel]]] = MappingProxyType(
    {
        "programme": ProgrammePicture,
        "procurement": ProcurementPicture,
        "contract": ContractPicture,
        "provider": ProviderPicture,
    }
)


def is_picture(kind: str, body: bytes) -> bool:
    """What passes can be shown on every page: pages take nothing from a picture that its type does not name."""
    try:
        MODELS[kind].model_validate_json(body)
    except ValidationError:
        return False
    return True
