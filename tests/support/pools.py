"""Small pools of values, so that generated events collide and relate: the same contract said by two bodies,
a withdrawal of an event that also occurs, a milestone met and scheduled."""

from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

PARTNERSHIP: Final = "wandsworth"
ORGANISATIONS: Final = ("GB-LAE-WND", "GB-NHS-08X", "GB-NHS-36L")
SUPPLIERS: Final = ("GB-COH-00000001", "GB-COH-00000002", "local:ocds-b5fd17-0001/org-3")
CONTRACTS: Final = ("GB-LAE-WND/14-324", "GB-LAE-WND/14-565", "ocds-b5fd17-0001")
PROCUREMENTS: Final = ("ocds-h6vhtk-00001", "ocds-h6vhtk-00002")
PROGRAMMES: Final = ("carers", "mental-health")
EVENT_IDS: Final = tuple(UUID(int=0x0190_0000_0000_7000_8000_0000_0000_0000 + each) for each in range(1, 9))
REFERENCES: Final = ("r-1", "r-2")
NAMES_OF_FIELDS: Final = ("complaints", "waiting_time")
DAYS: Final = (
    date(1900, 1, 1),
    date(2013, 4, 1),
    date(2015, 6, 4),
    date(2015, 6, 5),
    date(2016, 3, 31),
    date(2026, 4, 1),
)
INSTANTS: Final = (
    datetime(2013, 9, 2, 9, 0, tzinfo=UTC),
    datetime(2015, 6, 4, 12, 0, tzinfo=UTC),
    datetime(2015, 6, 4, 12, 0, 0, 1000, tzinfo=UTC),
    datetime(2016, 4, 1, 0, 0, tzinfo=UTC),
)

REFERENCES_BY_NAME: Final = {
    "programme": PROGRAMMES,
    "procurement": PROCUREMENTS,
    "award": ("1", "2"),
    "id": ("1", "2"),
    "milestone": ("m-1", "m-2"),
    "decision": ("d-1", "d-2"),
    "improvement": ("i-1", "i-2"),
    "source_system": ("register", "minutes"),
}
TITLES_BY_NAME: Final = {"body": ("Executive", "Governing Body")}

EDGE_TEXTS: Final = (
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01", "9999-12-31", "2016-02-30"),
    *("1433376000", "2015-06-29T00:00:00", "NaN", "-0", "1e400", "1E-400", "9" * 5000, "a\ud800", "\udfff", "a\0b"),
)
"""Texts that readers of dates, numbers and letters stumble over."""
EDGE_NUMBERS: Final = (10**30, -(10**30), 1 << 63, 1 << 31, 10**4000, -0.0, 1e308, 5e-324)
