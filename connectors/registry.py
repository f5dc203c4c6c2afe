"""All connectors. A test walks this list and holds each to the same promises (tests/connectors/conformance.py)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from connectors.cloudevents.connector import CloudEventsConnector
from connectors.ocds.connector import OcdsConnector
from connectors.protocol import Connector

CONNECTORS: Final[Mapping[str, Connector]] = MappingProxyType(
    {each.name: each for each in (CloudEventsConnector(), OcdsConnector())}
)
