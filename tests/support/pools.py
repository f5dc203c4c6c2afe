"""Small pools of values, so that generated events collide and relate: the same contract said by two bodies,
a withdrawal of an event that also occurs, a milestone met and scheduled."""

from datetime import UTC, date, datetime
from decimal import Decimal
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
    "breach": ("b-1", "b-2"),
    "source_system": ("register", "minutes"),
}
TITLES_BY_NAME: Final = {"body": ("Executive", "Governing Body")}

EDGE_OFFSETS: Final = ("Z", "+14:00", "-14:00", "+23:59", "-23:59", "+24:00", "-24:00", "+23:59:59.999999")
EDGE_INSTANTS: Final = (
    *(f"{day}{offset}" for day in ("0001-01-01T00:00:00", "9999-12-31T23:59:59.999999") for offset in EDGE_OFFSETS),
    *("2016-12-31T23:59:60Z", "2015-06-29T24:00:00Z", "2015-06-29T00:00:00", "2015-06-29T00:00:00.0000000001Z"),
    *("0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "2015-W27-1", "20150629T000000Z"),
    *("0001-01-01", "9999-12-31", "2016-02-30", "2015-06-29T", "1433376000", "1e9"),
)
"""Instants and days at the edges of what calendars, offsets and clocks hold, and what is written like one."""
EDGE_DIGITS: Final = (
    *("1e400", "-1e400", "1E-400", "-0", "-0.0", "0.1e99999999999999999999", "9" * 400, "1" * 5000, "2.5", "1e4001"),
    *("NaN", "Infinity", "-Infinity", "inf", "nan", "1_000", "0x10", "\u0661\u0662"),
)
"""Numbers as somebody may write them, some of them no JSON."""
EDGE_TEXTS: Final = (
    *EDGE_INSTANTS,
    *EDGE_DIGITS,
    *("", " ", "a\ud800", "\udfff", "a\0b", "%", "{}", "\\", "null"),
)
"""Texts that readers of dates, numbers and letters stumble over."""
EDGE_NUMBERS: Final = (
    *(10**30, -(10**30), 1 << 63, 1 << 31, 10**400, 10**4000, -(10**4000), -0.0, 1e308, 5e-324),
    *(float("nan"), float("inf"), float("-inf")),
    *map(Decimal, ("NaN", "sNaN", "Infinity", "-Infinity", "1E+400", "-1E+400", "1E-400", "-0")),
)

HEADCOUNTS = (Decimal(0), Decimal(5), Decimal(3000), Decimal(18_000))
