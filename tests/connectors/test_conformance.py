"""Every connector of the registry meets the same bar."""

import orjson

from connectors.registry import CONNECTORS
from tests.connectors.conformance import ConnectorContract
from tests.connectors.releases import a_release
from tests.support.documents import declared


class TestCloudEvents(ConnectorContract):
    connector = CONNECTORS["cloudevents"]

    def good(self, number: int) -> bytes:
        return orjson.dumps(declared(attributes={"id": f"014e1b2c-3d00-7000-8000-{number:012d}"}))

    def bad(self) -> bytes:
        return orjson.dumps(declared(stage="awarded"))


class TestOcds(ConnectorContract):
    connector = CONNECTORS["ocds"]

    def good(self, number: int) -> bytes:
        return orjson.dumps(a_release(id=f"release-{number}"))

    def bad(self) -> bytes:
        return orjson.dumps(a_release(tag=["compiled"]))


def test_every_connector_is_held_to_the_bar() -> None:
    held = {each.connector.name for each in ConnectorContract.__subclasses__()}
    assert held == set(CONNECTORS), "add a subclass of ConnectorContract for each connector of the registry"
