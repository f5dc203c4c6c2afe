"""Whether a body is a picture: everything in it has the place and the type that the read API promises."""

from pydantic import ValidationError

from hub.reconcile.kinds.registry import KIND_OF


def is_picture(kind: str, body: bytes) -> bool:
    """What passes can be shown on every page: pages take nothing from a picture that its type does not name."""
    try:
        KIND_OF[kind].typed.model_validate_json(body)
    except ValidationError:
        return False
    return True
