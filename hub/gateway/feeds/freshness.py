"""When a reader of a feed is told again how fresh the pictures are.

Promise: what it was told last is true, but for what has been so for less than SETTLE_SECONDS: a statement that is taken
in at once is no news to a thousand readers. Pure: the time is given.
"""

from typing import Final

from hub.log.freshness import Account, FreshnessState

SETTLE_SECONDS: Final = 4.0


class FreshnessTold:
    """What one reader was told."""

    def __init__(self) -> None:
        self._told: Account | None = None
        self._told_at = 0.0
        self._behind_since: float | None = None

    def is_news(self, account: Account, now: float) -> bool:
        """Whether the reader is to be told now; it is taken to be, if so. now: seconds that only go forward."""
        if account.state is not FreshnessState.BEHIND:
            self._behind_since = None
        elif self._behind_since is None:
            self._behind_since = now
        if not self._is_news(account, now):
            return False
        self._told, self._told_at = account, now
        return True

    def _is_news(self, account: Account, now: float) -> bool:
        told = self._told
        if told is None:
            return True
        if account.state is not told.state:
            return self._behind_since is None or now - self._behind_since >= SETTLE_SECONDS
        return account != told and now - self._told_at >= SETTLE_SECONDS
