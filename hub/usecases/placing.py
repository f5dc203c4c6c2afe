"""In which partnerships the events of a file are said, where they name none themselves.

Formats such as OCDS have no word for it, and an organisation may be in several. Whether it may speak there is for
admission to say. Source: design section 3 (partnerships).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from connectors.protocol import Item, Origin
from hub.configuration.model import Configuration
from hub.events import ids

OPTION: Final = "--partnership"
"""What a refusal names as the field, where the partnership is wrong that was named for a whole file."""


class PartnershipUnknown(Exception):
    """No partnership of that id is configured; the text says which there are."""


def check(named: Iterable[str], configuration: Configuration) -> None:
    """Raises PartnershipUnknown. An organisation that no partnership names speaks in one of its own, by its own id."""
    for each in named:
        if each not in configuration.partnerships and not _is_organisation(each):
            listed = ", ".join(sorted(configuration.partnerships)) or "none"
            raise PartnershipUnknown(f"{OPTION}: no such partnership is configured; configured: {listed}")


def placed(item: Item, partnerships: Sequence[str]) -> Item:
    """The item, its events said in these partnerships but for those that name some themselves."""
    if not partnerships:
        return item
    documents = tuple(_placed(each, partnerships) for each in item.documents)
    own = item.origins or (_as_written,) * len(documents)
    origins = (
        each if document is given else partial(_origin, each)
        for each, document, given in zip(own, documents, item.documents, strict=True)
    )
    return replace(item, documents=documents, origins=tuple(origins))


def _placed(document: Mapping[str, Any], partnerships: Sequence[str]) -> Mapping[str, Any]:
    data = document.get("data")
    meta = data.get("meta") if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(meta, Mapping) or meta.get("partnerships"):
        return document
    return {**document, "data": {**data, "meta": {**meta, "partnerships": list(partnerships)}}}


def _as_written(field_name: str) -> str:
    return field_name


def _origin(own: Origin, field_name: str) -> str:
    return OPTION if field_name.partition("[")[0].removeprefix("data.") == "meta.partnerships" else own(field_name)


def _is_organisation(text: str) -> bool:
    try:
        ids.check_organisation_id(text)
    except ValueError:
        return False
    return True
