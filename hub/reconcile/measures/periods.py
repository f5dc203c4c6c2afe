"""The periods that results are of."""

from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple


class Period(NamedTuple):
    """The last day comes first, so that periods are in order of their ends."""

    end: date
    start: date

    @classmethod
    def read(cls, name: str) -> "Period":
        """From a result's name, "<end>/<start>"."""
        end, _, start = name.partition("/")
        return cls(date.fromisoformat(end), date.fromisoformat(start))

    @property
    def name(self) -> str:
        return f"{self.end.isoformat()}/{self.start.isoformat()}"

    @property
    def days(self) -> int:
        """Both its first and its last day count."""
        return (self.end - self.start).days + 1


class Every(StrEnum):
    """How often a period comes that is so long."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DAYS = "days"  # so many days, whatever the calendar says


class Length(NamedTuple):
    """days: of a period that is none of the calendar's."""

    every: Every
    days: int | None = None


_CALENDAR: Final = {
    **dict.fromkeys(range(28, 32), Length(Every.MONTH)),
    **dict.fromkeys(range(90, 93), Length(Every.QUARTER)),
    **dict.fromkeys(range(365, 367), Length(Every.YEAR)),
}


def length_of(period: Period) -> Length:
    """Periods of one length are compared: months are of one length, though they have 28 to 31 days."""
    return _CALENDAR.get(period.days) or Length(Every.DAYS, period.days)
