"""The trend of a measure in words, for pages and reports. Pure."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from hub.events.counting import count_words
from hub.reconcile.measures.periods import Every
from hub.reconcile.measures.trend import Meaning, TrendRule, Way
from hub.reports.days_and_money import day_words

Trend = Mapping[str, Any]
"""As pictures hold it."""

USUAL: Final = "usual"
"""Of a result that makes no signal."""
MEANINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Meaning.CONCERN: "concern",
        Meaning.IMPROVEMENT: "improvement",
        Meaning.CHANGE: "change",
        USUAL: "usual",
    }
)
"""What a result, or a signal, is called; of a result that makes several signals the first of these counts."""


def trend_words(trend: Trend) -> list[str]:
    """What is to be said of it: that it is within its range, or each signal, the last one first."""
    usual = f"{trend['lower']} to {trend['upper']}"
    count = _count(trend, len(trend["points"]))
    if not trend["signals"]:
        return [f"{count}: within its usual range of {usual}"]
    last_first = sorted(trend["signals"], key=lambda each: (each["last"], each["first"]), reverse=True)
    return [*(_signal(trend, each) for each in last_first), f"{count}, usual range {usual}"]


def meanings(trend: Trend) -> list[str]:
    """What each of its results is, in order."""
    return [_meaning(trend, each["period_end"]) for each in trend["points"]]


def _meaning(trend: Trend, end: str) -> str:
    found = {each["meaning"] for each in trend["signals"] if each["first"] <= end <= each["last"]}
    return next((each for each in MEANINGS if each in found), USUAL)


def _signal(trend: Trend, signal: Mapping[str, Any]) -> str:
    return f"{MEANINGS[signal['meaning']]}: {''.join(_rule(trend, signal))}"


def _rule(trend: Trend, signal: Mapping[str, Any]) -> Iterator[str]:
    is_up, count = signal["side"] == Way.UP, signal["results"]
    if signal["rule"] == TrendRule.NEAR:
        yield f"two of three near the {'upper' if is_up else 'lower'} limit"
    else:
        yield _count(trend, count)
        yield " in a row " if count > 1 else " "
        yield {
            TrendRule.BEYOND: f"{'above' if is_up else 'below'} the usual range",
            TrendRule.ONE_SIDE: f"{'above' if is_up else 'below'} the mean",
            TrendRule.STEADY: "rising" if is_up else "falling",
        }[TrendRule(signal["rule"])]
    first, last = day_words(signal["first"]), day_words(signal["last"])
    yield f", {last}" if first == last else f", {first} to {last}"


def _count(trend: Trend, count: int) -> str:
    if trend["every"] == Every.DAYS:
        return f"{count_words(count, 'period')} of {count_words(trend['days'], 'day')}"
    return count_words(count, trend["every"])
