"""Days as numbers, because comparing and storing numbers is what views do most."""

from datetime import date, timedelta

from hub.serialization.avro import EPOCH, days_of
from hub.serialization.readable import day_text


class Day(int):
    """Days since 1970-01-01, as Avro's `date` counts."""

    @classmethod
    def of(cls, day: date) -> "Day":
        return cls(days_of(day))

    @classmethod
    def read(cls, text: str) -> "Day":
        return cls(days_of(date.fromisoformat(text)))

    @property
    def date(self) -> date:
        return EPOCH + timedelta(days=self)

    @property
    def text(self) -> str:
        """YYYY-MM-DD."""
        return day_text(int(self))


def financial_year(day: date) -> int:
    """The year in which the financial year of a day begins: 2015 for 2015/16. It starts on 1 April."""
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1
