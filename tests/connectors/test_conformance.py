"""Every connector of the registry meets the same bar."""

from pathlib import Path
from typing import Any

import orjson

from connectors.registry import CONNECTORS
from tests.connectors.conformance import ConnectorContract, stands
from tests.connectors.releases import a_release
from tests.support.documents import declared

SCHEMAS = Path(__file__).parents[2] / "schemas"


class TestCloudEvents(ConnectorContract):
    """Its documents are what their sender wrote, meta written as meta.x and data as data.x; attributes fill in."""

    connector = CONNECTORS["cloudevents"]
    examples = tuple(orjson.dumps(orjson.loads(file.read_bytes())) for file in sorted(SCHEMAS.glob("*/*/example.json")))

    def names_what_was_sent(self, field: str, source: Any) -> bool:
        if not isinstance(source, dict) or "data_base64" in source:
            return True  # no JSON object, or packed
        data = source.get("data")
        meta = data.get("meta") if isinstance(data, dict) else None
        return stands(field, {**source, "meta": meta if isinstance(meta, dict) else {}}, missing=3)

    def good(self, number: int) -> bytes:
        return orjson.dumps(declared(attributes={"id": f"014e1b2c-3d00-7000-8000-{number:012d}"}))

    def bad(self) -> bytes:
        return orjson.dumps(declared(stage="awarded"))


def releases() -> tuple[bytes, ...]:
    """Real ones, of every publisher and notice that the repository ships."""
    root = Path(__file__).parents[2]
    found = []
    for folder in ("deploy/examples/contracts_finder", "tests/examples/cases_real_world"):
        for file in sorted((root / folder).glob("*.jsonl")):
            found += [
                line for line in file.read_bytes().splitlines()[:6] if line.startswith(b"{") and len(line) < 20_000
            ]
    return tuple(found)


class TestOcds(ConnectorContract):
    connector = CONNECTORS["ocds"]
    examples = releases()

    def good(self, number: int) -> bytes:
        return orjson.dumps(a_release(id=f"release-{number}"))

    def bad(self) -> bytes:
        return orjson.dumps(a_release(tag=["compiled"]))


def test_every_connector_is_held_to_the_bar() -> None:
    held = {each.connector.name for each in ConnectorContract.__subclasses__()}
    assert held == set(CONNECTORS), "add a subclass of ConnectorContract for each connector of the registry"
